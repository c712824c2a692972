"""People are counted by hand on phones without a network, an alarm is raised and taken up, and the board shows it by itself."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.people import PATIENCE, Staff, Steward
from tests.journeys.site import Site
from tests.support.browser import Contexts
from tests.support.proxy import Network, network_to

ZONE, WAY = "Khu thử đếm (mẫu)", "Lối thử đếm (mẫu)"


class Counter(Steward):
    """Somebody who counts people with a phone that has a network of its own."""

    def __init__(self, site: Site, context: BrowserContext, network: Network) -> None:
        super().__init__(site, context)
        self.network, self.context = network, context

    def begin(self, link: str) -> "Counter":
        """Pair the phone, open the clicker and choose where to count."""
        self.pair(f"{self.network.url}/gate/#{urlsplit(link).fragment}")
        self.page.locator("#settings-open").click()
        self.page.locator("#sheet a[href$='/gate/count']").click()
        self.page.locator("#place-list button", has_text=WAY).click()
        expect(self.page.locator("#place-name")).to_have_text(WAY)
        return self

    def tap(self, times: int, *, kind: int = 0, button: str = "plus") -> None:
        """Press a button with a finger, as fast as one can."""
        one = self.page.locator(f".count-{button}").nth(kind)
        for _ in range(times):
            one.tap()

    def turn(self, way: str) -> None:
        """Count the other direction."""
        self.page.locator(f"[data-way={way}]").tap()

    def undo(self) -> None:
        """Take the last tap back."""
        self.page.locator("#undo").tap()

    def shows(self, number: str, *, kind: int = 0) -> None:
        """Look at what this phone has counted today."""
        expect(self.page.locator(".count-number").nth(kind)).to_have_text(number)

    def dies(self) -> None:
        """Lose the page without a word, and open it again from cold."""
        self.page.wait_for_timeout(300)  # a tap is on the disk a moment later
        self.page.close(run_before_unload=False)
        self.page = self.context.new_page()
        self.page.goto(f"{self.network.url}/gate/count")
        expect(self.page.locator("#count")).to_be_visible(timeout=PATIENCE)

    def would_lose(self, what: str) -> None:
        """Ask the scanner's page what goes when this phone is unpaired, and come back."""
        self.page.wait_for_timeout(1000)  # a tap is on the disk a moment after the finger has left
        self.page.goto(f"{self.network.url}/gate/")
        self.page.locator("#settings-open").click()
        self.page.locator("#unpair").click()
        expect(self.page.locator("#unpair-waiting-taps")).to_contain_text(what)
        self.page.goto(f"{self.network.url}/gate/count")
        expect(self.page.locator("#count")).to_be_visible(timeout=PATIENCE)

    def has_sent_all(self) -> None:
        """Wait until nothing waits any more."""
        expect(self.page.locator(".count-state")).not_to_have_class("count-state has-some", timeout=PATIENCE)
        expect(self.page.locator("#waiting")).to_have_text("Đã gửi hết", timeout=PATIENCE)


@pytest.fixture
def networks(site: Site) -> Iterator[list[Network]]:
    """Two networks to the site."""
    port = urlsplit(site.url).port or 80
    with network_to(port) as one, network_to(port) as two:
        yield [one, two]


@pytest.fixture
def square(organizer: Staff) -> Page:
    """The page of a zone for 20 people, into which a way leads."""
    organizer.open("/desk/zones/new")
    page = organizer.page
    for code in ("vi", "ja", "en"):
        page.locator(f"[name=name_{code}]").fill(ZONE)
    for name, figure in (("area", "40"), ("capacity", "20"), ("stale_after", "5")):
        page.locator(f"[name={name}]").fill(figure)
    page.locator("main form button[type=submit]").click()
    organizer.open("/desk/zones/ways/new")
    for code in ("vi", "ja", "en"):
        page.locator(f"[name=name_{code}]").fill(WAY)
    page.locator("[name=inner]").select_option(label=ZONE)
    page.locator("main form button[type=submit]").click()
    page.locator("main a", has_text=ZONE).first.click()
    expect(page.locator("h1")).to_have_text(ZONE)
    return page


def test_two_phones_count_offline_and_the_board_raises_the_alarm_by_itself(
    site: Site, square: Page, networks: list[Network], context_for: Contexts, organizer: Staff
) -> None:
    zone = square.url
    phones = [
        Counter(site, context_for("vi", 360, has_touch=True), network).begin(
            organizer.new_pairing_link(f"Máy đếm {place} (mẫu)")
        )
        for place, network in enumerate(networks)
    ]
    lead = Staff(site, context_for("vi", 1280)).sign_in("truongcong")
    lead.open("/desk/gates/board")
    board = lead.page
    board.evaluate("window.neverReloaded = true")
    card = board.locator(".zone", has_text=ZONE)
    expect(card.locator(".zone__people strong")).to_have_text("0")

    for network in networks:
        network.switch("down")
    first, second = phones
    first.tap(9)
    first.tap(1, kind=1)
    first.undo()
    first.tap(2, kind=1)
    first.tap(1, kind=1, button="minus")
    first.shows("9")
    first.shows("1", kind=1)
    first.tap(1)
    first.dies()
    first.undo()  # also when the battery was empty meanwhile
    first.shows("9")
    first.would_lose("người đếm tay")
    second.tap(12)
    second.turn("out")
    second.tap(5)
    second.shows("5")

    networks[1].switch("pass")
    second.has_sent_all()
    expect(card.locator(".zone__people strong")).to_have_text("7", timeout=PATIENCE)
    networks[0].switch("pass")
    first.has_sent_all()
    expect(card.locator(".zone__people strong")).to_have_text("17", timeout=PATIENCE)

    alarm = board.locator(".alarm", has_text=ZONE)
    expect(alarm).to_have_count(
        1, timeout=PATIENCE
    )  # 70 and 85 per cent were crossed: the higher one stands for both
    expect(alarm).to_contain_text("85 %")
    assert board.evaluate("window.neverReloaded")
    expect(board.locator("#live")).to_have_attribute("data-how", "live")
    alarm.locator("input[type=text]").fill("Đã mở thêm lối ra")
    alarm.locator("button[type=submit]").click()
    taken = board.locator(".alarm", has_text=ZONE)
    expect(taken).to_contain_text("Trưởng cổng (mẫu)")
    expect(taken).to_contain_text("Đã mở thêm lối ra")
    expect(taken.locator("button")).to_have_count(0)

    second.undo()  # after it was sent: one less who went out
    second.has_sent_all()
    expect(card.locator(".zone__people strong")).to_have_text("18", timeout=PATIENCE)
    expect(organizer.open(urlsplit(zone).path).locator(".zone__figures dd").first).to_have_text("18")
