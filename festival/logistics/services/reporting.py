"""Give out a report: what was written around it is kept for the next one, and the record says who took what."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.trilingual import Language
from festival.logistics.models import ReportHead
from festival.logistics.types.reports import FileKind, Head, ReportKind
from festival.programme.services.holding import hold_edition


def keep_head(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    agency_id: int | None,
    kind: ReportKind,
    language: Language,
    head: Head,
    now: datetime,
) -> None:
    """Keep what was written around a kind of report, for the committee or an agency; the last one who writes counts."""
    hold_edition(session, edition_id)
    found = session.scalar(
        select(ReportHead).where(
            ReportHead.edition_id == edition_id,
            ReportHead.agency_id.is_(None) if agency_id is None else ReportHead.agency_id == agency_id,
            ReportHead.kind == kind,
            ReportHead.language == language,
        )
    )
    said = head.as_json()
    if found is None:
        found = ReportHead(
            edition_id=edition_id, agency_id=agency_id, kind=kind, language=language, said=said
        )
        session.add(found)
    elif found.said == said:
        return
    found.said, found.changed_at, found.changed_by = said, now, actor.id
    session.flush()


def note_given_out(
    session: Session,
    *,
    actor: Actor,
    kind: ReportKind,
    language: Language,
    file: FileKind,
    now: datetime,
    rows: int,
    phones: bool = False,
) -> None:
    """Write into the record who took a report out, of how many tasks or people, and whether phone numbers are in it."""
    note(
        session,
        actor=actor,
        verb="exported",
        subject="report",
        subject_id=None,
        now=now,
        kind=str(kind),
        language=language,
        file=str(file),
        rows=rows,
        phones=phones,
    )
