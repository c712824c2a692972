"""Halls get doors, and codes open them: what the programme says of rooms and hours is carried to gates and tickets."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.doors import doors
from festival.conference.models import AttendanceTerms, HallRow
from festival.conference.queries.halls import House, get_hall, house
from festival.conference.rules import halls as rules
from festival.conference.types.halls import Hall, TermsContent, TermsStale
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.models import Edition, Space, Venue
from festival.registration.models import Zone
from festival.registration.services.accreditation_tables import save_zone
from festival.registration.services.carrying import anything_to_carry, carry
from festival.registration.types.accreditation import Colour, ZoneContent

_LETTERS = "HIJKLMNOPQRSTUVWXYZFGABCDE"
_EVERY = timedelta(minutes=1)


def watch(session: Session, *, actor: Actor, edition_id: int, space_id: int, now: datetime) -> HallRow | None:
    """Make a room a hall with watched doors, with a zone and a first door of its own; None when all eight zones are given out.

    A room that is one already stays as it is. Raises NotFound.
    """
    session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())
    known = session.scalar(select(HallRow).where(HallRow.space_id == space_id))
    if known is not None:
        if known.edition_id != edition_id:
            raise NotFound(space_id)
        return known
    space = session.get(Space, space_id)
    if space is None:
        raise NotFound(space_id)
    zone = _new_zone(session, actor=actor, edition_id=edition_id, space=space, now=now)
    if zone is None:
        return None
    row = HallRow(edition_id=edition_id, space_id=space_id, zone_id=zone.id, made_at=now)
    session.add(row)
    session.flush()
    note(session, actor=actor, verb="made", subject="hall", subject_id=row.id, now=now)
    add_door(session, actor=actor, edition_id=edition_id, hall_id=row.id, now=now)
    follow(session, edition_id=edition_id, now=now)
    return row


def _new_zone(session: Session, *, actor: Actor, edition_id: int, space: Space, now: datetime) -> Zone | None:
    zones = session.scalars(select(Zone).where(Zone.edition_id == edition_id)).all()
    letters, colours = {zone.letter for zone in zones}, {zone.colour for zone in zones}
    made = save_zone(
        session,
        actor=actor,
        edition_id=edition_id,
        zone_id=None,
        version=0,
        content=ZoneContent(
            next(letter for letter in _LETTERS if letter not in letters),
            space.name,
            next((colour for colour in Colour if colour not in colours), Colour.SEA),
        ),
        now=now,
    )
    return made if isinstance(made, Zone) else None


def add_door(session: Session, *, actor: Actor, edition_id: int, hall_id: int, now: datetime) -> int:
    """Give a hall one more door, with the hours of what takes place in it; return the gate. Raises NotFound."""
    hall = get_hall(session, edition_id, hall_id)
    of = house(session, edition_id)
    space = session.get_one(Space, hall.space_id)
    return doors().set_up(
        session,
        actor=actor,
        edition_id=edition_id,
        name=hall.name,
        place=session.get_one(Venue, space.venue_id).name,
        zones=hall.mask,
        events=frozenset(of.events),
        hours=of.door_hours(hall),
        now=now,
    )


def follow(session: Session, *, edition_id: int, now: datetime) -> int:
    """Bring doors and codes in line with the programme, the invitations and the halls; return how many changed."""
    of = house(session, edition_id)
    if not of.halls:
        return 0
    changed = sum(_follow_doors(session, of, hall, now) for hall in of.halls)
    return changed + carry(
        session, opens=rules.opened_by(of.uses, of.halls), hours=of.hours, halls=of.mask, now=now
    )


def _follow_doors(session: Session, of: House, hall: Hall, now: datetime) -> int:
    return doors().follow(
        session,
        edition_id=of.edition_id,
        zones=hall.mask,
        events=frozenset(of.events),
        hours=of.door_hours(hall),
        now=now,
    )


class Following:
    """What the worker does every minute: somebody who has just accepted an invitation opens the hall with the code they have."""

    def __init__(self) -> None:
        self._looked: datetime | None = None

    def is_due(self, session: Session, *, now: datetime) -> bool:
        """Tell whether there are halls and a minute has passed."""
        if self._looked is not None and now - self._looked < _EVERY:
            return False
        self._looked = now
        return session.scalar(_watched(now)) is not None

    def bring_in_line(self, session: Session, *, now: datetime) -> int:
        """Bring doors and codes in line; return how many changed."""
        return sum(
            follow(session, edition_id=edition_id, now=now)
            for edition_id in session.scalars(_watched(now)).all()
        )


def _watched(now: datetime) -> Select[int]:
    return (
        select(HallRow.edition_id)
        .join(Edition, Edition.id == HallRow.edition_id)
        .where(Edition.ends_on >= now.date() - timedelta(days=1))
        .distinct()
    )


def stop_watching(session: Session, *, actor: Actor, edition_id: int, hall_id: int, now: datetime) -> None:
    """Let a room be no hall any more: codes are told no longer of it, its doors and what they scanned stay. Raises NotFound."""
    row = session.get(HallRow, hall_id)
    if row is None or row.edition_id != edition_id:
        raise NotFound(hall_id)
    of = house(session, edition_id)
    left = [hall for hall in of.halls if hall.id != hall_id]
    uses = [one for one in of.uses if one.space_id != row.space_id]
    carry(session, opens=rules.opened_by(uses, left), hours=of.hours, halls=of.mask, now=now)
    session.delete(row)
    session.flush()
    note(session, actor=actor, verb="removed", subject="hall", subject_id=hall_id, now=now)


def set_terms(
    session: Session, *, actor: Actor, edition_id: int, version: int, content: TermsContent, now: datetime
) -> int | TermsStale:
    """Set what counts as attendance and who issues certificates; return the new version."""
    row = session.scalar(
        select(AttendanceTerms)
        .where(AttendanceTerms.edition_id == edition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if (row.version if row else 0) != version:
        return TermsStale(row.version if row else 0)
    if row is None:
        row = AttendanceTerms(edition_id=edition_id, version=0)
        session.add(row)
    row.share, row.basis, row.least = content.share, str(content.basis), content.least
    row.issuer, row.signatory = content.issuer, content.signatory
    row.position, row.place = content.position, content.place
    row.version += 1
    session.flush()
    note(session, actor=actor, verb="terms", subject="attendance", subject_id=edition_id, now=now)
    return row.version


def anything_to_follow(session: Session, edition_id: int) -> int:
    """Return how many codes are not told yet what they should be."""
    of = house(session, edition_id)
    if not of.halls:
        return 0
    opens = rules.opened_by(of.uses, of.halls)
    return len(anything_to_carry(session, opens=opens, hours=of.hours, halls=of.mask))
