"""axe (WCAG 2.2 AA) has nothing against any page in any language, by day and by night; nothing is wider than a small phone."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from festival.app import create_app
from tests.journeys.conftest import SignIn
from tests.journeys.pages import DESK, HELD, LANGUAGES, LOST, OTHER, PUBLIC, REACHED, Known, addresses
from tests.journeys.people import Citizen, Staff, Steward
from tests.journeys.site import MAIN, Site
from tests.support.apps import settings_for
from tests.support.browser import Contexts, axe_violations

NARROWEST = 320  # CSS pixels: WCAG 1.4.10
# By night a page has other colours and not another structure, and in another language other words and not other colours: looking for
# them again takes a third of the time of all journeys.
COLOURS = ("color-contrast", "link-in-text-block")
LOOKS = (*COLOURS, "target-size", "scrollable-region-focusable")
ADMINISTRATOR, COORDINATOR = "quantri", "dieuphoi"


def speaking(context: BrowserContext, site: Site, lang: str) -> BrowserContext:
    """Have chosen a language in this browser."""
    context.add_cookies([{"name": "lang", "value": lang, "url": site.url}])
    return context


_TOO_WIDE = """async (width) => {
  await new Promise(requestAnimationFrame);
  await document.fonts.ready;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && one.checkVisibility())
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 3);
}"""


# What is sent first of two of one name is what counts: a hidden field beside the buttons that say which was pressed silences them.
_SILENCED = """() => [...document.querySelectorAll("button[name]")]
  .filter((one) => one.form && [...one.form.elements].some((other) => other.name === one.name && other.type !== "submit"))
  .map((one) => one.outerHTML.slice(0, 120))"""


def against(page: Page, what: str, *, only: Sequence[str] = (), without: Sequence[str] = ()) -> list[str]:
    """Return what is wrong with the page as it stands, one line each; then it is as wide as before."""
    found = [f"{what}: {line}" for line in axe_violations(page, only=only, without=without)]
    found += [f"{what}: another field speaks for the button {one}" for one in page.evaluate(_SILENCED)]
    size = page.viewport_size
    assert size
    if size["width"] > 360:  # a phone's turn comes elsewhere
        return found
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    wide = page.evaluate(_TOO_WIDE, NARROWEST)
    page.set_viewport_size(size)
    return found + [f"{what}: wider than {NARROWEST} px: {one}" for one in wide]


def walk(
    page: Page,
    site: Site,
    paths: list[str],
    status: int = 200,
    *,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
) -> list[str]:
    """Open one page after the other; return what is wrong with them, by `only` these rules or `without` those."""
    wrong = []
    for path in paths:
        answer = page.goto(site.url + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        lang = page.locator("html").get_attribute("lang")
        wrong += against(page, f"{path} ({lang})", only=only, without=without)
    return wrong


def test_every_page_is_on_the_list(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'none.sqlite'}"))
    reachable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    listed = [*PUBLIC, *HELD, *DESK, *REACHED, *OTHER]
    assert sorted(listed) == sorted(reachable)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_everybody_reads(lang: str, site: Site, known: Known, context_for: Contexts) -> None:
    page = speaking(context_for(lang, 360), site, lang).new_page()
    assert walk(page, site, addresses(PUBLIC | HELD, known, lang)) == []
    assert walk(page, site, [path.format(lang=lang) for path in LOST[:2]], status=404) == []
    assert page.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_desk_sees(
    lang: str, site: Site, known: Known, context_for: Contexts, signed_in: SignIn
) -> None:
    context = context_for(lang, 360, storage_state=signed_in(ADMINISTRATOR))
    page = speaking(context, site, lang).new_page()
    without = () if lang == LANGUAGES[0] else COLOURS
    assert walk(page, site, addresses(DESK, known, lang), without=without) == []
    assert walk(page, site, LOST[2:], status=404) == []
    assert page.locator("html").get_attribute("lang") == lang


def test_by_night_on_a_large_screen(
    site: Site, known: Known, context_for: Contexts, signed_in: SignIn
) -> None:
    page = speaking(
        context_for("vi", 1280, dark=True, storage_state=signed_in(ADMINISTRATOR)), site, "vi"
    ).new_page()
    paths = addresses(PUBLIC | HELD | DESK, known, "vi")
    paths.remove("/desk/sign-in")  # who is signed in is led on
    assert walk(page, site, paths, only=LOOKS) == []


def test_by_day_on_a_large_screen(site: Site, known: Known, context_for: Contexts, signed_in: SignIn) -> None:
    """Where a wide screen has a layout of its own."""
    page = speaking(context_for("vi", 1280, storage_state=signed_in(ADMINISTRATOR)), site, "vi").new_page()
    registration = f"/desk/registrations/{known.registration}"
    paths = ["/vi/", "/vi/programme", f"/vi/events/{MAIN}", known.party, "/desk/", "/desk/registrations"]
    assert walk(page, site, [*paths, registration, "/desk/gates"]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_form_answers(lang: str, site: Site, known: Known, context_for: Contexts) -> None:
    citizen = Citizen(site, speaking(context_for(lang, 360), site, lang), lang)
    page = citizen.page
    citizen.open_form().fill(["12", "Mẫu (mẫu)"], mail="a@", phone="1", consent=False)
    page.locator("details:has([name=needs]) summary").click()
    page.locator("[name=needs][value=other]").check()
    citizen.send()
    page.get_by_role("alert").first.wait_for()
    wrong = against(page, f"refused registration ({lang})")

    for contact in ("12", "tim-ve@gia-dinh.example"):
        page.goto(f"{site.url}/{lang}/find-ticket")
        page.locator("[name=contact]").fill(contact)
        with page.expect_navigation():
            page.locator("form", has=page.locator("[name=contact]")).locator("[type=submit]").click()
        wrong += against(page, f"find {contact} ({lang})")

    page.goto(site.url + known.party)
    citizen.start_to_give_back()
    wrong += against(page, f"nobody chosen ({lang})")
    citizen.start_to_give_back("Vĩnh Mẫu")
    page.locator("[name=sure]").wait_for(state="attached")
    wrong += against(page, f"are you sure ({lang})")

    page.goto(f"{site.url}/{lang}/")
    page.locator("header details summary").click()
    wrong += against(page, f"open menu ({lang})")
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_desk_answers(lang: str, site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    coordinator = speaking(
        context_for(lang, 360, storage_state=signed_in(COORDINATOR)), site, lang
    ).new_page()
    wrong = walk(coordinator, site, ["/desk/gates"], status=403)
    wrong += walk(coordinator, site, ["/desk/"])

    staff = Staff(site, speaking(context_for(lang, 360, storage_state=signed_in(ADMINISTRATOR)), site, lang))
    page = staff.page
    for path, field in (
        ("/desk/account", "new"),
        ("/desk/accounts", "login"),
        ("/desk/account/second-factor", "code"),
        ("/desk/gates", "name_vi"),
    ):
        staff.open(path)
        with page.expect_navigation():
            staff.submit(field)
        page.get_by_role("alert").first.wait_for()
        wrong += against(page, f"refused {field} ({lang})")
    staff.new_pairing_link("Máy thử màn hình (mẫu)")
    wrong += against(page, f"pairing code ({lang})")
    staff.open("/desk/gates")
    for box in page.locator("main details").all()[:6]:
        box.evaluate("one => { one.removeAttribute('name'); one.open = true }")
    wrong += against(page, f"gates unfolded ({lang})")
    page.locator("header details summary").click()
    wrong += against(page, f"open menu ({lang})")
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_that_is_looked_at(lang: str, site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    """A right row, one with wrong cells, and the changes of a version against the one before."""
    staff = Staff(site, speaking(context_for(lang, 360, storage_state=signed_in(ADMINISTRATOR)), site, lang))
    staff.open("/desk/programme/tables")
    rows = "title_vi,kind,length\nMúa sạp (mẫu),performance,45\nSai (mẫu),khong-co,bao-lau\n"
    table = FilePayload(name="bang.csv", mimeType="text/csv", buffer=rows.encode())
    staff.page.locator("main [type=file]").set_input_files(files=table)
    with staff.page.expect_navigation():
        staff.submit("file")
    assert "/import/" in staff.page.url
    wrong = against(staff.page, f"table ({lang})")
    assert staff.page.locator("main").get_by_text("khong-co").count()
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_colleague_signs_in(lang: str, site: Site, context_for: Contexts, signed_in: SignIn) -> None:
    """With the second step, which the sample's own accounts are spared."""
    chief = Staff(site, speaking(context_for(lang, 360, storage_state=signed_in(ADMINISTRATOR)), site, lang))
    login = f"moi-{lang}"
    password = chief.make_colleague(login)
    wrong = against(chief.page, f"fresh password ({lang})")

    colleague = Staff(site, speaking(context_for(lang, 360), site, lang))
    page = colleague.page
    colleague.sign_in(login, "")
    wrong += against(page, f"nothing typed ({lang})")
    colleague.sign_in(login, "khong-phai-mat-khau")
    wrong += against(page, f"wrong password ({lang})")
    colleague.sign_in(login, password)
    assert page.url.endswith("/desk/account/second-factor")
    speaking(page.context, site, lang)  # signing in has chosen the account's language
    page.reload()
    wrong += against(page, f"second step owed ({lang})")
    recovery = colleague.set_up_second_step(password)
    wrong += against(page, f"recovery codes ({lang})")
    assert len(recovery) == 10
    colleague.open("/desk/account")
    wrong += against(page, f"account with a second step ({lang})")
    page.context.clear_cookies()
    speaking(page.context, site, lang)
    colleague.sign_in(login, password)
    assert page.url.endswith("/desk/sign-in/code")
    wrong += against(page, f"asked for the code ({lang})")
    page.locator("[name=code]").fill("000 000")
    with page.expect_navigation():
        colleague.submit("code")
    wrong += against(page, f"wrong code ({lang})")
    page.locator("[name=code]").fill(recovery[0])
    with page.expect_navigation():
        colleague.submit("code")
    assert page.url.endswith("/desk/")
    assert wrong == []


