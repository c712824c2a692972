"""A lost link is found again: the answer goes to the registered phone or mail, never to whoever asks."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.throttle import Counter
from festival.outbox.models import Message
from festival.outbox.services import enqueue
from festival.outbox.types import Channel
from festival.programme.queries import get_event
from festival.registration import mails, queries
from festival.registration.messaging import Sender
from festival.registration.models import LinkRequest, Registration

QUARTER = timedelta(minutes=15)
PER_NETWORK = 30
BATCH = 50


def ask_for_links(
    session: Session, *, phone: str | None, mail: str | None, network: str, sender: Sender, now: datetime
) -> bool:
    """Write down that somebody asks what is registered under this contact. False only when this network asks too often.

    The worker looks it up (`answer_next`). So nothing that happens here depends on whether anybody is registered: neither the
    answer nor the time it takes can tell.
    """
    [asked] = sender.count(session, Counter("find-from", network, QUARTER), now=now)
    if asked > PER_NETWORK:
        return False
    session.add(LinkRequest(phone=phone, mail=mail, asked_at=now))
    session.flush()
    return True


def anybody_asked(session: Session, *, now: datetime) -> bool:  # noqa: ARG001 (the worker says it to all)
    """Tell whether somebody waits for their links, without taking a lock."""
    return session.scalar(select(LinkRequest.id).limit(1)) is not None


def answer_next(session: Session, *, sender: Sender, now: datetime) -> int:
    """Write to whoever asked and is registered, forget what was asked, and return how many had asked (up to 50 at once)."""
    asked = session.scalars(
        select(LinkRequest).order_by(LinkRequest.id).limit(BATCH).with_for_update(skip_locked=True)
    ).all()
    # Mailboxes in the order in which everybody locks them (outbox/limits.py), so that two workers never wait for each other.
    for one in sorted(asked, key=lambda it: sender.limits.digest(it.mail or it.phone or "")):
        _send_links(session, one, sender=sender, now=now)
        session.delete(one)
    session.flush()
    return len(asked)


def _send_links(session: Session, asked: LinkRequest, *, sender: Sender, now: datetime) -> None:
    found = queries.active_by_contact(session, phone=asked.phone, mail=asked.mail, now=now)
    if not found:
        return
    channel, to = (Channel.MAIL, asked.mail) if asked.mail else (Channel.SMS, asked.phone)
    tickets = [
        (
            get_event(session, registration.event_id),
            sender.links.manage_url(registration.id, registration.manage_epoch),
        )
        for registration in found
    ]
    letter = mails.found(session, to or "", channel, tickets, found[0].language)
    sender.send(session, letter, cause=f"find:{ids.new_uuid()}", now=now)


def send_link_to(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    form: str,
    sender: Sender,
    in_turn: bool = False,
    now: datetime,
) -> bool:
    """Send one party the link to its tickets, as the desk asks; the same form sends it once. Raises NotFound.

    False when it has no contact, is a sample, or has had its three messages this hour; with `in_turn` it waits for its turn
    instead, and no counter is locked: whoever writes to many would lock them in an order of their own.
    """
    registration = session.scalar(
        select(Registration).where(Registration.id == registration_id).with_for_update()
    )
    if registration is None:
        raise NotFound
    to = registration.mail or registration.phone
    if to is None or registration.is_sample:
        return False
    cause = f"registration:{registration_id}:link:{form}"
    if session.scalar(select(Message.id).where(Message.cause == cause)) is not None:
        return True
    link = sender.links.manage_url(registration.id, registration.manage_epoch)
    channel = Channel.MAIL if registration.mail else Channel.SMS
    event = get_event(session, registration.event_id)
    letter = mails.found(session, to, channel, [(event, link)], registration.language)
    if in_turn:
        enqueue(session, letter, cause=cause, now=now)
    elif not sender.send(session, letter, cause=cause, now=now):
        return False
    note(
        session,
        actor=actor,
        verb="link.sent",
        subject="registration",
        subject_id=registration_id,
        now=now,
    )
    return True
