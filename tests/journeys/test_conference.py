"""The conference in a browser: an investor reads the planning board."""

import re

from playwright.sync_api import expect

from tests.journeys.site import Site
from tests.support.browser import Contexts


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
