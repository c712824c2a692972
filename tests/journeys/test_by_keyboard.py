"""Without a mouse and without a finger: Tab, Space, Enter and letters are enough."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.codes import forged
from tests.journeys.people import Citizen, Staff, Steward
from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts
from tests.support.qr_reading import by_zxing

FAR = 60  # presses of Tab; who needs more has lost the way
SCANNER = 8  # ms between the keys of a hand scanner
FINGERS = 90  # ms between the keys of a person


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until `target` has the focus; every stop on the way must be visible."""
    for _press in range(FAR):
        page.keyboard.press(key)
        if target.evaluate("one => one === document.activeElement"):
            return
        assert page.evaluate("document.activeElement.checkVisibility()"), page.evaluate(
            "document.activeElement.outerHTML"
        )
    raise AssertionError(f"the keyboard does not reach {target}")


def has_a_visible_focus(target: Locator) -> bool:
    """Tell whether the focused element, or its label around it, looks different from when it is not focused."""
    drawn = """one => [one, ...(one.labels ?? [])].map(getComputedStyle)
      .map((style) => [style.outlineStyle, style.outlineWidth, style.boxShadow].join()).join()"""
    focused = target.evaluate(drawn)
    target.evaluate("one => one.blur()")
    resting = target.evaluate(drawn)
    target.evaluate("one => one.focus({focusVisible: true})")
    return bool(focused != resting)


def test_a_citizen_registers_with_the_keyboard_alone(site: Site, context_for: Contexts) -> None:
    citizen = Citizen(site, context_for("vi", 1280))
    page, keyboard = citizen.page, citizen.page.keyboard
    page.goto(f"{site.url}/vi/events/{MAIN}")
    link = page.locator("main a[href$='/register']").first
    tab_to(page, link)
    assert has_a_visible_focus(link)
    keyboard.press("Enter")

    citizen.has_form()
    form = citizen.form
    tab_to(page, form.locator("[name=names-0]"))
    keyboard.type("Phạm Mẫu Phím (mẫu)")
    tab_to(page, form.locator("[data-add]"))
    keyboard.press("Space")
    expect(form.locator("[name=names-1]")).to_be_focused()
    keyboard.type("Phạm Mẫu Tab (mẫu)")
    tab_to(page, form.locator("[name=phone]"))
    keyboard.type("0912 345 678")
    chosen = form.locator("[name=language][value=vi]")
    tab_to(page, chosen)
    keyboard.press("ArrowDown")
    expect(form.locator("[name=language][value=ja]")).to_be_checked()
    keyboard.press("ArrowUp")
    expect(chosen).to_be_checked()
    consent = form.locator("[name=consent]")
    tab_to(page, consent)
    assert has_a_visible_focus(consent)
    expect(consent).not_to_be_checked()
    keyboard.press("Space")
    expect(consent).to_be_checked()
    citizen.take_time()
    tab_to(page, form.locator("button[type=submit]"))
    keyboard.press("Enter")
    citizen.sees_tickets()
    expect(citizen.ticket("Phạm Mẫu Tab")).to_be_visible()


def test_the_first_stop_skips_to_the_content(site: Site, context_for: Contexts) -> None:
    page = context_for("vi", 1280).new_page()
    for path in ("/vi/", f"/vi/events/{MAIN}/register", "/desk/sign-in"):
        page.goto(site.url + path)
        page.keyboard.press("Tab")
        skip = page.locator("a[href='#main']")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), path


def test_what_is_wrong_is_read_first_and_leads_to_its_field(site: Site, context_for: Contexts) -> None:
    citizen = Citizen(site, context_for("vi", 1280))
    page, keyboard = citizen.page, citizen.page.keyboard
    citizen.open_form()
    tab_to(page, citizen.form.locator("button[type=submit]"))
    keyboard.press("Enter")
    summary = page.get_by_role("alert").filter(has=page.locator("a"))
    expect(summary).to_be_focused()
    links = summary.locator("a")
    assert links.count() == 3  # no name, no contact, no consent
    for place in range(3):
        link = links.nth(place)
        summary.focus()
        tab_to(page, link)
        keyboard.press("Enter")
        field = page.locator("input:focus")
        expect(field).to_have_count(1)
        assert field.get_attribute("id") == (link.get_attribute("href") or "").removeprefix("#")
        described = field.get_attribute("aria-describedby") or page.locator(
            "fieldset", has=page.locator("input:focus")
        ).first.get_attribute("aria-describedby")
        assert described, field
        sentences = [page.locator(f"[id='{one}']").inner_text() for one in described.split()]
        assert link.inner_text() in sentences


def test_the_menu_opens_and_closes(site: Site, context_for: Contexts) -> None:
    page = context_for("vi", 360, has_touch=False).new_page()
    page.goto(f"{site.url}/vi/")
    menu = page.locator("header details")
    tab_to(page, menu.locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, menu.locator("a[href$='/find-ticket']"))
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu).not_to_have_attribute("open", "")


def test_a_hand_scanner_and_fingers_at_the_gate(
    site: Site, citizen: Citizen, organizer: Staff, context_for: Contexts
) -> None:
    citizen.register("Đỗ Mẫu Một (mẫu)", "Đỗ Mẫu Hai (mẫu)", mail="may-quet@gia-dinh.example")
    short = citizen.short_codes()
    [address] = by_zxing(citizen.picture_of_code("Đỗ Mẫu Một"))

    steward = Steward(site, context_for("vi", 1280)).pair(
        organizer.new_pairing_link("Máy quét cầm tay (mẫu)")
    )
    page, keyboard = steward.page, steward.page.keyboard
    the_scanner_types(steward, address)
    assert steward.verdict("good", named=True).names == ["Đỗ Mẫu Một (mẫu)"]
    keyboard.press("Enter")  # seen
    expect(page.locator("#verdict")).to_be_hidden()

    tab_to(page, page.locator("#code"))
    keyboard.type(short[1].lower().replace("-", " "), delay=FINGERS)
    keyboard.press("Enter")
    assert steward.verdict("good", named=True).names == ["Đỗ Mẫu Hai (mẫu)"]
    keyboard.press("Escape")
    expect(page.locator("#verdict")).to_be_hidden()

    the_scanner_types(steward, forged(address))
    assert steward.verdict("refused").names == []


def the_scanner_types(steward: Steward, address: str) -> None:
    """Type as a scanner does, wherever the focus is, with Enter at the end."""
    assert re.fullmatch(r"[ -~]+", address)
    steward.page.keyboard.type(address, delay=SCANNER)
    steward.page.keyboard.press("Enter")
