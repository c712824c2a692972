"""How the words of projects are said: legal status, sums, areas, columns and what is wrong with a cell."""

from collections.abc import Mapping

from festival.conference.rules.projects import HECTARE, MILLION
from festival.conference.types.projects import CellFault, Fate, LegalStatus
from festival.core.names import fold
from festival.core.trilingual import LANGUAGES
from festival.web.locale import gettext as _
from festival.web.locale import number, speaking


def status_labels() -> dict[LegalStatus, str]:
    """Return legal status → its name."""
    return {
        LegalStatus.PROPOSED: _("Proposed"),
        LegalStatus.IN_PLANNING: _("In an approved plan"),
        LegalStatus.LAND_CLEARED: _("Land is cleared"),
        LegalStatus.BIDDING: _("Open for bids"),
        LegalStatus.GRANTED: _("Investment policy decided"),
    }


def statuses_by_word() -> Mapping[str, LegalStatus]:
    """Return folded word in any language, or key → legal status."""
    found = {fold(str(one)): one for one in LegalStatus}
    for language in LANGUAGES:
        with speaking(language):
            found |= {fold(word): one for one, word in status_labels().items()}
    return found


def area(square_metres: int | None) -> str:
    """Return an area in hectares, or the empty string."""
    if square_metres is None:
        return ""
    return _("%(n)s ha", n=number(square_metres / HECTARE))


def capital(thousands: int | None) -> str:
    """Return a sum in millions of US dollars, or the empty string."""
    if thousands is None:
        return ""
    return _("USD %(n)s million", n=number(thousands / MILLION))


def column_labels() -> dict[str, str]:
    """Return column of a table → its head, in their order."""
    return {
        "code": _("Code"),
        "name_vi": _("Name in Vietnamese"),
        "name_ja": _("Name in Japanese"),
        "name_en": _("Name in English"),
        "field": _("Field of business"),
        "locality": _("Locality"),
        "place_vi": _("Place in Vietnamese"),
        "place_ja": _("Place in Japanese"),
        "place_en": _("Place in English"),
        "area": _("Area in hectares"),
        "capital": _("Capital in million USD"),
        "status": _("Legal status"),
        "summary_vi": _("In brief, in Vietnamese"),
        "summary_ja": _("In brief, in Japanese"),
        "summary_en": _("In brief, in English"),
        "contact_vi": _("Contact in Vietnamese"),
        "contact_ja": _("Contact in Japanese"),
        "contact_en": _("Contact in English"),
        "phone": _("Phone"),
        "mail": _("Mail"),
        "document_url": _("Address of the document"),
        "is_public": _("Shown to the public"),
    }


def fate_labels() -> dict[Fate, str]:
    """Return what becomes of a row → its name."""
    return {
        Fate.NEW: _("New"),
        Fate.CHANGED: _("Changed"),
        Fate.SAME: _("As it is"),
        Fate.WRONG: _("Not right"),
    }


def fault_sentence(fault: CellFault) -> str:
    """Return what is wrong with a cell, and what to write instead."""
    return {
        CellFault.NEEDED: _("This cell must not be empty."),
        CellFault.TWICE: _("This code stands in the table twice."),
        CellFault.CODE: _("A code has 2 to 20 Latin letters, digits and hyphens, for example QN-07."),
        CellFault.NUMBER: _("Please write a number above zero, for example 12.5."),
        CellFault.TOO_LARGE: _("This number is too large to be true."),
        CellFault.TOO_LONG: _("This text is too long."),
        CellFault.UNKNOWN_FIELD: _("There is no field of this name."),
        CellFault.UNKNOWN_LOCALITY: _("There is no locality of this name."),
        CellFault.UNKNOWN_STATUS: _("This is no legal status of the list."),
        CellFault.MAIL: _("This is no mail address."),
        CellFault.PHONE: _("This is no phone number."),
        CellFault.ADDRESS: _("Please enter an address that begins with https://."),
        CellFault.YES_OR_NO: _("Please write yes or no."),
        CellFault.MEANWHILE: _("Somebody else has changed this project since you looked at the table."),
    }[fault]
