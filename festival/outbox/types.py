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


class Channel(StrEnum):
    """How a message travels: as a mail, or through the gateway for text messages (SMS, Zalo)."""

    MAIL = "mail"
    SMS = "sms"


class MessageState(StrEnum):
    """queued → sending → sent | queued again | failed; what reached its reader is delivered, what came back bounced."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    BOUNCED = "bounced"


# What can still follow; a receipt that says anything else comes too late or twice and changes nothing.
NEXT_STATES: dict[MessageState, frozenset[MessageState]] = {
    MessageState.QUEUED: frozenset({MessageState.SENDING}),
    MessageState.SENDING: frozenset(
        {
            MessageState.QUEUED,
            MessageState.SENT,
            MessageState.DELIVERED,
            MessageState.FAILED,
            MessageState.BOUNCED,
        }
    ),
    MessageState.SENT: frozenset({MessageState.DELIVERED, MessageState.FAILED, MessageState.BOUNCED}),
    MessageState.DELIVERED: frozenset({MessageState.BOUNCED}),
    MessageState.FAILED: frozenset({MessageState.QUEUED}),
    MessageState.BOUNCED: frozenset({MessageState.QUEUED}),
}
ENDED = (MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED, MessageState.BOUNCED)


class MessageKind(StrEnum):
    """What a message is about. Essential ones come even to who has unsubscribed: they concern a place, a right or a duty."""

    CONFIRMATION = "confirmation"
    LINKS = "links"  # lost ticket links, asked for
    CHANGE = "change"  # another time or place
    CALLED_OFF = "called_off"
    RETURNED = "returned"  # it takes place after all
    CANCELLATION = "cancellation"  # the party's own
    TRANSFER = "transfer"  # to who gets a ticket from another person
    PASSED_ON = "passed_on"  # to who gave it
    NAMES = "names"  # other names on tickets
    MORE = "more"  # more people in a party
    SLOT = "slot"  # another time of arrival
    CONTACT = "contact"  # to the new contact of a registration
    CONTACT_LEFT = "contact_left"  # to the old one
    WAITING = "waiting"  # on the waiting list
    OFFER = "offer"
    REMINDER = "reminder"
    NOTES = "notes"  # practical notes to an audience
    INVITATION = "invitation"
    INVITATION_REMINDER = "invite_reminder"
    ASKED_AGAIN = "asked_again"  # a guest whose change was not approved
    ACCEPTED = "accepted"  # to a guest who comes
    DEPUTY = "deputy"  # to who comes in a guest's place
    DETAILS = "details"  # please complete: follow-up questions, a delegation's members
    APPROVAL = "approval"
    REFUSAL = "refusal"
    RENEWED = "renewed"  # another code in place of the old one, which is dead
    ENDED = "ended"  # a ticket that its holder has not given back
    BLOCKED = "blocked"  # a code that does not admit for now
    FREED = "freed"  # a ticket that admits again
    GROUP = "group"  # to who answers for a group
    PRIVACY = "privacy"  # about a request concerning personal data
    MEETINGS = "meetings"  # to a company, about its business meetings
    SPEAKERS = "speakers"  # to who is asked to speak
    VIOLATION = "violation"  # a personal-data violation that touches the reader
    OTHER = "other"

    @property
    def essential(self) -> bool:
        """Whether it comes even to who has unsubscribed."""
        return self not in _CAN_BE_SPARED


_CAN_BE_SPARED = frozenset({MessageKind.REMINDER, MessageKind.NOTES, MessageKind.INVITATION_REMINDER})


@dataclass(frozen=True, slots=True)
class Attachment:
    """What goes with a mail, by reference: app.py says who makes files of this `kind` ("calendar", "tickets") of a `subject`.

    It is made when the message leaves, so that it says how things are then; neither word may hold a space.
    """

    kind: str
    subject: str

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


def read_attachments(stored: str) -> tuple[Attachment, ...]:
    """Return the references as a row keeps them: one a line."""
    return tuple(Attachment(*line.split(" ", 1)) for line in stored.splitlines())


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words: plain text with one address to open. The mail's HTML form is made from it when it is sent.

    `other` is the second way to its reader (a phone beside a mail), tried once the first has failed for good; `short` is
    what it says in a text message there (without it, the subject).
    """

    channel: Channel
    to: str
    language: Language
    subject: str
    text: str
    link: str | None = None
    link_label: str | None = None
    kind: MessageKind = MessageKind.OTHER
    attachments: tuple[Attachment, ...] = ()
    other: tuple[Channel, str] | None = None
    short: str | None = None
