"""From the draft to everybody: an organizer moves the opening night, publishes, and takes the older version back."""

import json
import re
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Citizen, Staff
from tests.journeys.site import MAIN, Site
from tests.support.browser import Contexts

PUBLISH = "/desk/programme/publish"


class Planner(Staff):
    """An organizer who works on the programme."""

    def open_move(self, slug: str) -> None:
        """Open the form that says when and where an event is."""
        with urlopen(f"{self.site.url}/api/v1/programme/{slug}") as answer:
            event = json.load(answer)
        self.open(f"/desk/programme?day={event['starts_at'][:10]}")
        block = self.page.locator("main a[href*='/desk/programme/']").filter(has_text=event["title"]["vi"])
        number = re.search(r"/desk/programme/(\d+)", block.first.get_attribute("href") or "")
        assert number
        self.open(f"/desk/programme/{number[1]}/place")

    def move(self, slug: str, *, start: str) -> None:
        """Move an event by the plain form."""
        self.open_move(slug)
        form = self.page.locator("main form", has=self.page.locator("[name=start]"))
        form.locator("[name=start]").fill(start)
        with self.page.expect_navigation():
            form.locator("button[type=submit]").first.click()

    def review(self) -> None:
        """Look at what publishing would do."""
        self.open(PUBLISH)

    def accept_all(self) -> None:
        """Give a reason for each soft clash."""
        while True:
            self.review()
            links = self.page.locator("main a[href*='/clashes/']")
            if not links.count():
                return
            links.first.click()
            self.page.locator("[name=reason]").fill("Đã thống nhất với các bên (mẫu)")
            with self.page.expect_navigation():
                self.submit("reason")

    def publish(self, note: str) -> None:
        """Publish with a note in Vietnamese."""
        self.accept_all()
        self.page.locator("[name=note_vi]").fill(note)
        with self.page.expect_navigation():
            self.submit("note_vi")
        expect(self.page).to_have_url(re.compile(r"/desk/programme/releases/\d+$"))


@pytest.fixture
def planner(site: Site, context_for: Contexts, signed_in: object) -> Planner:
    """An organizer at the desk."""
    return Planner(site, context_for("vi", 1280, storage_state=signed_in("bantochuc")))  # type: ignore[operator]


def calendar(site: Site, slug: str = MAIN) -> str:
    """Return an event's calendar, unfolded."""
    with urlopen(f"{site.url}/feeds/events/{slug}.ics") as answer:
        return str(answer.read().decode()).replace("\r\n ", "")


def sequence(site: Site) -> int:
    """Return how often the opening night was changed, as calendars know it."""
    found = re.search(r"^SEQUENCE:(\d+)", calendar(site), re.MULTILINE)
    return int(found[1]) if found else 0


def test_from_a_clash_to_a_release_and_back(site: Site, planner: Planner, citizen: Citizen) -> None:
    mail = "nguoi-co-ve@gia-dinh.example"
    tickets = citizen.register("Có Vé Mẫu (mẫu)", mail=mail)
    assert sequence(site) == 0

    planner.move(MAIN, start="20:30")
    planner.review()
    main = planner.page.locator("main")
    expect(main.locator("ins").first).to_contain_text("20:30")
    expect(main.locator("del").first).to_contain_text("20:00")
    planner.publish("Đêm khai mạc bắt đầu muộn hơn 30 phút.")

    the_public_page_says_the_new_time(citizen)
    the_message_says_both_times(planner, mail, tickets)
    assert sequence(site) == 1
    assert "T203000" in calendar(site)
    citizen.page.goto(f"{site.url}/vi/programme/changes")
    expect(citizen.page.locator("main")).to_contain_text("Đêm khai mạc bắt đầu muộn hơn 30 phút.")

    the_first_version_is_taken_back(planner)
    planner.publish("Trở lại giờ cũ.")
    citizen.page.wait_for_timeout(6_000)  # a page may be five seconds old
    citizen.page.goto(f"{site.url}/vi/events/{MAIN}")
    expect(citizen.page.locator("main")).to_contain_text("20:00")
    assert sequence(site) == 2


def the_public_page_says_the_new_time(citizen: Citizen) -> None:
    """A page may be five seconds old."""
    citizen.page.wait_for_timeout(6_000)
    citizen.page.goto(f"{citizen.site.url}/vi/events/{MAIN}")
    expect(citizen.page.locator("main")).to_contain_text("20:30")


def the_message_says_both_times(planner: Planner, mail: str, tickets: str) -> None:
    """It stands in the desk's mailbox, above the confirmation."""
    message = planner.open("/desk/mailbox").locator("details").filter(has_text=mail)
    expect(message).to_have_count(2)
    message.first.locator("summary").click()
    expect(message.first).to_contain_text("20:00")
    expect(message.first).to_contain_text("20:30")
    link = message.first.locator("a[href*='/t/']").get_attribute("href") or ""
    assert urlsplit(link).path == urlsplit(tickets).path


def the_first_version_is_taken_back(planner: Planner) -> None:
    """Into the draft only; then one looks at what that would change."""
    planner.open("/desk/programme/releases/1")
    box = planner.page.locator("main details", has=planner.page.locator("form[action$='/restore']"))
    box.locator("summary").click()
    with planner.page.expect_navigation():
        box.locator("button[type=submit]").click()
    expect(planner.page).to_have_url(re.compile(f"{PUBLISH}$"))
    expect(planner.page.locator("main ins").first).to_contain_text("20:00")
