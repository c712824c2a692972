"""What the programme is now, by the last release. Nothing in here reads the draft."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from festival.core.errors import NoEdition, NotFound
from festival.core.trilingual import Trilingual
from festival.programme.models import Edition, Event, Space, Venue
from festival.programme.types import (
    Appearance,
    Audience,
    EditionFacts,
    EventFacts,
    EventKind,
    EventState,
    Part,
    RoomType,
)


def current_edition(session: Session) -> EditionFacts:
    """Return the edition the public site shows. Raises NoEdition before there is one."""
    edition = session.scalar(select(Edition).where(Edition.is_current).order_by(Edition.year.desc()).limit(1))
    if edition is None:
        raise NoEdition
    return edition_facts(edition)


def edition_facts(edition: Edition) -> EditionFacts:
    """Return a stored edition in words."""
    return EditionFacts(
        id=edition.id,
        year=edition.year,
        title=edition.title,
        theme=edition.theme,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        main_day=edition.main_day,
        is_sample=edition.is_sample,
    )


def _facts() -> Select[Event, Venue, Space]:
    return (
        select(Event, Venue, Space)
        .join(Venue, Venue.id == Event.venue_id)
        .outerjoin(Space, Space.id == Event.space_id)
    )


def public_events(session: Session, edition_id: int) -> list[EventFacts]:
    """Return an edition's public programme in order of time (one query)."""
    statement = _facts().where(Event.edition_id == edition_id).order_by(Event.starts_at, Event.id)
    return [_as_facts(*row) for row in session.execute(statement)]


def get_public_event(session: Session, edition_id: int, slug: str) -> EventFacts:
    """Return one event of the public programme. Raises NotFound."""
    statement = _facts().where(Event.edition_id == edition_id, Event.slug == slug)
    row = session.execute(statement).first()
    if row is None:
        raise NotFound(slug)
    return _as_facts(*row)


def get_event(session: Session, event_id: int) -> EventFacts:
    """Return one event, whatever its state. Raises NotFound."""
    row = session.execute(_facts().where(Event.id == event_id)).first()
    if row is None:
        raise NotFound(event_id)
    return _as_facts(*row)


def events_of(session: Session, edition_id: int) -> list[EventFacts]:
    """Return all published events of an edition in order of time (for the desk)."""
    return [
        _as_facts(*row)
        for row in session.execute(
            _facts().where(Event.edition_id == edition_id).order_by(Event.starts_at, Event.id)
        )
    ]


def venues_of(session: Session, edition_id: int) -> Sequence[Venue]:
    """Return the venues at which something of the edition happens."""
    used = select(Event.venue_id).where(Event.edition_id == edition_id)
    return session.scalars(select(Venue).where(Venue.id.in_(used)).order_by(Venue.id)).all()


def get_venue(session: Session, slug: str) -> Venue:
    """Return one venue, whether something takes place there or not. Raises NotFound."""
    venue = session.scalar(select(Venue).where(Venue.slug == slug))
    if venue is None:
        raise NotFound(slug)
    return venue


def _as_facts(event: Event, venue: Venue, space: Space | None) -> EventFacts:
    return EventFacts(
        id=event.id,
        edition_id=event.edition_id,
        slug=event.slug,
        title=event.title,
        summary=event.summary,
        text=event.text,
        kind=EventKind(event.kind),
        audience=Audience(event.audience),
        state=EventState(event.state),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        doors_at=event.doors_at,
        venue_slug=venue.slug,
        venue_name=venue.name,
        venue_address=venue.address,
        space_name=space.name if space else None,
        capacity=event.capacity,
        party_max=event.party_max,
        registration_opens_at=event.registration_opens_at,
        registration_closes_at=event.registration_closes_at,
        is_main=event.is_main,
        guid=event.guid,
        sequence=event.sequence,
        changed_at=event.changed_at,
        space_slug=space.slug if space else None,
        room_type=RoomType(space.room_type) if space else RoomType.OTHER,
        people=tuple(
            Appearance(entry["id"], Trilingual(**entry["name"]), Part(entry["part"]))
            for entry in event.people
        ),
    )
