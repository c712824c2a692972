"""Guests, delegations and invitations for tests, invented and marked as samples."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.registration.guest_links import GuestLinks
from festival.registration.models import Delegation, EventPlaces, Guest, Invitation, Ticket
from festival.registration.services import delegations, inviting
from festival.registration.types.guests import (
    DelegationContent,
    GuestContent,
    Matter,
    Side,
    TermsContent,
    Travel,
)
from festival.registration.types.people import PersonContent
from tests.registration.persons import KAMOME
from tests.support.apps import MAIN, NOW, event_of

SECRET = "0123456789abcdef0123456789abcdef"
GUEST_LINKS = GuestLinks("http://festival.example", SECRET)
HOKKAIDO = DelegationContent(
    Trilingual("Đoàn Hokkaido (mẫu)", "北海道代表団（見本）", "Hokkaido delegation (sample)"),
    "ja",
    Side.RIGHT,
    travel=Travel("Khách sạn Mẫu (mẫu)", "14A-000.01", "VN9891", NOW, "VN9892", None),
)
YUI = PersonContent("見本", "結衣（見本）", "ja", kana="ミホン ユイ", mail="yui@doudan.example")


def delegation(session: Session, content: DelegationContent = HOKKAIDO) -> Delegation:
    """Add a delegation to the sample edition."""
    return delegations.make_delegation(
        session, actor=SYSTEM, edition_id=1, content=content, submission=None, now=NOW
    )


def guest(session: Session, who: PersonContent = KAMOME, **content: Any) -> Guest:
    """Put somebody on the guest list."""
    made = delegations.add_guest(
        session,
        actor=SYSTEM,
        edition_id=1,
        person=who,
        content=GuestContent(**content),
        submission=None,
        now=NOW,
    )
    assert isinstance(made, Guest)
    return made


def invited(app: Flask, who: PersonContent = KAMOME, *, matters: frozenset[Matter] = frozenset()) -> int:
    """Ask a head with a delegation to the opening night; return the invitation's number."""
    event = event_of(app, MAIN)
    with app.app_context(), writing() as session:
        home = delegation(session)
        head = guest(session, who, delegation_id=home.id, is_head=True)
        inviting.list_for(session, actor=SYSTEM, event_id=event.id, guest_ids=[head.id], now=NOW)
        inviting.set_terms(
            session,
            actor=SYSTEM,
            event_id=event.id,
            version=0,
            content=TermsContent(None, takes_deputies=True, matters=matters),
            now=NOW,
        )
        inviting.send(
            session, actor=SYSTEM, event_id=event.id, invitation_ids=None, links=GUEST_LINKS, now=NOW
        )
        return session.scalars(select(Invitation.id)).one()


def stored(app: Flask, invitation_id: int) -> Invitation:
    """Return an invitation as the database has it."""
    with app.app_context():
        return current().get_one(Invitation, invitation_id)


def tickets(app: Flask) -> list[tuple[int, str, str]]:
    """Return (person, name, state) of each guest's ticket, the oldest first."""
    with app.app_context():
        rows = current().scalars(select(Ticket).where(Ticket.person_id.is_not(None)).order_by(Ticket.id))
        return [(one.person_id or 0, one.name, one.state) for one in rows]


def taken(app: Flask) -> int:
    """Return how many places of the opening night are taken."""
    event = event_of(app, MAIN)
    with app.app_context():
        return current().scalar(select(EventPlaces.taken).where(EventPlaces.event_id == event.id)) or 0


def path_of(app: Flask, invitation_id: int) -> str:
    """Return the path of an invitation's page."""
    return GUEST_LINKS.invitation_path(invitation_id, stored(app, invitation_id).epoch)


def fields(**more: Any) -> dict[str, Any]:
    """Return a deputy as a form sends it."""
    return {
        "family": "見本",
        "given": "結衣（見本）",
        "kana": "ミホン ユイ",
        "mail": "yui@doudan.example",
        **more,
    }
