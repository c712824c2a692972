"""A party's tickets as a PDF: one in each language's words on each sheet, with the code of the whole party first."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.trilingual import Language
from festival.outbox.attachments import File
from festival.outbox.types import Attachment
from festival.programme.queries import get_event
from festival.programme.types import EventFacts, EventState
from festival.registration import queries
from festival.registration.labels import class_label, short_code
from festival.registration.links import Links
from festival.registration.models import Registration
from festival.registration.papers.words import of_event, spoken
from festival.registration.qr import Codes
from festival.registration.types import TicketState, Window
from festival.web import typesetting
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, speaking
from festival.web.settings import settings

KIND = "tickets"
_TEMPLATE = Path(__file__).with_suffix(".typ")


class Size(StrEnum):
    """On what paper: A4 holds two tickets, A5 one."""

    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True)
class OneCode:
    """What stands on one ticket. `name` is the person's; for a whole party it says how many they are."""

    name: str
    line: str  # which ticket of how many, or that it is the party's
    code: str  # to read aloud
    qr: str  # SVG
    alt: str


def pdf(
    event: EventFacts, codes: list[OneCode], *, language: Language, slot: Window | None, size: Size
) -> bytes:
    """Return the tickets as a PDF in the reader's language first."""
    with speaking(language):
        title = _("Your tickets: %(event)s", event=event.title.in_(language))
        short = _("Code")
    data = {
        "language": language,
        "title": title,
        "size": str(size),
        "short": short,
        "said": of_event(event, language, slot),
        "codes": [
            {"name": one.name, "line": one.line, "code": one.code, "qr": one.qr, "alt": one.alt}
            for one in codes
        ],
    }
    return typesetting.pdf(_TEMPLATE, data)


def of_party(
    session: Session,
    registration: Registration,
    event: EventFacts,
    codes: Codes,
    *,
    language: Language,
    size: Size,
) -> bytes | None:
    """Return the valid tickets of a party as a PDF in `language` first; None when there is none, or the event is called off."""
    valid = [one for one in queries.live_tickets(registration) if one.state == TicketState.VALID]
    if not valid or event.state is EventState.CANCELLED:
        return None
    made: list[OneCode] = []
    with speaking(language):
        party = queries.party_ticket(registration)
        if len(valid) > 1 and party is not None:
            people = ngettext("%(n)s person", "%(n)s people", len(valid))
            alt = _("QR code of the whole party")
            text = codes.of(session, party, people=len(valid))
            line = _("One code for the whole party")
            made.append(
                OneCode(people, line, short_code(registration.code, 0), codes.svg(text, title=alt), alt)
            )
        for ticket in valid:
            alt = _("QR code of the ticket for %(name)s", name=ticket.name)
            line = _("Ticket %(position)s of %(of)s", position=ticket.position, of=len(valid))
            if (kind := class_label(ticket.ticket_class)) != "":
                line = f"{line} · {kind}"
            svg = codes.svg(codes.of(session, ticket), title=alt)
            made.append(OneCode(ticket.name, line, short_code(registration.code, ticket.position), svg, alt))
    slot = queries.slot_of(session, registration)
    return pdf(event, made, language=language, slot=slot, size=size)


def attachment(registration_id: int) -> Attachment:
    """Return the reference of a party's tickets, for a mail."""
    return Attachment(KIND, str(registration_id))


def file(session: Session, subject: str, _language: Language, _address: str) -> File | None:
    """Return the tickets of a reference as they are now (see app.py); None when there are none any more."""
    try:
        registration = queries.get_registration(session, int(subject))
    except NotFound:
        return None
    codes = Codes(current_app.extensions["keyring"], Links(settings().public_url, settings().secret_key))
    event = get_event(session, registration.event_id)
    made = of_party(session, registration, event, codes, language=spoken(registration), size=Size.A4)
    name = f"ve-{short_code(registration.code, 0)}.pdf"
    return None if made is None else File(name, typesetting.PDF, made)
