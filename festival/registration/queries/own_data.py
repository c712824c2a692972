"""All that is stored of one registration, as its owner may see it and take it along."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.models import AuditEntry
from festival.core.clock import local
from festival.outbox.models import Message
from festival.registration.models import Consent, Group, PrivacyRequest, Registration
from festival.registration.types import TicketClass

_MOST = 500  # messages and entries of the record: more than any party has


def own_data(session: Session, registration: Registration) -> dict[str, Any]:
    """Return everything stored about a registration as JSON can say it; times are the festival's local ones."""
    group = session.get(Group, registration.id)
    return {
        "registration": {
            "code": registration.code,
            "event": registration.event_id,
            "made_at": _moment(registration.made_at),
            "cancelled_at": _moment(registration.cancelled_at),
            "language": registration.language,
            "phone": registration.phone,
            "mail": registration.mail,
            "needs": [need for need in registration.needs.split(",") if need],
            "needs_note": registration.needs_note,
            "group": None if group is None else {"name": group.name, "responsible": group.responsible},
        },
        "tickets": [
            {
                "position": ticket.position,
                "name": ticket.name,
                "kind": TicketClass(ticket.ticket_class).name.lower(),
                "state": ticket.state,
                "made_at": _moment(ticket.made_at),
                "admitted_at": _moment(ticket.admitted_at),
                "gate": ticket.admitted_gate,
            }
            for ticket in registration.tickets
            if ticket.position > 0
        ],
        "consents": [
            {
                "purpose": one.purpose,
                "text": one.text_version,
                "language": one.language,
                "at": _moment(one.given_at),
            }
            for one in session.scalars(
                select(Consent).where(Consent.registration_id == registration.id).order_by(Consent.id)
            )
        ],
        "messages": [
            {
                "to": one.recipient,
                "channel": one.channel,
                "subject": one.subject,
                "state": one.state,
                "at": _moment(one.made_at),
            }
            for one in session.scalars(
                select(Message)
                .where(Message.cause.startswith(f"registration:{registration.id}:"))
                .order_by(Message.id)
                .limit(_MOST)
            )
        ],
        "requests": [
            {"number": one.id, "kind": one.kind, "state": one.state, "at": _moment(one.received_at)}
            for one in session.scalars(
                select(PrivacyRequest)
                .where(PrivacyRequest.registration_id == registration.id)
                .order_by(PrivacyRequest.id)
            )
        ],
        "record": [
            {"what": verb, "at": _moment(at)}
            for verb, at in session.execute(
                select(AuditEntry.verb, AuditEntry.at)
                .where(AuditEntry.subject == "registration", AuditEntry.subject_id == registration.id)
                .order_by(AuditEntry.id)
                .limit(_MOST)
            )
        ],
    }


def _moment(value: Any) -> str | None:
    return None if value is None else local(value).isoformat(timespec="seconds")
