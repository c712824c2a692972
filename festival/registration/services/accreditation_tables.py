"""The table behind accreditations: zones, categories with their default rights, agencies with their links, the badge's back."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition
from festival.registration.models import Accreditation, Agency, BadgeTerms, Category, Zone
from festival.registration.rules.accreditation import free_bit
from festival.registration.rules.passes import all_zones
from festival.registration.types.accreditation import CategoryContent, ZoneContent
from festival.registration.types.passes import Offered
from festival.registration.types.people import Stale

Owned = TypeVar("Owned", Zone, Category, Agency)
Sent = TypeVar("Sent", Category, Agency)


def save_zone(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    zone_id: int | None,
    version: int,
    content: ZoneContent,
    now: datetime,
    sample: bool = False,
) -> Zone | Stale | None:
    """Change a zone, or add one for None; None comes back when all eight are given out or the letter is taken. Raises NotFound."""
    session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())
    zones = session.scalars(select(Zone).where(Zone.edition_id == edition_id)).all()
    if any(zone.letter == content.letter and zone.id != zone_id for zone in zones):
        return None
    if zone_id is None:
        bit = free_bit(zone.bit for zone in zones)
        if bit is None:
            return None
        zone = Zone(edition_id=edition_id, bit=bit, version=0, is_sample=sample)
        session.add(zone)
    else:
        zone = _of_edition(session.get(Zone, zone_id), edition_id)
        if zone.version != version:
            return Stale(zone.version)
    zone.letter, zone.name, zone.colour = content.letter, content.name, content.colour
    zone.version += 1
    session.flush()
    _note(session, actor, "made" if zone_id is None else "edited", "zone", zone.id, now=now)
    return zone


def remove_zone(session: Session, *, actor: Actor, edition_id: int, zone_id: int, now: datetime) -> bool:
    """Take a zone out; False while a category or an accreditation names it: its bit must not get another meaning. Raises NotFound."""
    zone = _of_edition(session.get(Zone, zone_id), edition_id)
    named = [
        session.scalar(
            select(table.id)
            .where(table.edition_id == edition_id, table.zones.op("&")(zone.mask) != 0)
            .limit(1)
        )
        for table in (Category, Accreditation)
    ]
    if any(named):
        return False
    session.delete(zone)
    session.flush()
    _note(session, actor, "removed", "zone", zone_id, now=now)
    return True


def save_category(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    category_id: int | None,
    version: int,
    content: CategoryContent,
    submission: str | None = None,
    now: datetime,
    sample: bool = False,
) -> Category | Stale:
    """Change a category, or add one for None (once for each form). What was asked for before keeps its rights. Raises NotFound."""
    if category_id is None:
        session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())
        known = _sent(session, Category, submission)
        if known is not None:
            return known
        category = Category(edition_id=edition_id, submission=submission, version=0, is_sample=sample)
        session.add(category)
    else:
        category = _of_edition(session.get(Category, category_id, with_for_update=True), edition_id)
        if category.version != version:
            return Stale(category.version)
    for name in ("name", "colour", "event_id", "needs_photo"):
        setattr(category, name, getattr(content, name))
    category.ticket_class = int(content.ticket_class)
    offers = content.offers or (Offered(content.zones, content.valid),)
    only = offers[0].valid if len(offers) == 1 else None
    category.zones = all_zones(offers)
    category.valid_from, category.valid_until = (only.since, only.until) if only else (None, None)
    category.offers = offers if len(offers) > 1 else ()
    category.version += 1
    session.flush()
    verb = "made" if category_id is None else "edited"
    _note(session, actor, verb, "category", category.id, now=now, zones=category.zones)
    return category


def save_agency(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    agency_id: int | None,
    version: int,
    name: str,
    category_id: int | None,
    most: int,
    closes_at: datetime | None,
    submission: str | None = None,
    now: datetime,
    sample: bool = False,
) -> Agency | Stale:
    """Change an agency, or add one for None (once for each form). Raises NotFound."""
    if category_id is not None:
        _of_edition(session.get(Category, category_id), edition_id)
    if agency_id is None:
        session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())
        known = _sent(session, Agency, submission)
        if known is not None:
            return known
        agency = Agency(
            edition_id=edition_id, submission=submission, epoch=1, version=0, is_sample=sample, made_at=now
        )
        session.add(agency)
    else:
        agency = _of_edition(session.get(Agency, agency_id, with_for_update=True), edition_id)
        if agency.version != version:
            return Stale(agency.version)
    agency.name, agency.category_id, agency.most, agency.closes_at = name, category_id, most, closes_at
    agency.version += 1
    session.flush()
    _note(session, actor, "made" if agency_id is None else "edited", "agency", agency.id, now=now)
    return agency


def end_agency_link(session: Session, *, actor: Actor, edition_id: int, agency_id: int, now: datetime) -> int:
    """Make an agency's old link worthless and return the new epoch. Raises NotFound."""
    agency = _of_edition(session.get(Agency, agency_id, with_for_update=True), edition_id)
    agency.epoch += 1
    session.flush()
    _note(session, actor, "link.replaced", "agency", agency_id, now=now)
    return agency.epoch


def save_terms(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    version: int,
    emergency: str,
    words: Trilingual,
    now: datetime,
) -> BadgeTerms | Stale:
    """Say what stands on the back of badges."""
    terms = session.get(BadgeTerms, edition_id, with_for_update=True)
    if terms is None:
        terms = BadgeTerms(edition_id=edition_id, version=0)
        session.add(terms)
    elif terms.version != version:
        return Stale(terms.version)
    terms.emergency, terms.note = emergency, words
    terms.version += 1
    session.flush()
    _note(session, actor, "edited", "badge_terms", edition_id, now=now)
    return terms


def in_use(session: Session, category_id: int) -> int:
    """Return how many accreditations of a category there have been."""
    return (
        session.scalar(
            select(func.count()).select_from(Accreditation).where(Accreditation.category_id == category_id)
        )
        or 0
    )


def _of_edition(found: Owned | None, edition_id: int) -> Owned:
    if found is None or found.edition_id != edition_id:
        raise NotFound
    return found


def _sent(session: Session, kind: type[Sent], submission: str | None) -> Sent | None:
    if submission is None:
        return None
    return session.scalars(select(kind).where(kind.submission == submission)).one_or_none()


def _note(
    session: Session, actor: Actor, verb: str, subject: str, number: int, *, now: datetime, **details: Any
) -> None:
    note(session, actor=actor, verb=verb, subject=subject, subject_id=number, now=now, **details)
