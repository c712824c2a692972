"""Business cards of delegates: what each of them shows, and who has whose."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.conference.types.cards import Gives, PassState
from festival.core.db import Base
from festival.programme.models.words import one_of


class BusinessCard(Base):
    """The card of somebody who has agreed to exchange cards. Whoever withdraws the consent has no row."""

    __tablename__ = "business_cards"
    __table_args__ = (one_of("gives", Gives),)

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    gives: Mapped[str] = mapped_column(String(4))
    shows_phone: Mapped[bool] = mapped_column(Boolean)
    shows_mail: Mapped[bool] = mapped_column(Boolean)
    website: Mapped[str] = mapped_column(String(300))
    consent_version: Mapped[str] = mapped_column(String(10))
    consent_language: Mapped[str] = mapped_column(String(2))
    agreed_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class CardPass(Base):
    """One card on its way from its owner to somebody: asked for, given or refused."""

    __tablename__ = "card_passes"
    __table_args__ = (
        one_of("state", PassState),
        CheckConstraint("giver_id <> taker_id", name="two_people"),
        Index("ix_card_passes_taker", "taker_id"),
    )

    giver_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    taker_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(7))
    at: Mapped[datetime]
