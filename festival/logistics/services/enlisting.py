"""The crew is put together: people with their qualifications, teams, times in which they cannot come, and their links."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import CrewAway, CrewMember, CrewSkill, CrewTeam, RosterLimit
from festival.logistics.services.rostering import lock_crew
from festival.logistics.types.crew import (
    STANDARD_LIMITS,
    AwayContent,
    CrewContent,
    LimitCode,
    Skill,
    TeamContent,
)
from festival.logistics.types.tasks import Area
from festival.registration.models import Person
from festival.registration.services import people
from festival.registration.types.people import Likeness, PersonContent, Stale

_CONTACTS = frozenset({Likeness.PHONE, Likeness.MAIL})
NAMES = frozenset({Likeness.NAME, Likeness.LATIN, Likeness.KANA})  # one of them in common: the same name
MOST_AWAY = 40  # of one person


def add_member(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    person: PersonContent,
    content: CrewContent,
    submission: str | None,
    now: datetime,
    sample: bool = False,
) -> CrewMember:
    """Add somebody to the crew. Who is known by name and contact is the same person; who is of the crew already gets this content.

    The same form again gets the first one.
    """
    if submission is not None:
        found = session.scalar(select(CrewMember).where(CrewMember.submission == submission))
        if found is not None:
            return found
    who = _known(session, edition_id, person) or people.add(
        session, actor=actor, edition_id=edition_id, content=person, now=now, sample=sample
    )
    member = session.scalar(
        select(CrewMember).where(CrewMember.edition_id == edition_id, CrewMember.person_id == who.id)
    )
    if member is None:
        member = CrewMember(
            edition_id=edition_id,
            person_id=who.id,
            submission=submission,
            is_sample=sample,
            epoch=0,
            version=0,
        )
        session.add(member)
    _fill(session, member, content, now)
    session.flush()
    note(session, actor=actor, verb="enlisted", subject="crew", subject_id=member.id, now=now)
    return member


def change_member(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    crew_id: int,
    version: int,
    person: PersonContent,
    content: CrewContent,
    now: datetime,
) -> CrewMember | Stale:
    """Change one of the crew and who they are; Stale when somebody else was quicker, unless they say the same. Raises NotFound."""
    member = lock_crew(session, edition_id, [crew_id])[0]
    if people.content_of(member.person) == person and _said(member) == replace(
        content, skills=_in_order(content)
    ):
        return member
    if member.version != version:
        return Stale(member.version)
    if people.content_of(member.person) != person:
        changed = people.change(
            session,
            actor=actor,
            person_id=member.person_id,
            version=member.person.version,
            content=person,
            now=now,
        )
        if isinstance(changed, Stale):
            return changed
    _fill(session, member, content, now)
    session.flush()
    note(session, actor=actor, verb="edited", subject="crew", subject_id=crew_id, now=now)
    return member


def add_to_member(
    session: Session, *, actor: Actor, member: CrewMember, content: CrewContent, now: datetime
) -> bool:
    """Let somebody of the crew (locked) have what a list says of them; False when it says nothing new."""
    if _said(member) == replace(content, skills=_in_order(content)):
        return False
    _fill(session, member, content, now)
    session.flush()
    note(session, actor=actor, verb="edited", subject="crew", subject_id=member.id, now=now)
    return True


def new_link(session: Session, *, actor: Actor, edition_id: int, crew_id: int, now: datetime) -> CrewMember:
    """End the link to somebody's page and return who has another one now. Raises NotFound."""
    member = lock_crew(session, edition_id, [crew_id])[0]
    member.epoch += 1
    session.flush()
    note(session, actor=actor, verb="new_link", subject="crew", subject_id=crew_id, now=now)
    return member


def save_team(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    team_id: int | None,
    content: TeamContent,
    submission: str | None,
    now: datetime,
) -> CrewTeam:
    """Add or change a team, and say who leads it: one of its people, or nobody. Raises NotFound."""
    team = None
    if team_id is not None:
        team = session.get(CrewTeam, team_id, with_for_update=True)
        if team is None or team.edition_id != edition_id:
            raise NotFound(team_id)
    elif submission is not None:
        team = session.scalar(select(CrewTeam).where(CrewTeam.submission == submission))
    if team is None:
        team = CrewTeam(edition_id=edition_id, submission=submission)
        session.add(team)
    team.name, team.area, team.agency_id = content.name, str(content.area), content.agency_id
    session.flush()
    session.execute(
        update(CrewMember).where(CrewMember.team_id == team.id, CrewMember.leads).values(leads=False)
    )
    if content.leader_id is not None:
        leader = lock_crew(session, edition_id, [content.leader_id])[0]
        leader.team_id, leader.leads = team.id, True
    session.flush()
    note(session, actor=actor, verb="saved", subject="crew_team", subject_id=team.id, now=now)
    return team


