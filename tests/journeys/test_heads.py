"""The head of a small delegation on a phone, in Vietnamese and in English: every letter comes, and every old code is told. (In Japanese: test_guests.py.)"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Staff
from tests.journeys.site import Site
from tests.journeys.test_guests import InvitedGuest, main_event, personal_link, press
from tests.support.browser import Contexts, axe_violations

HEADS = {"vi": ("Lương", "Trưởng Đoàn (mẫu)"), "en": ("Headman", "Harriet (sample)")}
SUBJECTS = {
    "vi": ("Vui lòng bổ sung thông tin", "Vé không còn hiệu lực", "Vé dự thay"),
    "en": ("Please complete your details", "Ticket no longer valid", "Your ticket as a deputy"),
}


def new_delegation(organizer: Staff, lang: str, mail: str) -> None:
    """Make a delegation with a head and a member of whom nothing is known."""
    page = organizer.page
    organizer.open("/desk/delegations/new")
    page.locator("[name=name_vi]").fill(f"Đoàn thử {lang} (mẫu)")
    page.locator("[name=language]").select_option(lang)
    with page.expect_navigation():
        organizer.submit("name_vi")
    made = urlsplit(page.url).path.rpartition("/")[2]
    family, given = HEADS[lang]
    for whose, name, address in ((family, given, mail), (family, "Hai (mẫu)", "")):
        organizer.open(f"/desk/guests/new?delegation={made}")
        page.locator("[name=family]").fill(whose)
        page.locator("[name=given]").fill(name)
        page.locator("[name=mail]").fill(address)
        if address:
            page.locator("[name=is_head]").check()
        with page.expect_navigation():
            organizer.submit("family")


def invite(organizer: Staff, event: str, lang: str) -> str:
    """Put the head on the opening night's list, write to them and return the personal link."""
    page = organizer.page
    organizer.open(f"/desk/invitations/{event}/list")
    page.locator("label.choice", has_text=HEADS[lang][1]).locator("input").check()
    with page.expect_navigation():
        page.locator("form[action$='/list'] button[type=submit]").first.click()
    organizer.open(f"/desk/invitations/{event}?q={HEADS[lang][0]}")
    press(page, "/send")
    return personal_link(organizer, event, HEADS[lang][0])


def letters_to(organizer: Staff, mail: str) -> str:
    """Return what the desk's mailbox holds for an address."""
    found = organizer.open("/desk/mailbox").locator("details").filter(has_text=mail)
    return "\n".join(found.all_inner_texts())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_head_accepts_completes_everybody_and_sends_a_deputy(
    lang: str, site: Site, organizer: Staff, context_for: Contexts
) -> None:
    mail, deputy = f"truong-doan-{lang}@co-quan.example", f"du-thay-{lang}@co-quan.example"
    new_delegation(organizer, lang, mail)
    head = InvitedGuest(context_for(lang, 360), invite(organizer, main_event(organizer), lang))
    page = head.page
    expect(page.locator("html")).to_have_attribute("lang", lang)
    head.send("accept")
    first = head.code()
    expect(page.locator("#questions")).to_be_visible()  # asked after the acceptance, not before
    assert axe_violations(page) == []

    page.locator("a[href*='/d/']").click()
    page.get_by_text("Hai (mẫu)").click()
    page.locator("[name=position]").fill("Thư ký (mẫu)")
    page.locator("[name=dietary]").fill("–")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert axe_violations(page) == []

    page.goto(head.link)
    head.send_deputy(family=HEADS[lang][0], given="Ba (mẫu)", mail=deputy)
    assert head.code() != first
    details, ended, ticket = SUBJECTS[lang]
    told = letters_to(organizer, mail)
    assert details in told
    assert ended in told
    assert ticket not in told
    assert ticket in letters_to(organizer, deputy)
