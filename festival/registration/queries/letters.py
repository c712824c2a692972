"""Which texts organizers have written for messages."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.outbox.types import MessageKind
from festival.registration.models import Mailing, MessageText
from festival.registration.types.letters import Wording


def own_wordings(session: Session) -> dict[MessageKind, Wording]:
    """Return kind → the texts that stand in place of the standard ones (one query)."""
    newest = select(func.max(MessageText.id)).group_by(MessageText.kind)
    rows = session.scalars(select(MessageText).where(MessageText.id.in_(newest))).all()
    return {MessageKind(row.kind): wording for row in rows if (wording := wording_of(row)) is not None}


def wording_of(row: MessageText) -> Wording | None:
    """Return the texts of one version; None for "back to the standard text"."""
    if row.subject is None or row.text is None or row.short is None:
        return None
    return Wording(row.subject, row.text, row.short)


def versions(session: Session, kind: MessageKind) -> Sequence[MessageText]:
    """Return everything that was ever saved for one kind, newest first."""
    return session.scalars(
        select(MessageText).where(MessageText.kind == kind).order_by(MessageText.version.desc())
    ).all()


def mailings(session: Session, edition_id: int, *, limit: int = 100) -> Sequence[Mailing]:
    """Return the letters to many of an edition, newest first."""
    return session.scalars(
        select(Mailing).where(Mailing.edition_id == edition_id).order_by(Mailing.id.desc()).limit(limit)
    ).all()


def get_mailing(session: Session, edition_id: int, mailing_id: int) -> Mailing:
    """Return one letter to many of this edition. Raises NotFound."""
    mailing = session.get(Mailing, mailing_id)
    if mailing is None or mailing.edition_id != edition_id:
        raise NotFound
    return mailing
