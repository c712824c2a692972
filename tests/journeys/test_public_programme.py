"""A citizen looks for something, stars it, keeps a plan on the phone, and reads it in a calendar of her own."""

import re
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts

CONFERENCE = "hoi-nghi-xuc-tien-dau-tu"
AGRICULTURE = "hoi-thao-nong-nghiep-tang-truong-xanh"
CULTURE = "hoi-thao-van-hoa-du-lich-nhan-luc"


@pytest.fixture
def phone(site: Site, context_for: Contexts) -> Page:
    """A citizen's phone on which nothing is kept yet."""
    return context_for("en", 360).new_page()


def star(page: Page, site: Site, *slugs: str) -> None:
    """Star events on their own pages."""
    for slug in slugs:
        page.goto(f"{site.url}/en/events/{slug}")
        button = page.locator(".star--wide")
        button.click()
        expect(button).to_have_attribute("data-on", "true")


def open_plan(page: Page, site: Site) -> None:
    """Open my plan."""
    page.goto(f"{site.url}/en/my-plan")


def in_calendar(url: str) -> list[str]:
    """Return what a calendar program reads at an address."""
    with urlopen(url) as answer:
        return sorted(str(one["SUMMARY"]) for one in Calendar.from_ical(answer.read()).walk("VEVENT"))


def test_searching_blind_to_accents_and_narrowing(phone: Page, site: Site) -> None:
    phone.goto(f"{site.url}/vi/programme")
    phone.get_by_role("searchbox").fill("dem khai mac")
    phone.get_by_role("searchbox").press("Enter")
    expect(phone.locator(f"a[href='/vi/events/{MAIN}']")).to_be_visible()
    expect(phone.locator(f"a[href='/vi/events/{CONFERENCE}']")).to_have_count(0)
    expect(phone.get_by_role("searchbox")).to_have_value("dem khai mac")

    phone.get_by_role("searchbox").fill("khong co gi nhu the")
    phone.get_by_role("searchbox").press("Enter")
    expect(phone.locator(".empty")).to_contain_text("khong co gi nhu the")
    phone.locator(".empty a").click()
    expect(phone.locator(f"a[href='/vi/events/{CONFERENCE}']")).to_be_visible()

    phone.locator(".find__more summary").click()
    phone.locator("#kind").select_option("seminar")
    phone.get_by_role("searchbox").press("Enter")
    expect(phone).to_have_url(re.compile("kind=seminar"))
    expect(phone.locator(".event-row")).to_have_count(2)
    expect(phone.locator("#kind")).to_be_visible()  # what narrows the list is not hidden


def test_stars_stay_on_the_phone_and_the_plan_warns_of_two_at_once(phone: Page, site: Site) -> None:
    open_plan(phone, site)
    expect(phone.locator("[data-plan-empty]")).to_be_visible()
    star(phone, site, MAIN, AGRICULTURE, CULTURE)
    phone.goto(f"{site.url}/en/programme")
    expect(phone.locator("[data-plan-count]")).to_have_text("3")
    expect(phone.locator(".star[data-on='true']")).to_have_count(3)

    open_plan(phone, site)
    expect(phone.locator(".event-row")).to_have_count(3)
    expect(phone.locator(".plan__warnings li")).to_have_count(1)
    # In order of time: the night comes last.
    expect(phone.locator(".event-row").last.locator("a")).to_have_attribute("href", f"/en/events/{MAIN}")
    phone.locator(".event-row .star").first.click()
    expect(phone.locator(".event-row")).to_have_count(2)
    expect(phone.locator(".plan__warnings")).to_have_count(0)


def test_the_plan_can_be_read_without_a_network(phone: Page, site: Site) -> None:
    star(phone, site, MAIN)
    open_plan(phone, site)
    expect(phone.locator(".event-row")).to_have_count(1)
    # The page is there (kept by the browser, or just open), the list is not.
    phone.route(re.compile(r"my-plan\?e="), lambda route: route.abort())
    phone.reload()
    expect(phone.locator("[data-plan-lost]")).to_be_visible()
    expect(phone.locator(".event-row")).to_have_count(1)


def test_a_calendar_of_ones_own_follows_the_stars_until_it_is_ended(phone: Page, site: Site) -> None:
    star(phone, site, MAIN)
    open_plan(phone, site)
    phone.locator("[data-do='make']").click()
    expect(phone.locator("[data-plan-said]")).to_have_text("The address is made.")
    address = phone.locator("#plan-address").input_value()
    # The site's public address is a configured one; this server listens elsewhere.
    reached = site.url + address[address.index("/feeds/") :]
    assert len(in_calendar(reached)) == 1
    expect(phone.locator("[data-plan-subscribe]")).to_have_attribute("href", re.compile("^webcal:"))

    with phone.expect_response(re.compile("/api/v1/plans/change")):
        star(phone, site, CONFERENCE)
    assert len(in_calendar(reached)) == 2

    # Without a network the star is kept and sent later.
    phone.route("**/api/v1/plans/change", lambda route: route.abort())
    star(phone, site, CULTURE)
    phone.unroute("**/api/v1/plans/change")
    with phone.expect_response(re.compile("/api/v1/plans/change")):
        open_plan(phone, site)
    assert len(in_calendar(reached)) == 3

    phone.locator("[data-do='ask']").click()
    phone.locator("[data-do='end']").click()
    expect(phone.locator("[data-plan-said]")).to_have_text("The address has ended.")
    with pytest.raises(Exception, match="404"):
        in_calendar(reached)
    expect(phone.locator(".event-row")).to_have_count(3)  # the stars stay
    expect(phone.locator("[data-do='make']")).to_be_visible()


def test_without_javascript_the_programme_works_and_the_plan_says_what_it_needs(
    site: Site, context_for: Contexts
) -> None:
    page = context_for("en", 360, javascript=False).new_page()
    page.goto(f"{site.url}/en/programme")
    expect(page.locator(".star")).to_have_count(0)
    page.get_by_role("searchbox").fill("yosakoi")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(f"a[href='/en/events/{MAIN}']")).to_be_visible()
    page.goto(f"{site.url}/en/my-plan")
    expect(page.get_by_text("JavaScript is off")).to_be_visible()


def test_a_screen_goes_on_without_its_network_and_says_since_when(site: Site, context_for: Contexts) -> None:
    page = context_for("vi", 1280).new_page()
    page.clock.install()
    page.goto(f"{site.url}/vi/venues/quang-truong-30-10/now")
    clock = page.locator("[data-clock]")
    expect(clock).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(page.locator("[data-lost]")).to_be_hidden()
    page.route("**/now", lambda route: route.abort())
    page.clock.run_for(25_000)
    expect(page.locator("[data-lost]")).to_be_visible()
    expect(page.locator("[data-since]")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    before = clock.text_content()
    page.clock.run_for(120_000)
    assert clock.text_content() != before
    page.unroute("**/now")
    page.clock.run_for(25_000)
    expect(page.locator("[data-lost]")).to_be_hidden()
