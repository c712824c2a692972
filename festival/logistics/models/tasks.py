"""Directives, tasks, what was said and done about them, and every change of a task's plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.logistics.types.tasks import Area, EntryKind, Priority, TaskState
from festival.programme.models.words import one_of


class Directive(Base):
    """An instruction of the leaders, as it was written. Tasks carry it out."""

    __tablename__ = "directives"
    __table_args__ = (Index("ix_directives_edition", "edition_id", "issued_on"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date] = mapped_column(Date)
    issuer: Mapped[str] = mapped_column(String(160))
    title: Mapped[Trilingual]
    text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class Task(Base):
    """One piece of work. `number` runs in the edition; `code` is its line of the standard list, so that it comes once.

    `version` goes up with every change of the plan and of the state. `folded` is the titles as they are searched.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        UniqueConstraint("edition_id", "code"),
        Index("ix_tasks_edition_due", "edition_id", "due_on", "id"),
        Index("ix_tasks_edition_state", "edition_id", "state", "due_on"),
        Index("ix_tasks_agency", "agency_id"),
        Index("ix_tasks_directive", "directive_id"),
        CheckConstraint("due_on >= starts_on", name="dates"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        one_of("area", Area),
        one_of("priority", Priority),
        one_of("state", TaskState),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[int] = mapped_column(Integer)
    code: Mapped[str | None] = mapped_column(String(40))
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directives.id"))
    area: Mapped[str] = mapped_column(String(14))
    title: Mapped[Trilingual]
    folded: Mapped[str] = mapped_column(String(700), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    responsible: Mapped[str] = mapped_column(String(120), default="")
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    crew_id: Mapped[int | None] = mapped_column(ForeignKey("crew.id"), index=True)
    starts_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    priority: Mapped[str] = mapped_column(String(8), default=Priority.NORMAL)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    state: Mapped[str] = mapped_column(String(8), default=TaskState.TODO)
    progress: Mapped[int] = mapped_column(Integer, default=0)
    done_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    partners: Mapped[list["TaskPartner"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="TaskPartner.agency_id"
    )
    items: Mapped[list["TaskItem"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="TaskItem.position"
    )
    before: Mapped[list["TaskOrder"]] = relationship(
        cascade="all, delete-orphan",
        lazy="selectin",
        foreign_keys="TaskOrder.after_id",
        order_by="TaskOrder.before_id",
    )


class TaskPartner(Base):
    """An agency that works with the leading one (phối hợp)."""

    __tablename__ = "task_partners"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)


class TaskOrder(Base):
    """`before_id` must be done before `after_id` can be."""

    __tablename__ = "task_orders"
    __table_args__ = (CheckConstraint("before_id <> after_id", name="two_tasks"),)

    after_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    before_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True, index=True)


class TaskSource(Base):
    """Where a task comes from that another domain has handed over: its key there, and the path of the page that tells of it."""

    __tablename__ = "task_sources"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    address: Mapped[str] = mapped_column(String(200))


class TaskItem(Base):
    """One line of a task's checklist."""

    __tablename__ = "task_items"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(200))
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class TaskEntry(Base):
    """Something said about a task: a comment, a report with the progress reached, a change of state. Only added."""

    __tablename__ = "task_entries"
    __table_args__ = (Index("ix_task_entries_task", "task_id", "id"), one_of("kind", EntryKind))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text, default="")
    progress: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str | None] = mapped_column(String(8))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    crew_id: Mapped[int | None] = mapped_column(ForeignKey("crew.id"))  # who wrote from their own page
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class TaskChange(Base):
    """One change of a task's plan: what it said after it. Never changed, never deleted."""

    __tablename__ = "task_changes"
    __table_args__ = (UniqueConstraint("task_id", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    version: Mapped[int] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(12))
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class TaskBatch(Base):
    """What somebody wants to do to many tasks, between looking at it and doing it. Only who made it sees it; kept for a day.

    `rows` are proposals as JSON; `result` is what taking it did, from `taken_at` on: a second press gets the same. So it is with
    `undo_result`, what taking it back did.
    """

    __tablename__ = "task_batches"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[str] = mapped_column(String(160))
    form: Mapped[str] = mapped_column(String(43), unique=True)
    rows: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    taken_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
    undone_at: Mapped[datetime | None]
    undo_result: Mapped[dict[str, Any] | None]
