"""Localities, their plans, and what each plan said before.

They belong to the province and not to an edition of the festival: a board that began anew each year would have no history.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.types.planning import (
    LocalityKind,
    Place,
    Plan,
    PlanContent,
    PlanLayer,
    PlanStatus,
)
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of


class Locality(Base):
    """A city, town or district of the province, or the province itself."""

    __tablename__ = "localities"
    __table_args__ = (one_of("kind", LocalityKind),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Trilingual]
    kind: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(SmallInteger)

    @property
    def place(self) -> Place:
        """Return it as pages show it."""
        return Place(self.id, self.slug, self.name, LocalityKind(self.kind), self.position)


class PlanRow(Base):
    """A plan of one layer, or several of it that are told together. `submission` is the form it came from."""

    __tablename__ = "plans_of_localities"
    __table_args__ = (
        one_of("layer", PlanLayer),
        one_of("status", PlanStatus),
        CheckConstraint("total > 0 AND ready BETWEEN 0 AND total", name="counts"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        UniqueConstraint("locality_id", "layer", "name_key"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    locality_id: Mapped[int] = mapped_column(ForeignKey("localities.id"))
    layer: Mapped[str] = mapped_column(String(12))
    name: Mapped[Trilingual]
    name_key: Mapped[str] = mapped_column(
        String(200)
    )  # the folded name, "" for none: two of one name are one
    status: Mapped[str] = mapped_column(String(12))
    total: Mapped[int] = mapped_column(Integer)
    ready: Mapped[int] = mapped_column(Integer)
    progress: Mapped[int | None] = mapped_column(SmallInteger)
    decision: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[date | None] = mapped_column(Date)
    document_url: Mapped[str] = mapped_column(String(500))
    agency: Mapped[Trilingual]
    due_on: Mapped[date | None] = mapped_column(Date)
    as_of: Mapped[date] = mapped_column(Date)
    is_public: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    locality: Mapped[Locality] = relationship()

    @property
    def content(self) -> PlanContent:
        """Return what it says."""
        return PlanContent(
            PlanLayer(self.layer), self.name, PlanStatus(self.status), self.total, self.ready, self.progress,
            self.decision, self.decided_on, self.document_url, self.agency, self.due_on, self.as_of, self.is_public,
        )  # fmt: skip

    @property
    def plan(self) -> Plan:
        """Return it as pages show it."""
        return Plan(self.id, self.locality.place, self.content, self.version)


class PlanVersion(Base):
    """What a plan said from one change to the next, who said so and why."""

    __tablename__ = "plan_versions"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans_of_localities.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
