"""Reports from the field: taken once, made into an incident in one step, joined to one, or put aside."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import CITIZEN, Actor
from festival.core.errors import NotFound
from festival.logistics.models import CrewMember, CrewTeam, FieldReport, Incident, ResponseUnit
from festival.logistics.services.incidents.holding import hold, write
from festival.logistics.services.incidents.logging import open_incident
from festival.logistics.types.incidents import (
    EntryKind,
    IncidentContent,
    IncidentKind,
    IncidentRefusal,
    ReportState,
    Severity,
    Sight,
)
from festival.programme.services.drafting import account_of

MOST_OPEN = 30  # of one unit: a phone in strange hands cannot bury the control room


def report(
    session: Session,
    *,
    sender: ResponseUnit | CrewMember,
    text: str,
    name: str,
    place: str,
    place_text: str,
    photo: bytes | None,
    now: datetime,
    submission: str | None = None,
) -> FieldReport | None:
    """Take a report from a phone; None where too many of its sender wait. The same form again gets the first one."""
    kind = type(sender)
    session.scalar(select(kind.id).where(kind.id == sender.id).with_for_update())
    own = FieldReport.unit_id if isinstance(sender, ResponseUnit) else FieldReport.crew_id
    if submission is not None:
        known = session.scalar(select(FieldReport).where(FieldReport.submission == submission))
        if known is not None:
            return known
    waiting = select(func.count()).where(own == sender.id, FieldReport.state == ReportState.NEW)
    if (session.scalar(waiting) or 0) >= MOST_OPEN:
        return None
    made = FieldReport(
        edition_id=sender.edition_id,
        name=name,
        text=text,
        place=place,
        place_text=place_text,
        has_photo=photo is not None,
        photo=photo,
        state=ReportState.NEW,
        made_at=now,
        submission=submission,
        **{own.key: sender.id},
    )
    session.add(made)
    session.flush()
    note(
        session,
        actor=CITIZEN,
        verb="reported",
        subject="field_report",
        subject_id=made.id,
        now=now,
        **{own.key: sender.id},
    )
    return made


def into_incident(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    report_id: int,
    kind: IncidentKind | None = None,
    now: datetime,
) -> Incident | IncidentRefusal:
    """Open an incident of a report, in one step. One that was taken already gives its incident. Raises NotFound.

    It happened when it was reported, and its log says so; it is opened now. What kind it is says who opens it, or nobody
    yet: what the sender is there for says little about what they have seen.
    """
    held = _hold_report(session, edition_id, report_id)
    if held.incident_id is not None:
        return session.get_one(Incident, held.incident_id)
    if held.state != ReportState.NEW:
        return IncidentRefusal.GONE
    made = open_incident(
        session,
        actor=actor,
        edition_id=edition_id,
        content=IncidentContent(
            title=held.text.splitlines()[0][:120],
            kinds=() if kind is None else (kind,),
            severity=Severity.MODERATE,
            place=held.place,
            place_text=held.place_text,
            reported_by=_sender(session, held)[:120],
            happened_at=held.made_at,
            confidential=False,
        ),
        opened_at=now,
        now=now,
    )
    _take(session, held, made, actor=actor, now=now)
    return made


def join_incident(
    session: Session, *, actor: Actor, sight: Sight, report_id: int, number: int, now: datetime
) -> Incident | IncidentRefusal:
    """Put a report into the log of an incident there is. Raises NotFound for a report there is not."""
    held = _hold_report(session, sight.edition_id, report_id)
    if held.state != ReportState.NEW:
        return IncidentRefusal.GONE
    try:
        incident = hold(session, sight, number)
    except NotFound:
        return IncidentRefusal.GONE
    if incident.merged_into_id is not None:
        return IncidentRefusal.MERGED
    _take(session, held, incident, actor=actor, now=now)
    return incident


def dismiss(session: Session, *, actor: Actor, edition_id: int, report_id: int, now: datetime) -> None:
    """Put a report aside; one that was handled stays so. Raises NotFound."""
    held = _hold_report(session, edition_id, report_id)
    if held.state == ReportState.NEW:
        _handled(held, ReportState.DISMISSED, actor, now)
        session.flush()
        note(session, actor=actor, verb="dismissed", subject="field_report", subject_id=held.id, now=now)


def _hold_report(session: Session, edition_id: int, report_id: int) -> FieldReport:
    found = session.scalar(
        select(FieldReport)
        .where(FieldReport.id == report_id, FieldReport.edition_id == edition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(report_id)
    return found


def _sender(session: Session, held: FieldReport) -> str:
    """Return who reported, as the incident says it: the unit and the name that was typed, or the team. Who of the crew it was stands
    in the log by their number, so that it goes when the person goes.
    """
    if held.unit_id is not None:
        unit = session.get_one(ResponseUnit, held.unit_id).name
        return " · ".join(part for part in (unit, held.name) if part)
    team = session.get_one(CrewMember, held.crew_id).team_id
    return session.get_one(CrewTeam, team).name if team is not None else ""


def _handled(held: FieldReport, state: ReportState, actor: Actor, now: datetime) -> None:
    held.state, held.handled_at, held.handled_by = str(state), now, account_of(actor)


def _take(session: Session, held: FieldReport, incident: Incident, *, actor: Actor, now: datetime) -> None:
    held.incident_id = incident.id
    _handled(held, ReportState.TAKEN, actor, now)
    write(
        session,
        incident,
        actor=actor,
        kind=EntryKind.REPORT,
        text=held.text,
        content={"name": held.name} if held.name else None,
        unit_id=held.unit_id,
        crew_id=held.crew_id,
        report_id=held.id,
        at=held.made_at,
        now=now,
    )
    note(
        session,
        actor=actor,
        verb="taken",
        subject="field_report",
        subject_id=held.id,
        now=now,
        incident=incident.id,
    )
