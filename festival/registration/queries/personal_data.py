"""Everything that is stored about one party, as its people may see it and take it along."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from festival.core.errors import NotFound
from festival.outbox.models import Message
from festival.programme.models import Event
from festival.registration.models import Consent, PrivacyRequest, Registration, Waiting
from festival.registration.types import TicketClass


def of_registration(session: Session, registration_id: int) -> dict[str, Any]:
    """Return a party's data as plain values for JSON: times in ISO 8601 with their offset. Raises NotFound."""
    registration = session.scalar(
        select(Registration)
        .where(Registration.id == registration_id)
        .options(selectinload(Registration.tickets))
    )
    if registration is None:
        raise NotFound
    event = session.get_one(Event, registration.event_id)
    waiting = session.get(Waiting, registration_id)
    return {
        "registration": {
            "code": registration.code,
            "event": event.title.as_dict(),
            "event_starts_at": event.starts_at.isoformat(),
            "kind": registration.kind,
            "category": registration.category,
            "language": registration.language,
            "phone": registration.phone,
            "mail": registration.mail,
            "access_needs": [need for need in registration.needs.split(",") if need],
            "access_needs_note": registration.needs_note,
            "made_at": registration.made_at.isoformat(),
            "cancelled_at": registration.cancelled_at.isoformat() if registration.cancelled_at else None,
        },
        "tickets": [
            {
                "number": ticket.position,
                "name": ticket.name,
                "kind": TicketClass(ticket.ticket_class).name.lower(),
                "state": ticket.state,
                "valid_from": ticket.valid_from.isoformat(),
                "valid_until": ticket.valid_until.isoformat(),
                "admitted_at": ticket.admitted_at.isoformat() if ticket.admitted_at else None,
            }
            for ticket in registration.tickets
            if ticket.position > 0
        ],
        "waiting": {"names": waiting.names, "state": waiting.state} if waiting else None,
        "consents": [
            {
                "purpose": consent.purpose,
                "text_version": consent.text_version,
                "language": consent.language,
                "given_at": consent.given_at.isoformat(),
            }
            for consent in session.scalars(
                select(Consent).where(Consent.registration_id == registration_id).order_by(Consent.id)
            )
        ],
        "messages": [
            {
                "about": message.kind,
                "channel": message.channel,
                "to": message.recipient,
                "subject": message.subject,
                "state": message.state,
                "made_at": message.made_at.isoformat(),
            }
            for message in session.scalars(
                select(Message)
                .where(Message.cause.startswith(f"registration:{registration_id}:", autoescape=True))
                .order_by(Message.id)
            )
        ],
        "requests": [
            {
                "number": request.id,
                "kind": request.kind,
                "state": request.state,
                "received_at": request.received_at.isoformat(),
            }
            for request in session.scalars(
                select(PrivacyRequest)
                .where(PrivacyRequest.registration_id == registration_id)
                .order_by(PrivacyRequest.id)
            )
        ],
    }
