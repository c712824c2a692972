"""What reports are made of, in a handful of statements however many tasks and people there are; and their kept heads."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.accounts.queries import names as account_names
from festival.core.clock import local
from festival.core.trilingual import Language
from festival.logistics.models import (
    Assignment,
    CrewMember,
    CrewTeam,
    Directive,
    ReportHead,
    Shift,
    Task,
    TaskEntry,
)
from festival.logistics.queries.agencies import all_agencies
from festival.logistics.queries.past import tasks_before
from festival.logistics.queries.readiness import last_words
from festival.logistics.queries.scope import seen
from festival.logistics.queries.shifts import posts as all_posts
from festival.logistics.queries.shifts import shifts_between, venues
from festival.logistics.queries.tasks import all_matching
from festival.logistics.rules import reports as rules
from festival.logistics.types.reports import (
    AgencyNames,
    Basis,
    Duty,
    Head,
    Moved,
    PostFacts,
    ReportKind,
    Roster,
    TeamFacts,
    Work,
)
from festival.logistics.types.shifts import HOLDING, AssignmentState, PostKind
from festival.logistics.types.tasks import Area, EntryKind, Scope, Standing, TaskFilters, TaskState
from festival.programme.queries import public_events
from festival.programme.types import EditionFacts
from festival.registration.models import Person
from festival.registration.rules.names import shown

MOST_TASKS = 6000
MOST_BASIS = 5  # directives that a head names; a list of twenty is no basis


def work(
    session: Session,
    scope: Scope,
    edition: EditionFacts,
    *,
    now: datetime,
    today: date,
    office: int | None = None,
    area: Area | None = None,
    agency_id: int | None = None,
    until: datetime | None = None,
) -> Work:
    """Return the tasks that a scope shows, narrowed, with agencies, people, directives and the public programme.

    `until` is the moment before which the tasks are told as they stood; None tells them as they stand.
    """
    if until is None:
        filters = TaskFilters(area=area, agency_id=agency_id)
        found = all_matching(session, scope, filters, today=today, limit=MOST_TASKS)
    else:
        found = tasks_before(session, scope, until, limit=MOST_TASKS)
        found = rules.narrowed(found, area=area, agency_id=agency_id)
    tasks = rules.counted(found)
    people = {one.content.responsible_id for one in tasks if one.content.responsible_id is not None}
    return Work(
        edition=edition,
        tasks=tuple(tasks),
        agencies=agency_names(session),
        people=account_names(session, people),
        basis=_basis(session, edition.id, {one.content.directive_id for one in tasks}),
        events=tuple(public_events(session, edition.id)),
        now=now,
        today=today,
        office=office,
        area=area,
        agency_id=agency_id,
        is_past=until is not None,
    )


def agency_names(session: Session) -> dict[int, AgencyNames]:
    """Return agency → its names, in the order of pages."""
    return {one.id: AgencyNames(one.name, one.short) for one in all_agencies(session)}


def _basis(session: Session, edition_id: int, wanted: set[int | None]) -> tuple[Basis, ...]:
    """Return the newest directives that the tasks follow from, the oldest of them first."""
    numbers = sorted(one for one in wanted if one is not None)
    if not numbers:
        return ()
    statement = (
        select(Directive.number, Directive.issued_on, Directive.issuer, Directive.title)
        .where(Directive.edition_id == edition_id, Directive.id.in_(numbers))
        .order_by(Directive.issued_on.desc(), Directive.id.desc())
        .limit(MOST_BASIS)
    )
    return tuple(Basis(*row) for row in reversed(session.execute(statement).all()))


def moved(session: Session, scope: Scope, since: datetime, until: datetime | None = None) -> list[Moved]:
    """Return what was reported about each task since a moment, and before another: its last state, progress and words, the newest first."""
    statement = (
        select(TaskEntry)
        .join(Task, Task.id == TaskEntry.task_id)
        .where(
            *seen(scope),
            TaskEntry.made_at >= since,
            *([TaskEntry.made_at < until] if until is not None else []),
            TaskEntry.kind.in_([str(EntryKind.REPORT), str(EntryKind.STATE)]),
        )
        .order_by(TaskEntry.id)
    )
    found: dict[int, Moved] = {}
    for one in session.scalars(statement):
        before = found.pop(one.task_id, None)
        found[one.task_id] = Moved(
            one.task_id,
            one.made_at,
            one.progress if one.progress is not None else before.progress if before else None,
            TaskState(one.state) if one.state else before.state if before else None,
            one.text or (before.text if before else ""),
        )
    return sorted(
        found.values(), key=lambda one: (one.state is not TaskState.DONE, -one.at.timestamp(), one.task_id)
    )


def reasons(session: Session, work: Work, until: datetime | None = None) -> dict[int, tuple[str, date]]:
    """Return task → what was last said about it (before a moment) and on which day, of those that are late, at risk or due within a week."""
    pressing = {
        one.task.id
        for standing in (Standing.LATE, Standing.AT_RISK)
        for one in rules.standing_as(work.tasks, standing, work.today)
    } | {one.id for one in rules.due_next(work.tasks, work.today)}
    said = last_words(session, sorted(pressing), until)
    return {task: (text, local(at).date()) for task, (text, at) in said.items()}


def find_head(
    session: Session, *, edition_id: int, agency_id: int | None, kind: ReportKind, language: Language
) -> Head | None:
    """Return what was written around a kind of report last time, or None."""
    said = session.scalar(
        select(ReportHead.said).where(
            ReportHead.edition_id == edition_id,
            ReportHead.agency_id.is_(None) if agency_id is None else ReportHead.agency_id == agency_id,
            ReportHead.kind == kind,
            ReportHead.language == language,
        )
    )
    return Head.from_json(said) if said else None


def roster(
    session: Session,
    edition: EditionFacts,
    *,
    day: date,
    since: datetime,
    until: datetime,
    reader: Language,
    area: Area | None = None,
    post_id: int | None = None,
    team_id: int | None = None,
    by_team: bool = False,
) -> Roster:
    """Return a day's posts, or (`by_team`) teams, with everybody who holds a shift that touches [since, until)."""
    names = {one.id: one.name for one in venues(session)}
    posts = tuple(
        PostFacts(
            id=one.id,
            code=one.code,
            kind=PostKind(one.kind),
            area=Area(one.area),
            name=one.name,
            venue=names.get(one.venue_id or 0),
            briefing=one.briefing,
            contact=one.contact,
            contact_phone=one.contact_phone,
            closed_from=one.closed_from,
            closed_until=one.closed_until,
        )
        for one in all_posts(session, edition.id)
    )
    teams = _teams(session, edition.id, reader) if by_team else ()
    if by_team:
        teams = tuple(one for one in teams if team_id in (None, one.id) and area in (None, one.area))
        wanted = {one.id for one in teams}
        duties = [one for one in _duties(session, edition.id, since, until, reader) if one.team_id in wanted]
    else:
        some = {one.id for one in posts if post_id in (None, one.id) and area in (None, one.area)}
        duties = [one for one in _duties(session, edition.id, since, until, reader) if one.post_id in some]
        duties += [
            Duty(one.post_id, one.id, one.starts_at, one.ends_at, one.role, one.skill, missing=one.missing)
            for one in shifts_between(session, edition.id, since, until)
            if one.missing and one.post_id in some
        ]
        posts = tuple(one for one in posts if one.id in some)
    return Roster(edition, day, posts, teams, tuple(duties), agency_names(session))


