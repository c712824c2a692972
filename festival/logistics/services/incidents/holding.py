"""Hold what must not change meanwhile: one incident, two of them in one order."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.names import fold
from festival.logistics.models import Incident, IncidentEntry
from festival.logistics.queries.incidents import seen
from festival.logistics.types.incidents import EntryKind, Sight
from festival.programme.services.drafting import account_of


def next_number(session: Session, edition_id: int) -> int:
    """Return the next number of an edition that is held (`hold_edition`): incidents are never deleted, so there are no gaps."""
    last = session.scalar(select(func.max(Incident.number)).where(Incident.edition_id == edition_id))
    return (last or 0) + 1


def hold(session: Session, sight: Sight, number: int) -> Incident:
    """Lock an incident and return it as it is now. Raises NotFound, alike for one that may not be seen."""
    found = session.scalar(
        select(Incident)
        .where(seen(sight), Incident.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(number)
    return found


def hold_both(session: Session, sight: Sight, number: int, other: int) -> tuple[Incident, Incident | None]:
    """Lock two incidents, the lower number first, and return them as asked; the second is None where there is none."""
    rows = session.scalars(
        select(Incident)
        .where(seen(sight), Incident.number.in_((number, other)))
        .order_by(Incident.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    found = {row.number: row for row in rows}
    if number not in found:
        raise NotFound(number)
    return found[number], found.get(other)


def write(
    session: Session,
    incident: Incident,
    *,
    actor: Actor,
    kind: EntryKind,
    now: datetime,
    text: str = "",
    content: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    submission: str | None = None,
    unit_id: int | None = None,
    crew_id: int | None = None,
    report_id: int | None = None,
) -> IncidentEntry:
    """Add a line to the log of an incident that is held."""
    made = IncidentEntry(
        incident_id=incident.id,
        kind=kind,
        text=text,
        folded=fold(text),
        content=dict(content) if content else None,
        at=at or now,
        made_by=account_of(actor),
        submission=submission,
        unit_id=unit_id,
        crew_id=crew_id,
        report_id=report_id,
    )
    session.add(made)
    incident.changed_at = now
    incident.changed_by = account_of(actor)
    session.flush()
    return made
