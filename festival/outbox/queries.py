"""What waits, what left, what failed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from festival.outbox.models import Message, OptOut
from festival.outbox.types import STUCK_AFTER, MessageState


def latest(
    session: Session, *, state: str = "", kind: str = "", channel: str = "", limit: int = 100
) -> Sequence[Message]:
    """Return the newest messages, or the newest of those that are asked for."""
    statement = select(Message).order_by(Message.id.desc()).limit(limit)
    for column, word in ((Message.state, state), (Message.kind, kind), (Message.channel, channel)):
        if word:
            statement = statement.where(column == word)
    return session.scalars(statement).all()


def counts(session: Session) -> dict[str, int]:
    """Return how many messages are in each state."""
    rows = session.execute(select(Message.state, func.count()).group_by(Message.state))
    return {state: number for state, number in rows}


def anything_due(session: Session, *, now: datetime) -> bool:
    """Tell whether a message waits to be sent now, or was left half-sent by a worker that died."""
    due = (Message.state == MessageState.QUEUED) & (Message.due_at <= now)
    stuck = (Message.state == MessageState.SENDING) & (Message.claimed_at < now - STUCK_AFTER)
    return session.scalar(select(Message.id).where(or_(due, stuck)).limit(1)) is not None


def opted_out(session: Session, digests: Sequence[str]) -> frozenset[str]:
    """Return those of these addresses (as digests) that want no message that can be spared."""
    return frozenset(session.scalars(select(OptOut.digest).where(OptOut.digest.in_(digests))))
