"""Change projects: one by a form, or many by a table that somebody has looked at first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note, note_each
from festival.conference.models import FieldRow, Locality, ProjectRow
from festival.conference.queries.projects import all_projects
from festival.conference.rules.projects import Known, planned
from festival.conference.types.projects import (
    CONTENT_FIELDS,
    CodeTaken,
    Fate,
    LegalStatus,
    PlannedRow,
    Project,
    ProjectContent,
    ProjectStale,
    Taken,
)
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.services.holding import hold_ground


def save_project(
    session: Session,
    *,
    actor: Actor,
    code: str,
    version: int,
    content: ProjectContent,
    now: datetime,
) -> Project | ProjectStale | CodeTaken:
    """Change the project of this code, or add it where `version` is 0. Raises NotFound.

    Saying what it says already changes nothing, so that a form sent twice adds one project.
    """
    hold_ground(session)
    row = session.scalar(select(ProjectRow).where(ProjectRow.code == code).with_for_update(of=ProjectRow))
    if row is not None and row.project.content == content:
        return row.project
    if row is None and version:
        raise NotFound(code)
    if row is not None and version == 0:
        return CodeTaken(row.id)
    if row is not None and row.version != version:
        return ProjectStale(row.project)
    row = _write(session, row, code, content)
    note(
        session,
        actor=actor,
        verb="edited" if version else "made",
        subject="project",
        subject_id=row.id,
        now=now,
        version=row.version,
    )
    return row.project


def take_table(
    session: Session,
    *,
    actor: Actor,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    fields: Known,
    localities: Known,
    statuses: Mapping[str, LegalStatus],
    seen: Mapping[str, int],
    right_rows_only: bool,
    now: datetime,
) -> Taken | tuple[PlannedRow, ...]:
    """Take the rows of a table, worked out anew under the lock; return the plan where a wrong row forbids it.

    The same table taken again finds everything as it is.
    """
    hold_ground(session)
    known = {one.code: one for one in all_projects(session, only_public=False)}
    plan = planned(rows, known, fields, localities, statuses=statuses, seen=seen)
    counts = Counter(row.fate for row in plan)
    if counts[Fate.WRONG] and not right_rows_only:
        return plan
    stored = {row.code: row for row in session.scalars(select(ProjectRow))}
    said: dict[int, dict[str, int]] = {}
    for one in plan:
        if one.fate in {Fate.NEW, Fate.CHANGED} and one.content is not None:
            row = _write(session, stored.get(one.code), one.code, one.content)
            said[row.id] = {"version": row.version}
    note_each(session, actor=actor, verb="imported", subject="project", details=said, now=now)
    return Taken(counts[Fate.NEW], counts[Fate.CHANGED], counts[Fate.SAME], counts[Fate.WRONG])


def _write(session: Session, row: ProjectRow | None, code: str, content: ProjectContent) -> ProjectRow:
    if row is None:
        row = ProjectRow(code=code, version=0)
        session.add(row)
    for name in CONTENT_FIELDS:
        if name not in {"field", "locality", "status"}:
            setattr(row, name, getattr(content, name))
    row.status = str(content.status)
    with session.no_autoflush:
        row.field = session.scalar(select(FieldRow).where(FieldRow.slug == content.field))
        row.locality = session.scalar(select(Locality).where(Locality.slug == content.locality))
    row.version += 1
    session.flush()
    return row
