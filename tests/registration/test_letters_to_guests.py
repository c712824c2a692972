"""What guests and people with a badge are written: thanks, what is missing, approvals, and every code of theirs that dies."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from festival.accounts.types import Role
from festival.core.actor import CITIZEN, SYSTEM, Actor
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.outbox.models import Message
from festival.outbox.types import MessageKind as K
from festival.registration.models import Accreditation, Guest, Invitation, Person, Registration, Ticket
from festival.registration.rules.invitations import is_asked_for_details, is_reminded
from festival.registration.services import accrediting, answering, deputizing, inviting
from festival.registration.services.delegations import change_guest
from festival.registration.services.people import content_of
from festival.registration.types import TicketClass
from festival.registration.types.guests import (
    GuestContent,
    Matter,
    QuestionContent,
    QuestionKind,
    Travel,
)
from festival.registration.types.guests import InvitationState as S
from festival.registration.types.people import PersonContent
from tests.accounts.people import make
from tests.registration.accreditations import asked, category
from tests.registration.guests import GUEST_LINKS, YUI, guest, invited, stored, tickets
from tests.registration.persons import ANNA, KAMOME, LINKS, person
from tests.support.apps import MAIN, NOW, event_of

COLOUR = QuestionContent(
    QuestionKind.TEXT, Trilingual("Món ăn?", "お食事は？", "Which dish?"), is_needed=True
)


def letters(app: Flask, *kinds: K) -> list[tuple[str, str]]:
    """Return (kind, recipient) of what was written, invitations left out unless they are asked for."""
    with app.app_context():
        rows = current().execute(select(Message.kind, Message.recipient).order_by(Message.id))
        return [(kind, to) for kind, to in rows if kind in kinds or (not kinds and kind != K.INVITATION)]


def newest(app: Flask) -> Message:
    with app.app_context():
        return current().scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def accept(app: Flask, number: int, now: datetime = NOW) -> None:
    with app.app_context(), writing() as session:
        done = answering.accept(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=now)
        assert isinstance(done, answering.Answered)


def send_deputy(app: Flask, number: int, who: PersonContent | None = YUI) -> None:
    with app.app_context(), writing() as session:
        done = deputizing.send_deputy(
            session,
            actor=CITIZEN,
            invitation_id=number,
            version=stored(app, number).version,
            deputy=who,
            links=GUEST_LINKS,
            now=NOW,
        )
        assert isinstance(done, answering.Answered)


def alone(app: Flask, *, matters: frozenset[Matter] = frozenset(), who: PersonContent = ANNA) -> int:
    """Ask a guest who leads no delegation; return the invitation's number."""
    number = invited(app, who, matters=matters)
    with app.app_context(), writing() as session:
        one = session.scalars(select(Guest)).one()
        one.delegation_id, one.is_head = None, False
    return number


def decide(app: Flask, number: int, step: str) -> None:
    one = stored(app, number)
    with app.app_context(), writing() as session:
        assert (
            getattr(inviting, step)(
                session,
                actor=SYSTEM,
                event_id=one.event_id,
                invitation_id=number,
                version=one.version,
                links=GUEST_LINKS,
                now=NOW,
            )
            is None
        )


# --- who accepts ---------------------------------------------------------------------------------------------------------


def test_a_guest_who_accepts_is_thanked_with_the_page_of_the_ticket(sqlite_app: Flask) -> None:
    number = alone(sqlite_app)
    accept(sqlite_app, number)
    accept(sqlite_app, number)
    assert letters(sqlite_app) == [(K.ACCEPTED, ANNA.mail)]
    assert newest(sqlite_app).link == GUEST_LINKS.invitation_url(number, 1)
    assert newest(sqlite_app).text.startswith("Dear ")


def test_a_head_whose_delegation_is_not_complete_is_asked_for_it(sqlite_app: Flask) -> None:
    number = invited(sqlite_app)
    accept(sqlite_app, number)
    assert letters(sqlite_app) == [(K.DETAILS, KAMOME.phone)]


def test_questions_asked_after_an_acceptance_are_written_once_to_those_who_have_not_answered(
    app: Flask,
) -> None:
    number = alone(app)
    event_id = stored(app, number).event_id

    def ask(now: datetime) -> int:
        with app.app_context(), writing() as session:
            written = inviting.remind_of_details(
                session, actor=SYSTEM, event_id=event_id, links=GUEST_LINKS, now=now
            )
            assert isinstance(written, int)
            return written

    assert ask(NOW) == 0  # has not accepted
    accept(app, number)
    assert ask(NOW) == 0  # nothing is missing
    with app.app_context(), writing() as session:
        question = inviting.add_question(
            session, actor=SYSTEM, event_id=event_id, content=COLOUR, submission=None, now=NOW
        ).id
    assert [ask(NOW), ask(NOW), ask(NOW + timedelta(days=2))] == [1, 0, 0]
    assert ask(NOW + timedelta(days=3)) == 1
    assert letters(app) == [(K.ACCEPTED, ANNA.mail)] + [(K.DETAILS, ANNA.mail)] * 2
    with app.app_context(), writing() as session:
        answering.answer_questions(
            session, actor=CITIZEN, invitation_id=number, answers={question: "Chay"}, now=NOW
        )
    assert ask(NOW + timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("sent", "reminded", "due"), [(9, None, True), (9, 4, True), (9, 2, False), (2, 9, False)]
)
def test_the_last_letter_counts_whichever_it_was(sent: int, reminded: int | None, *, due: bool) -> None:
    """An invitation that is sent again after a reminder is no reason for another one on the next day."""
    ago = [None if days is None else NOW - timedelta(days=days) for days in (sent, reminded)]
    assert is_reminded(S.SENT, sent_at=ago[0], reminded_at=ago[1], now=NOW) is due
    assert not is_asked_for_details(S.SENT, asked_at=ago[0], now=NOW)


