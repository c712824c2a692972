"""Tables of planning figures as they stand and stood, and the scenarios that are kept."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.logistics.models import PlanningScenario, PlanningTable, PlanningTableVersion
from festival.logistics.types.planning import Table, TableKind


def tables(session: Session) -> Mapping[TableKind, Table]:
    """Return all tables, in the order of their kinds."""
    found = {TableKind(row.kind): row.table for row in session.scalars(select(PlanningTable))}
    return {kind: found[kind] for kind in TableKind}


def versions(session: Session, kind: TableKind) -> Sequence[PlanningTableVersion]:
    """Return what a table said, the newest first."""
    return session.scalars(
        select(PlanningTableVersion)
        .where(PlanningTableVersion.kind == kind)
        .order_by(PlanningTableVersion.version.desc())
    ).all()


def scenarios(session: Session, edition_id: int) -> Sequence[PlanningScenario]:
    """Return the scenarios of an edition, the newest first."""
    return session.scalars(
        select(PlanningScenario)
        .where(PlanningScenario.edition_id == edition_id)
        .order_by(PlanningScenario.id.desc())
    ).all()


def get_scenario(session: Session, edition_id: int, scenario_id: int) -> PlanningScenario:
    """Return one scenario. Raises NotFound, also for one of another edition."""
    found = session.get(PlanningScenario, scenario_id)
    if found is None or found.edition_id != edition_id:
        raise NotFound(scenario_id)
    return found
