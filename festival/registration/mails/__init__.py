"""What messages of registration say."""

from festival.registration.mails.parties import (
    cancelled,
    confirmation,
    found,
)
from festival.registration.mails.waiting import (
    joined,
    offered,
)

__all__ = ["cancelled", "confirmation", "found", "joined", "offered"]
