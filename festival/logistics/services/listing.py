"""Keep an agency's list of people while somebody looks at it, take it once, and forget it after a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.names import fold
from festival.logistics.models import CrewList, CrewMember, CrewTeam
from festival.logistics.rules.crew_changes import OnCrew, after
from festival.logistics.rules.crew_rows import CrewRow, PlannedRow, Words, columns_of, plan
from festival.logistics.services.enlisting import NAMES, add_member, add_to_member
from festival.logistics.services.rostering import lock_crew
from festival.logistics.types.crew import CrewContent, Skill
from festival.logistics.types.tasks import Area
from festival.registration.contacts import normal_mail, normal_phone
from festival.registration.queries.people import cards
from festival.registration.rules import names
from festival.registration.rules.duplicates import likeness
from festival.registration.rules.guest_rows import Contacts
from festival.registration.types.people import PersonCard

KEEP = timedelta(days=1)
CONTACTS = Contacts(normal_phone, normal_mail)


@dataclass(frozen=True, slots=True)
class ListTaken:
    """What taking a list has done: how many are of the crew now who were not, how many were already, lines that were left out."""

    added: int
    known: int
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NotAllRight:
    """Nothing was stored: rows are wrong, and nobody said to take the others."""

    plan: tuple[PlannedRow, ...]


def keep(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    agency_id: int | None,
    area: Area,
    name: str,
    cells: dict[str, Any],
    now: datetime,
) -> CrewList:
    """Store a list for looking at it; lists older than a day are forgotten on the way."""
    if actor.id is None:
        raise NotFound(name)
    forget_lists(session, now=now)
    made = CrewList(
        edition_id=edition_id,
        agency_id=agency_id,
        area=str(area),
        name=name[:120],
        cells=cells,
        made_at=now,
        made_by=actor.id,
    )
    session.add(made)
    session.flush()
    return made


def get_list(session: Session, list_id: int, account_id: int | None) -> CrewList:
    """Return a list that this account has sent. Raises NotFound."""
    found = session.get(CrewList, list_id)
    if found is None or found.made_by != account_id:
        raise NotFound(list_id)
    return found


def plan_of(kept: CrewList, words: Words) -> tuple[PlannedRow, ...]:
    """Return what a list would do."""
    columns = columns_of(kept.cells["heads"])
    rows = [(int(row[0]), [str(cell) for cell in row[1:]]) for row in kept.cells["rows"]]
    return tuple(plan(rows, columns, words, CONTACTS))


def take(
    session: Session, *, actor: Actor, list_id: int, words: Words, right_rows_only: bool, now: datetime
) -> ListTaken | NotAllRight:
    """Put the people of a list into the crew; once taken, say what that did. Raises NotFound."""
    found = session.scalars(
        select(CrewList)
        .where(CrewList.id == list_id, CrewList.made_by == actor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(list_id)
    if found.result is not None:
        return taken_from(found.result)
    planned = plan_of(found, words)
    wrong = [one.number for one in planned if one.row is None]
    if wrong and not right_rows_only:
        return NotAllRight(planned)
    teams = _teams(session, found.edition_id)
    there = known_members(session, found.edition_id, planned)
    lock_crew(session, found.edition_id, [one.id for one in there.values()])
    added = known = 0
    for one in planned:
        if one.row is None or one.twice is not None:
            continue
        if one.number in there:
            _add_to(
                session,
                actor=actor,
                kept=found,
                member=there[one.number],
                row=one.row,
                teams=teams,
                now=now,
            )
            known += 1
            continue
        member = add_member(
            session,
            actor=actor,
            edition_id=found.edition_id,
            person=one.row.person,
            content=_content(session, found, one.row, teams),
            submission=f"list-{list_id}-{one.number}",
            now=now,
        )
        if one.row.leads and member.team_id is not None:
            member.leads = True
        added += 1
    left_out = sorted([*wrong, *(one.number for one in planned if one.twice is not None)])
    taken = ListTaken(added, known, tuple(left_out))
    found.result = asdict(taken)
    session.flush()
    note(
        session,
        actor=actor,
        verb="taken",
        subject="crew_list",
        subject_id=list_id,
        now=now,
        added=added,
        known=known,
        left_out=len(left_out),
    )
    return taken


def taken_from(result: dict[str, Any]) -> ListTaken:
    """Return what taking a list has done, as it was stored."""
    return ListTaken(result["added"], result["known"], tuple(result["left_out"]))


def forget_lists(session: Session, *, now: datetime) -> None:
    """Forget lists of yesterday: they hold names and phones."""
    session.execute(delete(CrewList).where(CrewList.made_at < now - KEEP))


def known_members(session: Session, edition_id: int, planned: Sequence[PlannedRow]) -> dict[int, CrewMember]:
    """Return line → who of the crew it tells of: the same name and the same phone or mail. No more statements for more lines."""
    by_contact: dict[str, list[PersonCard]] = defaultdict(list)
    for card in cards(session, edition_id):
        for contact in {card.phone, card.mail} - {None, ""}:
            by_contact[str(contact)].append(card)
    persons: dict[int, int] = {}
    for one in planned:
        if one.row is None or one.twice is not None:
            continue
        said = one.row.person
        wanted = PersonCard(0, *names.keys(said), said.phone, said.mail)
        for card in by_contact.get(said.phone or "", []) + by_contact.get(said.mail or "", []):
            if likeness(wanted, card) & NAMES:
                persons[one.number] = card.id
                break
    found = session.scalars(
        select(CrewMember).where(
            CrewMember.edition_id == edition_id, CrewMember.person_id.in_(sorted(set(persons.values())))
        )
    )
    by_person = {one.person_id: one for one in found}
    return {line: by_person[person] for line, person in persons.items() if person in by_person}


def on_crew(member: CrewMember, teams: dict[int, str]) -> OnCrew:
    """Return what the crew knows of somebody that a list can say too; `teams` is number → name."""
    return OnCrew(
        area=Area(member.area),
        team=teams.get(member.team_id or 0, ""),
        leads=member.leads,
        skills=tuple(sorted((Skill(one.skill), one.last_day) for one in member.skills)),
        remark=member.remark,
    )


def _teams(session: Session, edition_id: int) -> dict[str, CrewTeam]:
    rows = session.scalars(select(CrewTeam).where(CrewTeam.edition_id == edition_id))
    return {fold(one.name): one for one in rows}


def _add_to(
    session: Session,
    *,
    actor: Actor,
    kept: CrewList,
    member: CrewMember,
    row: CrewRow,
    teams: dict[str, CrewTeam],
    now: datetime,
) -> None:
    """Let somebody of the crew have what the row says; what it does not say stays, agency and taking part among it."""
    wanted = after(on_crew(member, {one.id: one.name for one in teams.values()}), row)
    team_id = _team(session, kept, row, teams) if row.team else member.team_id
    content = CrewContent(
        agency_id=member.agency_id,
        team_id=team_id,
        area=wanted.area,
        skills=wanted.skills,
        is_active=member.is_active,
        remark=wanted.remark,
    )
    add_to_member(session, actor=actor, member=member, content=content, now=now)
    member.leads = wanted.leads


def _team(session: Session, kept: CrewList, row: CrewRow, teams: dict[str, CrewTeam]) -> int:
    team = teams.get(fold(row.team))
    if team is None:
        team = CrewTeam(
            edition_id=kept.edition_id,
            agency_id=kept.agency_id,
            name=row.team,
            area=str(row.area or Area(kept.area)),
        )
        session.add(team)
        session.flush()
        teams[fold(row.team)] = team
    return team.id


def _content(session: Session, kept: CrewList, row: CrewRow, teams: dict[str, CrewTeam]) -> CrewContent:
    return CrewContent(
        agency_id=kept.agency_id,
        team_id=_team(session, kept, row, teams) if row.team else None,
        area=row.area or Area(kept.area),
        skills=row.skills,
        remark=row.remark,
    )
