"""What messages of registration say."""

from festival.registration.mails.parties import (
    cancelled,
    confirmation,
    found,
)

__all__ = ["cancelled", "confirmation", "found"]
