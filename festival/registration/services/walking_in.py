"""Somebody stands at the desk without a ticket: a party is registered in one step, with no contact and, if need be, no name."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.transaction import abandon
from festival.core.trilingual import Language
from festival.programme.places import PlacesStatus
from festival.programme.queries import get_event
from festival.registration.models import Registration
from festival.registration.services.counting import next_slot, take_at_the_desk
from festival.registration.services.enrolling import Newcomers, enrol
from festival.registration.types import Full, NoSlot, NotOpen, Registered, RegistrationKind

PEOPLE_MAX = 20
# What a ticket is called when nobody gave a name; the party's language, as everything on a ticket.
_NAMELESS = {"vi": "Khách {n}", "ja": "来場者 {n}", "en": "Guest {n}"}


def walk_in(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    people: int,
    name: str,
    language: Language,
    submission: str,
    now: datetime,
    children: int = 0,
) -> Registered | Full | NotOpen:
    """Register `people` who have come. The same form sent again gets the first answer. Raises NotFound.

    `name` is that of one of them or empty; `children` of the `people` are children. No contact is asked: the code is handed over on the spot.
    """
    submission = f"desk:{submission}"[
        :43
    ]  # no number of a citizen's form means a party of the desk, or the other way round
    if (known := _known(session, submission)) is not None:
        return known
    event = get_event(session, event_id)
    if not event.takes_registrations:  # for invited guests, or nobody needs a ticket
        return NotOpen(PlacesStatus.CLOSED)
    slot = next_slot(session, event_id, people, now=now)
    if isinstance(slot, NoSlot):
        return Full(0)
    others = [_NAMELESS[language].format(n=number) for number in range(1, people + 1)]
    party = Newcomers(
        RegistrationKind.WALK_IN,
        [name or others[0], *others[1:]],
        language,
        submission,
        slot=slot,
        children=children,
    )
    registration = enrol(session, event, party, now=now)
    if registration is None:  # the same form, at the same moment, in another request
        first = _known(session, submission)
        if first is None:
            raise RuntimeError(submission)
        return first
    note(
        session,
        actor=actor,
        verb="walked_in",
        subject="registration",
        subject_id=registration.id,
        now=now,
        people=people,
    )
    refused = take_at_the_desk(session, registration, people, now=now)
    if refused is not None:
        abandon(session)
        return refused
    return Registered(registration.id, 1, repeated=False)


def _known(session: Session, submission: str) -> Registered | None:
    statement = select(Registration.id, Registration.manage_epoch).where(
        Registration.submission == submission
    )
    row = session.execute(statement).first()
    return Registered(row.id, row.manage_epoch, repeated=True) if row is not None else None
