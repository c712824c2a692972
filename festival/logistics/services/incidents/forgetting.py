"""What the incident log forgets: names, words and photos once their term is over. Numbers, times, states and kinds stay."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, null, or_, select, update
from sqlalchemy.orm import Session

from festival.logistics.models import FieldReport, Incident, IncidentDispatch, IncidentEntry
from festival.logistics.types.incidents import EntryKind, MethaneKind
from festival.programme.models import Edition
from festival.registration.services.retention import FORGOTTEN, Term


def _old(before: datetime) -> Select[Any]:
    """Return the editions whose log still holds words though its term is over."""
    said = or_(
        exists().where(Incident.edition_id == Edition.id, Incident.title != FORGOTTEN),
        exists().where(FieldReport.edition_id == Edition.id, FieldReport.text != FORGOTTEN),
    )
    return select(Edition.id).where(Edition.ends_on < before.date(), said)


def _forget(session: Session, editions: list[int]) -> None:
    mine = select(Incident.id).where(Incident.edition_id.in_(editions))
    entries = IncidentEntry.incident_id.in_(mine)
    for statement in (
        update(IncidentEntry).where(entries).values(text="", folded=""),
        update(IncidentEntry)
        .where(entries, IncidentEntry.kind == EntryKind.METHANE)
        .values(content={"kind": str(MethaneKind.ETHANE)}),
        update(IncidentEntry).where(entries, IncidentEntry.kind == EntryKind.REPORT).values(content=null()),
        update(IncidentEntry)
        .where(entries, IncidentEntry.struck_at.is_not(None))
        .values(struck_reason=FORGOTTEN),
        update(IncidentDispatch).where(IncidentDispatch.incident_id.in_(mine)).values(told=""),
        update(Incident)
        .where(Incident.edition_id.in_(editions))
        .values(title=FORGOTTEN, place_text="", reported_by="", folded=""),
        update(FieldReport)
        .where(FieldReport.edition_id.in_(editions))
        .values(name="", text=FORGOTTEN, place_text="", photo=null(), has_photo=False),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


TERM = Term(_old, _forget)
