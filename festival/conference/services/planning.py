"""Keep the planning board up to date: each change is a version, and nobody overwrites what a colleague has just said."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.models import Locality, PlanRow, PlanVersion
from festival.conference.queries.planning import get_locality, get_row
from festival.conference.rules.planning import settled
from festival.conference.types.planning import LocalityKind, PlanContent, PlanStale, PlanTaken
from festival.core.actor import Actor
from festival.core.names import fold
from festival.core.trilingual import Trilingual


def add_locality(
    session: Session, *, slug: str, name: Trilingual, kind: LocalityKind, position: int
) -> Locality:
    """Add a locality and return it."""
    made = Locality(slug=slug, name=name, kind=str(kind), position=position)
    session.add(made)
    session.flush()
    return made


def add_plan(
    session: Session,
    *,
    actor: Actor,
    place: str,
    content: PlanContent,
    why: str,
    now: datetime,
    submission: str | None = None,
) -> int | PlanTaken:
    """Add a plan to a locality and return its number; the same form sent again gets the first one. Raises NotFound."""
    locality = get_locality(session, place)
    _hold(session, locality)
    if submission is not None:
        known = session.scalar(select(PlanRow.id).where(PlanRow.submission == submission))
        if known is not None:
            return known
    taken = _taken(session, locality.id, content, but=None)
    if taken is not None:
        return PlanTaken(taken)
    row = PlanRow(locality=locality, version=1, submission=submission)
    _write(session, row, content, why=why, actor=actor, now=now)
    note(session, actor=actor, verb="made", subject="plan", subject_id=row.id, now=now)
    return row.id


def change_plan(
    session: Session,
    *,
    actor: Actor,
    plan_id: int,
    version: int,
    content: PlanContent,
    why: str,
    now: datetime,
) -> int | PlanStale | PlanTaken:
    """Let a plan say something else and return its new version; what changes nothing makes none. Raises NotFound.

    `version` is the one the form was made from. The form sent again finds what it has stored, and is content.
    """
    row = get_row(session, plan_id, lock=True)
    content = settled(content)
    if row.content == content:
        return row.version
    if row.version != version:
        return PlanStale(row.plan)
    _hold(session, row.locality)
    taken = _taken(session, row.locality_id, content, but=row.id)
    if taken is not None:
        return PlanTaken(taken)
    row.version += 1
    _write(session, row, content, why=why, actor=actor, now=now)
    note(session, actor=actor, verb="edited", subject="plan", subject_id=row.id, now=now, version=row.version)
    return row.version


def _hold(session: Session, locality: Locality) -> None:
    """Let nobody else add to the locality until this is done, so that two plans of one name cannot meet."""
    session.execute(update(Locality).where(Locality.id == locality.id).values(position=Locality.position))


def _taken(session: Session, locality_id: int, content: PlanContent, *, but: int | None) -> int | None:
    statement = select(PlanRow.id).where(
        PlanRow.locality_id == locality_id,
        PlanRow.layer == str(content.layer),
        PlanRow.name_key == _key(content.name),
    )
    return session.scalar(statement if but is None else statement.where(PlanRow.id != but))


def _key(name: Trilingual) -> str:
    return fold(name.in_("vi"))[:200]


def _write(
    session: Session, row: PlanRow, content: PlanContent, *, why: str, actor: Actor, now: datetime
) -> None:
    content = settled(content)
    for field in fields(PlanContent):
        value = getattr(content, field.name)
        setattr(row, field.name, str(value) if field.name in {"layer", "status"} else value)
    row.name_key = _key(content.name)
    session.add(row)
    session.flush()
    session.add(
        PlanVersion(
            plan_id=row.id,
            version=row.version,
            content=content.as_json(),
            note=why,
            made_at=now,
            made_by=actor.id,
        )
    )
    session.flush()
