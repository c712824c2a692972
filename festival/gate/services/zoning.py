"""Zones, the ways into them, classes of the clicker and limits are set by organizers."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.gate.models import ArrivalWave, CountClass, Crossing, CrowdLimit, CrowdZone
from festival.gate.queries.crowd import get_crossing, get_zone


def save_zone(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    zone_id: int | None,
    name: Trilingual,
    area: int,
    capacity: int,
    stale_after: int,
    submission: str | None,
    now: datetime,
) -> None:
    """Add a zone (once for each form) or change one. Raises NotFound for one of another edition."""
    if zone_id is None:
        if submission and session.scalar(select(CrowdZone.id).where(CrowdZone.submission == submission)):
            return
        zone = CrowdZone(edition_id=edition_id, position=999, submission=submission)
        session.add(zone)
    else:
        zone = get_zone(session, zone_id, edition_id)
    zone.name, zone.area, zone.capacity, zone.stale_after = name, area, capacity, stale_after
    session.flush()
    note(
        session, actor=actor, verb="zone.set", subject="crowd_zone", subject_id=zone.id, now=now, area=area,
        capacity=capacity, stale_after=stale_after,
    )  # fmt: skip


def save_way(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    way_id: int | None,
    name: Trilingual,
    gate_id: int | None,
    outer_id: int | None,
    inner_id: int,
    submission: str | None,
    now: datetime,
) -> bool:
    """Add a way (once for each form) or change one; false when the gate has another way already. Raises NotFound.

    What was counted on it counts for the zones it leads to now: a way that was set wrongly is put right for the whole evening.
    """
    if (
        way_id is None
        and submission
        and session.scalar(select(Crossing.id).where(Crossing.submission == submission))
    ):
        return True
    taken = gate_id is not None and session.scalar(
        select(Crossing.id).where(Crossing.gate_id == gate_id, Crossing.id != (way_id or 0))
    )
    if taken:
        return False
    for zone in {inner_id, outer_id} - {None}:
        get_zone(session, zone or 0, edition_id)
    if way_id is None:
        way = Crossing(edition_id=edition_id, position=999, submission=submission)
        session.add(way)
    else:
        way = get_crossing(session, way_id, edition_id)
    way.name, way.gate_id, way.outer_id, way.inner_id = name, gate_id, outer_id, inner_id
    session.flush()
    note(
        session, actor=actor, verb="way.set", subject="crossing", subject_id=way.id, now=now, gate=gate_id,
        outer=outer_id, inner=inner_id,
    )  # fmt: skip
    return True


def save_class(
    session: Session, *, actor: Actor, class_id: int | None, name: Trilingual, is_shown: bool, now: datetime
) -> None:
    """Add a class of people (the same name is the same class) or change one. What was counted in a hidden one stays.

    Raises NotFound.
    """
    if class_id is None:
        known_names = session.scalars(select(CountClass.name)).all()
        if name in known_names:
            return
        found = CountClass(position=999)
        session.add(found)
    else:
        known = session.get(CountClass, class_id)
        if known is None:
            raise NotFound
        found = known
    found.name, found.is_shown = name, is_shown
    session.flush()
    note(
        session, actor=actor, verb="count_class.set", subject="count_class", subject_id=found.id, now=now,
        is_shown=is_shown,
    )  # fmt: skip


def set_limit(
    session: Session, *, actor: Actor, limit_id: int, at_least: int, gap: int, source: str, now: datetime
) -> bool:
    """Set where a level begins and ends, in hundredths; false when the levels would no longer follow one another. Raises NotFound."""
    limit = session.get(CrowdLimit, limit_id)
    if limit is None:
        raise NotFound
    others = session.scalars(select(CrowdLimit).where(CrowdLimit.kind == limit.kind).with_for_update()).all()
    for other in others:
        above, below = other.level > limit.level, other.level < limit.level
        if (above and other.at_least <= at_least) or (below and other.at_least >= at_least):
            return False
    limit.at_least, limit.gap, limit.source = at_least, gap, source
    note(
        session, actor=actor, verb="crowd_limit.set", subject="crowd_limit", subject_id=limit_id, now=now,
        at_least=at_least, gap=gap,
    )  # fmt: skip
    return True


def set_wave(session: Session, *, actor: Actor, wave_id: int, share: int, source: str, now: datetime) -> None:
    """Set which part of those without an arrival time comes in one wave. Raises NotFound."""
    wave = session.get(ArrivalWave, wave_id)
    if wave is None:
        raise NotFound
    wave.share, wave.source = share, source
    note(
        session, actor=actor, verb="arrival_wave.set", subject="arrival_wave", subject_id=wave_id, now=now,
        share=share,
    )  # fmt: skip
