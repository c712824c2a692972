"""The desk's pages about places: who may, what is refused, and that nobody loses a place."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core.transaction import current
from festival.programme.types import EventFacts
from festival.registration.models import Allotment, EventPlaces, Pool, PoolEvent, Slot, Waiting
from tests.accounts.people import enter, make
from tests.registration.test_views_waiting import capacity, give_back_all, joined, waiting_states
from tests.support.apps import MAIN, FakeClock, csrf, event_of
from tests.web.parties import registered, ticket_path


@pytest.fixture
def desk(sqlite_app: Flask) -> FlaskClient:
    """An organizer's browser."""
    return enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))


@pytest.fixture
def event(sqlite_app: Flask) -> EventFacts:
    """The opening night."""
    return event_of(sqlite_app, MAIN)


def send(client: FlaskClient, event: EventFacts, what: str, **fields: object) -> int:
    """Send one of the forms of an event's page."""
    page = f"/desk/places/{event.id}"
    answer = client.post(f"{page}/{what}", data={"csrf_token": csrf(client, page), **fields})
    return answer.status_code


def row(app: Flask, event: EventFacts) -> EventPlaces:
    """An event's counters."""
    with app.app_context():
        return current().scalars(select(EventPlaces).where(EventPlaces.event_id == event.id)).one()


def test_bounds_count_at_once_with_a_reason(desk: FlaskClient, sqlite_app: Flask, event: EventFacts) -> None:
    registered(sqlite_app, "Nguyễn Mẫu (mẫu)", "Trần Mẫu (mẫu)")
    assert send(desk, event, "bounds", cap="1") == 422  # no reason
    assert send(desk, event, "bounds", cap="1", overbooking="10", reason="x") == 422  # no ceiling
    assert send(desk, event, "bounds", cap="1", overbooking="70", ceiling="9", reason="x") == 422
    assert send(desk, event, "bounds", cap="1", overbooking="0", reason="mưa lớn (mẫu)") == 303
    assert "không ai bị mất chỗ" in desk.get(f"/desk/places/{event.id}").text.lower()
    found = row(sqlite_app, event)
    assert (found.cap, found.taken, found.revision) == (1, 2, 1)
    with sqlite_app.app_context():
        entry = current().scalars(select(AuditEntry).where(AuditEntry.verb == "places.bounds")).one()
        assert entry.details is not None
        assert entry.details["reason"] == "mưa lớn (mẫu)"


def test_raising_the_bounds_offers_to_those_who_wait(
    desk: FlaskClient, sqlite_app: Flask, event: EventFacts, fake_clock: FakeClock
) -> None:
    registered(sqlite_app)
    capacity(sqlite_app, 1)
    joined(sqlite_app.test_client(), fake_clock)
    assert send(desk, event, "bounds", cap="3", overbooking="0", reason="thêm ghế (mẫu)") == 303
    assert waiting_states(sqlite_app) == ["offered"]


def test_slots_are_added_changed_and_removed_while_nobody_has_them(
    desk: FlaskClient, sqlite_app: Flask, event: EventFacts
) -> None:
    times = {"first": "2027-11-17T18:00", "last": "2027-11-17T19:30", "minutes": "30", "places": "50"}
    for _twice in range(2):
        assert send(desk, event, "slots", **times) == 303
    assert send(desk, event, "slots", **times | {"last": "2027-11-17T18:10"}) == 422
    with sqlite_app.app_context():
        slots = current().scalars(select(Slot).order_by(Slot.starts_at)).all()
    assert [slot.capacity for slot in slots] == [50, 50, 50]
    assert send(desk, event, f"slots/{slots[0].id}", places="7") == 303
    assert send(desk, event, f"slots/{slots[1].id}", places="50", remove="yes") == 303
    assert send(desk, event, "slots/999", places="7") == 404
    with sqlite_app.app_context():
        assert list(current().scalars(select(Slot.capacity).order_by(Slot.starts_at))) == [7, 50]
    assert row(sqlite_app, event).parts == 1


