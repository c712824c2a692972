"""Read the answers to surveys."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.conference.models import OpinionRow
from festival.conference.types.survey import Opinion, Organisation, Useful
from festival.core.trilingual import as_language


def opinions(session: Session, session_id: int) -> list[Opinion]:
    """Return the answers about a session, the newest first."""
    rows = session.scalars(
        select(OpinionRow).where(OpinionRow.session_id == session_id).order_by(OpinionRow.id.desc())
    )
    return [
        Opinion(
            row.rating,
            frozenset(Useful(word) for word in row.useful.split(",") if word),
            row.remark,
            Organisation(row.organisation),
            as_language(row.language) or "vi",
        )
        for row in rows
    ]


def counts(session: Session, session_ids: Iterable[int]) -> dict[int, tuple[int, float]]:
    """Return session → how many have answered, and their average."""
    rows = session.execute(
        select(OpinionRow.session_id, func.count(), func.avg(OpinionRow.rating))
        .where(OpinionRow.session_id.in_(list(session_ids)))
        .group_by(OpinionRow.session_id)
    )
    return {number: (count, float(average)) for number, count, average in rows}
