"""Every kind of clash is caused at the desk, read beside its day, stands in the way of a release, and is solved or accepted."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from festival.programme.rules.clashes.facts import HARD, ClashKind
from tests.journeys.conftest import SignIn
from tests.journeys.people import Staff
from tests.journeys.site import Site
from tests.support.browser import Contexts, axe_violations

REASON = "Đã thống nhất với các bên (mẫu)"
DANCER, GUEST = "Đội múa lân (mẫu)", "Khách danh dự (mẫu)"


@dataclass(frozen=True, slots=True)
class Ground:
    """Two venues of the test's own, a stage in the first one, and two who appear. All are values of the forms' fields."""

    stage: str
    theatre: str
    hall: str
    dancer: str
    guest: str


@dataclass(slots=True)
class Planner:
    """An organizer who works on a day on which nothing else happens at the test's own venues."""

    site: Site
    context: BrowserContext
    staff: Staff = field(init=False)
    made: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.staff = Staff(self.site, self.context)

    @property
    def day(self) -> str:
        """The day it works on."""
        return f"{self.site.clock.year}-11-19"

    @property
    def main_day(self) -> str:
        """The day of the opening night."""
        return f"{self.site.clock.year}-11-17"

    def fill(self, values: dict[str, str]) -> None:
        """Fill fields by their names: what has options is chosen."""
        for name, value in values.items():
            one = self.staff.page.locator(f"main [name={name}]")
            if one.evaluate("field => field.tagName") == "SELECT":
                one.select_option(value)
            else:
                one.fill(value)

    def send(self, field: str) -> int:
        """Send the form with a field; return the number in the address that follows, 0 for none."""
        with self.staff.page.expect_navigation():
            self.staff.submit(field)
        expect(self.staff.page.locator("main .form-errors")).to_have_count(0)
        last = urlsplit(self.staff.page.url).path.rpartition("/")[2]
        return int(last) if last.isdigit() else 0

    def make(
        self, title: str, start: str, where: str, people: Sequence[tuple[str, str]] = (), **more: str
    ) -> int:
        """Make an event of an hour with the form."""
        self.staff.open("/desk/programme/new")
        names = {f"title_{code}": f"{title} ({code})" for code in ("vi", "ja", "en")}
        placed = {"day": self.day, "start": start, "minutes": "60", "where": where}
        lines = {
            f"people-{n}-{name}": value
            for n, (person, part) in enumerate(people)
            for name, value in (("person", person), ("part", part))
        }
        self.fill({**names, "kind": "seminar", **placed, **lines, **more})
        number = self.send("title_vi")
        self.made.append(number)
        return number

    def change(self, number: int, **values: str) -> None:
        """Change an event with the form."""
        self.staff.open(f"/desk/programme/{number}")
        self.fill(values)
        self.send("title_vi")

    def move(self, number: int, **values: str) -> None:
        """Move an event with the form."""
        self.staff.open(f"/desk/programme/{number}/place")
        self.fill(values)
        self.send("start")

    def opening_night(self) -> int:
        """Return the number of the published event that has the most places."""
        blocks = self.staff.open(f"/desk/programme?day={self.main_day}").locator("#board [data-event]")
        found = blocks.filter(has_text="Đêm khai mạc").first.get_attribute("data-event")
        assert found
        return int(found)

    def panel(self, kind: ClashKind, day: str) -> Locator:
        """What the editor says of a kind beside a day."""
        self.staff.open(f"/desk/programme?day={day}&empty=1")
        return self.staff.page.locator(f"#editor-clashes [data-kind={kind}]")

    def in_the_way(self, kind: ClashKind) -> Locator:
        """What the publishing page says of a kind; nothing can be published while it says any."""
        self.staff.open("/desk/programme/publish")
        return self.staff.page.locator(f"main li[data-kind={kind}]")

    def put_away(self) -> None:
        """Take the events of a test out of the draft; not as people do it, which other journeys show."""
        token = self.staff.page.locator("[name=csrf_token]").first.input_value()
        for number in self.made:
            address = f"{self.site.url}/desk/programme/{number}"
            version = re.search(r'name="version"[^>]*value="(\d+)"', self.context.request.get(address).text())
            assert version
            form = {"csrf_token": token, "version": version[1]}
            assert self.context.request.post(f"{address}/discard", form=form).ok
            assert self.context.request.get(address).status == 404


