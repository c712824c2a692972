"""What is true of incidents, as the eyes that ask may see it: every statement begins with `seen`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload, lazyload

from festival.core.errors import NotFound
from festival.core.names import like_pattern
from festival.logistics.models import (
    CrewMember,
    CrewTeam,
    FieldReport,
    Incident,
    IncidentDispatch,
    IncidentEntry,
    IncidentKindRow,
    IncidentLink,
    ResponseUnit,
)
from festival.logistics.types.incidents import (
    BUSY,
    IncidentFilters,
    IncidentState,
    ReportState,
    Severity,
    Sight,
)

MOST = 200  # rows of one list
_WORST_FIRST = case({str(one): place for place, one in enumerate(Severity)}, value=Incident.severity)


def seen(sight: Sight) -> ColumnElement[bool]:
    """Return what makes an incident visible. It stands in every statement about incidents."""
    hidden = true() if sight.confidential else Incident.confidential.is_(False)
    return and_(Incident.edition_id == sight.edition_id, hidden)


def get_incident(session: Session, sight: Sight, number: int) -> Incident:
    """Return one incident by its number. Raises NotFound, alike for one that may not be seen."""
    found = session.scalar(select(Incident).where(seen(sight), Incident.number == number))
    if found is None:
        raise NotFound(number)
    return found


def incidents(session: Session, sight: Sight, filters: IncidentFilters) -> Sequence[Incident]:
    """Return the incidents somebody asks for (up to 200), open ones first, the worst and newest before others."""
    statement = select(Incident).where(seen(sight), *_asked(filters))
    closed = case((Incident.state == IncidentState.CLOSED, 1), else_=0)
    return session.scalars(statement.order_by(closed, _WORST_FIRST, Incident.id.desc()).limit(MOST)).all()


def _asked(filters: IncidentFilters) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if filters.state:
        made.append(Incident.state == filters.state)
    elif not filters.all and not filters.text:
        made += [Incident.state != IncidentState.CLOSED, Incident.merged_into_id.is_(None)]
    if filters.severity:
        made.append(Incident.severity == filters.severity)
    if filters.kind:
        made.append(Incident.kinds.any(IncidentKindRow.kind == filters.kind))
    if filters.text:
        made.append(_matching(filters.text))
    return made


def _matching(text: str) -> ColumnElement[bool]:
    pattern = like_pattern(text)
    ways: list[ColumnElement[bool]] = [
        Incident.folded.like(pattern, escape="\\"),
        exists().where(
            IncidentEntry.incident_id == Incident.id, IncidentEntry.folded.like(pattern, escape="\\")
        ),
    ]
    if text.isascii() and text.isdigit() and len(text) <= 9:
        ways.append(Incident.number == int(text))
    return or_(*ways)


def counts(session: Session, sight: Sight) -> Mapping[IncidentState, int]:
    """Return how many incidents are in each state (those that were merged count where they live on)."""
    rows = session.execute(
        select(Incident.state, func.count())
        .where(seen(sight), Incident.merged_into_id.is_(None))
        .group_by(Incident.state)
    )
    found = {IncidentState(state): number for state, number in rows}
    return {state: found.get(state, 0) for state in IncidentState}


def pressing(session: Session, sight: Sight) -> tuple[Mapping[Severity, int], Sequence[Incident]]:
    """Return how many incidents are open by severity, and the worst of them (up to 10), the oldest first (two statements)."""
    is_open = (seen(sight), Incident.state != IncidentState.CLOSED, Incident.merged_into_id.is_(None))
    rows = session.execute(
        select(Incident.severity, func.count()).where(*is_open).group_by(Incident.severity)
    )
    found = {Severity(severity): number for severity, number in rows}
    worst = session.scalars(
        select(Incident)
        .where(*is_open, Incident.severity.in_((Severity.MAJOR, Severity.SERIOUS)))
        .order_by(_WORST_FIRST, Incident.happened_at, Incident.id)
        .options(lazyload(Incident.kinds))
        .limit(10)
    ).all()
    return {severity: found.get(severity, 0) for severity in Severity}, worst


def pulse(session: Session, sight: Sight) -> str:
    """Return a word that changes whenever something these eyes may see does: one statement.

    It counts by the log's own numbers too: clocks of two processes may differ.
    """
    mine = select(Incident.id).where(seen(sight))
    lines = IncidentEntry.incident_id.in_(mine)
    waiting = (FieldReport.edition_id == sight.edition_id, FieldReport.state == ReportState.NEW)
    parts = (
        select(func.count()).where(seen(sight)),
        select(func.max(Incident.changed_at)).where(seen(sight)),
        select(func.max(IncidentEntry.id)).where(lines),
        select(func.count(IncidentEntry.struck_at)).where(lines),
        select(func.count()).where(*waiting),
        select(func.max(FieldReport.id)).where(*waiting),
    )
    number, newest, *more = session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    words = [number, newest.timestamp() if newest else 0, *(one or 0 for one in more)]
    return "-".join(str(one) for one in words)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log, of this incident or of one that was merged into it."""

    entry: IncidentEntry
    number: int
    has_photo: bool = False


