"""A ticket goes to another person: a new code and a page of their own; the old code is dead from this moment."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core import names as forms_of_names
from festival.core.actor import Actor
from festival.core.transaction import abandon
from festival.outbox.types import MessageKind
from festival.programme.queries import get_event
from festival.programme.types import EventFacts
from festival.registration import mails, rules
from festival.registration.messaging import Sender
from festival.registration.models import Registration, Ticket, Transfer
from festival.registration.services.holding import Held, hold
from festival.registration.services.telling import Write, letter_to
from festival.registration.types import Fixed, NotTold, PassedOn, Reach, RegistrationKind, TicketState


def pass_on(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    position: int,
    name: str,
    reach: Reach,
    sender: Sender,
    now: datetime,
) -> PassedOn | Fixed | NotTold:
    """Give the ticket at `position` to `name`, who gets a link of their own; both sides are told. Raises NotFound.

    The place moves along: nobody on a waiting list can come between. What is used stays; what is passed on already stays
    passed on. When the new holder cannot be written to, nothing of the transaction stays, for nobody else may see the link.
    """
    held = hold(session, registration_id)
    old = held.at(position)
    event = get_event(session, held.registration.event_id)
    if old is None:
        return PassedOn(repeated=True) if _went(session, registration_id, position) else Fixed.VOID
    fixed = rules.why_party_fixed(held.registration.kind, event, now) or rules.why_ticket_fixed(
        old.state, old.admitted_at
    )
    if fixed is not None:
        return fixed
    _end(held, old, now)
    session.flush()
    theirs = _new_registration(session, held.registration, old, name=name, reach=reach, now=now)
    session.add(Transfer(ticket_id=old.id, registration_id=theirs.id, made_at=now))
    for verb, subject_id in (("ticket.passed_on", registration_id), ("ticket.received", theirs.id)):
        note(
            session,
            actor=actor,
            verb=verb,
            subject="registration",
            subject_id=subject_id,
            now=now,
            ticket=old.id,
        )
    if not _tell_both(session, held.registration, theirs, old, event, name=name, sender=sender, now=now):
        abandon(session)
        return NotTold()
    return PassedOn(repeated=False)


def _went(session: Session, registration_id: int, position: int) -> bool:
    went = exists().where(
        Transfer.ticket_id == Ticket.id,
        Ticket.registration_id == registration_id,
        Ticket.position == position,
    )
    return bool(session.scalar(select(went)))


def _end(held: Held, old: Ticket, now: datetime) -> None:
    """End the old code, and the party's with the last of its people."""
    old.state, old.changed_at = TicketState.REVOKED, now
    if len(held.people) == 1:
        if held.party is not None:
            held.party.state, held.party.changed_at = TicketState.CANCELLED, now
        held.registration.cancelled_at = now


def _new_registration(
    session: Session, giver: Registration, old: Ticket, *, name: str, reach: Reach, now: datetime
) -> Registration:
    theirs = Registration(
        event_id=giver.event_id,
        kind=RegistrationKind.PARTY,
        code=ids.short_code(),
        submission=ids.token(128),
        language=reach.language,
        phone=reach.phone,
        mail=reach.mail,
        needs="",
        needs_note="",
        manage_epoch=1,
        category=giver.category,
        slot_id=giver.slot_id,
        is_sample=giver.is_sample,
        made_at=now,
    )
    session.add(theirs)
    session.flush()
    for position, whose in ((0, ""), (1, name)):
        session.add(
            Ticket(
                registration_id=theirs.id,
                event_id=old.event_id,
                position=position,
                ticket_class=old.ticket_class,
                name=whose,
                name_folded=forms_of_names.fold(whose),
                state=TicketState.VALID,
                valid_from=old.valid_from,
                valid_until=old.valid_until,
                made_at=now,
                changed_at=now,
            )
        )
    session.flush()
    return theirs


def _tell_both(
    session: Session,
    giver: Registration,
    theirs: Registration,
    old: Ticket,
    event: EventFacts,
    *,
    name: str,
    sender: Sender,
    now: datetime,
) -> bool:
    """Write to both in one go and return whether the new holder will be told; a sample's is told by nobody.

    One after the other, two who pass tickets on to each other would wait for one another's mailbox.
    """
    if theirs.is_sample:
        return True

    def about(kind: MessageKind, link: str) -> Write:
        return lambda channel, to, lang: mails.changed(
            session, kind, event, to=to, channel=channel, lang=lang, link=link, name=name
        )

    received = about(MessageKind.TRANSFER, sender.links.manage_url(theirs.id, 1))
    passed = about(MessageKind.PASSED_ON, sender.links.manage_url(giver.id, giver.manage_epoch))
    first = letter_to(theirs.phone, theirs.mail, theirs.language, received)
    second = letter_to(giver.phone, giver.mail, giver.language, passed)
    if first is None:
        return False
    letters = [(f"registration:{theirs.id}:received", first)]
    letters += [(f"registration:{giver.id}:passed:{old.id}", second)] if second else []
    return sender.send_all(session, letters, now=now)[0]
