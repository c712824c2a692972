"""The conference in a browser: an investor reads the planning board, a company says its wishes, the organizer plans its meetings."""

import re

from playwright.sync_api import expect

from tests.journeys.people import Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations


def test_an_investor_reads_the_planning_board(site: Site, context_for: Contexts) -> None:
    page = context_for("ja", 360).new_page()
    page.goto(f"{site.url}/ja/conference")
    page.locator("a[href='/ja/conference/planning']").first.click()
    expect(page.locator("[data-layer='zoning'] [data-total='91']")).to_be_visible()
    page.select_option("#layer", "land_use")
    page.select_option("#status", "drawing_up")
    page.locator("form.asked button").click()
    expect(page.locator("table.plans tbody tr")).to_have_count(5)
    with page.expect_download() as download:
        page.locator("a[href*='planning.xlsx']").click()
    assert download.value.suggested_filename == "planning-board.xlsx"
    page.locator("table.plans tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/ja/conference/planning/[a-z-]+#plan-\d+$"))


def test_a_company_wishes_and_the_organizer_plans(
    site: Site, context_for: Contexts, organizer: Staff
) -> None:
    link = organizer.open("/desk/conference/companies/4").locator("#link").input_value()
    company = context_for("ja", 360).new_page()
    company.goto(site.url + re.sub(r"^https?://[^/]+", "", link))
    assert axe_violations(company) == []
    company.locator("input[name='wish-2'][value='must']").check()
    company.locator("input[name='away']").first.check()
    company.locator("main form button[type=submit]").click()
    expect(company.locator("input[name='wish-2'][value='must']")).to_be_checked()
    organizer.open("/desk/conference/meetings/proposal")
    desk = organizer.page
    before = desk.locator("main tbody tr").count()
    assert before > 0
    desk.locator("main button[type=submit]").last.click()
    expect(desk).to_have_url(re.compile(r"/desk/conference/meetings$"))
    booked = desk.locator("a.meeting")
    assert booked.count() >= 3 + before
    # Moved to a table that is taken: refused, with the reasons in words and what was chosen still there.
    booked.first.click()
    desk.select_option("#table", index=1)
    organizer.submit("slot")
    expect(desk.locator("#clashes")).to_be_visible()
    assert axe_violations(desk) == []