def in_the_sun(steward: Steward, staff: Staff, guest: str, lang: str) -> list[str]:
    """Look at the bright screen, and at what asks who of a party is here; the settings are open before, and nothing is after."""
    page = steward.page
    page.locator("#bright").click()
    wrong = against(page, f"settings in the sun ({lang})")
    page.locator("#sheet-close").click()
    wrong += against(page, f"scanning in the sun ({lang})")
    steward.type_code(guest.rpartition("-")[0])
    expect(page.locator(".party-row").first).to_be_visible()
    wrong += against(page, f"who of a party is here ({lang})")
    page.locator("#party-close").click()
    group = staff.open("/desk/groups").locator("tbody tr", has_text="Tiểu học Mẫu").inner_text()
    steward.type_code(re.findall(r"\b\w{3,4}-\w{3,4}\b", group)[0])
    expect(page.locator("#headcount-n")).to_have_value("40")
    wrong += against(page, f"how many of a party are here ({lang})")
    page.locator("#headcount-close").click()
    page.locator("#settings-open").click()
    page.locator("#bright").click()
    page.locator("#sheet-close").click()
    return wrong


def counting(steward: Steward, lang: str) -> list[str]:
    """Look at the clicker by day and by night, and come back."""
    page = steward.page
    page.goto(f"{steward.site.url}/gate/count")
    expect(page.locator("#place-list button").first).to_be_visible()
    wrong = against(page, f"where to count ({lang})")
    page.locator("#place-list button").first.click()
    page.locator(".count-plus").first.click()
    for _ in range(2):
        wrong += against(page, f"counting ({lang}), {page.evaluate('document.body.dataset.light')}")
        page.locator("#light").click()
    page.goto(f"{steward.site.url}/gate/")
    expect(page.locator("#scan")).to_be_visible()
    return wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_gate(lang: str, site: Site, known: Known, context_for: Contexts, signed_in: SignIn) -> None:
    staff = Staff(site, context_for("vi", 1280, storage_state=signed_in(ADMINISTRATOR)))
    place = 2 * LANGUAGES.index(lang)
    first, second = known.guests[place : place + 2]

    steward = Steward(site, speaking(context_for(lang, 360), site, lang))
    page = steward.page
    page.goto(f"{site.url}/gate/")
    expect(page.locator("#start")).to_be_visible()
    wrong = against(page, f"not paired ({lang})")
    page.locator("#link-submit").click()
    expect(page.locator("#start-message")).not_to_be_empty()
    wrong += against(page, f"no pairing link ({lang})")

    steward.pair(staff.new_pairing_link(f"Máy {lang} (mẫu)"))
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("#trouble")).to_be_visible()  # this machine has no camera
    wrong += against(page, f"scanning ({lang})")
    page.locator("#settings-open").click()
    expect(page.locator("#sheet")).to_be_visible()
    page.locator("#unpair").click()
    wrong += against(page, f"settings ({lang})")
    page.locator("#unpair-no").click()
    wrong += in_the_sun(steward, staff, first, lang)

    # An admission leaves the screen by itself; on a slow machine the second ticket is another try.
    for code in (first, second):
        steward.type_code(code)
        steward.verdict("good")
        admitted = against(page, f"admitted ({lang})")
        if page.evaluate("document.body.dataset.verdict") == "good":
            wrong += admitted
            break
    else:
        raise AssertionError("no admission stayed on the screen long enough to be looked at")
    page.reload()  # so that the same code is not held back
    steward.type_code(first)
    steward.verdict("used")
    wrong += against(page, f"already admitted ({lang})")
    steward.go_on()
    steward.type_code("0000-000-1")
    steward.verdict("refused")
    wrong += against(page, f"refused ({lang})")
    steward.go_on()
    page.context.set_offline(True)
    steward.type_code("1111-111-1")
    steward.verdict("unknown")
    wrong += against(page, f"no network ({lang})")
    page.context.set_offline(False)
    steward.go_on()

    wrong += counting(steward, lang)
    staff.revoke(f"Máy {lang} (mẫu)")
    steward.type_code("0000-000-2")
    expect(page.locator("#gone")).to_be_visible()
    wrong += against(page, f"revoked ({lang})")
    assert wrong == []
