"""A night's roster: a calculator's answer becomes a need and a shift, somebody does not come, a colleague steps in by phone, checks in at the post, and the coverage shows it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from festival.core.clock import LOCAL
from tests.journeys.people import Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations

POST = 5  # the main first-aid post of the sample


def press(page: Page, button: Locator) -> None:
    """Press a button that leads on."""
    with page.expect_navigation():
        button.click()


def action(page: Page, ending: str) -> Locator:
    """Return the button of the first form that leads to an address with this ending."""
    return page.locator(f"form[action$='{ending}'] button").first


def link_of(staff: Staff, member: str) -> str:
    """Return the path of somebody's own page, as the desk shows it."""
    staff.page.goto(f"{staff.site.url}{member}")
    return urlsplit(staff.page.locator("#own-link").input_value()).path


@pytest.mark.parametrize("lang", ["vi", "ja"])
def test_somebody_steps_in_and_checks_in_at_the_post(site: Site, context_for: Contexts, lang: str) -> None:
    """Calculator → need → roster → absence → replacement → confirmed by phone → checked in with the post's code → coverage."""
    staff = Staff(site, context_for("vi", 1280)).sign_in("dieuphoi")
    staff.open("/desk/calculators/stewards?people=100&posts=0")
    page = staff.page
    # Each run has a quarter of its own: the journeys of two languages share the site.
    begin = site.now().astimezone(LOCAL) - timedelta(minutes=20 if lang == "vi" else 35)
    page.locator("[name=since]").fill(begin.strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=until]").fill((begin + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("form[action$='/needs'] [name=post]").select_option(str(POST))
    press(page, action(page, "/needs"))
    page.goto(f"{site.url}/desk/posts")
    press(page, action(page, "/posts/shifts"))
    page.goto(f"{site.url}/desk/roster?day={begin.date().isoformat()}")
    press(page, page.locator(".bar-link", has_text=f"{begin:%H:%M}–").first)
    shift = page.url
    press(page, action(page, "/assign"))
    press(page, action(page, "/state/absent"))
    replacement = page.locator("form", has=page.locator("[name=replaces]")).first
    row = page.locator("#candidates tbody tr").first
    member = row.locator("a[href*='/desk/crew/']").get_attribute("href") or ""
    press(page, replacement.locator("button"))
    path = link_of(staff, member)
    code = staff.open(f"/desk/posts/{POST}/code").locator(".post-sheet__typed").inner_text()

    phone = context_for(lang, 360).new_page()
    phone.goto(f"{site.url}{path}")
    assert axe_violations(phone) == []
    press(phone, action(phone, "/answer/confirmed"))
    expect(phone.get_by_role("status").first).to_be_visible()
    phone.locator("[name=code]").fill("AAAAAAAA")
    press(phone, action(phone, "/arrived"))
    expect(phone.locator("[name=code]")).to_be_visible()  # that was not it
    scanned = phone.goto(f"{site.url}/P/{code.replace(' ', '')}")
    assert scanned is not None
    assert scanned.ok
    press(phone, phone.locator("[data-own-link]"))  # the phone remembers whose page it showed
    expect(phone.locator("[name=code]")).to_have_value(code.replace(" ", ""))
    press(phone, action(phone, "/arrived"))
    expect(action(phone, "/left")).to_be_visible()
    phone.locator("a[href*='/c/']", has_text=re.compile(r"\S")).last.click()
    assert axe_violations(phone) == []

    page.goto(shift)
    expect(page.locator("form[action$='/presence/left']")).to_have_count(1)
    page.goto(f"{site.url}/desk/coverage?day={begin.date().isoformat()}&area=medical")
    expect(page.locator(".heat-map td[title$=' 1'], .heat-map td[title$=' 2']").first).to_be_visible()
    page.locator("details summary").last.click()
    expect(page.get_by_role("table").last).to_be_visible()
