"""Groups that come by a list, and how large they may be."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.registration.types import GroupKind


class Group(Base):
    """What a registration of kind "group" has beside its people: whose group it is and who answers for it."""

    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint("kind IN (" + ", ".join(f"'{kind}'" for kind in GroupKind) + ")", name="kind"),
        Index("ix_groups_name_folded", "name_folded"),
    )

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(160))
    name_folded: Mapped[str] = mapped_column(String(200))
    responsible: Mapped[str] = mapped_column(String(120))


class GroupLimit(Base):
    """How many people one group of an event may be, where the organizers have said so."""

    __tablename__ = "group_limits"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    most: Mapped[int] = mapped_column(SmallInteger)
