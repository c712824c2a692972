"""A round of business meetings: its times, tables and interpreters, what companies wish, and what is planned."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.types.meetings import FollowUpKind, MeetingState, Side, Slot, Wanting
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of
from festival.registration.models import Person


class Round(Base):
    """The meetings of an edition. `version` goes up with each change of the plan and is what planners hold while they place.

    `walk` is minutes between two areas, `most` meetings of one company, `in_a_row` what an interpreter does without a pause.
    """

    __tablename__ = "meeting_rounds"
    __table_args__ = (
        CheckConstraint("walk >= 0 AND most > 0 AND in_a_row > 0", name="terms"),
        UniqueConstraint("edition_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    wishes_until: Mapped[datetime | None]
    walk: Mapped[int] = mapped_column(SmallInteger)
    most: Mapped[int] = mapped_column(SmallInteger)
    in_a_row: Mapped[int] = mapped_column(SmallInteger)
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)


class MayAsk(Base):
    """Companies of the one side may ask those of the other."""

    __tablename__ = "meeting_matrix"
    __table_args__ = (one_of("asks", Side), one_of("asked", Side))

    round_id: Mapped[int] = mapped_column(ForeignKey("meeting_rounds.id"), primary_key=True)
    asks: Mapped[str] = mapped_column(String(12), primary_key=True)
    asked: Mapped[str] = mapped_column(String(12), primary_key=True)


class SlotRow(Base):
    """A time for meetings, or a break between them."""

    __tablename__ = "meeting_slots"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        UniqueConstraint("round_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("meeting_rounds.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_break: Mapped[bool] = mapped_column(Boolean, default=False)

    @property
    def slot(self) -> Slot:
        """Return it as rules look at it."""
        return Slot(self.id, self.starts_at, self.ends_at, self.is_break)


class DeskRow(Base):
    """A table; `area` names the part of the building, nothing where there is only one."""

    __tablename__ = "meeting_desks"
    __table_args__ = (UniqueConstraint("round_id", "name"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("meeting_rounds.id"))
    name: Mapped[str] = mapped_column(String(20))
    area: Mapped[Trilingual] = mapped_column(default=Trilingual)


class InterpreterRow(Base):
    """Somebody who interprets at a round between any two of their `languages` (codes, joined by a space), from when until when."""

    __tablename__ = "meeting_interpreters"
    __table_args__ = (
        CheckConstraint("until > since", name="order"),
        UniqueConstraint("round_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("meeting_rounds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    languages: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime]
    until: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")


class WishRow(Base):
    """What a company says of another; over at `until` when it has one."""

    __tablename__ = "meeting_wishes"
    __table_args__ = (
        one_of("wanting", Wanting),
        CheckConstraint("asks_id <> asked_id", name="two"),
        Index("ix_meeting_wishes_asked", "asked_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("meeting_rounds.id"), primary_key=True)
    asks_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    wanting: Mapped[str] = mapped_column(String(4))
    note: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime]
    until: Mapped[datetime | None]


class AwayRow(Base):
    """A slot in which somebody cannot come, as they say themselves."""

    __tablename__ = "meeting_away"

    company_person_id: Mapped[int] = mapped_column(
        ForeignKey("company_people.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[int] = mapped_column(ForeignKey("meeting_slots.id", ondelete="CASCADE"), primary_key=True)


class MeetingRow(Base):
    """A meeting. `why` is the reason for which something that speaks against it was let stand.

    `told` says what its companies were last told (`queries.meetings.telling`), None before they know of it; `sequence` is the calendar entry's.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        one_of("state", MeetingState),
        # Whatever the services overlook: a table and an interpreter are at one meeting at a time.
        *(
            Index(
                f"uq_meetings_{name}",
                "slot_id",
                column,
                unique=True,
                sqlite_where=text("state <> 'cancelled'"),
                postgresql_where=text("state <> 'cancelled'"),
            )
            for name, column in (("desk", "desk_id"), ("interpreter", "interpreter_id"))
        ),
        Index("ix_meetings_round", "round_id", "slot_id"),
        UniqueConstraint("id", "slot_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("meeting_rounds.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("meeting_slots.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("meeting_desks.id"))
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_interpreters.id"))
    state: Mapped[str] = mapped_column(String(9), default=MeetingState.PLANNED)
    why: Mapped[str] = mapped_column(String(300), default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    told: Mapped[str | None] = mapped_column(String(400))
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    firms: Mapped[list["MeetingFirm"]] = relationship(order_by="MeetingFirm.company_id", lazy="raise")


class MeetingFirm(Base):
    """A company at a meeting: when it arrived, and what it thought of it afterwards (1 to 5)."""

    __tablename__ = "meeting_firms"
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        Index("ix_meeting_firms_company", "company_id"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    arrived_at: Mapped[datetime | None]
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    remark: Mapped[str] = mapped_column(String(500), default="")


class MeetingCall(Base):
    """A company without a mail address that the desk has still to tell of an announced meeting, by phone or by word of mouth.

    `announced` is the round's version that the announcement made, so that "told" never takes along what was announced after somebody looked.
    """

    __tablename__ = "meeting_calls"
    __table_args__ = (Index("ix_meeting_calls_company", "company_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    announced: Mapped[int] = mapped_column(Integer)


class MeetingPerson(Base):
    """Who comes to a meeting. The slot stands here too, so that the database lets nobody be at two at once."""

    __tablename__ = "meeting_people"
    __table_args__ = (
        ForeignKeyConstraint(
            ["meeting_id", "slot_id"],
            ["meetings.id", "meetings.slot_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        UniqueConstraint("company_person_id", "slot_id"),
    )

    meeting_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_person_id: Mapped[int] = mapped_column(ForeignKey("company_people.id"), primary_key=True)
    slot_id: Mapped[int] = mapped_column(Integer)


class FollowUp(Base):
    """What was agreed at a meeting: a memorandum, a visit to a site, a next talk; who sees to it, and by when."""

    __tablename__ = "meeting_follow_ups"
    __table_args__ = (one_of("kind", FollowUpKind), Index("ix_meeting_follow_ups_meeting", "meeting_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(120))
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    made_at: Mapped[datetime]
