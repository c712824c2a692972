"""What is stored of those who are asked to speak: how they answered, what they told us, and texts the public does not read yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.types.speaking import SpeakerState
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of
from festival.registration.models import Person


class SpeakerRow(Base):
    """Somebody who is asked to speak or moderate at one event.

    `biography` and `photo` are the speaker's own, before the desk has looked at them (`reviewed_at`); what the public reads
    is a ProfileRow. `texts_at` is when the speaker last sent something to look at. `epoch` ends the link; `version` goes up
    with each change of a text.
    """

    __tablename__ = "speakers"
    __table_args__ = (one_of("state", SpeakerState), UniqueConstraint("event_id", "person_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=SpeakerState.LISTED)
    epoch: Mapped[int] = mapped_column(Integer, default=1)
    version: Mapped[int] = mapped_column(Integer, default=1)
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(SmallInteger, default=0)
    biography: Mapped[Trilingual]
    photo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    photo_agreed_at: Mapped[datetime | None]
    publish_agreed_at: Mapped[datetime | None]
    publish_version: Mapped[str] = mapped_column(String(8), default="")
    publish_language: Mapped[str] = mapped_column(String(2), default="")
    equipment: Mapped[str] = mapped_column(String(120), default="")
    equipment_note: Mapped[str] = mapped_column(String(400), default="")
    speaks: Mapped[str] = mapped_column(String(2), default="")
    hears: Mapped[str] = mapped_column(String(4), default="")
    arrives_at: Mapped[datetime | None]
    departs_at: Mapped[datetime | None]
    travel: Mapped[str] = mapped_column(String(120), default="")
    companion: Mapped[str] = mapped_column(String(200), default="")
    texts_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    abstracts: Mapped[list["SpeakerAbstract"]] = relationship(order_by="SpeakerAbstract.talk_id")


class SpeakerAbstract(Base):
    """What a speaker writes about a talk, before the desk has looked at it; what the public reads stands in the talk."""

    __tablename__ = "speaker_abstracts"

    speaker_id: Mapped[int] = mapped_column(ForeignKey("speakers.id"), primary_key=True)
    talk_id: Mapped[int] = mapped_column(ForeignKey("talks.id"), primary_key=True, index=True)
    abstract: Mapped[Trilingual]


class SpeakerTermsRow(Base):
    """Until when the speakers of an event answer, and bring their slides."""

    __tablename__ = "speaker_terms"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    answer_by: Mapped[datetime | None]
    slides_by: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)
