"""The words of messages."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from festival.core.trilingual import Language

# 48 tries, five minutes apart, are four hours: longer than a mail server's restart, shorter than a night.
MAX_TRIES = 48
RETRY_AFTER = timedelta(minutes=5)
# A message claimed for an hour belonged to a worker that died: it is sent again under the same Message-ID.
STUCK_AFTER = timedelta(hours=1)
# What has left holds names and links; a month is long enough to answer "did you write to me?".
KEEP_DONE = timedelta(days=30)


class Channel(StrEnum):
    """How a message travels."""

    MAIL = "mail"
    SMS = "sms"


class MessageState(StrEnum):
    """queued → sending → sent | queued again | failed."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words: plain text with one address to open. The mail's HTML form is made from it when it is sent."""

    channel: Channel
    to: str
    language: Language
    subject: str
    text: str
    link: str | None = None
    link_label: str | None = None