@pytest.fixture(scope="module")
def ground(site: Site, browser: Browser, signed_in: SignIn) -> Ground:
    """Make the ground with the desk's forms. The sample's guests hold places on the opening night."""
    context = browser.new_context(locale="vi-VN", storage_state=signed_in("bantochuc"))
    planner = Planner(site, context)

    def made(path: str, **values: str) -> int:
        planner.staff.open(path)
        planner.fill(values)
        return planner.send("name_vi")

    theatre = made(
        "/desk/programme/venues/new", name_vi="Nhà hát (mẫu)", quiet_from="22:00", quiet_until="06:00"
    )
    stage = made(
        f"/desk/programme/venues/{theatre}/spaces/new",
        name_vi="Sân khấu nhà hát (mẫu)",
        capacity="100",
        changeover="15",
    )
    hall = made("/desk/programme/venues/new", name_vi="Nhà văn hóa (mẫu)")
    people = []
    for name in (DANCER, GUEST):
        made("/desk/programme/people", name_vi=name)
        link = planner.staff.page.get_by_role("link", name=name).get_attribute("href") or ""
        people.append(link.rpartition("/")[2])
    context.close()
    return Ground(f"s{stage}", f"v{theatre}", f"v{hall}", *people)


@pytest.fixture
def planner(site: Site, context_for: Contexts, signed_in: SignIn) -> Planner:
    """An organizer at a large screen."""
    return Planner(site, context_for("vi", 1440, height=1000, storage_state=signed_in("bantochuc")))


# What causes a kind of clash. Gives the day beside which it is said and words of its sentence: who, where, how many
# minutes or people. After that it is solved; what is soft is accepted instead unless a case solves it all the same.
Case = Callable[[Planner, Ground], Iterator[tuple[str, tuple[str, ...]]]]
CASES: dict[ClashKind, Case] = {}


def causes(kind: ClashKind) -> Callable[[Case], Case]:
    """Say which kind a case causes."""

    def keep(case: Case) -> Case:
        CASES[kind] = case
        return case

    return keep