def add_away(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    crew_id: int,
    content: AwayContent,
    submission: str | None,
    now: datetime,
) -> CrewAway | None:
    """Note when somebody cannot come; None when there are too many notes already. Shifts they hold stay theirs. Raises NotFound."""
    lock_crew(session, edition_id, [crew_id])
    if submission is not None:
        known = session.scalar(select(CrewAway).where(CrewAway.submission == submission))
        if known is not None:
            return known
    count = session.scalar(select(func.count()).select_from(CrewAway).where(CrewAway.crew_id == crew_id)) or 0
    if count >= MOST_AWAY:
        return None
    made = CrewAway(
        crew_id=crew_id,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        reason=content.reason,
        submission=submission,
    )
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="away", subject="crew", subject_id=crew_id, now=now)
    return made


def drop_away(
    session: Session, *, actor: Actor, edition_id: int, crew_id: int, away_id: int, now: datetime
) -> None:
    """Take back that somebody cannot come. What is gone already stays gone. Raises NotFound for a foreign person."""
    lock_crew(session, edition_id, [crew_id])
    session.execute(delete(CrewAway).where(CrewAway.id == away_id, CrewAway.crew_id == crew_id))
    note(session, actor=actor, verb="not_away", subject="crew", subject_id=crew_id, now=now)


def set_limit(
    session: Session, *, actor: Actor, code: LimitCode, minutes: int, source: str, now: datetime
) -> None:
    """Say another number that rosters keep to, and where it is written."""
    found = session.get(RosterLimit, str(code), with_for_update=True)
    if found is None:
        found = RosterLimit(code=str(code))
        session.add(found)
    before = found.minutes
    found.minutes, found.source = minutes, source
    session.flush()
    note(
        session,
        actor=actor,
        verb="edited",
        subject="roster_limit",
        subject_id=None,
        now=now,
        code=str(code),
        before=before,
        minutes=minutes,
    )


def limits(session: Session) -> Sequence[RosterLimit]:
    """Return every number with its source, stored or standard."""
    stored = {one.code: one for one in session.scalars(select(RosterLimit))}
    return [
        stored.get(one.code) or RosterLimit(code=str(one.code), minutes=one.minutes, source=one.source)
        for one in STANDARD_LIMITS
    ]


def _known(session: Session, edition_id: int, content: PersonContent) -> Person | None:
    for person, why in people.find_duplicates(session, edition_id=edition_id, content=content):
        if why & _CONTACTS and why & NAMES:
            return person
    return None


def _said(member: CrewMember) -> CrewContent:
    return CrewContent(
        area=Area(member.area),
        agency_id=member.agency_id,
        team_id=member.team_id,
        is_active=member.is_active,
        remark=member.remark,
        skills=tuple(sorted((Skill(one.skill), one.last_day) for one in member.skills)),
    )


def _in_order(content: CrewContent) -> tuple[tuple[Skill, date | None], ...]:
    return tuple(sorted(content.skills, key=lambda one: one[0]))


def _fill(session: Session, member: CrewMember, content: CrewContent, now: datetime) -> None:
    if member.team_id != content.team_id:
        member.leads = False
    member.agency_id, member.team_id = content.agency_id, content.team_id
    member.area, member.is_active, member.remark = str(content.area), content.is_active, content.remark
    wanted = {str(skill): last_day for skill, last_day in content.skills}
    with session.no_autoflush:
        kept = {one.skill: one for one in member.skills}
        member.skills = [
            _skill(kept.get(skill), skill, last_day) for skill, last_day in sorted(wanted.items())
        ]
    member.version = (member.version or 0) + 1
    member.changed_at = now


def _skill(known: CrewSkill | None, skill: str, last_day: date | None) -> CrewSkill:
    found = known or CrewSkill(skill=skill)
    found.last_day = last_day
    return found
