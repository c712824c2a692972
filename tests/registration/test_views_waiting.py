"""The waiting list over HTTP: join when it is full, the party's page in each state, the answers, and the reminder's page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from festival.core.transaction import current, writing
from festival.programme import catalogue
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration.models import EventPlaces, Registration, Ticket, Waiting
from festival.registration.types import Parts, Registered
from festival.web import pagecache
from tests.registration.test_placing import parted, slots_of
from tests.registration.test_views_register import PATH, filled_in, opened
from tests.support.apps import MAIN, FakeClock, csrf, event_of, post
from tests.web.parties import registered, ticket_path


@pytest.fixture
def event(sqlite_app: Flask) -> EventFacts:
    """The opening night, with two places and two people."""
    registered(sqlite_app, "Nguyễn Mẫu Một (mẫu)", "Trần Mẫu Hai (mẫu)")
    capacity(sqlite_app, 2)
    return event_of(sqlite_app, MAIN)


@pytest.fixture
def client(sqlite_app: Flask, event: EventFacts) -> FlaskClient:
    """A citizen's browser."""
    return sqlite_app.test_client()


def capacity(app: Flask, places: int) -> None:
    """Publish another capacity."""
    with app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.slug == MAIN).values(capacity=places))
    with app.app_context():
        catalogue.forget()
        pagecache.forget()


def joined(client: FlaskClient, clock: FakeClock, **changes: str) -> str:
    """Join the list by the form and return the path of the party's page."""
    answer = filled_in(clock, opened(client), wait="y", **changes)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def give_back_all(app: Flask, path: str) -> None:
    """Give a party's places back on its page."""
    client = app.test_client()
    assert post(client, f"{path}/coming", {}).status_code == 303


def first_path(app: Flask) -> str:
    """The page of the party that has the places."""
    with app.app_context():
        number = current().scalars(select(Ticket.registration_id).order_by(Ticket.id).limit(1)).one()
    return ticket_path(Registered(number, 1, repeated=False))


def waiting_states(app: Flask) -> list[str]:
    """How the parties of the list stand."""
    with app.app_context():
        return list(current().scalars(select(Waiting.state).order_by(Waiting.registration_id)))


def test_a_full_event_shows_the_form_of_the_waiting_list(client: FlaskClient) -> None:
    page = client.get(PATH).text
    assert 'name="wait"' in page
    assert 'name="names-0"' in page
    assert "danh sách chờ" in page
    assert "danh sách chờ" in client.get(f"/vi/events/{MAIN}").text


def test_joining_leads_to_a_page_that_says_where_one_stands(
    client: FlaskClient, fake_clock: FakeClock
) -> None:
    first = joined(client, fake_clock)
    assert "Không có nhóm nào đứng trước" in client.get(first).text
    second = joined(client, fake_clock, mail="khac@gia-dinh.example")
    page = client.get(second).text
    assert "Có 1 nhóm đứng trước" in page
    assert "Tổng cộng 2 người" in page
    assert "Nguyễn Mẫu Một (mẫu)" in page


def test_the_same_form_waits_once(client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock) -> None:
    form = opened(client)
    first, second = filled_in(fake_clock, form, wait="y"), form.send(wait="y")
    assert first.location == second.location
    assert waiting_states(sqlite_app) == ["waiting"]
    assert "chỉ có một lần trong danh sách chờ" in client.get(second.location).text


