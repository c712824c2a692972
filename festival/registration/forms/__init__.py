"""Is what people send to registration well formed."""

from festival.registration.forms.parties import (
    NAME_LIMIT,
    NOTE_LIMIT,
    CancelForm,
    FindForm,
    RegisterForm,
)

__all__ = ["NAME_LIMIT", "NOTE_LIMIT", "CancelForm", "FindForm", "RegisterForm"]
