"""What the desk does to parties, on both databases: block, restore, walk in, many at once, and taking it back."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from festival.accounts.types import Role
from festival.core import clock
from festival.core.actor import SYSTEM, Actor
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.programme.types import EventFacts
from festival.registration.models import Registration, Ticket
from festival.registration.services import bulk
from festival.registration.services.blocking import block, unblock
from festival.registration.services.bulk import Done
from festival.registration.services.cancelling import cancel
from festival.registration.services.finding import send_link_to
from festival.registration.services.restoring import restore
from festival.registration.services.walking_in import walk_in
from festival.registration.types import Full, NotOpen, Registered
from festival.registration.types.desk import Action, BlockReason
from tests.accounts.people import make
from tests.registration.desk import form_number, states, taken, verbs
from tests.registration.persons import LINKS
from tests.support.apps import MAIN, FakeClock, event_of
from tests.web.parties import SENDER, registered


def end(app: Flask, registration_id: int) -> None:
    """Cancel a whole party."""
    with app.app_context(), writing() as session:
        cancel(
            session,
            actor=SYSTEM,
            registration_id=registration_id,
            positions=None,
            sender=SENDER,
            now=clock.now(),
        )


def come(event_id: int, people: int = 2, name: str = "", number: str | None = None) -> object:
    """Register who stands at the desk."""
    with writing() as session:
        return walk_in(
            session,
            actor=SYSTEM,
            event_id=event_id,
            people=people,
            name=name,
            language="vi",
            submission=number or form_number(),
            now=clock.now(),
        )


def limit(app: Flask, event_id: int, capacity: int) -> None:
    """Let an event have so many places."""
    with app.app_context(), writing() as session:
        session.execute(update(Event).where(Event.id == event_id).values(capacity=capacity))


def test_a_blocked_ticket_keeps_its_place_and_comes_back(app: Flask, main_event: EventFacts) -> None:
    party = registered(app, "Lan (mẫu)", "Minh (mẫu)").registration_id
    with app.app_context(), writing() as session:
        assert block(
            session,
            actor=SYSTEM,
            registration_id=party,
            positions=[2, 7],
            reason=BlockReason.LOST,
            now=clock.now(),
        ) == [2]
    assert states(app, party) == {0: "valid", 1: "valid", 2: "blocked"}
    assert taken(app, main_event.id) == 2
    with app.app_context(), writing() as session:
        assert unblock(
            session, actor=SYSTEM, registration_id=party, positions=None, links=LINKS, now=clock.now()
        ) == [2]
        assert (
            unblock(
                session, actor=SYSTEM, registration_id=party, positions=None, links=LINKS, now=clock.now()
            )
            == []
        )
    assert states(app, party) == {0: "valid", 1: "valid", 2: "valid"}
    assert verbs(app, party) == ["registered", "blocked", "unblocked"]


def test_nobody_blocks_what_is_not_there(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session, pytest.raises(NotFound):
        block(
            session,
            actor=SYSTEM,
            registration_id=999,
            positions=None,
            reason=BlockReason.LOST,
            now=clock.now(),
        )


def test_a_cancelled_party_gets_its_places_again_with_new_codes(app: Flask, main_event: EventFacts) -> None:
    party = registered(app, "Lan (mẫu)", "Minh (mẫu)").registration_id
    end(app, party)
    assert taken(app, main_event.id) == 0
    with app.app_context(), writing() as session:
        before = set(session.scalars(select(Ticket.id).where(Ticket.registration_id == party)))
        assert restore(
            session, actor=SYSTEM, registration_id=party, positions=[1, 2], links=LINKS, now=clock.now()
        ) == [
            1,
            2,
        ]
    assert states(app, party) == {0: "valid", 1: "valid", 2: "valid"}
    assert taken(app, main_event.id) == 2
    with app.app_context(), writing() as session:
        assert (
            restore(
                session, actor=SYSTEM, registration_id=party, positions=[1, 2], links=LINKS, now=clock.now()
            )
            == []
        )
        live = set(
            session.scalars(select(Ticket.id).where(Ticket.registration_id == party, Ticket.state == "valid"))
        )
        assert not live & before
        assert session.get_one(Registration, party).cancelled_at is None


def test_a_party_that_finds_no_place_any_more_stays_cancelled(app: Flask, main_event: EventFacts) -> None:
    party = registered(app, "Lan (mẫu)", "Minh (mẫu)").registration_id
    end(app, party)
    limit(app, main_event.id, 1)
    with app.app_context(), writing() as session:
        found = restore(
            session, actor=SYSTEM, registration_id=party, positions=[1, 2], links=LINKS, now=clock.now()
        )
        assert found == Full(1)
    assert set(states(app, party).values()) == {"cancelled"}


def test_who_stands_at_the_desk_is_registered_without_name_and_contact(
    app: Flask, main_event: EventFacts
) -> None:
    with app.app_context():
        number = form_number()
        first = come(main_event.id, 3, "Bà Lan (mẫu)", number)
        again = come(main_event.id, 3, "Bà Lan (mẫu)", number)
        assert isinstance(first, Registered)
        assert again == Registered(first.registration_id, 1, repeated=True)
        found = current().get_one(Registration, first.registration_id)
        assert (found.kind, found.phone, found.mail) == ("walk_in", None, None)
        assert [ticket.name for ticket in found.tickets] == ["", "Bà Lan (mẫu)", "Khách 2", "Khách 3"]
    assert taken(app, main_event.id) == 3


def test_the_desk_gives_no_place_too_many(app: Flask, main_event: EventFacts) -> None:
    limit(app, main_event.id, 2)
    with app.app_context():
        assert come(main_event.id, 3) == Full(2)
        assert current().scalar(select(func.count()).select_from(Registration)) == 0
        assert isinstance(come(main_event.id, 2), Registered)
        assert come(main_event.id, 1) == Full(0)


def test_the_desk_gives_places_after_the_public_can_have_none_and_not_after_the_end(
    sqlite_app: Flask, fake_clock: FakeClock
) -> None:
    event = event_of(sqlite_app, MAIN)
    with sqlite_app.app_context():
        fake_clock.set(event.starts_at)
        assert isinstance(come(event.id), Registered)
        fake_clock.set(event.ends_at)
        assert isinstance(come(event.id), NotOpen)


def test_many_desks_at_once_never_give_more_than_there_is(app: Flask, main_event: EventFacts) -> None:
    limit(app, main_event.id, 10)
    outcomes: list[object] = []

    def stand() -> None:
        with app.app_context():
            outcomes.append(come(main_event.id, 3))

    desks = [threading.Thread(target=stand) for _ in range(8)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join(60)
    assert sorted(type(one).__name__ for one in outcomes) == ["Full"] * 5 + ["Registered"] * 3
    assert taken(app, main_event.id) == 9


@pytest.fixture
def clerk(app: Flask) -> Actor:
    """A registrar as the record knows them."""
    return Actor("person", make(app, Role.REGISTRAR))


def act(app: Flask, clerk: Actor, action: Action, *chosen: int) -> int:
    """Look at an action on these parties and do it; return its number."""
    with app.app_context(), writing() as session:
        made = bulk.prepare(
            session,
            actor=clerk,
            edition_id=1,
            form=form_number(),
            action=action,
            chosen=chosen,
            now=clock.now(),
        )
        number = made.id
    do(app, clerk, number)
    return number


def do(app: Flask, clerk: Actor, bulk_id: int) -> Done:
    """Do what was looked at."""
    with app.app_context(), writing() as session:
        return bulk.do(
            session,
            actor=clerk,
            bulk_id=bulk_id,
            reason=BlockReason.DOUBLE,
            sender=SENDER,
            now=clock.now(),
        )


def undo(app: Flask, clerk: Actor, bulk_id: int) -> Done | None:
    """Take it back."""
    with app.app_context(), writing() as session:
        return bulk.undo(session, actor=clerk, bulk_id=bulk_id, links=LINKS, now=clock.now())


def test_many_are_blocked_once_and_let_in_again(app: Flask, clerk: Actor) -> None:
    one, two = (registered(app, "Lan (mẫu)", "Minh (mẫu)").registration_id for _ in range(2))
    gone = registered(app).registration_id
    end(app, gone)
    number = act(app, clerk, Action.BLOCK, one, two, gone, 999_999)
    again = do(app, clerk, number)
    assert (again.parties, again.people, again.left_out) == (2, 4, 1)
    assert verbs(app, one) == ["registered", "blocked"]
    # What somebody has changed in the meantime stays as they want it.
    with app.app_context(), writing() as session:
        unblock(session, actor=SYSTEM, registration_id=one, positions=None, links=LINKS, now=clock.now())
    assert undo(app, clerk, number) == Done(1, 2, 1, {str(two): [1, 2]})
    assert undo(app, clerk, number) == Done(1, 2, 1, {str(two): [1, 2]})
    assert states(app, two) == {0: "valid", 1: "valid", 2: "valid"}


def test_many_are_cancelled_and_come_back_as_long_as_there_are_places(
    app: Flask, clerk: Actor, main_event: EventFacts
) -> None:
    parties = [registered(app, "Lan (mẫu)", "Minh (mẫu)").registration_id for _ in range(3)]
    number = act(app, clerk, Action.CANCEL, *parties)
    assert taken(app, main_event.id) == 0
    limit(app, main_event.id, 5)
    undone = undo(app, clerk, number)
    assert undone is not None
    assert (undone.parties, undone.people, undone.left_out) == (2, 4, 1)
    assert taken(app, main_event.id) == 4


def test_new_codes_cannot_be_taken_back(sqlite_app: Flask) -> None:
    clerk = Actor("person", make(sqlite_app, Role.REGISTRAR))
    party = registered(sqlite_app, "Lan (mẫu)").registration_id
    number = act(sqlite_app, clerk, Action.REISSUE, party)
    with sqlite_app.app_context():
        revoked = select(func.count()).select_from(Ticket).where(Ticket.state == "revoked")
        assert current().scalar(revoked) == 2
    assert undo(sqlite_app, clerk, number) is None


def test_after_a_day_nothing_is_taken_back(sqlite_app: Flask, fake_clock: FakeClock) -> None:
    clerk = Actor("person", make(sqlite_app, Role.REGISTRAR))
    party = registered(sqlite_app, "Lan (mẫu)").registration_id
    number = act(sqlite_app, clerk, Action.BLOCK, party)
    fake_clock.pass_(hours=25)
    assert undo(sqlite_app, clerk, number) is None
    assert states(sqlite_app, party)[1] == "blocked"


def test_an_action_is_its_maker_s_alone(sqlite_app: Flask) -> None:
    clerk, other = (Actor("person", make(sqlite_app, Role.REGISTRAR)) for _ in range(2))
    number = act(sqlite_app, clerk, Action.BLOCK, registered(sqlite_app).registration_id)
    with pytest.raises(NotFound):
        undo(sqlite_app, other, number)


def test_a_link_is_sent_once_for_a_form_and_three_times_an_hour_at_most(app: Flask) -> None:
    party = registered(
        app, mail="lan@gia-dinh.example"
    ).registration_id  # the confirmation is the first message

    def send(form: str) -> bool:
        with app.app_context(), writing() as session:
            return send_link_to(
                session, actor=SYSTEM, registration_id=party, form=form, sender=SENDER, now=clock.now()
            )

    assert [send("a"), send("a"), send("b"), send("c")] == [True, True, True, False]
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(Message)) == 3
