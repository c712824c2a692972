"""Gates without a network: phones that start cold, judge by themselves, agree again, and give nothing away."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.codes import drawn, forged
from tests.journeys.conftest import Filming
from tests.journeys.people import PATIENCE, Citizen, Staff, Steward
from tests.journeys.site import Site
from tests.support.browser import Contexts
from tests.support.proxy import Network, network_to
from tests.support.qr_reading import by_zxing

NAMES = tuple(f"Canary {word} Mẫu (mẫu)" for word in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu"))
MAIL = "canary-mail@gia-dinh.example"
BLANK = Image.new("RGB", (400, 400), "white")
Phone = Callable[..., "GatePhone"]

_KEPT = """async () => {
  const words = [];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { indexedDB.open(name).onsuccess = (e) => done(e.target.result); });
    for (const store of base.objectStoreNames) {
      const all = await new Promise((done) => {
        base.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result);
      });
      words.push(JSON.stringify(all, (_, value) => (value instanceof Map ? [...value] : value)));
    }
    base.close();
  }
  words.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie);
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      if (/json|html|text|javascript/.test(answer.headers.get("Content-Type") ?? "")) words.push(request.url, await answer.text());
    }
  }
  return words.join("\\n");
}"""
_READY = """async () => {
  const ready = await navigator.serviceWorker?.ready;
  const base = await new Promise((done) => { indexedDB.open("festival-gate").onsuccess = (e) => done(e.target.result); });
  const kept = await new Promise((done) => {
    base.transaction("meta").objectStore("meta").get("snapshot").onsuccess = (e) => done(e.target.result);
  });
  base.close();
  return Boolean(ready && navigator.serviceWorker.controller && kept);
}"""


class GatePhone(Steward):
    """A steward's phone behind a network of its own."""

    def __init__(self, site: Site, context: BrowserContext, network: Network) -> None:
        super().__init__(site, context)
        self.network, self.context = network, context

    def pair_over_network(self, link: str) -> "GatePhone":
        """Pair, and wait until all that is needed without a network is kept."""
        self.pair(f"{self.network.url}/gate/#{urlsplit(link).fragment}")
        self.is_ready()
        return self

    def is_ready(self) -> None:
        """Wait until the page and what it judges by are on the phone."""
        self.page.wait_for_function(_READY, timeout=PATIENCE)

    def dies(self) -> None:
        """Lose the page without a word, as with an empty battery."""
        self.page.close(run_before_unload=False)

    def starts(self) -> "GatePhone":
        """Open the page from cold."""
        self.page = self.context.new_page()
        self.page.goto(f"{self.network.url}/gate/")
        expect(self.page.locator("#scan")).to_be_visible(timeout=PATIENCE)
        return self

    def waiting(self) -> int:
        """Return how many scans the phone says it has not sent."""
        words = self.page.locator("#bar-waiting").inner_text()
        return int("".join(letter for letter in words if letter.isdigit()) or 0)

    def has_sent_all(self) -> None:
        """Wait until nothing waits any more."""
        expect(self.page.locator("#bar-waiting")).not_to_have_class("bar-count has-some", timeout=PATIENCE)

    def reads(self, code: str) -> None:
        """Type a whole code."""
        self.type_code(code)

    def kept(self) -> str:
        """Return everything that lies on the phone."""
        found: str = self.page.evaluate(_KEPT)
        return found


@pytest.fixture
def network(site: Site) -> Iterator[Network]:
    """A network to the site."""
    with network_to(urlsplit(site.url).port or 80) as made:
        yield made


