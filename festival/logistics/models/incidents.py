"""Incidents with their log, the units that are sent to them, and what units report from the field."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from festival.core.db import Base
from festival.logistics.types.incidents import (
    EntryKind,
    IncidentContent,
    IncidentKind,
    IncidentState,
    ReportState,
    Severity,
    UnitAnswer,
)
from festival.programme.models.words import one_of


class Incident(Base):
    """Something the control room follows. `version` counts changes of what it says of itself, `changed_at` any news.

    `folded` is its words as they are searched. One that was merged lives on in `merged_into_id`.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        Index("ix_incidents_edition_state", "edition_id", "state", "id"),
        Index("ix_incidents_edition_changed", "edition_id", "changed_at"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        one_of("state", IncidentState),
        one_of("severity", Severity),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(60), default="")
    place_text: Mapped[str] = mapped_column(String(200), default="")
    reported_by: Mapped[str] = mapped_column(String(120), default="")
    folded: Mapped[str] = mapped_column(String(700), default="")
    confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    happened_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), index=True)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    kinds: Mapped[list["IncidentKindRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="IncidentKindRow.kind"
    )

    @property
    def content(self) -> IncidentContent:
        """Return what it says of itself."""
        return IncidentContent(
            title=self.title,
            kinds=tuple(IncidentKind(row.kind) for row in self.kinds),
            severity=Severity(self.severity),
            place=self.place,
            place_text=self.place_text,
            reported_by=self.reported_by,
            happened_at=self.happened_at,
            confidential=self.confidential,
        )


class IncidentKindRow(Base):
    """One of the kinds an incident is."""

    __tablename__ = "incident_kinds"
    __table_args__ = (one_of("kind", IncidentKind),)

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)


class IncidentEntry(Base):
    """A line of the log. Only added: one that was wrong is struck with a reason and stays readable.

    `at` is when it happened, `content` what a form or a change says in parts, `crew_id` who of the crew said it on their phone.
    """

    __tablename__ = "incident_entries"
    __table_args__ = (
        Index("ix_incident_entries_incident", "incident_id", "id"),
        CheckConstraint("(struck_at IS NULL) = (struck_reason IS NULL)", name="struck_with_reason"),
        one_of("kind", EntryKind),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any] | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("field_reports.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("response_units.id"))
    crew_id: Mapped[int | None] = mapped_column(ForeignKey("crew.id"))
    at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    struck_at: Mapped[datetime | None]
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    struck_reason: Mapped[str | None] = mapped_column(String(300))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class IncidentLink(Base):
    """Two incidents that belong together; the one with the lower id first."""

    __tablename__ = "incident_links"
    __table_args__ = (CheckConstraint("low_id < high_id", name="order"),)

    low_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True, index=True)


class ResponseUnit(Base):
    """A team that can be sent: who it is on the radio, and the secret link of its phone (ended by another `epoch`).

    One that is made of the crew is a team's people, or whoever stands at a post: they are sent on their own pages.
    """

    __tablename__ = "response_units"
    __table_args__ = (
        UniqueConstraint("edition_id", "name"),
        UniqueConstraint("team_id"),
        UniqueConstraint("post_id"),
        CheckConstraint("team_id IS NULL OR post_id IS NULL", name="one_source"),
        one_of("kind", IncidentKind),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    phone: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(2), default="vi")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("crew_teams.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    epoch: Mapped[int] = mapped_column(Integer, default=0)
    retired_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class IncidentDispatch(Base):
    """A unit sent to an incident, with what it was told, and when it answered what."""

    __tablename__ = "incident_dispatches"
    __table_args__ = (
        Index("ix_incident_dispatches_incident", "incident_id"),
        Index("ix_incident_dispatches_unit", "unit_id", "answer"),
        one_of("answer", UnitAnswer),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("response_units.id"))
    told: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    under_way_at: Mapped[datetime | None]
    on_scene_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class FieldReport(Base):
    """What a unit, or somebody of the crew, has seen and sent from a phone. The picture is our own drawing of it and read on demand."""

    __tablename__ = "field_reports"
    __table_args__ = (
        Index("ix_field_reports_edition_state", "edition_id", "state", "id"),
        CheckConstraint("unit_id IS NOT NULL OR crew_id IS NOT NULL", name="sender"),
        one_of("state", ReportState),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("response_units.id"), index=True)
    crew_id: Mapped[int | None] = mapped_column(ForeignKey("crew.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(60), default="")
    place_text: Mapped[str] = mapped_column(String(200), default="")
    has_photo: Mapped[bool] = mapped_column(Boolean, default=False)
    photo: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    state: Mapped[str] = mapped_column(String(10))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), index=True)
    made_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