# --- deputies ------------------------------------------------------------------------------------------------------------


def test_a_deputy_gets_a_ticket_and_the_guest_learns_that_the_old_code_is_dead(sqlite_app: Flask) -> None:
    number = alone(sqlite_app)
    accept(sqlite_app, number)
    send_deputy(sqlite_app, number)
    assert letters(sqlite_app) == [(K.ACCEPTED, ANNA.mail), (K.ENDED, ANNA.mail), (K.DEPUTY, YUI.mail)]
    send_deputy(sqlite_app, number, None)
    assert letters(sqlite_app)[3:] == [(K.ENDED, YUI.mail), (K.ACCEPTED, ANNA.mail)]


@pytest.mark.parametrize("step", ["decline", "withdraw"])
def test_a_deputy_whose_ticket_ends_is_told(sqlite_app: Flask, step: str) -> None:
    number = alone(sqlite_app)
    send_deputy(sqlite_app, number)
    with sqlite_app.app_context(), writing() as session:
        common = {"actor": SYSTEM, "invitation_id": number, "links": GUEST_LINKS, "now": NOW}
        if step == "decline":
            answering.decline(session, **common)  # type: ignore[arg-type]
        else:
            event = stored(sqlite_app, number).event_id
            inviting.withdraw(session, event_id=event, **common)  # type: ignore[arg-type]
    assert letters(sqlite_app)[-1] == (K.ENDED, YUI.mail)


def test_a_deputy_hears_of_the_ticket_only_once_it_admits(sqlite_app: Flask) -> None:
    number = alone(sqlite_app, matters=frozenset({Matter.DEPUTY}))
    send_deputy(sqlite_app, number)
    assert letters(sqlite_app) == []
    decide(sqlite_app, number, "approve")
    assert letters(sqlite_app) == [(K.APPROVAL, ANNA.mail), (K.DEPUTY, YUI.mail)]


def test_a_deputy_who_is_not_approved_is_told_and_the_guest_is_asked(sqlite_app: Flask) -> None:
    number = alone(sqlite_app, matters=frozenset({Matter.DEPUTY}))
    send_deputy(sqlite_app, number)
    decide(sqlite_app, number, "ask_again")
    assert letters(sqlite_app) == [(K.ENDED, YUI.mail), (K.ASKED_AGAIN, ANNA.mail)]


# --- approval again ------------------------------------------------------------------------------------------------------


def test_a_ticket_that_rests_because_of_somebody_elses_change_is_told_once_and_its_return_too(
    sqlite_app: Flask,
) -> None:
    number = alone(sqlite_app, matters=frozenset({Matter.CAR}))
    accept(sqlite_app, number)
    for version, plate in ((1, "14A-111.11"), (2, "14A-222.22")):
        with sqlite_app.app_context(), writing() as session:
            one = session.scalars(select(Guest)).one()
            change_guest(
                session,
                actor=SYSTEM,
                guest_id=one.id,
                version=version,
                person=content_of(session.get_one(Person, one.person_id)),
                content=GuestContent(travel=Travel(car=plate)),
                now=NOW,
            )
    assert [state for _who, _name, state in tickets(sqlite_app)] == ["blocked"]
    decide(sqlite_app, number, "approve")
    assert letters(sqlite_app)[1:] == [(K.BLOCKED, ANNA.mail), (K.APPROVAL, ANNA.mail)]


# --- badges --------------------------------------------------------------------------------------------------------------


def badge(app: Flask, who: int | None = None, kind: TicketClass = TicketClass.CREW) -> int:
    """Give a badge to a person (a new one: None); return the accreditation's number."""
    officers = [Actor("person", make(app, role)) for role in (Role.PROTOCOL, Role.SECURITY)]
    with app.app_context(), writing() as session:
        owner = session.get_one(Person, who) if who is not None else person(session, ANNA)
        made = asked(session, owner, category(session, ticket_class=kind, zones=0b10))
        assert isinstance(
            accrediting.approve(session, actor=officers[0], number=made.id, version=1, now=NOW), Accreditation
        )
        done = accrediting.countersign(
            session, actor=officers[1], number=made.id, version=2, links=LINKS, now=NOW
        )
        assert isinstance(done, Accreditation)
        return made.id