@pytest.fixture(scope="module")
def codes(site: Site, browser: Any) -> list[str]:
    """The codes of six who came together, each for one of the tests here."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    citizen = Citizen(site, context)
    citizen.register(*NAMES, mail="sau-nguoi@gia-dinh.example")
    found = [by_zxing(citizen.picture_of_code(name))[0] for name in NAMES]
    context.close()
    return found


@pytest.fixture
def phone(site: Site, network: Network, context_for: Contexts, organizer: Staff) -> Phone:
    """`phone("Máy 1")` pairs a phone of that name over the network."""

    def make(
        name: str, context: BrowserContext | None = None, over: Network = network, *, helper: bool = False
    ) -> GatePhone:
        made = GatePhone(site, context or context_for("vi", 360), over)
        return made.pair_over_network(organizer.new_pairing_link(f"{name} (mẫu)", helper=helper))

    return make


def admitted_at_try_out(organizer: Staff) -> int:
    """Return how many people the gate has let in."""
    organizer.open("/desk/gates")
    return int(organizer._try_out_gate().locator("dd").first.inner_text())


def until_admitted_at_try_out(organizer: Staff, people: int) -> None:
    """Wait until the gate has let so many people in: a phone reads a file and sends it in its own time."""
    limit = time.monotonic() + PATIENCE / 1000
    while (found := admitted_at_try_out(organizer)) != people:
        assert time.monotonic() < limit, found
        time.sleep(0.2)


# While it is paired the phone's camera is covered: nothing is read before the network has gone.
_COVERED = "if (location.hash) Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"


def test_a_phone_starts_cold_without_a_network_and_admits_by_camera(
    phone: Phone, network: Network, codes: Sequence[str], phone_that_sees: Filming, organizer: Staff
) -> None:
    context = phone_that_sees([drawn(codes[0]), *[BLANK] * 3, drawn(forged(codes[0])), *[BLANK] * 3])
    context.add_init_script(_COVERED)
    first = phone("Máy lạnh", context)
    before = admitted_at_try_out(organizer)
    network.switch("down")
    first.dies()
    first.starts()
    assert first.verdict("good").big
    assert first.verdict("refused").names == []
    expect(first.page.locator("#bar-link")).to_have_class("bar-link is-offline")
    assert first.waiting() >= 2
    assert first.verdict("used").text  # the phone remembers its own scan
    network.switch("pass")
    first.has_sent_all()
    assert admitted_at_try_out(organizer) == before + 1


@pytest.mark.parametrize("later_first", [False, True])
def test_two_phones_offline_admit_the_same_ticket_one_counts_and_one_is_a_conflict(
    site: Site, codes: Sequence[str], phone: Phone, organizer: Staff, later_first: bool
) -> None:
    code = codes[1 + later_first]
    port = urlsplit(site.url).port or 80
    with network_to(port) as one, network_to(port) as two:
        phones = [phone("Máy A", over=one), phone("Máy B", over=two)]
        before = admitted_at_try_out(organizer)
        conflicts = organizer.open("/desk/gates/conflicts").locator("li.clash").count()
        for network in (one, two):
            network.switch("down")
        for each in phones:
            each.reads(code)
            each.verdict("good")
            each.go_on()
        for place in (1, 0) if later_first else (0, 1):
            (one, two)[place].switch("pass")
            phones[place].has_sent_all()
    assert admitted_at_try_out(organizer) == before + 1
    listed = organizer.open("/desk/gates/conflicts").locator("li.clash")
    assert listed.count() == conflicts + 1
    sides = listed.first.locator(".clash__side").all_inner_texts()
    assert "Máy A" in sides[0]  # the earlier one counts, whichever came first
    assert "Máy B" in sides[1]


def test_scans_of_a_phone_that_died_arrive_once(
    phone: Phone, network: Network, codes: Sequence[str], organizer: Staff
) -> None:
    one = phone("Máy hết pin")
    before = admitted_at_try_out(organizer)
    network.switch("down")
    for code in codes[3:5]:
        one.reads(code)
        one.verdict("good")
        one.go_on()
    one.dies()
    network.switch("pass")
    one.starts().has_sent_all()
    one.dies()
    one.starts().has_sent_all()
    assert admitted_at_try_out(organizer) == before + 2


def test_nobody_is_refused_because_a_reply_was_lost(
    phone: Phone, network: Network, codes: Sequence[str], organizer: Staff
) -> None:
    one = phone("Máy mất trả lời")
    before = admitted_at_try_out(organizer)
    network.switch("swallow")
    one.reads(codes[5])
    one.verdict("good")
    one.page.wait_for_timeout(1500)
    assert network.swallowed >= 1
    expect(one.page.locator("body")).not_to_have_attribute("data-verdict", "used")
    one.go_on()
    network.switch("pass")
    one.has_sent_all()
    assert admitted_at_try_out(organizer) == before + 1
    assert one.page.locator("#notices .notice:not([data-name=clock], [data-name=gate])").count() == 0


def test_a_revoked_phone_is_wiped_and_a_stolen_one_knows_nobody(
    phone: Phone, network: Network, organizer: Staff, citizen: Citizen
) -> None:
    citizen.register(*NAMES, mail=MAIL)  # a party of which nobody has gone in by a ticket of their own
    [code] = by_zxing(citizen.picture_of_party_code())
    one = phone("Máy bị mất", helper=True)
    one.page.locator("#help-open").click()
    one.page.locator("#help-search").fill("c")
    expect(one.page.locator("#help-found")).to_contain_text("Canary", timeout=PATIENCE)
    one.page.locator("#help-close").click()
    expect(one.page.locator("#help-found")).to_be_empty()
    assert "Canary" not in one.page.content()  # what was found goes with the dialog
    one.reads(code)
    expect(one.page.locator("#party-list")).to_contain_text("Canary", timeout=PATIENCE)
    assert len(one.choose(absent=[2])) == 6
    one.page.wait_for_selector("#verdict:not([hidden])")
    places = [one.page.locator("#verdict-go").bounding_box()]
    expect(one.page.locator("#verdict-names")).to_contain_text("Canary")
    places.append(one.page.locator("#verdict-go").bounding_box())
    assert places[0] == places[1]  # names do not move what the finger is on
    network.switch("down")
    one.go_on()
    assert "Canary" not in one.page.content()
    expect(one.page.locator("#help-open")).to_be_disabled(timeout=PATIENCE)
    one.reads(code)  # without a network: positions only, and this phone knows whom it has let in
    assert one.choose()[1:3] == ["Người thứ 2", "Người thứ 3 – đã vào"]
    one.page.wait_for_selector("#verdict:not([hidden])")
    assert one.page.locator("#verdict-big").inner_text() == "1 người"
    kept = one.kept()
    assert len(kept) > 10_000
    for canary in ("Canary", MAIL, "gia-dinh"):
        assert canary not in kept
    one.go_on()
    organizer.revoke("Máy bị mất")
    network.switch("pass")
    expect(one.page.locator("#gone")).to_be_visible(timeout=PATIENCE)
    assert one.databases() == []
    assert code.rpartition("/")[2] not in one.kept()


def test_a_dying_phone_gives_its_scans_to_another(
    phone: Phone, network: Network, organizer: Staff, tmp_path: Path, citizen: Citizen
) -> None:
    citizen.register("Trần Mẫu Cuối (mẫu)", mail="cuoi@gia-dinh.example")
    [code] = by_zxing(citizen.picture_of_code("Trần Mẫu Cuối"))
    dying = phone("Máy sắp hỏng")
    with network_to(urlsplit(citizen.site.url).port or 80) as other:
        healthy = phone("Máy khỏe", over=other)
        before = admitted_at_try_out(organizer)
        network.switch("down")
        dying.reads(code)
        dying.verdict("good")
        dying.go_on()
        dying.page.locator("#settings-open").click()
        with dying.page.expect_download() as taken:
            dying.page.locator("#carry-out").click()
        path = tmp_path / "scans.json"
        taken.value.save_as(path)
        assert "Mẫu" not in path.read_text(encoding="utf-8")
        healthy.page.locator("#settings-open").click()
        healthy.page.locator("#carry-in").set_input_files(path)
        healthy.has_sent_all()
        until = time.monotonic() + 30  # the file is read and sent in the phone's own time
        while admitted_at_try_out(organizer) != before + 1 and time.monotonic() < until:
            healthy.page.wait_for_timeout(500)
        assert admitted_at_try_out(organizer) == before + 1
        network.switch("pass")
        dying.has_sent_all()
        assert admitted_at_try_out(organizer) == before + 1


def test_without_webassembly_the_script_reads_and_the_self_test_says_so(
    site: Site, codes: Sequence[str], phone_that_sees: Filming, organizer: Staff
) -> None:
    context = phone_that_sees([drawn(codes[0])])
    context.route("**/*.wasm*", lambda route: route.abort())
    steward = Steward(site, context).pair(organizer.new_pairing_link("Máy cũ (mẫu)"))
    steward.page.wait_for_selector("#verdict:not([hidden])", timeout=2 * PATIENCE)
    steward.page.locator("#verdict-go").click()
    page: Page = steward.page
    page.locator("#settings-open").click()
    page.locator("#sheet [data-self-test]").click()
    expect(page.locator("#test-list [data-name=decoder]")).to_have_attribute("data-state", "weak")
    expect(page.locator("#test-list [data-name=secure]")).to_have_attribute("data-state", "good")
    expect(page.locator("#test-list [data-name=signatures]")).to_have_attribute("data-state", "good")
