"""A waiting list across a cancellation: three families in three languages, an organizer, and places that go on to the next."""

from playwright.sync_api import Page, expect

from tests.journeys.people import Citizen, Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts

EVENT = "bon-odori-19-11"


def give_out(organizer: Staff, more: int) -> None:
    """Let as many places be given out as people have tickets, and so many more."""
    page = organizer.page
    page.goto(f"{organizer.site.url}/desk/places")
    page.locator("main table a.strong", has_text="Bon").nth(-1).click()
    tickets = int(
        page.locator(".places__figures .figure__value").nth(1).inner_text().replace(",", "").replace(".", "")
    )
    page.locator("[name=cap]").fill(str(tickets + more))
    page.locator("form[action$='/bounds'] [name=reason]").fill("Mưa lớn (mẫu)")
    with page.expect_navigation():
        page.locator("form[action$='/bounds'] button").click()
    expect(page.get_by_role("status")).to_be_visible()


def wait(citizen: Citizen, *names: str, mail: str) -> str:
    """Join the waiting list of the full event and return the address of the party's page."""
    citizen.open_form(EVENT).fill(names, mail=mail).take_time()
    citizen.page.locator("button[name=wait]").click()
    return citizen.sees_tickets()


def press(page: Page, action: str) -> None:
    """Press the button of the form that leads there, opening what it is folded into."""
    form = page.locator(f"form[action$='/{action}']")
    if not form.locator("button").is_visible():
        page.locator("details", has=form).locator("summary").click()
    with page.expect_navigation():
        form.locator("button").click()


def test_places_given_back_go_to_those_who_wait(site: Site, context_for: Contexts, organizer: Staff) -> None:
    first = Citizen(site, context_for("vi", 360, javascript=False))
    party = first.register("Bà Mẫu (mẫu)", "Cháu Mẫu (mẫu)", mail="ba-chau@gia-dinh.example", event=EVENT)
    give_out(organizer, 0)

    japanese = Citizen(site, context_for("ja", 360), lang="ja")
    second = wait(japanese, "見本 花子（サンプル）", "見本 太郎（サンプル）", mail="mihon@kazoku.example")
    english = Citizen(site, context_for("en", 360, javascript=False), lang="en")
    third = wait(english, "Sample Guest (sample)", mail="guest@family.example")
    expect(english.page.locator("main")).to_contain_text("1 party is before yours")
    expect(japanese.page.locator("main")).to_contain_text("前にお待ちのグループはありません")

    # The grandmother cannot come. Looking at the reminder's page changes nothing; its one button does.
    first.page.goto(f"{party}/coming")
    first.page.reload()
    japanese.page.goto(second)
    expect(japanese.page.locator("form[action$='/accept']")).to_have_count(0)
    press(first.page, "coming")
    expect(first.page.locator("main")).to_contain_text("Đã hủy 2 vé")

    japanese.page.goto(second)
    expect(japanese.page.locator("main")).to_contain_text("2名様分のお席をご用意できます")
    press(japanese.page, "accept")
    expect(japanese.ticket("見本 花子").first.get_by_role("img").first).to_be_visible()

    english.page.goto(third)
    expect(english.page.locator("main")).to_contain_text("No party is before yours")
    give_out(organizer, 1)
    english.page.goto(third)
    press(english.page, "decline")
    press(english.page, "again")  # nobody else waits, so the place is offered once more
    press(english.page, "accept")
    expect(english.ticket("Sample Guest").first.get_by_role("img").first).to_be_visible()
