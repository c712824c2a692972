"""Change a table of planning figures, and keep scenarios. A table's change is a version; nobody overwrites a colleague's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Demand, PlanningScenario, PlanningTable, PlanningTableVersion
from festival.logistics.queries.planning import get_scenario, tables, versions
from festival.logistics.rules.calculators.staffing import people
from festival.logistics.services import manning
from festival.logistics.types.planning import TABLES_OF, Need, Question, Row, TableKind, TableStale
from festival.logistics.types.shifts import DemandContent
from festival.programme.services.drafting import account_of
from festival.programme.services.holding import hold_edition


def change_table(
    session: Session,
    *,
    actor: Actor,
    kind: TableKind,
    version: int,
    rows: Sequence[Row],
    source: str,
    why: str,
    now: datetime,
) -> int | TableStale:
    """Let a table say something else and return its version; what changes nothing makes none. Raises NotFound."""
    held = session.scalar(
        select(PlanningTable)
        .where(PlanningTable.kind == kind)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if held is None:
        raise NotFound(kind)
    content = {"rows": [dict(row) for row in rows]}
    if held.content == content and held.source == source:
        return held.version
    if held.version != version:
        return TableStale(held.table, versions(session, kind)[0].made_by)
    held.content, held.source, held.changed_at = content, source, now
    held.version += 1
    session.add(
        PlanningTableVersion(
            kind=kind,
            version=held.version,
            content=content,
            source=source,
            note=why,
            made_at=now,
            made_by=account_of(actor),
        )
    )
    session.flush()
    note(
        session,
        actor=actor,
        verb="edited",
        subject="planning_table",
        subject_id=None,
        now=now,
        table=str(kind),
        version=held.version,
    )
    return held.version


def keep_scenario(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    question: Question,
    name: str,
    inputs: dict[str, Any],
    now: datetime,
    submission: str | None = None,
) -> int:
    """Keep what was asked, under a name, and return its number. The same form again gets the first one."""
    hold_edition(session, edition_id)
    if submission is not None:
        known = session.scalar(select(PlanningScenario.id).where(PlanningScenario.submission == submission))
        if known is not None:
            return known
    found = tables(session)
    made = PlanningScenario(
        edition_id=edition_id,
        question=question,
        name=name,
        inputs=inputs,
        tables={str(kind): found[kind].version for kind in TABLES_OF[question]},
        made_at=now,
        made_by=account_of(actor),
        submission=submission,
    )
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="kept", subject="planning_scenario", subject_id=made.id, now=now)
    return made.id


def remove_scenario(
    session: Session, *, actor: Actor, edition_id: int, scenario_id: int, now: datetime
) -> None:
    """Remove a scenario. Raises NotFound."""
    get_scenario(session, edition_id, scenario_id)
    session.execute(delete(PlanningScenario).where(PlanningScenario.id == scenario_id))
    note(session, actor=actor, verb="removed", subject="planning_scenario", subject_id=scenario_id, now=now)


@dataclass(frozen=True, slots=True)
class NeededAlready:
    """The post needs so many people in that time already, by the same calculator and scenario; nothing was added."""

    people: int


def need_people(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    post_id: int,
    needs: Sequence[Need],
    since: datetime,
    until: datetime,
    source: str,
    now: datetime,
    submission: str | None = None,
    per_lane: int = 1,
    once_more: bool = False,
) -> int | NeededAlready:
    """Let a post need what a calculator has asked for, and return how many needs that are. The same form again adds nothing.

    What this calculator has asked for there in that time already is added `once_more` only when somebody says so. Raises
    NotFound for a post there is not. Shifts are made from needs by the roster, and nobody is rostered here.
    """
    manning.lock_post(session, edition_id, post_id)
    source = source[:300]
    known = session.scalars(
        select(Demand).where(
            Demand.post_id == post_id,
            Demand.source == source,
            Demand.starts_at == since,
            Demand.ends_at == until,
        )
    ).all()
    sent_before = submission is not None and any(
        (one.submission or "").startswith(f"{submission[:40]}-") for one in known
    )
    if known and not once_more and not sent_before:
        return NeededAlready(sum(one.target for one in known))
    wanted = people(needs, per_lane=per_lane)
    for place, (role, skill, number) in enumerate(wanted):
        manning.add_demand(
            session,
            actor=actor,
            edition_id=edition_id,
            post_id=post_id,
            content=DemandContent(since, until, role, skill, minimum=number, target=number),
            source=source,
            submission=f"{submission[:40]}-{place}" if submission else None,
            now=now,
        )
    return len(wanted)
