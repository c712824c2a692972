"""Accreditations for tests: zones, a category, a request on its way."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core import ids
from festival.core.actor import SYSTEM, Actor
from festival.core.trilingual import Trilingual
from festival.programme.models import Event
from festival.registration.models import Accreditation, Category, Person, Zone
from festival.registration.services.accreditation_tables import save_category, save_zone
from festival.registration.services.accrediting import approve, ask, countersign
from festival.registration.types import TicketClass
from festival.registration.types.accreditation import CategoryContent, Colour, ZoneContent
from tests.registration.persons import LINKS
from tests.support.apps import MAIN, NOW


def zone(session: Session, letter: str, colour: Colour = Colour.SEA) -> Zone:
    """Add a zone."""
    content = ZoneContent(letter, Trilingual(f"Khu {letter}", f"区画{letter}", f"Zone {letter}"), colour)
    made = save_zone(
        session, actor=SYSTEM, edition_id=1, zone_id=None, version=0, content=content, now=NOW, sample=True
    )
    assert isinstance(made, Zone)
    return made


def content(session: Session, **changes: object) -> CategoryContent:
    """Return a category of the main night: press, with zone A."""
    event_id = session.scalars(select(Event.id).where(Event.slug == MAIN)).one()
    words = Trilingual("Báo chí", "報道", "Press")
    made = CategoryContent(words, Colour.LEAF, TicketClass.PRESS, event_id, 0b1, None, needs_photo=False)
    return replace(made, **changes)  # type: ignore[arg-type] # the caller names fields


def category(session: Session, **changes: object) -> Category:
    """Add a category."""
    made = save_category(
        session,
        actor=SYSTEM,
        edition_id=1,
        category_id=None,
        version=0,
        content=content(session, **changes),
        now=NOW,
        sample=True,
    )
    assert isinstance(made, Category)
    return made


def asked(session: Session, person: Person, of: Category, **more: object) -> Accreditation:
    """Ask for a category."""
    made = ask(
        session,
        actor=SYSTEM,
        person=person,
        category=of,
        submission=ids.token(128),
        now=NOW,
        **more,  # type: ignore[arg-type] # the caller names arguments
    )
    assert isinstance(made, Accreditation)
    return made


def signed(
    session: Session, person: Person, of: Category, protocol: Actor, security: Actor, **more: object
) -> Accreditation:
    """Take a request through both hands."""
    made = asked(session, person, of, **more)
    approved = approve(session, actor=protocol, number=made.id, version=made.version, now=NOW)
    assert isinstance(approved, Accreditation), approved
    done = countersign(session, actor=security, number=made.id, version=made.version, links=LINKS, now=NOW)
    assert isinstance(done, Accreditation), done
    return made
