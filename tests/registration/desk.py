"""What tests of the registrar's desk share: a registrar, parties, and the forms' numbers."""

import re
import secrets

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.audit.models import AuditEntry
from festival.core.transaction import current
from festival.registration.models import EventPlaces, Registration, Ticket
from tests.accounts.people import enter, make


def registrar(app: Flask) -> FlaskClient:
    """Return the browser of a registrar."""
    return enter(app, make(app, Role.REGISTRAR))


def form_number() -> str:
    """Return a number as the desk's forms carry one."""
    return secrets.token_urlsafe(16)


def states(app: Flask, registration_id: int) -> dict[int, str]:
    """Return position → state of the newest ticket, the party's own code (0) included."""
    with app.app_context():
        rows = current().execute(
            select(Ticket.position, Ticket.state)
            .where(Ticket.registration_id == registration_id)
            .order_by(Ticket.id)
        )
        return {position: state for position, state in rows}


def taken(app: Flask, event_id: int) -> int:
    """Return how many places of an event are taken by its counter."""
    with app.app_context():
        found = current().scalar(select(EventPlaces.taken).where(EventPlaces.event_id == event_id))
        return found or 0


def verbs(app: Flask, registration_id: int) -> list[str]:
    """Return what the record says of a registration, in order."""
    with app.app_context():
        return list(
            current().scalars(
                select(AuditEntry.verb)
                .where(AuditEntry.subject == "registration", AuditEntry.subject_id == registration_id)
                .order_by(AuditEntry.id)
            )
        )


def code_of(app: Flask, registration_id: int) -> str:
    """Return a party's short code."""
    with app.app_context():
        return current().get_one(Registration, registration_id).code


def codes_shown(page: str) -> list[str]:
    """Return the short codes in a list, in its order."""
    return re.findall(r'class="party-code" href="[^"]+">([0-9A-Z]{7})</a>', page)
