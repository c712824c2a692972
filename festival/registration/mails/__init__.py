"""What messages of registration say."""

from festival.registration.mails.changing import changed
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
    "accepted",
    "cancelled",
    "changed",
    "confirmation",
    "found",
    "group_registered",
    "joined",
    "offered",
    "reminder",
]
