"""What messages of registration say."""

from festival.registration.mails.parties import (
    cancelled,
    confirmation,
    found,
)
from festival.registration.mails.waiting import (
    accepted,
    joined,
    offered,
)

__all__ = ["accepted", "cancelled", "confirmation", "found", "joined", "offered"]
