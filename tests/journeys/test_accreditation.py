"""A badge on its way: asked for by an agency's link, approved, countersigned by somebody else, printed, read at a gate; and one person who was two."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.people import Staff, Steward
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations
from tests.support.papers import pages_of, text_of
from tests.support.qr_reading import by_zxing

pytestmark = pytest.mark.browser
NAME = "髙﨑 沙織（見本）"
LIST = "/desk/accreditation"


class Officer(Staff):
    """Somebody who decides on requests."""

    def press(self, action: str, fields: dict[str, str] | None = None) -> None:
        """Fill and send the form whose address ends so."""
        form = self.page.locator(f"main form[action$='{action}']").first
        for name, value in (fields or {}).items():
            form.locator(f"[name={name}]").fill(value)
        with self.page.expect_navigation():
            form.locator("button[type=submit]:not([name=more])").click()


@pytest.fixture
def protocol(site: Site, context_for: Contexts, signed_in: SignIn) -> Officer:
    return Officer(site, context_for("vi", 1280, storage_state=signed_in("letan")))


@pytest.fixture
def security(site: Site, context_for: Contexts, signed_in: SignIn) -> Officer:
    return Officer(site, context_for("vi", 360, storage_state=signed_in("anninh")))


@pytest.fixture
def officers(protocol: Officer, security: Officer) -> tuple[Officer, Officer]:
    """Who approves and who countersigns."""
    return protocol, security


def well_made(page: Page) -> None:
    """Check that a page that no list of pages reaches has nothing that keeps people out."""
    assert axe_violations(page) == [], page.url


@pytest.mark.parametrize("lang", ["vi", "ja", "en"])
def test_an_agencys_person_gets_a_badge_that_opens_a_gate(
    context_for: Contexts, officers: tuple[Officer, Officer], steward: Steward, lang: str
) -> None:
    (protocol, security), site = officers, officers[0].site
    name = f"{NAME}{lang}"
    protocol.open(f"{LIST}/agencies/1")
    link = protocol.page.locator("main input[readonly]").input_value()
    newspaper = context_for(lang, 360).new_page()
    newspaper.goto(link)
    well_made(newspaper)
    newspaper.locator("[name=people]").fill(f"{name}; 見本新聞; ; TAKASAKI Saori {lang}")
    with newspaper.expect_navigation():
        newspaper.locator("main form button[type=submit]").click()
    expect(newspaper.locator("main")).to_contain_text(name)
    newspaper.locator("main a[href$='/photo']").first.click()
    well_made(newspaper)

    protocol.open(f"{LIST}?q=saori+{lang}")
    protocol.page.locator("main tbody a").first.click()
    protocol.press("/approve")
    address = protocol.page.url.removeprefix(site.url)
    expect(protocol.page.locator("form[action$='/countersign']")).to_have_count(0)
    security.open(address)
    security.press("/countersign")

    protocol.open(f"{LIST}/badges")
    protocol.press("/badges")
    download = protocol.page.locator("main a[href$='.pdf']").first.get_attribute("href")
    paper = protocol.page.request.get(f"{site.url}{download}").body()
    assert f"TAKASAKI Saori {lang}" in text_of(paper)
    cards = pages_of(paper)
    codes = [text for card in cards for text in by_zxing(card)]
    assert codes
    pages = [site.url + code[code.index("/T/") :] for code in codes]
    assert any(name in protocol.page.request.get(one).text() for one in pages)
    for code in codes:
        steward.type_code(code)
        steward.verdict("good")
        steward.go_on()


def test_a_known_person_is_found_by_the_keyboard_alone(protocol: Officer) -> None:
    """Type in kana, look at the list, go down, press Enter; Escape closes it and leaves what was typed."""
    protocol.open(f"{LIST}/new")
    page = protocol.page
    field, options = (
        page.locator("[data-person-name]"),
        page.locator("[data-person-list] [role=option]:visible"),
    )
    expect(field).to_have_role("combobox")
    field.press_sequentially("khong co ai nhu the")
    expect(page.locator("[data-person-status]")).not_to_be_empty()
    expect(options).to_have_count(0)
    field.fill("")
    field.press_sequentially("たかさき")
    option = options.first
    expect(option).to_contain_text("髙﨑")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("たかさき")
    field.press("ArrowDown")
    expect(option).to_be_visible()
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    well_made(page)
    field.press("Enter")
    page.wait_for_url(f"**{LIST}/new?person=*")
    expect(page.locator("main h2").first).to_contain_text("髙﨑")


def test_one_person_who_was_two_is_put_together_and_taken_apart(protocol: Officer) -> None:
    protocol.open("/desk/persons/duplicates")
    pair = protocol.page.locator("main li").filter(has_text="Le Mau Duc")
    number = re.search(
        r"/persons/(\d+)/merge/(\d+)", pair.locator("a[href*='/merge/']").get_attribute("href") or ""
    )
    assert number
    pair.locator("a[href*='/merge/']").click()
    well_made(protocol.page)
    protocol.press(f"/merge/{number[2]}")
    protocol.page.wait_for_url(f"**/desk/persons/{number[1]}")
    well_made(protocol.page)
    assert protocol.page.locator("main a[href*='/accreditation/']").count() >= 2  # those of both
    protocol.open(f"/desk/persons/{number[1]}/edit")
    well_made(protocol.page)
    protocol.open("/desk/persons/duplicates")
    protocol.press("/undo")
    expect(protocol.page.locator("main li").filter(has_text="Le Mau Duc")).to_be_visible()
