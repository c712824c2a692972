"""The register of what is signed at the conference."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festival.conference.models.companies import Company
from festival.conference.models.fields import FieldRow
from festival.conference.types.signings import (
    Currency,
    Paper,
    Party,
    Signing,
    SigningContent,
    SigningKind,
    SigningState,
)
from festival.core.db import Base
from festival.core.trilingual import Trilingual
from festival.programme.models.words import one_of


class SigningParty(Base):
    """A company of the conference that signs."""

    __tablename__ = "signing_parties"

    signing_id: Mapped[int] = mapped_column(ForeignKey("signings.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True, index=True)

    company: Mapped[Company] = relationship(lazy="raise")


class SigningRow(Base):
    """A document. `amount` in whole units of its currency; `number_key` is the folded number, so that two of one number are one.

    The signed document itself stands in `paper`, and what it is called, is and weighs beside it, all empty while there is none.
    """

    __tablename__ = "signings"
    __table_args__ = (
        one_of("kind", SigningKind),
        one_of("state", SigningState),
        one_of("currency", Currency),
        CheckConstraint("amount > 0", name="amount"),
        UniqueConstraint("edition_id", "number_key"),
        Index("ix_signings_field", "field_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    number: Mapped[str] = mapped_column(String(60))
    number_key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(11))
    title: Mapped[Trilingual]
    sides: Mapped[Trilingual]
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"))
    signed_on: Mapped[date | None] = mapped_column(Date)
    place: Mapped[Trilingual]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    amount_is_public: Mapped[bool] = mapped_column(Boolean)
    owner: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(9))
    is_public: Mapped[bool] = mapped_column(Boolean)
    paper: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    paper_name: Mapped[str | None] = mapped_column(String(120))
    paper_type: Mapped[str | None] = mapped_column(String(100))
    paper_size: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    submission: Mapped[str | None] = mapped_column(String(43), unique=True)

    field: Mapped[FieldRow | None] = relationship(lazy="raise")
    parties: Mapped[list[SigningParty]] = relationship(
        order_by="SigningParty.company_id", lazy="raise", cascade="all, delete-orphan"
    )

    @property
    def content(self) -> SigningContent:
        """Return what the register says of it."""
        return SigningContent(
            self.number, SigningKind(self.kind), self.title, tuple(sorted(one.company_id for one in self.parties)),
            self.sides, self.field.slug if self.field else "", self.signed_on, self.place, self.amount,
            Currency(self.currency), self.amount_is_public, self.owner, self.due_on, SigningState(self.state),
            self.is_public,
        )  # fmt: skip

    @property
    def signing(self) -> Signing:
        """Return it as pages show it."""
        parties = tuple(
            Party(one.company_id, one.company.name, one.company.listed_at is not None) for one in self.parties
        )
        paper = Paper(self.paper_name, self.paper_size or 0) if self.paper_name else None
        return Signing(self.id, self.content, parties, paper, self.version)


class SigningVersion(Base):
    """What the register said of a document from one change to the next, who said so and why."""

    __tablename__ = "signing_versions"

    signing_id: Mapped[int] = mapped_column(ForeignKey("signings.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