def test_places_are_kept_for_a_category_and_free_again(
    desk: FlaskClient, sqlite_app: Flask, event: EventFacts
) -> None:
    kept = {"category": "student", "places": "20", "releases_at": "2027-11-10T08:00"}
    assert send(desk, event, "allotments", **kept) == 303
    assert send(desk, event, "allotments", **kept | {"category": "kings"}) == 422
    with sqlite_app.app_context():
        assert current().scalars(select(Allotment.places)).all() == [20]
    page = sqlite_app.test_client().get(f"/vi/events/{MAIN}/register").text
    assert "Học sinh, sinh viên" in page
    assert send(desk, event, "allotments", **kept | {"places": "0"}) == 303
    assert row(sqlite_app, event).parts == 0


def test_a_pool_counts_what_its_events_have_given(
    desk: FlaskClient, sqlite_app: Flask, event: EventFacts
) -> None:
    registered(sqlite_app, "Nguyễn Mẫu (mẫu)", "Trần Mẫu (mẫu)")
    other = event_of(sqlite_app, "bon-odori-19-11")
    page = desk.get("/desk/places/pools/new").text
    number = page.split('name="submission"')[1].split('value="')[1].split('"')[0]
    fields = {"name_vi": "Tai nghe (mẫu)", "places": "5", "submission": number}
    token = csrf(desk, "/desk/places/pools/new")
    assert desk.post("/desk/places/pools/new", data={"csrf_token": token, **fields}).status_code == 422
    both = fields | {"events": [event.id, other.id]}
    for _twice in range(2):
        assert desk.post("/desk/places/pools/new", data={"csrf_token": token, **both}).status_code == 303
    with sqlite_app.app_context():
        [pool] = current().scalars(select(Pool)).all()
        assert (pool.given, pool.capacity) == (2, 5)
    one = fields | {"events": [other.id]}
    assert desk.post(f"/desk/places/pools/{pool.id}", data={"csrf_token": token, **one}).status_code == 303
    with sqlite_app.app_context():
        assert current().scalars(select(PoolEvent.event_id)).all() == [other.id]
        assert current().scalars(select(Pool.given)).one() == 0
    assert desk.get("/desk/places/pools/999").status_code == 404
    assert "Tai nghe" in desk.get("/desk/places").text


def test_a_registrar_offers_and_puts_aside_by_hand_and_sets_no_bounds(
    sqlite_app: Flask, event: EventFacts, fake_clock: FakeClock
) -> None:
    first = registered(sqlite_app, "Nguyễn Mẫu (mẫu)", "Trần Mẫu (mẫu)")
    capacity(sqlite_app, 2)
    joined(sqlite_app.test_client(), fake_clock)
    registrar = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR))
    page = f"/desk/places/{event.id}/waiting"
    assert "Nguyễn Mẫu Một (mẫu)" in registrar.get(page).text
    with sqlite_app.app_context():
        number = current().scalars(select(Waiting.registration_id)).one()
    token = csrf(registrar, page)

    def act(what: str, reason: str, event_id: int = event.id) -> int:
        path = f"/desk/places/{event_id}/waiting/{number}/{what}"
        return registrar.post(path, data={"csrf_token": token, "reason": reason}).status_code

    assert act("skip", "") == 303
    assert waiting_states(sqlite_app) == ["waiting"]  # no reason, nothing done
    assert act("skip", "trùng (mẫu)") == 303
    assert waiting_states(sqlite_app) == ["skipped"]
    give_back_all(sqlite_app, ticket_path(first))
    assert act("back", "") == 303
    assert waiting_states(sqlite_app) == ["offered"]
    assert act("offer", "x", event_of(sqlite_app, "bon-odori-19-11").id) == 404
    assert registrar.post(f"/desk/places/{event.id}/bounds", data={"csrf_token": token}).status_code == 403
    assert registrar.get("/desk/places/pools/new").status_code == 403


def test_who_may_not_see_registrations_sees_no_places(sqlite_app: Flask, event: EventFacts) -> None:
    crew = enter(sqlite_app, make(sqlite_app, Role.CREW))
    for path in ("/desk/places", f"/desk/places/{event.id}", f"/desk/places/{event.id}/waiting"):
        assert crew.get(path).status_code == 403
        assert sqlite_app.test_client().get(path).status_code == 303
    organizer = enter(sqlite_app, make(sqlite_app, Role.ADMINISTRATOR))
    assert organizer.get("/desk/places/99999").status_code == 404
