"""Write messages down; claim, finish and retry them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import case, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.core.statements import Journey, Prepared, together
from festival.core.trilingual import DEFAULT_LANGUAGE, as_language
from festival.outbox.limits import LOOK_AHEAD, Limits
from festival.outbox.models import Message, OptOut
from festival.outbox.types import (
    MAX_TRIES,
    NEXT_STATES,
    RETRY_AFTER,
    STUCK_AFTER,
    Channel,
    Letter,
    MessageKind,
    MessageState,
    read_attachments,
)

# Prepared once: this runs with every registration.
_ENQUEUE = Prepared(insert(Message).inline())


def enqueue(
    session: Session,
    letter: Letter,
    *,
    cause: str,
    now: datetime,
    due: datetime | None = None,
    counted: bool = False,
) -> None:
    """Store `letter` to be sent after the commit (or not before `due`). `cause` names what it is about and is used once for ever.

    `counted`: it is one of the three of its address's hour already (limits.py); otherwise it is counted when it leaves, and
    waits for its turn.
    """
    with together(session.connection()) as journey:
        journey.tell(_ENQUEUE, _row(letter, cause, now, due, counted=counted))


def enqueue_along(journey: Journey, letter: Letter, *, cause: str, now: datetime, counted: bool) -> None:
    """Store `letter` with other statements of a journey."""
    journey.tell(_ENQUEUE, _row(letter, cause, now, counted=counted))


def enqueue_all(
    session: Session, letters: Sequence[tuple[str, Letter]], *, now: datetime, counted: bool = False
) -> None:
    """Store many letters, each with its cause; `counted` as for one."""
    with together(session.connection()) as journey:
        journey.tell(_ENQUEUE, *(_row(letter, cause, now, counted=counted) for cause, letter in letters))


def _row(
    letter: Letter, cause: str, now: datetime, due: datetime | None = None, *, counted: bool = False
) -> dict[str, object]:
    other_channel, other_recipient = letter.other or (None, None)
    return {
        "cause": cause,
        "kind": letter.kind,
        "channel": letter.channel,
        "recipient": letter.to,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "link": letter.link,
        "link_label": letter.link_label,
        "attachments": "\n".join(map(str, letter.attachments)) if letter.attachments else "",
        "other_channel": other_channel,
        "other_recipient": other_recipient,
        "short": letter.short,
        "counted": counted,
        "state": MessageState.QUEUED,
        "tries": 0,
        "made_at": now,
        "due_at": due or now,
    }


def claim(session: Session, *, limit: int, limits: Limits, now: datetime) -> Sequence[Message]:
    """Mark up to `limit` due messages as being sent and return them; stuck ones come again.

    A message that nobody has counted yet is counted here. When its address has had its three within the hour, it waits: none
    is lost, and none comes too thick.
    """
    due = (
        select(Message)
        .where(
            or_(
                (Message.state == MessageState.QUEUED) & (Message.due_at <= now),
                (Message.state == MessageState.SENDING) & (Message.claimed_at < now - STUCK_AFTER),
            )
        )
        .order_by(Message.due_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = session.scalars(due).all()
    # Addresses in one order everywhere, so that two workers never wait for each other.
    room = {
        message.id: _has_room(session, message, limits, now)
        for message in sorted(found, key=lambda one: limits.digest(one.recipient))
    }
    messages = [message for message in found if room[message.id]]
    for message in messages:
        message.state = MessageState.SENDING
        message.claimed_at = now
        message.tries += 1
    session.flush()
    return messages


def _has_room(session: Session, message: Message, limits: Limits, now: datetime) -> bool:
    if message.counted:
        return True
    free = limits.next_free(session, message.recipient, now=now)
    message.counted = free is not None
    message.due_at = free or now + LOOK_AHEAD
    return free == now


def finish(session: Session, message_id: int, *, transport: str, now: datetime) -> None:
    """Note that a message has left; a receipt that was faster stands."""
    still = Message.state == MessageState.SENDING
    session.execute(
        update(Message)
        .where(Message.id == message_id)
        .values(
            transport=transport,
            state=case((still, MessageState.SENT), else_=Message.state),
            done_at=case((still, now), else_=Message.done_at),
            error=case((still, None), else_=Message.error),
        )
    )


def postpone(
    session: Session,
    message_id: int,
    *,
    tries: int,
    error: str,
    final: bool,
    limits: Limits,
    now: datetime,
) -> None:
    """Note a failure: try again in five minutes, or give up visibly after the last try or a final refusal.

    What is given up is said in the second way to its reader, when there is one.
    """
    if not (final or tries >= MAX_TRIES):
        session.execute(
            update(Message)
            .where(Message.id == message_id, Message.state == MessageState.SENDING)
            .values(state=MessageState.QUEUED, due_at=now + RETRY_AFTER, error=error[:300])
        )
        return
    _end(session, message_id, MessageState.FAILED, error=error, limits=limits, now=now)


def _end(
    session: Session, message_id: int, state: MessageState, *, error: str, limits: Limits, now: datetime
) -> bool:
    """Let a message end as failed or bounced, once, and write what follows from it. False when it had ended otherwise."""
    may = [before for before, after in NEXT_STATES.items() if state in after]
    ended = session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state.in_(may))
        .values(state=state, done_at=now, error=error[:300])
        .returning(Message.id)
    ).first()
    if ended is not None:
        _go_the_other_way(session, message_id, limits, now)
    return ended is not None


def _go_the_other_way(session: Session, message_id: int, limits: Limits, now: datetime) -> None:
    """Write the same message to the second address of its reader, once, and not before that one has room for it."""
    first = session.get(Message, message_id, populate_existing=True)
    if first is None or first.other_channel is None or first.other_recipient is None:
        return
    by_phone = first.other_channel == Channel.SMS
    letter = Letter(
        channel=Channel(first.other_channel),
        to=first.other_recipient,
        language=as_language(first.language) or DEFAULT_LANGUAGE,
        subject=first.subject,
        text=(first.short or first.subject) if by_phone else first.text,
        link=first.link,
        link_label=first.link_label,
        kind=MessageKind(first.kind),
        attachments=read_attachments(first.attachments),
    )
    cause = f"{first.cause}:second"
    if session.scalar(select(Message.id).where(Message.cause == cause)) is not None:
        return
    due = limits.next_free(session, letter.to, now=now)
    if due is not None:
        enqueue(session, letter, cause=cause, now=now, due=due, counted=True)


def take_receipt(
    session: Session,
    message_id: int,
    state: MessageState,
    *,
    reason: str,
    limits: Limits,
    now: datetime,
) -> MessageState | None:
    """Note what a gateway reports of a message; return how it stands then, or None when there is no such message."""
    message = session.scalars(select(Message).where(Message.id == message_id).with_for_update()).one_or_none()
    if message is None:
        return None
    if state in NEXT_STATES[MessageState(message.state)]:
        if state is MessageState.DELIVERED:
            message.state, message.done_at, message.error = state, now, None
            session.flush()
        else:
            _end(session, message.id, state, error=reason or "reported", limits=limits, now=now)
    session.refresh(message)
    return MessageState(message.state)


def send_again(session: Session, message_id: int, *, now: datetime) -> bool:
    """Queue a message that failed or came back once more (a person asked for it). False when it has done neither."""
    done = session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state.in_((MessageState.FAILED, MessageState.BOUNCED)))
        .values(state=MessageState.QUEUED, due_at=now, tries=0)
        .returning(Message.id)
    )
    return done.first() is not None


# --- what can be spared ------------------------------------------------------------------------------------------------


def opt_out(session: Session, digest: str, *, now: datetime) -> None:
    """Note that the owner of an address wants no message that can be spared; saying it twice is fine."""
    connection = session.connection()
    connection.execute(_spare(connection.dialect.name), {"digest": digest, "made_at": now})


def opt_in(session: Session, digest: str) -> None:
    """Take that back."""
    session.execute(delete(OptOut).where(OptOut.digest == digest))


@cache
def _spare(dialect: str) -> Any:
    make = postgres_insert if dialect == "postgresql" else sqlite_insert
    return make(OptOut).on_conflict_do_nothing()
