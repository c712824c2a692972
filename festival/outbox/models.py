"""Messages waiting to be sent, written in the same transaction as their cause."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from festival.core.db import Base
from festival.outbox.types import MessageKind, MessageState


class Message(Base):
    """One message to one address. `cause` is unique: nothing is said twice for one cause.

    `attachments` are references, one a line (types.Attachment); `other_*` is the second way to the reader. `counted`: it stands among
    the three messages that its address may get in an hour; what was written without asking is counted when it leaves.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_due", "state", "due_at"),
        Index("ix_messages_kind", "kind", "id"),
        CheckConstraint("state IN (" + ", ".join(f"'{state}'" for state in MessageState) + ")", name="state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    cause: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(16), default=MessageKind.OTHER)
    channel: Mapped[str] = mapped_column(String(8))
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(600))
    link_label: Mapped[str | None] = mapped_column(String(120))
    attachments: Mapped[str] = mapped_column(String(300), default="")
    other_channel: Mapped[str | None] = mapped_column(String(8))
    other_recipient: Mapped[str | None] = mapped_column(String(254))
    short: Mapped[str | None] = mapped_column(String(600))
    counted: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(10), default=MessageState.QUEUED)
    transport: Mapped[str | None] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(String(300))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class OptOut(Base):
    """Somebody wants no message that can be spared. Of the address only a keyed digest is kept."""

    __tablename__ = "opt_outs"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    made_at: Mapped[datetime]


class Mailbox(Base):
    """When the last three messages to one mailbox or phone left, or are to leave. The key is a keyed digest of the address."""

    __tablename__ = "mailboxes"
    __table_args__ = (Index("ix_mailboxes_last", "last"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    last: Mapped[datetime]
    second_last: Mapped[datetime]
    third_last: Mapped[datetime]