def log_of(session: Session, sight: Sight, incident_id: int) -> list[LogLine]:
    """Return the log of an incident with those of the incidents merged into it, oldest first."""
    mine = or_(Incident.id == incident_id, Incident.merged_into_id == incident_id)
    rows = session.execute(
        select(IncidentEntry, Incident.number, FieldReport.has_photo)
        .join(Incident, Incident.id == IncidentEntry.incident_id)
        .outerjoin(FieldReport, FieldReport.id == IncidentEntry.report_id)
        .where(seen(sight), mine)
        .order_by(IncidentEntry.at, IncidentEntry.id)
    )
    return [LogLine(entry, number, bool(has_photo)) for entry, number, has_photo in rows]


Between = tuple[datetime, datetime]  # from the first moment until before the second


def whole_log(session: Session, sight: Sight, within: Between | None) -> Iterator[tuple[LogLine, Incident]]:
    """Give all lines of the edition, or those within a time, oldest first; read by and by, so that a long log needs no memory."""
    rows = session.execute(
        select(IncidentEntry, Incident)
        .join(Incident, Incident.id == IncidentEntry.incident_id)
        .where(seen(sight), *_within(within))
        .order_by(IncidentEntry.at, IncidentEntry.id)
        .execution_options(yield_per=500)
    )
    return ((LogLine(entry, incident.number), incident) for entry, incident in rows)


def _within(within: Between | None) -> list[ColumnElement[bool]]:
    return [] if within is None else [IncidentEntry.at >= within[0], IncidentEntry.at < within[1]]


@dataclass(frozen=True, slots=True)
class Writers:
    """How many lines a part of the log has, and who wrote or struck them: accounts and people of the crew."""

    lines: int
    accounts: frozenset[int]
    crew: frozenset[int]


def writers(session: Session, sight: Sight, within: Between | None) -> Writers:
    """Return who wrote a part of the log (one statement, a row for each of them)."""
    rows = session.execute(
        select(IncidentEntry.made_by, IncidentEntry.struck_by, IncidentEntry.crew_id, func.count())
        .join(Incident, Incident.id == IncidentEntry.incident_id)
        .where(seen(sight), *_within(within))
        .group_by(IncidentEntry.made_by, IncidentEntry.struck_by, IncidentEntry.crew_id)
    ).all()
    return Writers(
        sum(count for *_who, count in rows),
        frozenset(one for made, struck, _crew, _count in rows for one in (made, struck) if one is not None),
        frozenset(crew for _made, _struck, crew, _count in rows if crew is not None),
    )


def merged_into(session: Session, sight: Sight, incident_id: int) -> Sequence[Incident]:
    """Return the incidents that live on in this one."""
    return session.scalars(
        select(Incident).where(seen(sight), Incident.merged_into_id == incident_id).order_by(Incident.number)
    ).all()


def find_by_id(session: Session, sight: Sight, incident_id: int | None) -> Incident | None:
    """Return an incident by its id, or None where there is none to be seen."""
    if incident_id is None:
        return None
    return session.scalar(select(Incident).where(seen(sight), Incident.id == incident_id))


def linked(session: Session, sight: Sight, incident_id: int) -> Sequence[Incident]:
    """Return the incidents that belong to this one, as far as they may be seen."""
    beside = or_(
        and_(IncidentLink.low_id == incident_id, IncidentLink.high_id == Incident.id),
        and_(IncidentLink.high_id == incident_id, IncidentLink.low_id == Incident.id),
    )
    return session.scalars(
        select(Incident).where(seen(sight), exists().where(beside)).order_by(Incident.number)
    ).all()


# --- units ---------------------------------------------------------------------------------------------------------------


def units(session: Session, edition_id: int) -> Sequence[ResponseUnit]:
    """Return the units of an edition, those in use first."""
    return session.scalars(
        select(ResponseUnit)
        .where(ResponseUnit.edition_id == edition_id)
        .order_by(ResponseUnit.retired_at.is_not(None), ResponseUnit.name)
    ).all()


