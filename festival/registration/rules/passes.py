"""Zones at hours: what one code for several rights opens, and what is open at a gate and moment. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from festival.registration.types import TicketClass, Validity
from festival.registration.types.passes import HOURS_MAX, OPENINGS_MAX, ZONES_MAX, Offered, Opening, Pass

# Which class a code says for somebody who is several things: the one that is received first.
CLASS_ORDER = (
    TicketClass.DELEGATE,
    TicketClass.GUEST,
    TicketClass.PRESS,
    TicketClass.CREW,
    TicketClass.CITIZEN,
)
_BITS = tuple(1 << bit for bit in range(ZONES_MAX))


def made_of(ticket_class: TicketClass, openings: Iterable[Opening]) -> Pass:
    """Return the right to one opening at least, in the one way in which it is written."""
    told = _told(tuple(openings))
    valid = Validity(min(one.since for one in told), max(one.until for one in told))
    return Pass(ticket_class, all_zones(told), valid, told if len(told) > 1 else ())


def all_zones(openings: Sequence[Opening | Offered]) -> int:
    """Return the zones of all of these; 0 as soon as one of them is wherever the event is."""
    if not all(one.zones for one in openings):
        return 0
    return reduce(or_, (one.zones for one in openings))


def covers(has: Pass, wanted: Pass) -> bool:
    """Tell whether a code gives what is wanted already. Its class says so too, or one that is received before."""
    return CLASS_ORDER.index(has.ticket_class) <= CLASS_ORDER.index(wanted.ticket_class) and all(
        _held(has.parts, one) for one in wanted.parts
    )


def together(one: Pass, other: Pass) -> Pass | None:
    """Return what one code for both gives: what either opens and nothing else. None when that is more than a code can be told."""
    first = min(one.ticket_class, other.ticket_class, key=CLASS_ORDER.index)
    both = made_of(first, one.parts + other.parts)
    fits = len(both.openings) <= OPENINGS_MAX and both.valid.until - both.valid.since <= HOURS_MAX
    return both if fits else None


def carried(
    told: tuple[Opening, ...],
    *,
    parts: Sequence[Opening],
    own: Validity | None,
    accredited: Iterable[Opening],
    more: Sequence[Opening],
    halls: int,
) -> tuple[Opening, ...]:
    """Return what is to be told of a code (none: nothing beside what it says) so that it opens `more` halls as well.

    `told` is what is told now and `parts` what the code gives with it. Zones of `halls` that neither an accreditation nor
    `more` gives are taken away again. `own`: the hours of the code's own event, where nobody decided on others.
    """
    kept = [
        Opening(zones, own if own and not one.zones else one.valid)
        for one in parts
        if (zones := one.zones & ~halls) or not one.zones
    ]
    kept += [Opening(zones, one.valid) for one in accredited if (zones := one.zones & halls)]
    if not kept:
        return told  # a code of halls alone: nothing of it came from us
    wanted = (*kept, *more)
    found = _told(wanted)
    if len(found) > OPENINGS_MAX:
        found = _told(tuple(kept))
    # A phone that was told of more zones must hear that they are gone: what is told last replaces what it knows.
    return found if len(found) > 1 or told else ()


def at_gate(openings: Iterable[Opening], zones: int) -> list[Validity]:
    """Return the hours at which a gate to `zones` (0: to all) is open to somebody."""
    return [one.valid for one in openings if not zones or not one.zones or one.zones & zones]


def is_open(hours: Iterable[Validity], at: datetime, *, early: timedelta, late: timedelta) -> bool:
    """Tell whether `at` is in one of these hours, which a gate widens by `early` and `late`."""
    return any(one.since - early <= at < one.until + late for one in hours)


def opens_next(hours: Iterable[Validity], at: datetime) -> datetime | None:
    """Return when the next of these hours begins, or None when they are over."""
    return min((one.since for one in hours if one.since > at), default=None)


def _told(openings: tuple[Opening, ...]) -> tuple[Opening, ...]:
    """Return the same rights with each zone's hours in as few pieces as there are, and zones of the same hours together."""
    everywhere = _joined(one.valid for one in openings if not one.zones)
    zones_of: dict[Validity, int] = defaultdict(int)
    for bit in _BITS:
        for valid in _joined(one.valid for one in openings if one.zones & bit):
            if not _spans(everywhere, valid):
                zones_of[valid] |= bit
    found = [Opening(0, valid) for valid in everywhere]
    found += [Opening(zones, valid) for valid, zones in zones_of.items()]
    return tuple(sorted(found, key=lambda one: (one.since, one.until, one.zones)))


def _joined(hours: Iterable[Validity]) -> list[Validity]:
    """Return hours in order, those that touch as one."""
    joined: list[Validity] = []
    for one in sorted(hours, key=lambda valid: valid.since):
        if joined and one.since <= joined[-1].until:
            joined[-1] = Validity(joined[-1].since, max(joined[-1].until, one.until))
        else:
            joined.append(one)
    return joined


def _held(parts: Sequence[Opening], wanted: Opening) -> bool:
    bits = [bit for bit in _BITS if wanted.zones & bit] or [0]  # 0 is held by what opens everything alone
    return all(
        _spans(_joined(one.valid for one in parts if not one.zones or one.zones & bit), wanted.valid)
        for bit in bits
    )


def _spans(joined: Iterable[Validity], wanted: Validity) -> bool:
    return any(one.since <= wanted.since and wanted.until <= one.until for one in joined)
