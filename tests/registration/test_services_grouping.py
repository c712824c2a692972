"""A group registers by its list: all or nobody, once, with one who answers for it."""

import secrets
import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.outbox.types import MessageKind
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration import queries
from festival.registration.models import Consent, EventPlaces, Group, Registration
from festival.registration.queries.counts import by_ward
from festival.registration.services.grouping import limit_groups, register_group
from festival.registration.types import (
    GROUP_CEILING,
    GROUP_MOST,
    Full,
    GroupApplication,
    GroupKind,
    NotOpen,
    Reach,
    Registered,
    RegistrationKind,
    TooLarge,
    TooMany,
)
from tests.registration.desk import registrar
from tests.support.apps import FakeClock
from tests.web.parties import SENDER


def application(people: int = 40, **changes: Any) -> GroupApplication:
    """A class of so many pupils."""
    made = GroupApplication(
        submission=secrets.token_urlsafe(16),
        kind=GroupKind.SCHOOL,
        name="Lớp 5A, Trường Tiểu học Hạ Long (mẫu)",
        responsible="Nguyễn Thị Lan (mẫu)",
        reach=Reach("+84912345678", None, "vi"),
        people=tuple(f"Nguyễn Mẫu {'abcdefghij'[n % 10]}{n} (mẫu)" for n in range(people)),
        consent_language="vi",
    )
    return replace(made, **changes)


def send(event: EventFacts, form: GroupApplication, **how: Any) -> Any:
    """Register in a transaction of its own."""
    with writing() as session:
        return register_group(
            session,
            actor=CITIZEN,
            event_id=event.id,
            application=form,
            **{"network": None, **how},
            sender=SENDER,
            now=clock.now(),
        )


def taken(event: EventFacts) -> int:
    """Return how many places are taken."""
    current().rollback()
    return current().scalar(select(EventPlaces.taken).where(EventPlaces.event_id == event.id)) or 0


def stored() -> int:
    """Return how many registrations there are."""
    return current().scalar(select(func.count()).select_from(Registration)) or 0


@pytest.fixture(autouse=True)
def context(app: Flask) -> Any:
    """Run each test inside the application."""
    with app.app_context():
        yield


def test_a_class_of_forty_gets_a_ticket_each(main_event: EventFacts) -> None:
    outcome = send(main_event, application(40))
    assert isinstance(outcome, Registered)
    party = queries.get_registration(current(), outcome.registration_id)
    assert (party.kind, len(party.tickets)) == (RegistrationKind.GROUP, 41)
    group = queries.find_group(current(), party.id)
    assert group is not None
    assert (group.kind, group.responsible) == (GroupKind.SCHOOL, "Nguyễn Thị Lan (mẫu)")
    assert taken(main_event) == 40
    assert len(current().scalars(select(Consent)).all()) == 1
    message = current().scalars(select(Message)).one()
    assert (message.recipient, message.kind) == ("+84912345678", MessageKind.GROUP)
    assert message.link == SENDER.links.manage_url(party.id, 1)
    entry = current().scalars(select(AuditEntry).where(AuditEntry.verb == "group.registered")).one()
    assert entry.details == {"people": 40}


def test_the_same_list_registers_once(main_event: EventFacts) -> None:
    form = application(3)
    first = send(main_event, form)
    again = send(main_event, form)
    assert again == replace(first, repeated=True)
    assert (stored(), taken(main_event)) == (1, 3)


def test_the_same_list_at_once_registers_once(app: Flask, main_event: EventFacts) -> None:
    form, answers = application(5), []

    def work() -> None:
        with app.app_context():
            answers.append(send(main_event, form))

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True, True]
    assert (stored(), taken(main_event)) == (1, 5)


def test_a_group_is_never_split(main_event: EventFacts) -> None:
    with writing() as session:
        session.get_one(Event, main_event.id).capacity = 39
    assert send(main_event, application(40)) == Full(39)
    assert (stored(), taken(main_event)) == (0, 0)
    assert current().scalars(select(Group)).all() == []
    assert isinstance(send(main_event, application(39)), Registered)


def test_groups_compete_for_the_last_places_and_nobody_gets_too_many(
    app: Flask, main_event: EventFacts
) -> None:
    with writing() as session:
        session.get_one(Event, main_event.id).capacity = 25
    answers: list[Any] = []

    def work() -> None:
        with app.app_context():
            answers.append(send(main_event, application(10)))

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(isinstance(answer, Registered) for answer in answers) == 2
    assert sum(answer == Full(5) for answer in answers) == 3
    assert taken(main_event) == 20


def test_a_group_is_as_large_as_the_organizers_say(main_event: EventFacts) -> None:
    assert send(main_event, application(GROUP_MOST + 1)) == TooLarge(GROUP_MOST)
    with writing() as session:
        assert limit_groups(session, actor=CITIZEN, event_id=main_event.id, most=80, now=clock.now()) == 80
    assert isinstance(send(main_event, application(GROUP_MOST + 1)), Registered)
    with writing() as session:
        limit_groups(session, actor=CITIZEN, event_id=main_event.id, most=9999, now=clock.now())
    assert queries.group_most(current(), main_event.id) == GROUP_CEILING
    assert send(main_event, application(GROUP_CEILING + 1), most=GROUP_CEILING) == TooLarge(GROUP_CEILING)


def test_a_closed_event_takes_no_group(main_event: EventFacts, fake_clock: FakeClock) -> None:
    fake_clock.set(main_event.ends_at)
    assert isinstance(send(main_event, application(2)), NotOpen)


def test_one_network_does_not_fill_the_event_with_groups(main_event: EventFacts) -> None:
    for _ in range(2):
        assert isinstance(send(main_event, application(2), network="10.0.0.1", per_network=2), Registered)
    assert isinstance(send(main_event, application(2), network="10.0.0.1", per_network=2), TooMany)
    assert (stored(), taken(main_event)) == (2, 4)


def test_the_desk_finds_groups_blind_to_accents(main_event: EventFacts) -> None:
    send(main_event, application(3))
    rows = queries.groups(current(), 1, "truong tieu hoc")
    assert [(row.people, row.admitted) for row in rows] == [(3, 0)]
    assert queries.groups(current(), 1, "khong co") == []


def test_people_of_a_ward_are_counted_by_the_lists_it_has_sent(
    sqlite_app: Flask, main_event: EventFacts
) -> None:
    lists = (
        (GroupKind.WARD, "Phường Hồng Hải (mẫu)", 2),
        (GroupKind.WARD, "PHUONG HONG HAI (mẫu)", 3),
        (GroupKind.WARD, "Xã Quảng La (mẫu)", 7),
        (GroupKind.SCHOOL, "Trường ở phường Hồng Hải (mẫu)", 9),
    )
    with sqlite_app.app_context():
        for number, (kind, name, people) in enumerate(lists):
            reach = Reach(None, f"phuong{number}@quang-ninh.example", "vi")
            assert isinstance(
                send(main_event, application(people, kind=kind, name=name, reach=reach)), Registered
            )
        [first, second] = by_ward(current(), 1, main_event.id)
        assert first == ("Xã Quảng La (mẫu)", 7)
        assert second[1] == 5
        assert by_ward(current(), 1, main_event.id + 1000) == []
    assert 'id="wards-title"' in registrar(sqlite_app).get("/desk/registrations/figures").text
