"""Tables of planning figures with what they said before, and scenarios that somebody has kept.

The tables belong to no edition: what a lane lets through does not change with the year. Migrations bring the first version.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.logistics.types.planning import Question, Table, TableKind
from festival.programme.models.words import one_of


class PlanningTable(Base):
    """A table of figures. `content` is {"rows": [row, …]}; the numbers in it are texts, so that 0.1 stays 0.1."""

    __tablename__ = "planning_tables"
    __table_args__ = (one_of("kind", TableKind),)

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    content: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(500))
    version: Mapped[int] = mapped_column(Integer, default=1)
    changed_at: Mapped[datetime]

    @property
    def table(self) -> Table:
        """Return it as calculators and pages read it."""
        return Table(
            TableKind(self.kind), tuple(self.content["rows"]), self.source, self.version, self.changed_at
        )


class PlanningTableVersion(Base):
    """What a table said from one change to the next, who said so and why. Only added."""

    __tablename__ = "planning_table_versions"

    kind: Mapped[str] = mapped_column(ForeignKey("planning_tables.kind"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(500))
    note: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class PlanningScenario(Base):
    """What was asked of a calculator, under a name. `tables` is which version of each table answered then."""

    __tablename__ = "planning_scenarios"
    __table_args__ = (
        one_of("question", Question),
        Index("ix_planning_scenarios_edition", "edition_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    question: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    inputs: Mapped[dict[str, Any]]
    tables: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
