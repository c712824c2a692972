"""One person in each language: the form, the tickets, the message, and the link in the message."""

import re

import pytest
from playwright.sync_api import expect

from festival.programme.sample.events_main import OPENING_NIGHT
from tests.journeys.people import PARTY_PAGE, Citizen, Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts

GUESTS = {"vi": "Hoàng Mẫu (mẫu)", "ja": "髙﨑 見本（サンプル）", "en": "Sam Sample (sample)"}
TITLES = {"vi": OPENING_NIGHT.title.vi, "ja": OPENING_NIGHT.title.ja, "en": OPENING_NIGHT.title.en}
# A word of each language that the messages' own sentences have and the other two cannot.
OWN_LETTERS = {"vi": r"[ăđơưẻạ]", "ja": r"[\u3040-\u30ff]", "en": r"\bthe\b"}


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_a_guest_is_spoken_to_in_their_language(
    lang: str, site: Site, context_for: Contexts, organizer: Staff
) -> None:
    mail = f"khach-{lang}@gia-dinh.example"
    guest = Citizen(site, context_for(lang, 360), lang)
    a_guest_comes_to_their_own_language(guest)
    tickets = guest.register(GUESTS[lang], mail=mail)
    expect(guest.page.locator("html")).to_have_attribute("lang", lang)
    expect(guest.page.get_by_role("heading", level=1)).to_contain_text(TITLES[lang] or "")
    expect(guest.ticket(GUESTS[lang]).first).to_be_visible()

    link = the_message_is_in_their_language(organizer, mail, lang)
    assert link == tickets
    the_link_opens_the_tickets_in_it(context_for, link, lang)


def a_guest_comes_to_their_own_language(guest: Citizen) -> None:
    """The bare address leads to what the browser asks for."""
    guest.page.goto(guest.site.url)
    guest.page.wait_for_url(f"**/{guest.lang}/")


def the_message_is_in_their_language(organizer: Staff, mail: str, lang: str) -> str:
    """Return the link in the message."""
    message = organizer.open("/desk/mailbox").locator("details").filter(has_text=mail)
    expect(message).to_have_count(1)
    message.locator("summary").click()
    spoken = message.locator(f"[lang={lang}]")
    expect(spoken.first).to_contain_text(TITLES[lang] or "")
    text = "\n".join(spoken.all_inner_texts())
    assert GUESTS[lang] in text
    without_names = text.replace(GUESTS[lang], "").replace(TITLES[lang] or "", "")
    assert re.search(OWN_LETTERS[lang], without_names, re.IGNORECASE), text
    return message.locator("a[href*='/t/']").get_attribute("href") or ""


def the_link_opens_the_tickets_in_it(context_for: Contexts, link: str, lang: str) -> None:
    """On a device that has never been here and speaks another language."""
    elsewhere = context_for("en" if lang == "vi" else "vi", 360).new_page()
    elsewhere.goto(link)
    assert PARTY_PAGE.search(elsewhere.url)
    expect(elsewhere.locator("html")).to_have_attribute("lang", lang)
    expect(elsewhere.locator("main")).to_contain_text(GUESTS[lang])


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_what_is_wrong_is_said_in_the_readers_language(lang: str, site: Site, context_for: Contexts) -> None:
    guest = Citizen(site, context_for(lang, 360), lang)
    guest.open_form().fill([], consent=False).send()
    sentences = guest.page.get_by_role("alert").inner_text()
    assert re.search(OWN_LETTERS[lang], sentences, re.IGNORECASE), sentences


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_an_address_that_does_not_exist_says_so_in_it(lang: str, site: Site, context_for: Contexts) -> None:
    page = context_for(lang, 360).new_page()
    answer = page.goto(f"{site.url}/{lang}/khong-co-trang-nay")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("html")).to_have_attribute("lang", lang)
