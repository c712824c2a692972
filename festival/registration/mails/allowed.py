"""What may stand in braces in the texts of each kind of message, and what must."""

from collections.abc import Mapping

from festival.outbox.types import MessageKind

# What may stand in the texts of each kind. A kind that is not here says what its writer makes of it and cannot be edited.
PLACEHOLDERS: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.CONFIRMATION: ("name", "people", "event", "day", "when", "place"),
    MessageKind.LINKS: ("tickets",),
    MessageKind.CHANGE: ("event", "before", "after"),
    MessageKind.CALLED_OFF: ("event", "day"),
    MessageKind.RETURNED: ("event", "after"),
    MessageKind.CANCELLATION: ("people", "left", "event", "day"),
    MessageKind.TRANSFER: ("name", "event", "day", "when", "place"),
    MessageKind.PASSED_ON: ("event", "day", "when", "place"),
    MessageKind.NAMES: ("event", "day", "when", "place"),
    MessageKind.MORE: ("event", "day", "when", "place"),
    MessageKind.SLOT: ("event", "day", "when", "place"),
    MessageKind.CONTACT: ("event", "day", "when", "place"),
    MessageKind.CONTACT_LEFT: ("event", "day", "when", "place"),
    MessageKind.WAITING: ("name", "people", "event", "day", "when", "place"),
    MessageKind.OFFER: ("name", "people", "event", "day", "when", "place", "until"),
    MessageKind.REMINDER: ("name", "people", "event", "day", "when", "place"),
    MessageKind.NOTES: ("name", "people", "event", "day", "when", "place", "notes"),
    MessageKind.INVITATION: ("guest", "event", "day", "when", "place", "until", "deputies"),
    MessageKind.INVITATION_REMINDER: ("guest", "event", "day", "when", "place", "until", "deputies"),
    MessageKind.ASKED_AGAIN: ("guest", "event", "day", "when", "place", "until", "deputies"),
    MessageKind.ACCEPTED: ("guest", "event", "day", "when", "place"),
    MessageKind.DEPUTY: ("guest", "event", "day", "when", "place"),
    MessageKind.DETAILS: ("guest", "name", "event", "day", "when", "place", "until"),
    MessageKind.APPROVAL: ("guest", "name", "event", "day", "when", "place"),
    MessageKind.REFUSAL: ("guest", "name", "event", "day", "reason"),
    MessageKind.RENEWED: ("event", "day", "when", "place", "reason"),
    MessageKind.ENDED: ("event", "day", "when", "place", "reason"),
    MessageKind.BLOCKED: ("event", "day", "when", "place", "reason"),
    MessageKind.FREED: ("event", "day", "when", "place"),
    MessageKind.GROUP: ("name", "group", "people", "event", "day", "when", "place"),
    MessageKind.PRIVACY: ("request", "number", "until", "answer"),
    MessageKind.VIOLATION: ("name", "event", "notes"),
}
# Without these the reader would not learn what the message is about.
NEEDED: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.LINKS: ("tickets",),
    MessageKind.CHANGE: ("after",),
    MessageKind.OFFER: ("until",),
    MessageKind.NOTES: ("notes",),
    MessageKind.BLOCKED: ("reason",),
    MessageKind.PRIVACY: ("answer",),
    MessageKind.VIOLATION: ("notes",),
}
