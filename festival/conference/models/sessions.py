"""Sessions of the conference and its seminars: talks, people, materials, and who speaks now."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.models.fields import FieldRow
from festival.conference.types.sessions import MaterialAudience, PartKind, SessionKind
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models import Space
from festival.programme.models.words import one_of
from festival.registration.models import Person

session_fields = Table(
    "session_fields",
    Base.metadata,
    Column("session_id", ForeignKey("conference_sessions.id"), primary_key=True),
    Column("field_id", ForeignKey("fields.id"), primary_key=True, index=True),
)


class SessionRow(Base):
    """A part of a conference or seminar with a time of its own. `channels` are languages, comma-separated."""

    __tablename__ = "conference_sessions"
    __table_args__ = (
        one_of("kind", SessionKind),
        CheckConstraint("ends_at > starts_at", name="times"),
        Index("ix_conference_sessions_event", "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    title: Mapped[Trilingual]
    summary: Mapped[Trilingual]
    kind: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    channels: Mapped[str] = mapped_column(String(20))
    is_public: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    space: Mapped[Space | None] = relationship()
    fields: Mapped[list[FieldRow]] = relationship(secondary=session_fields, order_by=FieldRow.position)
    talks: Mapped[list["TalkRow"]] = relationship(order_by="TalkRow.position, TalkRow.id")
    parts: Mapped[list["PartRow"]] = relationship(order_by="PartRow.id")
    materials: Mapped[list["MaterialRow"]] = relationship(order_by="MaterialRow.id")


class TalkRow(Base):
    """A talk of a session."""

    __tablename__ = "talks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"), index=True)
    title: Mapped[Trilingual]
    abstract: Mapped[Trilingual]
    starts_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(SmallInteger)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)


class PartRow(Base):
    """Somebody who takes part in a talk, or in the session as a whole."""

    __tablename__ = "session_parts"
    __table_args__ = (
        one_of("kind", PartKind),
        Index("ix_session_parts_session", "session_id"),
        Index("ix_session_parts_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"))
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talks.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[str] = mapped_column(String(12))

    person: Mapped[Person] = relationship()


class ProfileRow(Base):
    """What the public reads of a speaker. The photo is public because the speaker has said so, at `photo_agreed_at`."""

    __tablename__ = "speaker_profiles"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    biography: Mapped[Trilingual]
    photo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    photo_agreed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer)


class MaterialRow(Base):
    """A file of a session. A newer file of one title is another version; the one before is withdrawn, not gone.

    What a speaker has brought (`speaker_id`, and `talk_id` where it is of one talk) is given to nobody before somebody of the
    desk has approved it; `refusal` says why it was not. A file of the desk itself is approved as it comes.
    """

    __tablename__ = "materials"
    __table_args__ = (
        one_of("audience", MaterialAudience),
        UniqueConstraint("session_id", "title_key", "version"),
        Index("ix_materials_session", "session_id"),
        Index("ix_materials_speaker", "speaker_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"))
    title: Mapped[Trilingual]
    title_key: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    version: Mapped[int] = mapped_column(Integer)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None]
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speakers.id"))
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talks.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    refused_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(String(300), default="")


class LiveRow(Base):
    """Who speaks now in an event, as somebody in the room says."""

    __tablename__ = "now_speaking"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("conference_sessions.id"))
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talks.id"))
    since: Mapped[datetime]