def holder(app: Flask, number: int) -> int:
    with app.app_context():
        return current().get_one(Guest, current().get_one(Invitation, number).guest_id).person_id


def take_away(app: Flask, badge_id: int) -> None:
    with app.app_context(), writing() as session:
        done = accrediting.withdraw(
            session, actor=SYSTEM, number=badge_id, version=3, reason="Không cần nữa", links=LINKS, now=NOW
        )
        assert isinstance(done, Accreditation)


def test_who_gets_a_badge_is_told_where_the_code_is_and_when_it_is_gone(sqlite_app: Flask) -> None:
    number = badge(sqlite_app)
    told = newest(sqlite_app)
    assert (told.kind, told.recipient) == (K.APPROVAL, ANNA.mail)
    with sqlite_app.app_context():
        assert told.link == LINKS.manage_url(current().scalars(select(Registration.id)).all()[-1], 1)
    take_away(sqlite_app, number)
    assert letters(sqlite_app)[1:] == [(K.ENDED, ANNA.mail)]
    assert "Không cần nữa" not in newest(sqlite_app).text  # the reason is the agency's


def test_a_refused_request_is_told_with_its_reason(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        made = asked(session, person(session, ANNA), category(session))
        accrediting.refuse(
            session, actor=SYSTEM, number=made.id, version=1, reason="There is no room.", now=NOW
        )
    assert letters(sqlite_app) == [(K.REFUSAL, ANNA.mail)]
    assert "There is no room." in newest(sqlite_app).text


def test_a_guest_whose_code_changes_by_a_badge_is_told_each_time(sqlite_app: Flask) -> None:
    number = alone(sqlite_app)
    accept(sqlite_app, number)
    given = badge(sqlite_app, holder(sqlite_app, number), TicketClass.DELEGATE)
    assert letters(sqlite_app)[1:] == [(K.RENEWED, ANNA.mail), (K.APPROVAL, ANNA.mail)]
    with sqlite_app.app_context():
        ticket = current().scalars(select(Ticket).where(Ticket.state == "valid", Ticket.position == 1)).one()
        renewed = current().scalars(select(Message).where(Message.kind == K.RENEWED)).one()
        assert renewed.link == LINKS.manage_url(ticket.registration_id, 1)
    take_away(sqlite_app, given)
    assert letters(sqlite_app)[3:] == [(K.RENEWED, ANNA.mail)]


def live(app: Flask) -> list[tuple[str, int, int]]:
    """Return (name, class, zones) of the tickets that admit."""
    with app.app_context():
        rows = current().scalars(
            select(Ticket).where(Ticket.state == "valid", Ticket.person_id.is_not(None)).order_by(Ticket.id)
        )
        return [(one.name, one.ticket_class, one.zones) for one in rows]


def test_a_guest_with_a_badge_who_declines_keeps_what_the_badge_gives(sqlite_app: Flask) -> None:
    number = alone(sqlite_app)
    accept(sqlite_app, number)
    given = badge(sqlite_app, holder(sqlite_app, number))
    assert live(sqlite_app) == [("Anna (sample) Berg", TicketClass.GUEST, 0)]
    with sqlite_app.app_context(), writing() as session:
        answering.decline(session, actor=CITIZEN, invitation_id=number, links=GUEST_LINKS, now=NOW)
    assert live(sqlite_app) == [("Anna (sample) Berg", TicketClass.CREW, 0b10)]
    assert letters(sqlite_app)[-1] == (K.RENEWED, ANNA.mail)
    with sqlite_app.app_context():
        kept = current().get_one(Accreditation, given)
        assert current().get_one(Ticket, kept.ticket_id).state == "valid"
        assert kept.base is None


def test_a_deputy_gets_the_invitation_and_nothing_of_the_guests_badge(sqlite_app: Flask) -> None:
    number = alone(sqlite_app)
    accept(sqlite_app, number)
    badge(sqlite_app, holder(sqlite_app, number))
    send_deputy(sqlite_app, number)
    assert live(sqlite_app) == [
        ("Anna (sample) Berg", TicketClass.CREW, 0b10),
        ("見本 結衣（見本）", TicketClass.GUEST, 0),
    ]


def test_a_sample_and_who_has_no_address_are_not_written_to(sqlite_app: Flask) -> None:
    nobody = PersonContent("Trần", "Không Địa Chỉ (mẫu)", "vi")
    number = alone(sqlite_app, who=nobody)
    accept(sqlite_app, number)
    event = event_of(sqlite_app, MAIN)
    with sqlite_app.app_context(), writing() as session:
        other = guest(session, YUI)
        inviting.list_for(
            session, actor=SYSTEM, event_id=event.id, guest_ids=[other.id], now=NOW, sample=True
        )
        second = session.scalars(select(Invitation.id).where(Invitation.guest_id == other.id)).one()
    accept(sqlite_app, second)
    assert letters(sqlite_app) == []
    assert [state for _who, _name, state in tickets(sqlite_app)] == ["valid", "valid"]
