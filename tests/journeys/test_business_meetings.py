"""Business meetings: a company from Japan says on a phone whom it wants to meet, and planners place, announce and call off."""

import re

from playwright.sync_api import expect

from tests.journeys.people import PATIENCE, Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations

HOKUTO, TOURISM = "北斗食品（見本）", "ブルーベイ・ツーリズム（見本）"


def test_a_company_meets_whom_it_wished_for(site: Site, organizer: Staff, context_for: Contexts) -> None:
    organizer.open("/desk/conference/companies?q=Hokuto").locator("tbody a").first.click()
    link = organizer.page.locator(".meet-link a").inner_text()
    phone = context_for("ja", 360)
    phone.set_default_timeout(PATIENCE)
    page = phone.new_page()
    page.goto(link)
    expect(page.locator("h1")).to_have_text(HOKUTO)
    expect(page.locator("#meetings")).to_contain_text("面談はまだ決まっていません")
    wish = page.locator("#wishes li", has_text=TOURISM)
    wish.locator("select").select_option("must")
    with page.expect_navigation():
        page.locator("#wishes button[type=submit]").click()
    expect(page.locator("#wishes .flashes")).to_be_visible()
    first_time = page.locator("#times tbody tr").first
    first_time.locator("input").first.check()
    with page.expect_navigation():
        page.locator("#times button[type=submit]").click()
    page.evaluate("scrollTo(0, 0)")  # under the page's head nothing is large enough
    assert axe_violations(page) == []

    # The planner takes what is proposed; a table that is taken is refused with a sentence.
    main = organizer.open("/desk/conference/meetings/proposal")
    expect(main.locator("[name=take]")).not_to_have_count(0)
    with organizer.page.expect_navigation():
        main.locator("button[type=submit]").first.click()
    cards = organizer.page.locator(".meet-card")
    booked = cards.count()
    assert booked >= 5
    expect(
        organizer.page.locator(".meet-card", has_text="Hokuto").filter(has_text="Vịnh Xanh")
    ).to_have_count(1)
    refused_at_a_taken_table(organizer)

    # Told; then one is called off at the last moment, and the company hears of that too.
    announce(organizer)
    page.reload()
    expect(page.locator("#meetings li", has_text=TOURISM)).to_contain_text("テーブル")
    agenda = phone.request.get(f"{link}/agenda.ics").text()
    before = agenda.count("BEGIN:VEVENT")
    organizer.open("/desk/conference/meetings")
    organizer.page.locator(".meet-card", has_text="Hokuto").filter(has_text="Vịnh Xanh").locator("a").click()
    another_button_does_not_lose_the_minutes(organizer)
    organizer.page.locator("details.confirm summary").click()
    with organizer.page.expect_navigation():
        organizer.page.locator("form[action$='/cancelled'] button").click()
    page.reload()
    expect(page.locator("#meetings li", has_text=TOURISM)).to_have_count(1)
    announce(organizer)
    page.reload()
    expect(page.locator("#meetings li", has_text=TOURISM)).to_have_count(0)
    assert phone.request.get(f"{link}/agenda.ics").text().count("BEGIN:VEVENT") == before - 1


def another_button_does_not_lose_the_minutes(organizer: Staff) -> None:
    """Type minutes and press another button of the page: it asks, and who stays has them still."""
    page = organizer.page
    page.locator("#minutes textarea").click()
    page.keyboard.type("Biên bản")  # a browser only asks somebody who has pressed a key
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.locator("form[action*='/arrived/'] button").first.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(page.locator("#minutes textarea")).to_have_value("Biên bản")
    with page.expect_navigation():
        page.locator("#minutes button").click()


def announce(organizer: Staff) -> None:
    """Tell the companies what they do not know yet."""
    main = organizer.open("/desk/conference/meetings/announce")
    with organizer.page.expect_navigation():
        main.locator("form[action$='/announce'] button").click()
    expect(organizer.page.locator("main")).to_contain_text("Đã thông báo lịch gặp")


def refused_at_a_taken_table(organizer: Staff) -> None:
    """Try to place a meeting where there is one."""
    page = organizer.page
    taken = re.search(r"\d+", page.locator(".meet-card").first.locator(".small").first.inner_text())
    assert taken
    page.locator(".meet-free a").first.click()
    form = page.locator("main form")
    form.locator("[name=desk]").select_option(index=int(taken[0]) - 1)
    form.locator("[name=slot]").select_option(index=0)
    firms = form.locator("[name=firms]").all()
    for box in (firms[0], firms[-1]):
        box.check()
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("Bàn đã có cuộc gặp")
    assert axe_violations(page) == []
