"""Read the planning board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session, contains_eager

from festival.conference.models import Locality, PlanRow, PlanVersion
from festival.conference.types.planning import Place, Plan, PlanLayer
from festival.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Board:
    """Localities in their order, and their plans by locality and layer."""

    places: tuple[Place, ...]
    plans: tuple[Plan, ...]

    @property
    def as_of(self) -> date | None:
        """The day of the youngest figures."""
        return max((plan.content.as_of for plan in self.plans), default=None)

    def place(self, slug: str) -> Place:
        """Return a locality. Raises NotFound."""
        found = next((place for place in self.places if place.slug == slug), None)
        if found is None:
            raise NotFound(slug)
        return found

    def of(self, place: Place, layer: PlanLayer | None = None) -> tuple[Plan, ...]:
        """Return the plans of a locality, or those of one layer of it."""
        return tuple(
            plan
            for plan in self.plans
            if plan.place.id == place.id and (layer is None or plan.content.layer is layer)
        )


def all_places(session: Session) -> tuple[Place, ...]:
    """Return the localities in their order."""
    rows = session.scalars(select(Locality).order_by(Locality.position, Locality.id))
    return tuple(row.place for row in rows)


def board(session: Session, *, only_public: bool = True) -> Board:
    """Return the whole board."""
    places = all_places(session)
    in_order = case({str(layer): number for number, layer in enumerate(PlanLayer)}, value=PlanRow.layer)
    statement = (
        select(PlanRow)
        .join(PlanRow.locality)
        .options(contains_eager(PlanRow.locality))
        .order_by(Locality.position, Locality.id, in_order, PlanRow.id)
    )
    if only_public:
        statement = statement.where(PlanRow.is_public)
    return Board(places, tuple(row.plan for row in session.scalars(statement)))


def get_plan(session: Session, plan_id: int) -> Plan:
    """Return one plan. Raises NotFound."""
    return get_row(session, plan_id).plan


def get_row(session: Session, plan_id: int, *, lock: bool = False) -> PlanRow:
    """Return one plan's row, locked until the transaction ends where that is asked. Raises NotFound."""
    statement = select(PlanRow).where(PlanRow.id == plan_id)
    if lock:
        statement = statement.with_for_update(of=PlanRow).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound(plan_id)
    return found


def get_locality(session: Session, slug: str) -> Locality:
    """Return a locality. Raises NotFound."""
    found = session.scalar(select(Locality).where(Locality.slug == slug))
    if found is None:
        raise NotFound(slug)
    return found


def versions(session: Session, plan_id: int) -> Sequence[PlanVersion]:
    """Return what a plan said, newest first."""
    statement = select(PlanVersion).where(PlanVersion.plan_id == plan_id)
    return session.scalars(statement.order_by(PlanVersion.version.desc())).all()
