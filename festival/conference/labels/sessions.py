"""How the words of sessions are said: kinds, parts, channels, audiences of materials, and why a file is not taken."""

from festival.conference.types.sessions import (
    MaterialAudience,
    MaterialFault,
    Objection,
    PartKind,
    SessionKind,
)
from festival.core.trilingual import Language
from festival.web.locale import gettext as _
from festival.web.locale import number


def kind_labels() -> dict[SessionKind, str]:
    """Return kind of session → its name."""
    return {
        SessionKind.TALKS: _("Talks"),
        SessionKind.PANEL: _("Panel"),
        SessionKind.SIGNING: _("Signing and handing over"),
        SessionKind.BREAK: _("Coffee break"),
    }


def part_labels() -> dict[PartKind, str]:
    """Return what somebody does in a session → words."""
    return {
        PartKind.SPEAKER: _("Speaker"),
        PartKind.MODERATOR: _("Moderator"),
        PartKind.INTERPRETER: _("Interpreter"),
    }


def channel_labels() -> dict[Language, str]:
    """Return language that can be heard → its name."""
    return {"vi": _("Vietnamese"), "ja": _("Japanese"), "en": _("English")}


def audience_labels() -> dict[MaterialAudience, str]:
    """Return who may have a material → words."""
    return {
        MaterialAudience.PUBLIC: _("Everybody"),
        MaterialAudience.DELEGATES: _("Delegates"),
        MaterialAudience.SPEAKERS: _("Speakers"),
    }


def objection_labels() -> dict[Objection, str]:
    """Return what stands against a session → words."""
    return {
        Objection.OUTSIDE_EVENT: _("Outside its event’s hours"),
        Objection.ROOM_TAKEN: _("The room is taken"),
        Objection.PERSON_TWICE: _("Somebody is in two sessions at once"),
    }


def size(length: int) -> str:
    """Return a number of bytes as people say it."""
    if length >= 1024 * 1024:
        return f"{number(round(length / 1024 / 1024, 1))} MB"
    return f"{number(max(1, round(length / 1024)))} KB"


def fault_sentence(fault: MaterialFault) -> str:
    """Return why a file is not taken, and what to do."""
    return {
        MaterialFault.NOTHING: _("Please choose a file."),
        MaterialFault.TOO_LARGE: _(
            "The file is larger than 20 MB. Please make its pictures smaller or send a PDF."
        ),
        MaterialFault.WRONG_TYPE: _(
            "This is no PDF, PPTX, ODP, DOCX, ODT, XLSX, ODS, PNG or JPEG, whatever its name says."
        ),
        MaterialFault.OLD_OFFICE: _(
            "This is an old Office file or one with a password. Please save it as PPTX, DOCX, XLSX or PDF."
        ),
        MaterialFault.SVG: _(
            "Drawings as SVG can carry programs and are not taken. Please send a PDF or PNG."
        ),
        MaterialFault.MACRO: _("The file holds macros. Please save it without them, or send a PDF."),
        MaterialFault.SCRIPT: _(
            "The file holds a program that would run when somebody opens it. Please print it to a new PDF."
        ),
        MaterialFault.EMBEDDED: _(
            "Another file is packed inside this one. Please take it out, or send a PDF."
        ),
        MaterialFault.EXTERNAL: _(
            "The file fetches something from elsewhere when it opens. Please embed it or take it out."
        ),
        MaterialFault.UNPACKED: _("Unpacked, the file is far larger than it seems. Please save it anew."),
        MaterialFault.BROKEN: _("The file is broken. Please open it and save it anew."),
        MaterialFault.ENCRYPTED: _("The file has a password. Please send it without one."),
    }[fault]
