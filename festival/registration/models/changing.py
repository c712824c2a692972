"""What parties have done themselves: forms that added something, tickets that went to another person, lost links asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base


class FormTaken(Base):
    """A form that has added something to a registration. The same number sent again adds nothing."""

    __tablename__ = "forms_taken"

    number: Mapped[str] = mapped_column(String(43), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    taken_at: Mapped[datetime]


class Transfer(Base):
    """A ticket that its party passed on: it is dead, and another person's registration stands for it. Once for each ticket."""

    __tablename__ = "transfers"
    __table_args__ = (Index("ix_transfers_registration", "registration_id"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(Integer, ForeignKey("registrations.id"))  # the new one
    made_at: Mapped[datetime]


class LinkRequest(Base):
    """Somebody asks for the links of what is registered under a contact. Looked up and deleted by the worker, within seconds."""

    __tablename__ = "link_requests"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    phone: Mapped[str | None] = mapped_column(String(20))
    mail: Mapped[str | None] = mapped_column(String(254))
    asked_at: Mapped[datetime]
