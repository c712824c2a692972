"""A waiting list across a cancellation: three families in three languages, an organizer, and places that go on to the next."""

import pytest
from playwright.sync_api import Page, expect

from festival.core.trilingual import Language
from tests.journeys.people import Citizen, Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations

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


def take_off(citizen: Citizen, waiting: str, name: str) -> None:
    """Take one person off a waiting party, on the page for it."""
    page = citizen.page
    page.goto(f"{waiting}/fewer")
    assert axe_violations(page) == []
    page.get_by_label(name).check()
    with page.expect_navigation():
        page.locator("form[action$='/fewer'] button[type=submit]").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator(".waiting__names li")).to_have_count(1)


@pytest.mark.parametrize("langs", [("vi", "ja", "en"), ("ja", "en", "vi"), ("en", "vi", "ja")])
def test_places_given_back_go_to_those_who_wait(
    site: Site,
    context_for: Contexts,
    organizer: Staff,
    langs: tuple[Language, Language, Language],
) -> None:
    """Three families, each once in each language: who gives back, who is next, and who becomes smaller to fit."""
    given, next_one, last = langs
    give_out(organizer, 2)
    first = Citizen(site, context_for(given, 360, javascript=False), lang=given)
    family = [f"Bà Mẫu {given} (mẫu)", f"Cháu Mẫu {given} (mẫu)"]
    party = first.register(*family, mail=f"ba-chau-{given}@gia-dinh.example", event=EVENT)
    give_out(organizer, 0)

    second = Citizen(site, context_for(next_one, 360), lang=next_one)
    pair = [f"髙﨑 見本 {next_one}（サンプル）", f"鷗 見本 {next_one}（サンプル）"]
    waits = wait(second, *pair, mail=f"mihon-{next_one}@kazoku.example")
    third = Citizen(site, context_for(last, 360), lang=last)
    friends = [f"Guest {last} (sample)", f"Friend {last} (sample)"]
    waits_longer = wait(third, *friends, mail=f"guest-{last}@family.example")
    expect(third.page.locator(".waiting__place")).to_contain_text("1")
    expect(second.page.locator(".waiting__place")).not_to_contain_text("1")
    assert second.page.locator("html").get_attribute("lang") == next_one

    # The grandmother cannot come. Looking at the reminder's page changes nothing; its one button does.
    first.page.goto(f"{party}/coming")
    first.page.reload()
    second.page.goto(waits)
    expect(second.page.locator("form[action$='/accept']")).to_have_count(0)
    press(first.page, "coming")
    expect(first.page.locator("main").get_by_role("status")).to_contain_text("2")

    second.page.goto(waits)
    expect(second.page.locator("#offer-title")).to_contain_text("2")
    press(second.page, "accept")
    expect(second.ticket(pair[0]).first.get_by_role("img").first).to_be_visible()

    # One place comes free, and two wait: the friend stays at home, and the place is theirs.
    give_out(organizer, 1)
    third.page.goto(waits_longer)
    expect(third.page.locator("form[action$='/accept']")).to_have_count(0)
    take_off(third, waits_longer, friends[1])
    press(third.page, "decline")
    press(third.page, "again")  # nobody else waits, so the place is offered once more
    press(third.page, "accept")
    expect(third.ticket(friends[0]).first.get_by_role("img").first).to_be_visible()
