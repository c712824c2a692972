"""A ticket's code as text and as pictures."""

from dataclasses import dataclass, replace

from markupsafe import Markup
from sqlalchemy.orm import Session

from festival.core.signing import KeyRing
from festival.registration import ticket_code
from festival.registration.links import Links
from festival.registration.models import Ticket
from festival.registration.ticket_code import Payload
from festival.registration.types import TicketClass
from festival.web import qr


@dataclass(frozen=True, slots=True)
class Codes:
    """Makes and reads signed codes with this installation's keys and address."""

    ring: KeyRing
    links: Links

    def of(self, session: Session, ticket: Ticket, *, people: int = 1) -> str:
        """Return the 127 characters that stand for `ticket`, signed by the newest key."""
        payload = Payload(
            ticket=ticket.id,
            event=ticket.event_id,
            ticket_class=TicketClass(ticket.ticket_class),
            people=people,
            is_party=ticket.position == 0,
            valid_from=ticket.valid_from,
            valid_until=ticket.valid_until,
            zones=ticket.zones,
            is_parted=bool(ticket.openings),
        )
        return self.sign(session, payload)

    def sign(self, session: Session, payload: Payload) -> str:
        """Return the 127 characters that say this."""
        pen = self.ring.pen(session)
        packed = ticket_code.pack(replace(payload, key=pen.number))
        return ticket_code.encode(packed, pen.sign(ticket_code.DOMAIN + packed))

    def read(self, session: Session, text: str) -> Payload | None:
        """Return what a scanned code says if we signed it, else None. A rehearsal's code is no ticket."""
        payload = self.read_any(session, text)
        return None if payload is None or payload.is_rehearsal else payload

    def read_any(self, session: Session, text: str) -> Payload | None:
        """Return what a ticket's or a rehearsal's code says if we signed it, else None."""
        signed = ticket_code.decode(ticket_code.extract(text))
        if signed is None:
            return None
        genuine = self.ring.verify(
            session, signed.payload.key, ticket_code.DOMAIN + signed.message, signed.signature
        )
        return signed.payload if genuine else None

    def svg(self, code: str, *, title: str) -> Markup:
        """Return the code's QR as an SVG element."""
        return qr.svg(
            self.links.ticket_url(code), title=title, is_random=True
        )  # four fifths of it are a signature

    def png(self, code: str) -> bytes:
        """Return the code's QR as a PNG."""
        return qr.png(self.links.ticket_url(code))
