"""A citizen whose browser runs no script can do everything: register, correct, cancel, find, change the language."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Citizen, Staff
from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts

ANNA, BINH, CHI = "Anna Mẫu (mẫu)", "Bình Mẫu (mẫu)", "Chi Mẫu (mẫu)"


@pytest.fixture
def plain_citizen(site: Site, context_for: Contexts) -> Citizen:
    """A citizen with a phone that runs no script."""
    return Citizen(site, context_for("vi", 360, javascript=False))


def test_a_citizen_registers_and_cancels_one(plain_citizen: Citizen) -> None:
    page = plain_citizen.page
    plain_citizen.register(ANNA, BINH, CHI, phone="0912 345 611")
    for name in (ANNA, BINH, CHI):
        expect(plain_citizen.ticket(name).first.get_by_role("img").first).to_be_visible()

    plain_citizen.start_to_give_back(BINH)
    # Nothing is cancelled yet: the page names who it would be.
    main = page.locator("main")
    expect(main).to_contain_text(BINH)
    expect(main).not_to_contain_text(ANNA)
    page.locator("main a[href*='/t/']").click()
    plain_citizen.sees_tickets()
    expect(plain_citizen.ticket(BINH).first.get_by_role("img").first).to_be_visible()

    plain_citizen.start_to_give_back(BINH)
    plain_citizen.be_sure()
    expect(page.get_by_role("status")).to_contain_text("1")
    expect(plain_citizen.ticket(BINH).first.get_by_role("img")).to_have_count(0)
    for name in (ANNA, CHI):
        expect(plain_citizen.ticket(name).first.get_by_role("img").first).to_be_visible()


def test_errors_keep_what_was_typed(plain_citizen: Citizen) -> None:
    page, form = plain_citizen.page, plain_citizen.form
    plain_citizen.open_form().fill([ANNA, "", CHI], mail="anna@", phone="12", consent=False)
    form.locator("[name=language][value=ja]").check()
    page.locator("details:has([name=needs]) summary").click()
    form.locator("[name=needs][value=wheelchair]").check()
    form.locator("[name=needs_note]").fill("Xe lăn điện, rộng 70 cm")
    plain_citizen.send()

    assert page.url.endswith("/register")
    summary = page.get_by_role("alert")
    for field in ("phone", "mail", "consent", "consent_needs"):
        expect(summary.locator(f"a[href='#{field}']")).to_have_count(1)
        expect(form.locator(f"[name={field}]")).to_have_attribute("aria-invalid", "true")
    kept = {"names-0": ANNA, "names-1": "", "names-2": CHI, "mail": "anna@", "phone": "12"}
    for name, text in kept.items():
        expect(form.locator(f"[name={name}]")).to_have_value(text)
    expect(form.locator("[name=language][value=ja]")).to_be_checked()
    expect(form.locator("[name=needs][value=wheelchair]")).to_be_checked()
    expect(form.locator("[name=needs_note]")).to_have_value("Xe lăn điện, rộng 70 cm")
    expect(form.locator("[name=needs_note]")).to_be_visible()  # the fold is open where something is wrong
    expect(form.locator("[name=consent]")).not_to_be_checked()

    form.locator("[name=mail]").fill("anna@gia-dinh.example")
    form.locator("[name=phone]").fill("")
    form.locator("[name=consent]").check()
    form.locator("[name=consent_needs]").check()
    plain_citizen.send()
    plain_citizen.sees_tickets()
    expect(plain_citizen.ticket(CHI).first).to_be_visible()


def test_the_last_person_cancels_the_whole_registration(plain_citizen: Citizen) -> None:
    page = plain_citizen.page
    plain_citizen.register(ANNA, mail="mot-minh@gia-dinh.example")
    page.locator("form[action$='/cancel'] [type=submit]").click()
    plain_citizen.be_sure()
    expect(page.locator("form[action$='/cancel']")).to_have_count(0)
    expect(page.locator("main svg[role=img]")).to_have_count(0)


def test_a_lost_link_comes_back_by_mail(plain_citizen: Citizen, organizer: Staff) -> None:
    page = plain_citizen.page
    address = plain_citizen.register(CHI, mail="chi-tim-ve@gia-dinh.example")
    said = []
    for contact in ("chi-tim-ve@gia-dinh.example", "khong-ai-ca@gia-dinh.example"):
        page.goto(f"{plain_citizen.site.url}/vi/find-ticket")
        page.locator("[name=contact]").fill(contact)
        page.locator("form", has=page.locator("[name=contact]")).locator("[type=submit]").click()
        expect(page.locator("[name=contact]")).to_have_count(0)
        said.append(page.locator("main").inner_text())
    assert said[0] == said[1]  # a stranger learns nothing

    until = time.monotonic() + 60  # the worker looks it up within seconds, once it runs
    sent: list[str] = []
    while not any(address in text for text in sent) and time.monotonic() < until:
        page.wait_for_timeout(500)
        sent = organizer.open("/desk/mailbox").locator("details").all_text_contents()
    assert any("chi-tim-ve@" in text and address in text for text in sent)
    assert not any("khong-ai-ca@" in text for text in sent)


def test_the_language_is_changed_on_the_same_page(plain_citizen: Citizen) -> None:
    page = plain_citizen.page
    page.goto(f"{plain_citizen.site.url}/vi/events/{MAIN}")
    for lang in ("ja", "en", "vi"):
        page.locator(f"header a[hreflang={lang}]").first.click()
        page.wait_for_url(re.compile(f"/{lang}/events/{MAIN}$"))
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator("header a[aria-current=true]").first).to_have_attribute("hreflang", lang)


def test_the_ticket_page_changes_its_language_too(plain_citizen: Citizen) -> None:
    page = plain_citizen.page
    address = plain_citizen.register(ANNA, mail="doi-tieng@gia-dinh.example")
    for lang in ("ja", "en", "vi"):
        page.locator(f"header a[hreflang={lang}]").first.click()
        plain_citizen.sees_tickets()
        assert page.url == address
        expect(page.locator("html")).to_have_attribute("lang", lang)
