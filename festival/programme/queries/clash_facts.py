"""What the clash finder is told of an edition's working copy: columns, no objects, in as many queries as there are tables."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.trilingual import LANGUAGES, Trilingual
from festival.programme.models import (
    Appears,
    Closure,
    Cue,
    CuePerformer,
    Draft,
    Edition,
    Event,
    Participant,
    Space,
    TravelTime,
    Venue,
)
from festival.programme.rules.clashes.facts import Closed, Ground, Missing, Plan, QuietHours, Room
from festival.programme.rules.run_sheet import hours_of
from festival.programme.types import Audience, EventKind, Part


@dataclass(frozen=True, slots=True)
class Facts:
    """Drafts by their number and what they stand on, with what all of it is called. `spaces` hold their venue's number too."""

    plans: dict[int, Plan]
    ground: Ground
    titles: dict[int, Trilingual]
    venues: dict[int, Trilingual]
    spaces: dict[int, tuple[int, Trilingual]]
    people: dict[int, Trilingual]


def facts_of(session: Session, edition_id: int, registered: Mapping[int, int]) -> Facts:
    """Return an edition's drafts as plans; `registered` is event → people who hold places. Raises NotFound."""
    days = session.execute(select(Edition.starts_on, Edition.ends_on).where(Edition.id == edition_id)).first()
    if days is None:
        raise NotFound(edition_id)
    titles, plans = _plans(session, edition_id, registered)
    venues = session.execute(select(Venue.id, Venue.name, Venue.quiet_from, Venue.quiet_until)).all()
    spaces = session.execute(
        select(Space.id, Space.venue_id, Space.name, Space.capacity, Space.changeover)
    ).all()
    closures = _closures(session)
    ways = session.execute(select(TravelTime.from_id, TravelTime.to_id, TravelTime.minutes))
    people = session.execute(
        select(Participant.id, Participant.name).where(Participant.edition_id == edition_id)
    )
    return Facts(
        plans=plans,
        ground=Ground(
            first_day=days[0],
            last_day=days[1],
            rooms={
                space_id: Room(venue_id, capacity, changeover, tuple(closures[space_id]))
                for space_id, venue_id, _name, capacity, changeover in spaces
            },
            quiet={
                venue_id: QuietHours(begins, ends)
                for venue_id, _name, begins, ends in venues
                if begins is not None and ends is not None
            },
            travel={(start, goal): minutes for start, goal, minutes in ways},
        ),
        titles=titles,
        venues={venue_id: name for venue_id, name, _begins, _ends in venues},
        spaces={space_id: (venue_id, name) for space_id, venue_id, name, _capacity, _minutes in spaces},
        people={person_id: name for person_id, name in people},
    )


def _plans(
    session: Session, edition_id: int, registered: Mapping[int, int]
) -> tuple[dict[int, Trilingual], dict[int, Plan]]:
    people, items = _people(session, edition_id), _items(session, edition_id)
    rows = session.execute(
        select(
            Draft.id,
            Draft.title,
            Draft.summary,
            Draft.text,
            Draft.kind,
            Draft.audience,
            Draft.venue_id,
            Draft.space_id,
            Draft.starts_at,
            Draft.minutes,
            Draft.capacity,
            Draft.registration_opens_at,
            Draft.registration_closes_at,
            Draft.is_cancelled,
            Event.id.label("event_id"),
        )
        .outerjoin(Event, Event.id == Draft.id)
        .where(Draft.edition_id == edition_id, Draft.discarded_at.is_(None))
    ).all()
    titles = {row.id: row.title for row in rows}
    plans = {
        row.id: Plan(
            id=row.id,
            kind=EventKind(row.kind),
            starts_at=row.starts_at,
            ends_at=None if row.starts_at is None else row.starts_at + timedelta(minutes=row.minutes),
            venue_id=row.venue_id,
            space_id=row.space_id,
            people=tuple(people[row.id]),
            needed=_needed(row.starts_at, items.get(row.id, {})),
            capacity=row.capacity,
            registered=registered.get(row.id, 0),
            registration_opens_at=row.registration_opens_at,
            registration_closes_at=row.registration_closes_at,
            audience=Audience(row.audience),
            missing=_missing(row.title, row.summary, row.text),
            is_cancelled=row.is_cancelled,
            is_published=row.event_id is not None,
        )
        for row in rows
    }
    return titles, plans


def _missing(title: Trilingual, summary: Trilingual, text: Trilingual) -> tuple[Missing, ...]:
    """Return which texts lack a language that another has. What nobody has written is not waiting for a translation."""
    texts = (("title", title), ("summary", summary), ("text", text))
    lacking = [(name, words.missing()) for name, words in texts]
    return tuple((name, missing) for name, missing in lacking if 0 < len(missing) < len(LANGUAGES))


def _people(session: Session, edition_id: int) -> dict[int, list[tuple[int, Part]]]:
    rows = session.execute(
        select(Appears.draft_id, Appears.participant_id, Appears.part)
        .join(Draft, Draft.id == Appears.draft_id)
        .where(Draft.edition_id == edition_id)
    )
    found: dict[int, list[tuple[int, Part]]] = defaultdict(list)
    for draft_id, participant_id, part in rows:
        found[draft_id].append((participant_id, Part(part)))
    return found


def _items(session: Session, edition_id: int) -> dict[int, dict[int, tuple[int, int]]]:
    """Return draft → person → from when until when its run sheet needs them, in seconds after its start."""
    rows = session.execute(
        select(Cue.draft_id, Cue.id, Cue.seconds, Cue.starts_after, CuePerformer.participant_id)
        .join(Draft, Draft.id == Cue.draft_id)
        .outerjoin(CuePerformer, CuePerformer.cue_id == Cue.id)
        .where(Draft.edition_id == edition_id, Draft.discarded_at.is_(None), Cue.removed_at.is_(None))
        .order_by(Cue.draft_id, Cue.position, Cue.id)
    )
    sheets: dict[int, dict[int, tuple[int, int | None, list[int]]]] = defaultdict(dict)
    for draft_id, cue_id, seconds, fixed, person_id in rows:
        _seconds, _fixed, people = sheets[draft_id].setdefault(cue_id, (seconds, fixed, []))
        if person_id is not None:
            people.append(person_id)
    return {draft_id: hours_of(cues.values()) for draft_id, cues in sheets.items()}


def _needed(
    starts_at: datetime | None, items: Mapping[int, tuple[int, int]]
) -> tuple[tuple[int, datetime, datetime], ...]:
    if starts_at is None:
        return ()
    return tuple(
        (person_id, starts_at + timedelta(seconds=since), starts_at + timedelta(seconds=until))
        for person_id, (since, until) in sorted(items.items())
    )


def _closures(session: Session) -> dict[int, list[Closed]]:
    rows = session.execute(
        select(Closure.space_id, Closure.id, Closure.starts_at, Closure.ends_at, Closure.reason)
    )
    found: dict[int, list[Closed]] = defaultdict(list)
    for space_id, closure_id, starts_at, ends_at, reason in rows:
        found[space_id].append(Closed(closure_id, starts_at, ends_at, reason))
    return found