def _duties(
    session: Session, edition_id: int, since: datetime, until: datetime, reader: Language
) -> list[Duty]:
    """Return who holds the day's shifts (one statement)."""
    statement = (
        select(
            Shift.post_id,
            Shift.id,
            Shift.starts_at,
            Shift.ends_at,
            Shift.role,
            Shift.skill,
            Person,
            CrewMember.id,
            CrewMember.team_id,
            CrewMember.agency_id,
            Assignment.state,
        )
        .select_from(Assignment)
        .join(Shift, Shift.id == Assignment.shift_id)
        .join(CrewMember, CrewMember.id == Assignment.crew_id)
        .join(Person, Person.id == CrewMember.person_id)
        .where(
            Shift.edition_id == edition_id,
            Shift.starts_at < until,
            Shift.ends_at > since,
            Assignment.state.in_(HOLDING),
        )
        .order_by(Shift.starts_at, Assignment.id)
    )
    return [
        Duty(
            post_id=post,
            shift_id=shift,
            starts_at=starts,
            ends_at=ends,
            role=role,
            skill=skill,
            name=shown(person, reader),
            phone=person.phone or "",
            crew_id=crew,
            team_id=team,
            agency_id=agency,
            confirmed=state == AssignmentState.CONFIRMED,
        )
        for post, shift, starts, ends, role, skill, person, crew, team, agency, state in session.execute(
            statement
        )
    ]


def _teams(session: Session, edition_id: int, reader: Language) -> tuple[TeamFacts, ...]:
    rows: Sequence[CrewTeam] = session.scalars(
        select(CrewTeam).where(CrewTeam.edition_id == edition_id).order_by(CrewTeam.name, CrewTeam.id)
    ).all()
    statement = (
        select(CrewMember.team_id, CrewMember.id, Person)
        .join(Person, Person.id == CrewMember.person_id)
        .where(CrewMember.edition_id == edition_id, CrewMember.leads, CrewMember.is_active)
    )
    leaders = {team: (crew, person) for team, crew, person in session.execute(statement) if team is not None}
    found = []
    for one in rows:
        crew, person = leaders.get(one.id, (None, None))
        found.append(
            TeamFacts(
                id=one.id,
                name=one.name,
                area=Area(one.area),
                agency_id=one.agency_id,
                leader_id=crew,
                leader=shown(person, reader) if person else "",
                phone=(person.phone or "") if person else "",
            )
        )
    return tuple(found)
