"""The crew: who stands at the festival's posts, what they can do, when they cannot come, their teams, and the numbers rosters keep to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.core.db import Base
from festival.logistics.types.crew import LimitCode, Skill
from festival.logistics.types.tasks import Area
from festival.programme.models.words import one_of
from festival.registration.models import Person


class CrewTeam(Base):
    """People who work together. Who leads them says so themselves (`CrewMember.leads`)."""

    __tablename__ = "crew_teams"
    __table_args__ = (Index("ix_crew_teams_edition", "edition_id"), one_of("area", Area))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str] = mapped_column(String(120))
    area: Mapped[str] = mapped_column(String(14))
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class CrewMember(Base):
    """A person as one of the crew of an edition. Name, phone and language are the person's.

    Another `epoch` ends the link to their page. `version` goes up with each change.
    """

    __tablename__ = "crew"
    __table_args__ = (
        UniqueConstraint("edition_id", "person_id"),
        Index("ix_crew_team", "team_id"),
        Index("ix_crew_agency", "agency_id"),
        one_of("area", Area),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("crew_teams.id"))
    area: Mapped[str] = mapped_column(String(14))
    leads: Mapped[bool] = mapped_column(Boolean, default=False)  # the team they belong to
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    remark: Mapped[str] = mapped_column(String(300), default="")
    epoch: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    submission: Mapped[str | None] = mapped_column(String(50), unique=True)
    changed_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    skills: Mapped[list["CrewSkill"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CrewSkill.skill"
    )
    away: Mapped[list["CrewAway"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CrewAway.starts_at"
    )


class CrewSkill(Base):
    """A qualification, and the last day on which it is good; None: for ever."""

    __tablename__ = "crew_skills"
    __table_args__ = (one_of("skill", Skill),)

    crew_id: Mapped[int] = mapped_column(ForeignKey("crew.id", ondelete="CASCADE"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(14), primary_key=True)
    last_day: Mapped[date | None] = mapped_column(Date)


class CrewAway(Base):
    """A time in which somebody cannot come."""

    __tablename__ = "crew_away"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="times"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    crew_id: Mapped[int] = mapped_column(ForeignKey("crew.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class RosterLimit(Base):
    """One number that rosters keep to, in minutes, and where it is written."""

    __tablename__ = "roster_limits"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 0 AND 10080", name="minutes"),
        one_of("code", LimitCode),
    )

    code: Mapped[str] = mapped_column(String(14), primary_key=True)
    minutes: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(300))


class CrewList(Base):
    """A list of an agency's people as it was read, between looking at it and taking it. It is forgotten after a day.

    `result` is what taking it has done; a second press gets the same.
    """

    __tablename__ = "crew_lists"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    area: Mapped[str] = mapped_column(String(14))
    name: Mapped[str] = mapped_column(String(120))
    cells: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    result: Mapped[dict[str, Any] | None]
