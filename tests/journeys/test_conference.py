"""The conference in a browser: an investor reads the planning board, a speaker answers."""

import re

from playwright.sync_api import expect

from tests.journeys.people import Staff
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


def test_a_speaker_says_yes_on_a_phone_and_gives_the_place_back(
    site: Site, organizer: Staff, context_for: Contexts
) -> None:
    desk = organizer.open("/desk/conference/speakers?state=sent")
    name = desk.locator("tbody th a").first
    person = name.get_attribute("href") or ""
    link = organizer.open(person).locator("a[href*='/speaker/']").first.inner_text()
    page = context_for("ja", 360).new_page()
    page.goto(link)
    page.locator("[name=words]").fill("よろしくお願いします。")
    with page.expect_navigation():
        page.locator("button[name=says][value=accepted]").click()
    expect(page.get_by_role("status").first).to_contain_text("ありがとうございます")
    expect(page.locator(".members a")).not_to_have_count(0)
    page.locator("#cannot + details summary").click()
    with page.expect_navigation():
        page.locator("button[name=says][value=declined]").click()
    expect(page.get_by_role("status").first).to_contain_text("ご連絡")
    expect(organizer.open(person)).to_contain_text("Diễn giả đã từ chối")
