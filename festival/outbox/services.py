"""Write messages down; claim, finish and retry them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from festival.outbox.models import Message
from festival.outbox.types import MAX_TRIES, RETRY_AFTER, STUCK_AFTER, Letter, MessageState

# Prepared once: this runs with every registration.
_ENQUEUE = insert(Message)


def enqueue(session: Session, letter: Letter, *, cause: str, now: datetime) -> None:
    """Store `letter` to be sent after the commit. `cause` names what it is about and is used once for ever."""
    session.connection().execute(_ENQUEUE, _row(letter, cause, now))


def enqueue_all(session: Session, letters: Sequence[tuple[str, Letter]], *, now: datetime) -> None:
    """Store many letters, each with its cause."""
    if letters:
        session.connection().execute(_ENQUEUE, [_row(letter, cause, now) for cause, letter in letters])


def _row(letter: Letter, cause: str, now: datetime) -> dict[str, object]:
    return {
        "cause": cause,
        "channel": letter.channel,
        "recipient": letter.to,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "link": letter.link,
        "link_label": letter.link_label,
        "state": MessageState.QUEUED,
        "tries": 0,
        "made_at": now,
        "due_at": now,
    }


def claim(session: Session, *, limit: int, now: datetime) -> Sequence[Message]:
    """Mark up to `limit` due messages as being sent and return them; stuck ones come again."""
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
    messages = session.scalars(due).all()
    for message in messages:
        message.state = MessageState.SENDING
        message.claimed_at = now
        message.tries += 1
    session.flush()
    return messages


def finish(session: Session, message_id: int, *, transport: str, now: datetime) -> None:
    """Note that a message has left."""
    session.execute(
        update(Message)
        .where(Message.id == message_id)
        .values(state=MessageState.SENT, transport=transport, done_at=now, error=None)
    )


def postpone(
    session: Session, message_id: int, *, tries: int, error: str, final: bool, now: datetime
) -> None:
    """Note a failure: try again in five minutes, or give up visibly after the last try or a final refusal."""
    if final or tries >= MAX_TRIES:
        values = {"state": MessageState.FAILED, "done_at": now, "error": error[:300]}
    else:
        values = {"state": MessageState.QUEUED, "due_at": now + RETRY_AFTER, "error": error[:300]}
    session.execute(update(Message).where(Message.id == message_id).values(**values))


def send_again(session: Session, message_id: int, *, now: datetime) -> bool:
    """Queue a failed message once more (a person asked for it). False when it has not failed."""
    done = session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.FAILED)
        .values(state=MessageState.QUEUED, due_at=now, tries=0)
        .returning(Message.id)
    )
    return done.first() is not None


def forget_done(session: Session, *, before: datetime) -> int:
    """Delete messages that ended before `before`: they hold names, addresses and links. Return how many."""
    done = (MessageState.SENT, MessageState.FAILED)
    gone = session.execute(
        delete(Message).where(Message.state.in_(done), Message.done_at < before).returning(Message.id)
    )
    return len(gone.all())
