"""Parties that are registered already, for tests of what comes after."""

import secrets

from flask import Flask
from sqlalchemy.orm import Session

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.transaction import writing
from festival.core.trilingual import Language
from festival.programme.queries import get_public_event
from festival.registration.messaging import Sender
from festival.registration.services.registering import register
from festival.registration.types import Application, Purpose, Registered
from tests.support.apps import MAIN

SENDER = Sender("http://festival.example", "0123456789abcdef0123456789abcdef")


def application(*names: str, mail: str | None = None, language: Language = "vi") -> Application:
    """A well-formed application."""
    return Application(
        submission=secrets.token_urlsafe(16),
        names=names or ("Nguyễn Mẫu Một (mẫu)",),
        phone=None,
        mail=mail or f"{secrets.token_hex(4)}@gia-dinh.example",
        language=language,
        needs=frozenset(),
        needs_note="",
        consents=frozenset({Purpose.REGISTRATION}),
        consent_language=language,
    )


def store(session: Session, form: Application, *, slug: str = MAIN) -> Registered:
    """Register inside the caller's transaction."""
    outcome = register(
        session,
        actor=CITIZEN,
        event=get_public_event(session, 1, slug),
        application=form,
        network=None,
        per_network=0,
        sender=SENDER,
        now=clock.now(),
    )
    assert isinstance(outcome, Registered)
    return outcome


def registered(app: Flask, *names: str, mail: str | None = None, language: Language = "vi") -> Registered:
    """Register a party for the opening night."""
    with app.app_context(), writing() as session:
        return store(session, application(*names, mail=mail, language=language))


def ticket_path(party: Registered) -> str:
    """Return the path of a party's own page."""
    return SENDER.links.manage_path(party.registration_id, party.manage_epoch)
