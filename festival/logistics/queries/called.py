"""The crew as units that can be sent: which teams and posts there are, who belongs to one, and where somebody is sent now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.logistics.models import (
    Assignment,
    CrewMember,
    CrewTeam,
    FieldReport,
    Incident,
    IncidentDispatch,
    Post,
    ResponseUnit,
    Shift,
)
from festival.logistics.queries.incidents import Order
from festival.logistics.queries.workers import minutes_of
from festival.logistics.types.crew import LimitCode
from festival.logistics.types.incidents import BUSY, Sight
from festival.logistics.types.shifts import HOLDING


@dataclass(frozen=True, slots=True)
class TeamOffered:
    """A team that can be sent, with how many people it has; `unit_id` once it has been sent before."""

    team_id: int
    name: str
    people: int
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class PostOffered:
    """A post whose people can be sent: how many are on duty there, and how many of them have checked in."""

    post_id: int
    code: str
    name: Trilingual
    on_duty: int
    present: int
    unit_id: int | None


def teams_offered(session: Session, edition_id: int) -> list[TeamOffered]:
    """Return the teams with people that are not out of use as units, by name (one statement)."""
    statement = (
        select(CrewTeam.id, CrewTeam.name, func.count(CrewMember.id), ResponseUnit.id)
        .join(CrewMember, and_(CrewMember.team_id == CrewTeam.id, CrewMember.is_active))
        .outerjoin(ResponseUnit, ResponseUnit.team_id == CrewTeam.id)
        .where(CrewTeam.edition_id == edition_id, ResponseUnit.retired_at.is_(None))
        .group_by(CrewTeam.id, CrewTeam.name, ResponseUnit.id)
        .order_by(CrewTeam.name, CrewTeam.id)
    )
    return [TeamOffered(*row) for row in session.execute(statement)]


def posts_offered(session: Session, edition_id: int, now: datetime) -> list[PostOffered]:
    """Return the posts at which somebody is on duty now, by code (one statement)."""
    there = Assignment.arrived_at.is_not(None) & Assignment.left_at.is_(None)
    statement = (
        select(
            Post.id,
            Post.code,
            Post.name,
            func.count(),
            func.sum(case((there, 1), else_=0)),
            ResponseUnit.id,
        )
        .join(Shift, Shift.post_id == Post.id)
        .join(Assignment, Assignment.shift_id == Shift.id)
        .outerjoin(ResponseUnit, ResponseUnit.post_id == Post.id)
        .where(
            Post.edition_id == edition_id,
            Shift.starts_at <= now,
            Shift.ends_at > now,
            Assignment.state.in_(HOLDING),
            Assignment.left_at.is_(None),
            ResponseUnit.retired_at.is_(None),
        )
        .group_by(Post.id, ResponseUnit.id)
        .order_by(Post.code, Post.id)
    )
    return [PostOffered(*row) for row in session.execute(statement)]


def people_called(session: Session, unit: ResponseUnit, now: datetime) -> Sequence[CrewMember]:
    """Return whom to write to when a unit of the crew is sent: who is on duty at the post; of a team its leader and who is on duty,
    all of it where nobody is.
    """
    on_duty = (
        select(Assignment.crew_id)
        .join(Shift, Shift.id == Assignment.shift_id)
        .where(
            Assignment.state.in_(HOLDING),
            Assignment.left_at.is_(None),
            Shift.starts_at <= now,
            Shift.ends_at > now,
        )
    )
    if unit.post_id is not None:
        found = on_duty.where(Shift.post_id == unit.post_id)
        return session.scalars(
            select(CrewMember).where(CrewMember.id.in_(found)).order_by(CrewMember.id)
        ).all()
    if unit.team_id is None:
        return []
    team = (
        select(CrewMember)
        .where(CrewMember.team_id == unit.team_id, CrewMember.is_active)
        .order_by(CrewMember.id)
    )
    first = session.scalars(team.where(or_(CrewMember.leads, CrewMember.id.in_(on_duty)))).all()
    return first or session.scalars(team).all()


def _belongs(session: Session, member: CrewMember, now: datetime) -> ColumnElement[bool]:
    """Return what makes an order this person's: sent to their team, or to the post where they stand or stood when it was sent."""
    if not member.is_active:
        return false()
    begins = now + timedelta(minutes=minutes_of(session)[LimitCode.EARLY])
    at_post = exists().where(
        Assignment.crew_id == member.id,
        Assignment.shift_id == Shift.id,
        Assignment.state.in_(HOLDING),
        Shift.post_id == ResponseUnit.post_id,
        Shift.starts_at <= begins,
        Shift.ends_at > IncidentDispatch.sent_at,
    )
    in_team = false() if member.team_id is None else ResponseUnit.team_id == member.team_id
    return and_(
        ResponseUnit.edition_id == member.edition_id,
        ResponseUnit.retired_at.is_(None),
        or_(in_team, at_post),
    )


def orders_for(session: Session, member: CrewMember, now: datetime) -> list[Order]:
    """Return where somebody of the crew is sent now, the newest first."""
    rows = session.execute(
        select(IncidentDispatch, Incident, ResponseUnit)
        .join(Incident, Incident.id == IncidentDispatch.incident_id)
        .join(ResponseUnit, ResponseUnit.id == IncidentDispatch.unit_id)
        .where(_belongs(session, member, now), IncidentDispatch.answer.in_(BUSY))
        .order_by(IncidentDispatch.id.desc())
    )
    return [Order(dispatch, incident, unit) for dispatch, incident, unit in rows]


def get_order(session: Session, member: CrewMember, dispatch_id: int, now: datetime) -> IncidentDispatch:
    """Return an order that somebody of the crew may answer, also when it is over. Raises NotFound."""
    found = session.scalar(
        select(IncidentDispatch)
        .join(ResponseUnit, ResponseUnit.id == IncidentDispatch.unit_id)
        .where(IncidentDispatch.id == dispatch_id, _belongs(session, member, now))
    )
    if found is None:
        raise NotFound(dispatch_id)
    return found


def reports_by(session: Session, crew_id: int) -> Sequence[FieldReport]:
    """Return the newest reports of somebody of the crew."""
    return session.scalars(
        select(FieldReport).where(FieldReport.crew_id == crew_id).order_by(FieldReport.id.desc()).limit(5)
    ).all()


def out_at(session: Session, sight: Sight) -> dict[int, list[int]]:
    """Return unit → numbers of the incidents it is out at, as far as these eyes may see them."""
    hidden = [] if sight.confidential else [Incident.confidential.is_(False)]
    rows = session.execute(
        select(IncidentDispatch.unit_id, Incident.number)
        .join(Incident, Incident.id == IncidentDispatch.incident_id)
        .where(Incident.edition_id == sight.edition_id, IncidentDispatch.answer.in_(BUSY), *hidden)
        .order_by(Incident.number)
    )
    found: dict[int, list[int]] = {}
    for unit_id, number in rows:
        found.setdefault(unit_id, []).append(number)
    return found
