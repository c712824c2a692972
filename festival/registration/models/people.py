"""Persons whom the organizers know by name: guests, delegates, press, partners, crew. Citizens are only names on tickets."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.core.trilingual import Trilingual


class Person(Base):
    """One human being of one edition, whatever roles they have.

    `family` and `given` are in the person's own script; `latin` is the whole name in Latin letters in the order they write it
    themselves, `kana` its reading, `print_as` what stands on a badge when it is none of these. `folded` joins the search forms
    of all of them. `merged_into` points to the person this one turned out to be; such a row is kept so that it can be undone.
    `version` goes up with each change.
    """

    __tablename__ = "persons"
    __table_args__ = (
        Index("ix_persons_edition_folded", "edition_id", "folded"),
        Index("ix_persons_phone", "phone"),
        Index("ix_persons_mail", "mail"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    family: Mapped[str] = mapped_column(String(80), default="")
    given: Mapped[str] = mapped_column(String(80))
    latin: Mapped[str] = mapped_column(String(120), default="")
    kana: Mapped[str] = mapped_column(String(120), default="")
    print_as: Mapped[str] = mapped_column(String(120), default="")
    folded: Mapped[str] = mapped_column(String(500))
    honorific: Mapped[str] = mapped_column(String(2), default="")
    language: Mapped[str] = mapped_column(String(2))
    position: Mapped[Trilingual]
    organisation: Mapped[Trilingual]
    phone: Mapped[str | None] = mapped_column(String(20))
    mail: Mapped[str | None] = mapped_column(String(254))
    attention: Mapped[str] = mapped_column(
        Text, default=""
    )  # what a gate or a host must know, for those with the right
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PersonMerge(Base):
    """Two persons who turned out to be one: what moved and what the kept one said before, so that it can be undone."""

    __tablename__ = "person_merges"
    __table_args__ = (Index("ix_person_merges_kept", "kept_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    gone_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    moved: Mapped[dict[str, Any]]  # "table.column" → primary keys of the rows that moved
    before: Mapped[dict[str, Any] | None]  # what the kept person's row said; forgotten with the right to undo
    merged_at: Mapped[datetime]
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undone_at: Mapped[datetime | None]


class DistinctPersons(Base):
    """Two persons who look like one and are not: somebody has looked."""

    __tablename__ = "distinct_persons"
    __table_args__ = (CheckConstraint("first_id < second_id", name="order"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    said_at: Mapped[datetime]
    said_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