def test_who_finds_too_few_places_is_offered_the_list_with_everything_typed(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    capacity(sqlite_app, 3)
    form = opened(client)
    answer = filled_in(fake_clock, form)
    assert answer.status_code == 409
    assert 'name="wait"' in answer.text
    assert "Trần Mẫu Hai (mẫu)" in answer.text
    assert form.send(wait="y").status_code == 303
    assert waiting_states(sqlite_app) == ["waiting"]


def test_who_could_wait_and_finds_places_gets_them(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    form = opened(client)
    capacity(sqlite_app, 10)
    answer = filled_in(fake_clock, form, wait="y")
    assert answer.status_code == 303
    assert waiting_states(sqlite_app) == []
    assert "qr" in client.get(answer.location).text


def test_an_offer_is_accepted_and_becomes_tickets(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    path = joined(client, fake_clock)
    give_back_all(sqlite_app, first_path(sqlite_app))
    page = client.get(path).text
    assert "Nhận 2 chỗ" in page
    assert "Giữ cho Quý vị đến" in page
    answer = client.post(f"{path}/accept", data={"csrf_token": csrf(client, path)})
    assert answer.status_code == 303
    assert "ticket__qr" in client.get(path).text
    assert waiting_states(sqlite_app) == ["accepted"]


def test_an_offer_is_declined_and_the_party_stands_in_again(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    path = joined(client, fake_clock)
    give_back_all(sqlite_app, first_path(sqlite_app))
    client.post(f"{path}/decline", data={"csrf_token": csrf(client, path)})
    assert waiting_states(sqlite_app) == ["declined"]
    client.post(f"{path}/again", data={"csrf_token": csrf(client, path)})
    assert waiting_states(sqlite_app) == ["offered"]  # the places are free still


def test_an_offer_that_is_over_says_so_even_before_the_worker_comes(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    path = joined(client, fake_clock)
    give_back_all(sqlite_app, first_path(sqlite_app))
    token = csrf(client, path)
    fake_clock.pass_(days=2)
    assert "hết hạn" in client.get(path).text
    client.post(f"{path}/accept", data={"csrf_token": token})
    assert waiting_states(sqlite_app) == ["offered"]
    with sqlite_app.app_context():
        assert current().scalar(select(func.count()).where(Ticket.state == "valid")) == 0


def test_leaving_the_list(client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock) -> None:
    path = joined(client, fake_clock)
    client.post(f"{path}/leave", data={"csrf_token": csrf(client, path)})
    assert waiting_states(sqlite_app) == ["left"]
    assert "không còn trong danh sách chờ" in client.get(path).text


# --- the reminder's page ------------------------------------------------------------------------------------------------


def test_opening_the_reminder_changes_nothing_and_one_button_gives_all_back(
    client: FlaskClient, sqlite_app: Flask
) -> None:
    path = first_path(sqlite_app)
    for _ in range(3):  # programs that look at links open them, with GET and HEAD
        assert client.get(f"{path}/coming").status_code == 200
        assert client.head(f"{path}/coming").status_code == 200
    page = client.get(f"{path}/coming").text
    assert page.count('type="submit"') - page.count('name="lang"') >= 1
    assert page.count('<form class="form') == 1
    with sqlite_app.app_context():
        assert current().scalar(select(EventPlaces.taken)) == 2
    assert (
        client.post(f"{path}/coming", data={"csrf_token": csrf(client, f"{path}/coming")}).status_code == 303
    )
    with sqlite_app.app_context():
        assert current().scalar(select(EventPlaces.taken)) == 0
    assert client.get(f"{path}/coming").status_code == 303


def test_without_the_token_of_the_page_nothing_is_given_back(client: FlaskClient, sqlite_app: Flask) -> None:
    assert client.post(f"{first_path(sqlite_app)}/coming").status_code == 400
    with sqlite_app.app_context():
        assert current().scalar(select(EventPlaces.taken)) == 2


@pytest.mark.parametrize("act", ["accept", "decline", "leave", "again"])
def test_a_link_that_is_none_and_a_party_that_never_waited_are_not_found(
    client: FlaskClient, sqlite_app: Flask, act: str
) -> None:
    path = first_path(sqlite_app)
    token = csrf(client, f"{path}/coming")
    assert client.post(f"{path}/{act}", data={"csrf_token": token}).status_code == 404
    wrong = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert client.post(f"{wrong}/{act}", data={"csrf_token": token}).status_code == 404
    assert client.get(f"{wrong}/coming").status_code == 404


# --- slots --------------------------------------------------------------------------------------------------------------


def test_slots_are_chosen_with_what_is_left_of_each(
    client: FlaskClient, sqlite_app: Flask, event: EventFacts, fake_clock: FakeClock
) -> None:
    capacity(sqlite_app, 10)
    first, second = slots_of(event, 2, 5)
    first.given = 1
    with sqlite_app.app_context():
        parted(event, Parts.SLOTS, first, second)
    form = opened(client)
    page = client.get(form.address).text
    assert "19:00–19:30 · Còn 1 chỗ" in page
    assert "19:30–20:00 · Còn 5 chỗ" in page
    assert filled_in(fake_clock, form).status_code == 422
    assert form.send(slot="99").status_code == 422
    assert form.send(slot="any").status_code == 422
    full = form.send(slot="1")
    assert full.status_code == 409
    assert 'name="wait"' in full.text
    answer = form.send(slot="2")
    assert answer.status_code == 303
    with sqlite_app.app_context():
        party = current().scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
        ticket = party.tickets[1]
        assert party.slot_id == 2
        assert ticket.valid_from == event.starts_at - timedelta(minutes=45)
        assert ticket.valid_until == event.starts_at + timedelta(minutes=60)


def test_when_all_slots_are_full_one_waits_for_one_or_for_any(
    client: FlaskClient, sqlite_app: Flask, event: EventFacts, fake_clock: FakeClock
) -> None:
    capacity(sqlite_app, 10)
    first, second = slots_of(event, 2, 5)
    first.given, second.given = 2, 5
    with sqlite_app.app_context():
        parted(event, Parts.SLOTS, first, second)
        pagecache.forget()
    joined(client, fake_clock, slot="any")
    joined(client, fake_clock, slot="2", mail="khac@gia-dinh.example")
    with sqlite_app.app_context():
        assert list(current().scalars(select(Waiting.slot_id).order_by(Waiting.registration_id))) == [None, 2]


def test_the_ticket_page_says_when_to_arrive(
    client: FlaskClient, sqlite_app: Flask, event: EventFacts, fake_clock: FakeClock
) -> None:
    capacity(sqlite_app, 10)
    with sqlite_app.app_context():
        parted(event, Parts.SLOTS, *slots_of(event, 2, 5))
    answer = filled_in(fake_clock, opened(client), slot="2")
    head = client.get(answer.location).text.split("<h1>")[1].split("</section>")[0]
    assert "Vui lòng đến trong khoảng" in head
    assert "19:30" in head


# --- fewer ---------------------------------------------------------------------------------------------------------------


def waits(client: FlaskClient, clock: FakeClock) -> str:
    """Join the list with a family of three and return the path of its page."""
    others = {"names-1": "Trần Mẫu Hai (mẫu)", "names-2": "Lê Mẫu Ba (mẫu)"}
    return joined(client, clock, **others)


def people_waiting(app: Flask) -> list[str]:
    with app.app_context():
        return list(current().scalars(select(Waiting)).one().names)


def test_a_waiting_party_becomes_smaller_on_a_page_of_its_own(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    path = waits(client, fake_clock)
    asked = client.get(f"{path}/fewer")
    assert asked.status_code == 200
    assert f"{path}/fewer" in client.get(path).text
    before = people_waiting(sqlite_app)
    for _ in range(2):  # a double click takes nobody else off
        answer = post(client, f"{path}/fewer", {"of": "3", "leaving": ["0"]}, form_at=path)
        assert (answer.status_code, answer.location) == (303, path)
    assert people_waiting(sqlite_app) == before[1:]
    assert waiting_states(sqlite_app) == ["waiting"]


@pytest.mark.parametrize("leaving", [[], ["0", "1", "2"], ["9"], ["x"]])
def test_a_wrong_choice_takes_nobody_off(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock, leaving: list[str]
) -> None:
    path = waits(client, fake_clock)
    assert post(client, f"{path}/fewer", {"of": "3", "leaving": leaving}, form_at=path).status_code == 422
    assert len(people_waiting(sqlite_app)) == 3


def test_one_person_and_a_party_with_tickets_have_nothing_to_make_smaller(
    client: FlaskClient, sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    alone = joined(client, fake_clock, **{"names-1": ""})
    assert client.get(f"{alone}/fewer").status_code == 303
    assert client.get(f"{first_path(sqlite_app)}/fewer").status_code == 404
    assert post(client, f"{alone}/fewer", {"of": "1", "leaving": ["0"]}, form_at=alone).status_code == 422
    assert len(people_waiting(sqlite_app)) == 1
