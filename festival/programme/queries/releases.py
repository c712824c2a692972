"""What was published, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.programme.content import EventContent, from_json
from festival.programme.models import EventVersion, Release, ReleaseEntry
from festival.programme.rules.releasing import Change, changes
from festival.programme.types import EventFacts


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """One release. `events` is how many it published."""

    id: int
    edition_id: int
    number: int
    name: str
    note: Trilingual
    published_at: datetime
    published_by: int | None
    events: int


@dataclass(frozen=True, slots=True)
class Released:
    """What a release said of each event, by the event's number; `versions` are the numbers of the stored contents."""

    contents: dict[int, EventContent]
    versions: dict[int, int]


def releases_of(session: Session, edition_id: int) -> list[ReleaseFacts]:
    """Return an edition's releases, newest first (one query)."""
    entries = (
        select(ReleaseEntry.release_id, func.count().label("events"))
        .group_by(ReleaseEntry.release_id)
        .subquery()
    )
    statement = (
        select(Release, func.coalesce(entries.c.events, 0))
        .outerjoin(entries, entries.c.release_id == Release.id)
        .where(Release.edition_id == edition_id)
        .order_by(Release.number.desc())
    )
    return [_facts(release, events) for release, events in session.execute(statement)]


def find_last_release(session: Session, edition_id: int) -> ReleaseFacts | None:
    """Return what everybody sees now, or None before the first release."""
    return next(iter(releases_of(session, edition_id)), None)


def get_release(session: Session, edition_id: int, number: int) -> ReleaseFacts:
    """Return one release by its number. Raises NotFound."""
    found = next((release for release in releases_of(session, edition_id) if release.number == number), None)
    if found is None:
        raise NotFound(number)
    return found


def released(session: Session, release_id: int | None) -> Released:
    """Return what a release said (one query); nothing for None."""
    statement = (
        select(ReleaseEntry.event_id, EventVersion.id, EventVersion.content)
        .join(EventVersion, EventVersion.id == ReleaseEntry.version_id)
        .where(ReleaseEntry.release_id == release_id)
    )
    rows = session.execute(statement).all() if release_id is not None else []
    return Released(
        {event_id: from_json(content) for event_id, _, content in rows},
        {event_id: version_id for event_id, version_id, _ in rows},
    )


def changes_of(session: Session, edition_id: int, number: int) -> list[Change]:
    """Return what release `number` changed against the one before it. Raises NotFound."""
    this = get_release(session, edition_id, number)
    before = get_release(session, edition_id, number - 1).id if number > 1 else None
    return changes(released(session, before).contents, released(session, this.id).contents)


def _facts(release: Release, events: int) -> ReleaseFacts:
    return ReleaseFacts(
        id=release.id,
        edition_id=release.edition_id,
        number=release.number,
        name=release.name,
        note=release.note,
        published_at=release.published_at,
        published_by=release.published_by,
        events=events,
    )


def find_earlier_start(session: Session, event: EventFacts) -> datetime | None:
    """Return when an event was to begin before it was moved to another time; None when it never was (one query)."""
    statement = (
        select(EventVersion.content).where(EventVersion.event_id == event.id).order_by(EventVersion.id.desc())
    )
    starts = (from_json(content).starts_at for content in session.scalars(statement))
    return next((start for start in starts if start is not None and start != event.starts_at), None)
