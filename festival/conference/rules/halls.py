"""Which halls whose codes open, and the hours of doors. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from festival.conference.types.halls import Hall, Use
from festival.conference.types.sessions import ConferenceSession, SessionKind
from festival.registration.types import Validity
from festival.registration.types.passages import DoorHours
from festival.registration.types.passes import Opening

BEFORE = timedelta(minutes=20)  # for which a session's own room opens before it begins


def uses(
    halls: Iterable[Hall],
    places: Mapping[int, int | None],
    hours: Mapping[int, Validity],
    sessions: Iterable[ConferenceSession],
) -> list[Use]:
    """Return what takes place in the halls: events in their own place, and sessions that have another room.

    `places`: event → its space; `hours`: event → when its codes admit.
    """
    watched = {hall.space_id for hall in halls}
    found = [
        Use(f"e{event_id}", event_id, space_id, hours[event_id].since, hours[event_id].until)
        for event_id, space_id in places.items()
        if space_id in watched
    ]
    for one in sessions:
        content = one.content
        if content.space_id in watched and content.space_id != places.get(content.event_id):
            assert content.space_id is not None
            found.append(
                Use(
                    f"s{one.id}",
                    content.event_id,
                    content.space_id,
                    content.starts_at - BEFORE,
                    content.ends_at,
                )
            )
    return sorted(found, key=lambda one: (one.since, one.number))


def room(one: ConferenceSession, places: Mapping[int, int | None]) -> int | None:
    """Return the space of a session: its own, else its event's."""
    return one.content.space_id or places.get(one.content.event_id)


def opened_by(uses: Iterable[Use], halls: Iterable[Hall]) -> dict[int, tuple[Opening, ...]]:
    """Return event → what its people may enter: the halls it uses, while it uses them."""
    masks = {hall.space_id: hall.mask for hall in halls}
    found: dict[int, tuple[Opening, ...]] = {}
    for one in uses:
        opening = Opening(masks[one.space_id], Validity(one.since, one.until))
        found[one.event_id] = (*found.get(one.event_id, ()), opening)
    return found


def door_hours(hall: Hall, uses: Sequence[Use], hours: Mapping[int, Validity]) -> list[DoorHours]:
    """Return when a hall's doors admit whose codes.

    A code of another event opens a door by what it was told of the hall alone. So codes of events at the same hours are left
    out: they are good wherever their own event is, and would open the hall beside it.
    """
    return [
        DoorHours(
            one.number,
            one.since,
            one.until,
            _events({one.event_id}, one.since, one.until, hours),
        )
        for one in uses
        if one.space_id == hall.space_id
    ]


def _events(
    own: Collection[int], since: datetime, until: datetime, hours: Mapping[int, Validity]
) -> frozenset[int]:
    return frozenset(
        event_id
        for event_id, valid in hours.items()
        if event_id in own or valid.until <= since or valid.since >= until
    )


def seat_hours(
    hall: Hall,
    sessions: Iterable[ConferenceSession],
    seated: Collection[int],
    places: Mapping[int, int | None],
    hours: Mapping[int, Validity],
) -> list[DoorHours]:
    """Return when a hall's doors ask for a seat, and in which sessions: those whose seats are counted (`seated`).

    From a little before its beginning, so that at the change both those who still sit there and those who come for the next are let in.
    While another session goes on in the hall that takes everybody, nobody is asked. `places` and `hours` as for `uses`.
    """
    held = [one for one in sessions if one.content.kind is not SessionKind.BREAK]
    here = [one for one in held if room(one, places) == hall.space_id]
    counted = [one for one in here if one.id in seated]
    elsewhere = [one for one in held if one.id in seated and room(one, places) != hall.space_id]
    edges = {moment for one in counted for moment in _open(one)}
    edges |= {moment for one in here for moment in (one.content.starts_at, one.content.ends_at)}
    edges |= {moment for one in elsewhere for moment in _open(one)}
    found: list[DoorHours] = []
    for since, until in pairwise(sorted(edges)):
        there = [one for one in counted if _spans(_open(one), since, until)]
        free = (one for one in here if one.id not in seated)
        if not there or any(
            _spans((one.content.starts_at, one.content.ends_at), since, until) for one in free
        ):
            continue
        numbers = frozenset(one.id for one in there)
        beside = frozenset(one.id for one in elsewhere if _spans(_open(one), since, until))
        last = found[-1] if found else None
        goes_on = (
            last is not None and last.until == since and (last.sessions, last.beside) == (numbers, beside)
        )
        begins = found.pop().since if goes_on else since
        events = _events({one.content.event_id for one in there}, begins, until, hours)
        found.append(DoorHours(f"seats-{begins:%d%H%M}", begins, until, events, numbers, beside))
    return found


def _open(one: ConferenceSession) -> tuple[datetime, datetime]:
    return one.content.starts_at - BEFORE, one.content.ends_at


def _spans(hours: tuple[datetime, datetime], since: datetime, until: datetime) -> bool:
    return hours[0] <= since and until <= hours[1]