def get_unit(session: Session, edition_id: int, unit_id: int) -> ResponseUnit:
    """Return one unit. Raises NotFound."""
    found = session.get(ResponseUnit, unit_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(unit_id)
    return found


def dispatches(
    session: Session, incident_ids: Iterable[int]
) -> Sequence[tuple[IncidentDispatch, ResponseUnit]]:
    """Return who was sent to these incidents (they must be visible), in the order of sending."""
    rows = session.execute(
        select(IncidentDispatch, ResponseUnit)
        .join(ResponseUnit, ResponseUnit.id == IncidentDispatch.unit_id)
        .where(IncidentDispatch.incident_id.in_(list(incident_ids)))
        .order_by(IncidentDispatch.id)
    )
    return [(dispatch, unit) for dispatch, unit in rows]


def crew_of(session: Session, numbers: Collection[int]) -> dict[int, CrewMember]:
    """Return number → who of the crew it is (no statement without numbers)."""
    if not numbers:
        return {}
    rows = session.scalars(select(CrewMember).where(CrewMember.id.in_(numbers)))
    return {member.id: member for member in rows}


def busy_units(session: Session, edition_id: int) -> frozenset[int]:
    """Return the units that are out."""
    return frozenset(
        session.scalars(
            select(IncidentDispatch.unit_id)
            .join(ResponseUnit, ResponseUnit.id == IncidentDispatch.unit_id)
            .where(ResponseUnit.edition_id == edition_id, IncidentDispatch.answer.in_(BUSY))
        )
    )


@dataclass(frozen=True, slots=True)
class Order:
    """Where a unit is sent, for its phone. Of a confidential incident that shows only where it is and what is to be done."""

    dispatch: IncidentDispatch
    incident: Incident
    unit: ResponseUnit


def orders_of(session: Session, unit_id: int) -> list[Order]:
    """Return where a unit is sent now: it needs the place and what it was told, whatever else the incident holds."""
    rows = session.execute(
        select(IncidentDispatch, Incident, ResponseUnit)
        .join(Incident, Incident.id == IncidentDispatch.incident_id)
        .join(ResponseUnit, ResponseUnit.id == IncidentDispatch.unit_id)
        .where(IncidentDispatch.unit_id == unit_id, IncidentDispatch.answer.in_(BUSY))
        .order_by(IncidentDispatch.id.desc())
    )
    return [Order(*row) for row in rows]


def word_of(orders: Iterable[Order]) -> str:
    """Return a word that changes whenever a phone would show these orders otherwise."""
    return " ".join(
        f"{one.dispatch.id}.{one.dispatch.answer}.{one.incident.version}.{one.incident.state}"
        for one in orders
    )


# --- field reports -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that nobody has handled, and who sent it: a unit, or somebody of the crew, perhaps of a team."""

    report: FieldReport
    unit: ResponseUnit | None
    member: CrewMember | None
    team: CrewTeam | None
    team_unit_id: int | None

    @property
    def unit_id(self) -> int | None:
        """The unit whose way to an incident this report may belong to."""
        return self.team_unit_id if self.unit is None else self.unit.id


def new_reports(session: Session, edition_id: int) -> Sequence[Waiting]:
    """Return the reports nobody has handled, oldest first (up to 50)."""
    of_team = aliased(ResponseUnit)
    rows = session.execute(
        select(FieldReport, ResponseUnit, CrewMember, CrewTeam, of_team.id)
        .outerjoin(ResponseUnit, ResponseUnit.id == FieldReport.unit_id)
        .outerjoin(CrewMember, CrewMember.id == FieldReport.crew_id)
        .outerjoin(CrewTeam, CrewTeam.id == CrewMember.team_id)
        .outerjoin(of_team, of_team.team_id == CrewTeam.id)
        .where(FieldReport.edition_id == edition_id, FieldReport.state == ReportState.NEW)
        .options(joinedload(CrewMember.person, innerjoin=False))  # a unit's report has nobody of the crew
        .order_by(FieldReport.id)
        .limit(50)
    )
    return [Waiting(*row) for row in rows]


def reports_of(session: Session, unit_id: int) -> Sequence[FieldReport]:
    """Return the newest reports of a unit."""
    return session.scalars(
        select(FieldReport).where(FieldReport.unit_id == unit_id).order_by(FieldReport.id.desc()).limit(5)
    ).all()


def get_report(session: Session, sight: Sight, report_id: int) -> FieldReport:
    """Return a report. Raises NotFound, also where it belongs to an incident that may not be seen."""
    found = session.get(FieldReport, report_id)
    if found is None or found.edition_id != sight.edition_id:
        raise NotFound(report_id)
    if found.incident_id is not None and find_by_id(session, sight, found.incident_id) is None:
        raise NotFound(report_id)
    return found