@causes(ClashKind.SPACE_TAKEN)
def _taken(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    planner.make("Hội thảo", "09:00", on.stage)
    other = planner.make("Tọa đàm", "09:40", on.stage)
    yield planner.day, ("Hội thảo", "Tọa đàm", "Sân khấu nhà hát", "20")
    planner.move(other, start="10:15")


@causes(ClashKind.SPACE_CLOSED)
def _closed(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    space = f"/desk/programme/spaces/{on.stage[1:]}"
    planner.make("Hội thảo", "08:00", on.stage)
    planner.staff.open(space)
    times = {"starts_at": f"{planner.day}T07:00", "ends_at": f"{planner.day}T08:25"}
    planner.fill({**times, "reason": "Kiểm tra điện (mẫu)"})
    planner.send("reason")
    yield planner.day, ("Hội thảo", "25", "Kiểm tra điện")
    expect(planner.panel(ClashKind.SPACE_CLOSED, planner.day)).to_have_count(1)
    drawn = planner.staff.page.locator(f"[data-column={on.stage}] .closed")
    expect(drawn).to_contain_text("07:00 – 08:25")  # drawn in its column, behind the event
    assert axe_violations(planner.staff.page) == []
    planner.staff.open(space)
    with planner.staff.page.expect_navigation():
        planner.staff.page.locator("form[action$='/open'] [type=submit]").click()


@causes(ClashKind.SPACE_TOO_SMALL)
def _too_small(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    night = planner.opening_night()
    planner.staff.open(f"/desk/programme/{night}/place")
    before = planner.staff.page.locator("main [name=where]").input_value()
    planner.move(night, where=on.stage)
    _let_hold(planner, on, "2")
    yield planner.main_day, ("Đêm khai mạc", "Sân khấu nhà hát", "2")
    planner.move(night, where=before)
    _let_hold(planner, on, "100")


def _let_hold(planner: Planner, on: Ground, people: str) -> None:
    planner.staff.open(f"/desk/programme/spaces/{on.stage[1:]}")
    planner.fill({"capacity": people})
    planner.send("capacity")


@causes(ClashKind.PERSON_TWICE)
def _person_twice(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    who = [(on.dancer, "performer")]
    planner.make("Hội thảo", "09:00", on.theatre, who)
    other = planner.make("Tọa đàm", "09:50", on.hall, who)
    yield planner.day, (DANCER, "Hội thảo", "Tọa đàm", "10")
    planner.change(other, **{"people-0-person": ""})


@causes(ClashKind.GUEST_TWICE)
def _guest_twice(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    who = [(on.guest, "guest")]
    planner.make("Hội thảo", "09:00", on.theatre, who)
    other = planner.make("Tọa đàm", "09:30", on.theatre, who)
    yield planner.day, (GUEST, "Hội thảo", "Tọa đàm", "30")
    planner.move(other, start="10:00")


@causes(ClashKind.REGISTRATION_WITHOUT_CAPACITY)
def _no_places(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    year = planner.site.clock.year
    window: dict[str, Any] = {
        "registration_opens_at": f"{year}-11-02T08:00",
        "registration_closes_at": f"{year}-11-18T08:00",
    }
    number = planner.make("Hội thảo", "09:00", on.theatre, **window)
    yield planner.day, ("Hội thảo",)
    planner.change(number, capacity="80")


@causes(ClashKind.PUBLISHED_UNPLACED)
def _unplaced(planner: Planner, _on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    night = planner.opening_night()
    planner.staff.open(f"/desk/programme/{night}/place")
    with planner.staff.page.expect_navigation():
        planner.staff.page.locator("form[action$='/unplace'] [type=submit]").click()
    undo = planner.staff.page.url
    yield planner.main_day, ("Đêm khai mạc",)
    planner.staff.page.goto(undo)
    planner.staff.page.locator("#editor-undo [type=submit]").click()
    expect(planner.staff.page.locator(f"#board #event-{night}")).to_be_visible()


@causes(ClashKind.PUBLISHED_HIDDEN)
def _hidden(planner: Planner, _on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    night = planner.opening_night()
    planner.staff.open(f"/desk/programme/{night}")
    before = planner.staff.page.locator("main [name=kind]").input_value()
    planner.change(night, kind="rehearsal")
    yield planner.main_day, ("Đêm khai mạc",)
    planner.change(night, kind=before)


@causes(ClashKind.CHANGEOVER)
def _changeover(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    planner.make("Hội thảo", "09:00", on.stage)
    planner.make("Tọa đàm", "10:05", on.stage)
    yield planner.day, ("Hội thảo", "Tọa đàm", "Sân khấu nhà hát", "10", "15")


@causes(ClashKind.CAPACITY_TOO_LARGE)
def _too_many_places(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    planner.make("Hội thảo", "09:00", on.stage, capacity="120")
    yield planner.day, ("Hội thảo", "120", "100")


@causes(ClashKind.CAPACITY_TOO_SMALL)
def _too_few_places(planner: Planner, _on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    night = planner.opening_night()
    planner.staff.open(f"/desk/programme/{night}")
    before = planner.staff.page.locator("main [name=capacity]").input_value()
    planner.change(night, capacity="2")
    yield planner.main_day, ("Đêm khai mạc", "2")
    planner.change(night, capacity=before)


@causes(ClashKind.PERSON_TRAVEL)
def _no_time_for_the_way(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    _enter_way(planner, on, "45")
    who = [(on.dancer, "speaker")]
    planner.make("Hội thảo", "09:00", on.theatre, who)
    planner.make("Tọa đàm", "10:30", on.hall, who)
    yield planner.day, (DANCER, "Tọa đàm", "15", "45")


@causes(ClashKind.GUEST_TRAVEL)
def _no_time_for_a_guest(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    _enter_way(planner, on, "45")
    who = [(on.guest, "guest")]
    planner.make("Hội thảo", "09:00", on.theatre, who)
    planner.make("Tọa đàm", "10:20", on.hall, who)
    yield planner.day, (GUEST, "Tọa đàm", "25", "45")


@causes(ClashKind.WAY_UNKNOWN)
def _way_unknown(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    _enter_way(planner, on, "")
    who = [(on.dancer, "interpreter")]
    planner.make("Hội thảo", "09:00", on.theatre, who)
    planner.make("Tọa đàm", "10:40", on.hall, who)
    yield planner.day, (DANCER, "40", "Nhà hát", "Nhà văn hóa")
    _enter_way(planner, on, "20")


def _enter_way(planner: Planner, on: Ground, minutes: str) -> None:
    planner.staff.open("/desk/programme/ways")
    name = f"way-{on.theatre[1:]}-{on.hall[1:]}"
    planner.fill({name: minutes})
    planner.send(name)


@causes(ClashKind.CURFEW)
def _curfew(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    planner.make("Đêm nhạc", "21:35", on.theatre, kind="performance")
    yield planner.day, ("Đêm nhạc", "Nhà hát", "35", "22:00 – 06:00")


@causes(ClashKind.TRANSLATION)
def _translation(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    planner.make("Hội thảo", "09:00", on.theatre, title_ja="")
    yield planner.day, ("Hội thảo",)


@causes(ClashKind.OUTSIDE)
def _outside(planner: Planner, on: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    day = f"{planner.site.clock.year}-11-25"
    planner.make("Hội thảo", "09:00", on.theatre, day=day)
    yield day, ("Hội thảo",)


def test_there_is_a_case_for_each_kind() -> None:
    assert set(CASES) == set(ClashKind)


@pytest.mark.parametrize("kind", ClashKind)
def test_it_is_caused_read_and_solved_or_accepted(kind: ClashKind, planner: Planner, ground: Ground) -> None:
    case = CASES[kind](planner, ground)
    day, words = next(case)
    said = planner.panel(kind, day).filter(has_text=words[0]).first
    for word in words:
        expect(said).to_contain_text(re.compile(rf"(?<!\d){re.escape(word)}"))
    refused = planner.in_the_way(kind).filter(has_text=words[0])
    expect(refused).not_to_have_count(0)
    expect(planner.staff.page.locator("main [name=note_vi]")).to_have_count(
        0
    )  # there is no form that publishes
    if kind not in HARD:
        accept(planner, kind, day, words[0])
        expect(planner.in_the_way(kind).filter(has_text=words[0])).to_have_count(0)
    next(case, None)
    if kind in HARD:
        expect(planner.panel(kind, day).filter(has_text=words[0])).to_have_count(0)
        expect(planner.in_the_way(kind).filter(has_text=words[0])).to_have_count(0)
    planner.put_away()


def accept(planner: Planner, kind: ClashKind, day: str, title: str) -> None:
    """Give a reason, beside the day; it is kept and shown there."""
    planner.panel(kind, day).filter(has_text=title).first.locator("a[href*='/clashes/']").click()
    planner.staff.page.locator("[name=reason]").fill(REASON)
    planner.send("reason")
    said = planner.panel(kind, day).filter(has_text=title).first
    expect(said).to_have_class(re.compile("clash--accepted"))
    expect(said).to_contain_text(REASON)
