"""Is what people send to registration well formed."""

from festival.registration.forms.changing import (
    AgreeForm,
    MoreForm,
    NamesForm,
    PassOnForm,
    ReachForm,
    SlotForm,
)
from festival.registration.forms.contact import ContactChecks
from festival.registration.forms.groups import GroupForm, GroupLimitForm, GroupMoreForm
from festival.registration.forms.parties import (
    NAME_LIMIT,
    NOTE_LIMIT,
    CancelForm,
    FewerForm,
    FindForm,
    RegisterForm,
)

__all__ = [
    "NAME_LIMIT",
    "NOTE_LIMIT",
    "AgreeForm",
    "CancelForm",
    "ContactChecks",
    "FewerForm",
    "FindForm",
    "GroupForm",
    "GroupLimitForm",
    "GroupMoreForm",
    "MoreForm",
    "NamesForm",
    "PassOnForm",
    "ReachForm",
    "RegisterForm",
    "SlotForm",
]
