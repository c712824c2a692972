"""What the kinds of clashes are called, and what may help."""

from festival.programme.rules.clashes.facts import ClashKind
from festival.web.locale import gettext as _


def clash_label(kind: ClashKind) -> str:
    """Return the kind in two or three words."""
    return {
        ClashKind.SPACE_TAKEN: _("Space taken"),
        ClashKind.SPACE_CLOSED: _("Space closed"),
        ClashKind.SPACE_TOO_SMALL: _("Space too small for the registered"),
        ClashKind.PERSON_TWICE: _("In two places at once"),
        ClashKind.GUEST_TWICE: _("Guest of honour in two places at once"),
        ClashKind.REGISTRATION_WITHOUT_CAPACITY: _("Registration without places"),
        ClashKind.PUBLISHED_UNPLACED: _("Published without time or place"),
        ClashKind.PUBLISHED_HIDDEN: _("Published, but of a hidden kind"),
        ClashKind.CHANGEOVER: _("Changeover too short"),
        ClashKind.CAPACITY_TOO_LARGE: _("More places than the space holds"),
        ClashKind.CAPACITY_TOO_SMALL: _("Fewer places than are taken"),
        ClashKind.PERSON_TRAVEL: _("Too little time for the way"),
        ClashKind.GUEST_TRAVEL: _("Too little time for a guest of honour’s way"),
        ClashKind.WAY_UNKNOWN: _("Length of the way unknown"),
        ClashKind.CURFEW: _("Noise in the quiet hours"),
        ClashKind.TRANSLATION: _("Translation missing"),
        ClashKind.OUTSIDE: _("Outside the festival’s days"),
    }[kind]


def clash_help(kind: ClashKind) -> str:
    """Return what may help, as a sentence."""
    move_one = _("Move one of the two, or shorten the first.")
    return {
        ClashKind.SPACE_TAKEN: _("Move one of the two to another time or another space."),
        ClashKind.SPACE_CLOSED: _("Move the activity, or correct when the space is closed."),
        ClashKind.SPACE_TOO_SMALL: _(
            "Move the activity to a larger space: who is registered has been promised a place."
        ),
        ClashKind.PERSON_TWICE: _("Move one of the two, or let somebody else take one of them."),
        ClashKind.GUEST_TWICE: _(
            "Move one of the two, or ask Protocol in which of them the guest is expected."
        ),
        ClashKind.REGISTRATION_WITHOUT_CAPACITY: _(
            "Enter the number of places, or remove the times for registration."
        ),
        ClashKind.PUBLISHED_UNPLACED: _(
            "Give it a time and a venue again. If it does not take place, call it off there: it stays visible as called off."
        ),
        ClashKind.PUBLISHED_HIDDEN: _("Give it back a public kind. If it does not take place, call it off."),
        ClashKind.CHANGEOVER: move_one,
        ClashKind.CAPACITY_TOO_LARGE: _("Lower the number of places, or choose a larger space."),
        ClashKind.CAPACITY_TOO_SMALL: _("Raise the number of places to at least as many as are taken."),
        ClashKind.PERSON_TRAVEL: move_one,
        ClashKind.GUEST_TRAVEL: move_one,
        ClashKind.WAY_UNKNOWN: _("Enter once how many minutes the way takes: it then counts for everybody."),
        ClashKind.CURFEW: _("Move it out of the quiet hours, or give as the reason who has permitted it."),
        ClashKind.TRANSLATION: _("Write the missing texts. Until then readers see another language."),
        ClashKind.OUTSIDE: _("Check the day, or change the days of the festival."),
    }[kind]
