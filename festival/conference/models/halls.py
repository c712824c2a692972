"""Halls with doors, seats of sessions, and what counts as having been there."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.types.halls import Basis, DelegateKind, Kinds, SeatTerms
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models import Space
from festival.programme.models.words import one_of
from festival.registration.models import Zone


class HallRow(Base):
    """A room whose doors are watched: its zone is what codes are told of, its space is where events and sessions take place."""

    __tablename__ = "halls"
    __table_args__ = (Index("ix_halls_edition", "edition_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), unique=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zones.id", ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime]

    space: Mapped[Space] = relationship()
    zone: Mapped[Zone] = relationship()


class SessionSeats(Base):
    """How many delegates a session takes, where that is fewer than its event: they take their seats themselves.

    `reserved` are kept back for those whom the desk names, and for the categories in `kept_for`; only those in `admits` may sit there
    (none: everybody). Both are words joined by a space. `taken` repeats how many rows of `session_places` there are, `kept_taken` how
    many of them have a seat that was kept back.
    """

    __tablename__ = "session_seats"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("reserved BETWEEN 0 AND seats", name="reserved"),
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("kept_taken BETWEEN 0 AND reserved", name="kept_taken"),
    )

    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    seats: Mapped[int] = mapped_column(Integer)
    reserved: Mapped[int] = mapped_column(Integer, default=0)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    kept_taken: Mapped[int] = mapped_column(Integer, default=0)
    admits: Mapped[str] = mapped_column(String(80), default="")
    kept_for: Mapped[str] = mapped_column(String(80), default="")

    @property
    def terms(self) -> SeatTerms:
        """How the seats are given."""
        return SeatTerms(self.seats, self.reserved, kinds_in(self.admits), kinds_in(self.kept_for))


def kinds_in(words: str) -> Kinds:
    """Return the categories that are stored as words."""
    return frozenset(DelegateKind(word) for word in words.split())


class SessionPlace(Base):
    """One delegate's seat in a session whose seats are counted."""

    __tablename__ = "session_places"
    __table_args__ = (Index("ix_session_places_person", "person_id"),)

    session_id: Mapped[int] = mapped_column(
        ForeignKey("conference_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    taken_at: Mapped[datetime]
    is_kept: Mapped[bool] = mapped_column(Boolean, default=False)


class AttendanceTerms(Base):
    """What counts as having been there, and what a certificate says of who issues it.

    A session counts from `share` percent of its length. A certificate is due from `least`: percent of the event's sessions
    together, or minutes, as `basis` says.
    """

    __tablename__ = "attendance_terms"
    __table_args__ = (
        one_of("basis", Basis),
        CheckConstraint("share BETWEEN 1 AND 100", name="share"),
        CheckConstraint("least BETWEEN 1 AND 1440", name="least"),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    share: Mapped[int] = mapped_column(SmallInteger)
    basis: Mapped[str] = mapped_column(String(8))
    least: Mapped[int] = mapped_column(SmallInteger)
    issuer: Mapped[Trilingual]
    signatory: Mapped[str] = mapped_column(String(120))
    position: Mapped[Trilingual]
    place: Mapped[Trilingual]
    version: Mapped[int] = mapped_column(Integer)


class DressCode(Base):
    """What guests are asked to wear at an event."""

    __tablename__ = "dress_codes"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[Trilingual]
    changed_at: Mapped[datetime]
