"""What messages of registration say."""

from festival.registration.mails.changing import (
    Changed,
    contact_is_here,
    contact_left,
    names_changed,
    passed_on,
    people_added,
    received,
    slot_changed,
)
from festival.registration.mails.groups import group_registered
from festival.registration.mails.parties import (
    cancelled,
    confirmation,
    found,
)
from festival.registration.mails.waiting import (
    accepted,
    joined,
    offered,
    reminder,
)

__all__ = [
    "Changed",
    "accepted",
    "cancelled",
    "confirmation",
    "contact_is_here",
    "contact_left",
    "found",
    "group_registered",
    "joined",
    "names_changed",
    "offered",
    "passed_on",
    "people_added",
    "received",
    "reminder",
    "slot_changed",
]
