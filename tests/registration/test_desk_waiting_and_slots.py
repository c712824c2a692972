"""At the registrar's desk: parties that wait are found and said, arrival times narrow and are counted, and a long count says what it is."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration.models import Registration, Waiting
from festival.registration.queries.counts import by_slot
from festival.registration.queries.listing import listed
from festival.registration.services.joining import join
from festival.registration.services.retention import forget_parties
from festival.registration.types import Joined, Parts, WaitingState
from festival.registration.types.desk import Filters
from tests.registration.desk import code_of, codes_shown, registrar
from tests.registration.test_placing import parted, slots_of
from tests.support.apps import MAIN, event_of
from tests.web.parties import SENDER, application, registered, store


@pytest.fixture
def full(app: Flask) -> EventFacts:
    """The opening night with one place, which is given."""
    registered(app, "Trần Mẫu (mẫu)")
    with app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(capacity=1))
    return event_of(app, MAIN)


@pytest.fixture
def waits(app: Flask, full: EventFacts) -> int:
    """The number of a family that waits."""
    form = application("Đặng Thuỳ Dương (mẫu)", "髙﨑 鷗（見本）", mail="cho@gia-dinh.example")
    with app.app_context(), writing() as session:
        made = join(
            session,
            actor=CITIZEN,
            event=full,
            application=form,
            network=None,
            per_network=9,
            sender=SENDER,
            now=clock.now(),
        )
    assert isinstance(made, Joined), made
    return made.registration_id


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=thuy+duong", True),
        ("q=高崎", True),
        ("q=cho%40gia", True),
        ("state=waiting", True),
        ("q=duong&state=waiting", True),
        ("q=duong&state=coming", False),
        ("state=coming", False),
        ("state=cancelled", False),
        ("q=khong+co+ai", False),
    ],
)
def test_who_waits_is_found_by_name_and_state(app: Flask, waits: int, query: str, is_found: bool) -> None:
    shown = codes_shown(registrar(app).get(f"/desk/registrations?{query}").text)
    assert (code_of(app, waits) in shown) is is_found


def test_the_list_and_the_party_page_say_that_it_waits_and_not_that_it_cancelled(
    app: Flask, waits: int
) -> None:
    desk = registrar(app)
    row = desk.get("/desk/registrations?q=duong").text
    assert "Đặng Thuỳ Dương (mẫu)" in row
    assert "Danh sách chờ: Đang chờ" in row
    assert "Đã hủy" not in re.sub(r"(?s)<form.*?</form>", "", row)
    page = desk.get(f"/desk/registrations/{waits}").text
    for name in ("Đặng Thuỳ Dương (mẫu)", "髙﨑 鷗（見本）"):
        assert name in page
    assert f"/desk/places/{event_of(app, MAIN).id}/waiting" in page


def test_names_of_who_waits_follow_and_are_forgotten(app: Flask, waits: int) -> None:
    with app.app_context():
        with writing() as session:
            session.get_one(Waiting, waits).names = ["Phạm Đổi Tên (mẫu)"]
        assert [one.id for one in listed(current(), edition_id=1, filters=Filters(text="doi ten")).rows] == [
            waits
        ]
        assert listed(current(), edition_id=1, filters=Filters(text="duong")).total == 0
        with writing() as session:
            forget_parties(session, [waits])
        assert listed(current(), edition_id=1, filters=Filters(text="doi ten")).total == 0


def test_who_has_accepted_is_found_by_the_tickets_alone(app: Flask, waits: int) -> None:
    with app.app_context():
        with writing() as session:
            session.get_one(Waiting, waits).state = WaitingState.ACCEPTED
        assert listed(current(), edition_id=1, filters=Filters(text="duong")).total == 0


@pytest.mark.parametrize("most", [3, 12, 13, 50])
def test_a_long_count_stops_and_says_so_and_pages_go_on(app: Flask, most: int) -> None:
    with app.app_context(), writing() as session:
        made = [
            store(session, application(f"Nguyễn {n} (mẫu)", "Nguyễn Hai (mẫu)")).registration_id
            for n in range(13)
        ]
    with app.app_context():
        page = listed(current(), edition_id=1, filters=Filters(text="nguyen"), per_page=3, most=most)
        seen = [one.id for one in page.rows]
        while page.older is not None:
            assert (page.total, page.is_more) == ((13, False) if most >= 13 else (most, True))
            page = listed(
                current(),
                edition_id=1,
                filters=Filters(text="nguyen"),
                per_page=3,
                most=most,
                before=page.older,
            )
            seen += [one.id for one in page.rows]
        assert seen == sorted(made, reverse=True)
        assert page.newer is not None
        back = listed(
            current(), edition_id=1, filters=Filters(text="nguyen"), per_page=3, most=most, after=page.newer
        )
        assert [one.id for one in back.rows] == sorted(made, reverse=True)[9:12]


def test_the_page_says_more_than(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from festival.registration.queries import listing  # noqa: PLC0415 (its default is what is changed)

    for _ in range(3):
        registered(sqlite_app, "Nguyễn Mẫu (mẫu)")
    assert listing.listed.__kwdefaults__ is not None
    monkeypatch.setitem(listing.listed.__kwdefaults__, "most", 2)
    page = registrar(sqlite_app).get("/desk/registrations?q=nguyen").text
    assert "Hơn 2" in page
    assert len(codes_shown(page)) == 3


def test_arrival_times_narrow_the_list_and_have_a_chart(app: Flask) -> None:
    event = event_of(app, MAIN)
    with app.app_context():
        parted(event, Parts.SLOTS, *slots_of(event, 5, 5))
    early, late = 1, 2
    numbers = []
    for place, slot in enumerate((late, early, early)):
        with app.app_context(), writing() as session:
            form = replace(application(f"Nguyễn {place} (mẫu)"), slot_id=slot)
            numbers.append(store(session, form).registration_id)
    with app.app_context(), writing() as session:
        session.execute(update(Registration).where(Registration.id == numbers[2]).values(slot_id=None))
    desk = registrar(app)
    shown = codes_shown(desk.get(f"/desk/registrations?slot={late}").text)
    assert shown == [code_of(app, numbers[0])]
    assert codes_shown(desk.get(f"/desk/registrations?slot={early}&q=nguyen").text) == [
        code_of(app, numbers[1])
    ]
    assert codes_shown(desk.get("/desk/registrations?slot=99999").text) == []
    with app.app_context():
        counted = by_slot(current(), 1, None)
        assert [(slot.id, people) for slot, people in counted if slot.id in {early, late}] == [
            (early, 1),
            (late, 1),
        ]
        assert by_slot(current(), 1, event.id + 1000) == []
    assert 'id="slots-title"' in desk.get("/desk/registrations/figures").text
