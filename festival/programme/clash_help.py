"""What the kinds of clashes are called, and what may help."""

from festival.programme.rules.clashes.facts import ClashKind
from festival.web.locale import lazy

_MOVE_ONE = lazy("Move one of the two, or shorten the first.")
_LABELS = {
    ClashKind.SPACE_TAKEN: lazy("Space taken"),
    ClashKind.SPACE_CLOSED: lazy("Space closed"),
    ClashKind.SPACE_TOO_SMALL: lazy("Space too small for the registered"),
    ClashKind.PERSON_TWICE: lazy("In two places at once"),
    ClashKind.GUEST_TWICE: lazy("Guest of honour in two places at once"),
    ClashKind.REGISTRATION_WITHOUT_CAPACITY: lazy("Registration without places"),
    ClashKind.PUBLISHED_UNPLACED: lazy("Published without time or place"),
    ClashKind.PUBLISHED_HIDDEN: lazy("Published, but of a hidden kind"),
    ClashKind.CHANGEOVER: lazy("Changeover too short"),
    ClashKind.CAPACITY_TOO_LARGE: lazy("More places than the space holds"),
    ClashKind.CAPACITY_TOO_SMALL: lazy("Fewer places than are taken"),
    ClashKind.PERSON_TRAVEL: lazy("Too little time for the way"),
    ClashKind.GUEST_TRAVEL: lazy("Too little time for a guest of honour’s way"),
    ClashKind.WAY_UNKNOWN: lazy("Length of the way unknown"),
    ClashKind.CURFEW: lazy("Noise in the quiet hours"),
    ClashKind.TRANSLATION: lazy("Translation missing"),
    ClashKind.OUTSIDE: lazy("Outside the festival’s days"),
}
_HELP = {
    ClashKind.SPACE_TAKEN: lazy("Move one of the two to another time or another space."),
    ClashKind.SPACE_CLOSED: lazy("Move the activity, or correct when the space is closed."),
    ClashKind.SPACE_TOO_SMALL: lazy(
        "Move the activity to a larger space: who is registered has been promised a place."
    ),
    ClashKind.PERSON_TWICE: lazy("Move one of the two, or let somebody else take one of them."),
    ClashKind.GUEST_TWICE: lazy(
        "Move one of the two, or ask Protocol in which of them the guest is expected."
    ),
    ClashKind.REGISTRATION_WITHOUT_CAPACITY: lazy(
        "Enter the number of places, or remove the times for registration."
    ),
    ClashKind.PUBLISHED_UNPLACED: lazy(
        "Give it a time and a venue again. If it does not take place, call it off there: it stays visible as called off."
    ),
    ClashKind.PUBLISHED_HIDDEN: lazy("Give it back a public kind. If it does not take place, call it off."),
    ClashKind.CHANGEOVER: _MOVE_ONE,
    ClashKind.CAPACITY_TOO_LARGE: lazy("Lower the number of places, or choose a larger space."),
    ClashKind.CAPACITY_TOO_SMALL: lazy("Raise the number of places to at least as many as are taken."),
    ClashKind.PERSON_TRAVEL: _MOVE_ONE,
    ClashKind.GUEST_TRAVEL: _MOVE_ONE,
    ClashKind.WAY_UNKNOWN: lazy("Enter once how many minutes the way takes: it then counts for everybody."),
    ClashKind.CURFEW: lazy("Move it out of the quiet hours, or give as the reason who has permitted it."),
    ClashKind.TRANSLATION: lazy("Write the missing texts. Until then readers see another language."),
    ClashKind.OUTSIDE: lazy("Check the day, or change the days of the festival."),
}


def clash_label(kind: ClashKind) -> str:
    """Return the kind in two or three words."""
    return str(_LABELS[kind])


def clash_help(kind: ClashKind) -> str:
    """Return what may help, as a sentence."""
    return str(_HELP[kind])
