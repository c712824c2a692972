"""Sheets of cards with a QR code each, for people without a phone: ten on an A4 page, with marks to cut along."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from festival.core.trilingual import Language
from festival.programme.types import EventFacts, EventState
from festival.registration import queries
from festival.registration.labels import short_code
from festival.registration.models import Registration, Ticket
from festival.registration.papers.words import of_event
from festival.registration.qr import Codes
from festival.registration.types import TicketState
from festival.web import qr, typesetting
from festival.web.locale import gettext as _
from festival.web.locale import speaking

_TEMPLATE = Path(__file__).with_suffix(".typ")


def of_registration(
    session: Session, registration: Registration, event: EventFacts, codes: Codes, *, language: Language
) -> bytes | None:
    """Return cards for everybody of a registration with a valid ticket, as a PDF; None when there is nobody."""
    valid = [one for one in queries.live_tickets(registration) if one.state == TicketState.VALID]
    if not valid or event.state is EventState.CANCELLED:
        return None
    group = queries.find_group(session, registration.id)
    data = {
        "language": language,
        "title": _title(event, language),
        "group": "" if group is None else group.name,
        "said": of_event(event, language, queries.slot_of(session, registration)),
        "cards": _cards(session, codes, registration, valid, language),
    }
    return typesetting.pdf(_TEMPLATE, data)


def _title(event: EventFacts, language: Language) -> str:
    with speaking(language):
        return _("Cards with QR codes: %(event)s", event=event.title.in_(language))


def _cards(
    session: Session, codes: Codes, registration: Registration, tickets: Sequence[Ticket], language: Language
) -> list[dict[str, str]]:
    cards = []
    with speaking(language):
        for ticket in tickets:
            alt = _("QR code of the ticket for %(name)s", name=ticket.name)
            address = codes.links.ticket_url(codes.of(session, ticket))
            cards.append(
                {
                    "name": ticket.name,
                    "code": short_code(registration.code, ticket.position),
                    "qr": str(qr.svg(address, title=alt, is_random=True)),
                    "alt": alt,
                }
            )
    return cards
