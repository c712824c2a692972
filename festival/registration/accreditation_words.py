"""How the words of accreditation and of persons are called on pages."""

from collections.abc import Iterable

from festival.registration.models import Zone
from festival.registration.types import TicketClass, Validity
from festival.registration.types.accreditation import AccreditationState, Colour, ReprintReason, Unfit
from festival.registration.types.passes import Offered, Opening
from festival.registration.types.people import Honorific, Likeness
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain


def state_labels() -> dict[str, str]:
    """Return state of a request → its words."""
    return {
        AccreditationState.REQUESTED: _("Requested"),
        AccreditationState.APPROVED: _("Approved by protocol"),
        AccreditationState.SIGNED: _("Countersigned"),
        AccreditationState.REFUSED: _("Request refused"),
        AccreditationState.WITHDRAWN: _("Withdrawn"),
    }


STATE_KINDS = {
    "requested": "warn",
    "approved": "lavender",
    "signed": "good",
    "refused": "bad",
    "withdrawn": "bad",
}


def colour_labels() -> dict[str, str]:
    """Return colour → its name."""
    return {
        Colour.SEA: _("Sea green"),
        Colour.LAVENDER: _("Lavender"),
        Colour.LANTERN: _("Lantern red"),
        Colour.LEAF: _("Leaf green"),
        Colour.AMBER: _("Amber"),
        Colour.SKY: _("Blue"),
        Colour.PLUM: _("Plum"),
        Colour.SLATE: _("Slate grey"),
    }


def class_labels() -> dict[int, str]:
    """Return ticket class → its words, as gates know it."""
    return {
        TicketClass.DELEGATE: _("Delegate"),
        TicketClass.GUEST: _("Guest"),
        TicketClass.PRESS: _("Press"),
        TicketClass.CREW: _("Crew"),
    }


def zone_words(zones: Iterable[Zone]) -> list[tuple[int, str]]:
    """Return (mask, letter and name) of zones, for a list of boxes."""
    return [(zone.mask, f"{zone.letter} · {tr_plain(zone.name)}") for zone in zones]


def said_parts(
    parts: Iterable[Opening | Offered], grounds: Iterable[Zone]
) -> list[tuple[list[Zone], Validity | None]]:
    """Return (zones, hours) of each part; without zones it is all of the event, without hours those of the event."""
    known = list(grounds)
    return [([zone for zone in known if zone.mask & one.zones], one.valid) for one in parts]


def reason_labels() -> dict[str, str]:
    """Return reason of a reprint → its words."""
    return {
        ReprintReason.LOST: _("Lost"),
        ReprintReason.STOLEN: _("Stolen"),
        ReprintReason.DAMAGED: _("Damaged"),
        ReprintReason.MISPRINT: _("Misprint"),
    }


def unfit_sentence(why: Unfit) -> str:
    """Return what is wrong with a file that was sent as a photo, and what to do."""
    return {
        Unfit.NOTHING: _("Please choose a file with the photo."),
        Unfit.TOO_LARGE: _("The file is larger than 8 MB. Please choose a smaller one."),
        Unfit.TOO_MANY_PIXELS: _("The photo has too many pixels. Please send it in a smaller size."),
        Unfit.TOO_SMALL: _("The photo is too small to print. It needs at least 300 pixels on each side."),
        Unfit.NO_PICTURE: _("This file is no photo that we can read. Please send a JPEG or PNG."),
    }[why]


def likeness_labels() -> dict[str, str]:
    """Return why two persons may be one → its words."""
    return {
        Likeness.PHONE: _("same phone"),
        Likeness.MAIL: _("same mail"),
        Likeness.NAME: _("same name"),
        Likeness.LATIN: _("same name in Latin letters"),
        Likeness.KANA: _("same reading in kana"),
    }


def honorific_labels() -> dict[str, str]:
    """Return form of address → its words."""
    return {Honorific.UNKNOWN: _("Not known"), Honorific.MR: _("Mr"), Honorific.MS: _("Ms")}
