"""Which halls whose codes open, and the hours of doors. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from festival.conference.types.halls import Hall, Use
from festival.conference.types.sessions import ConferenceSession
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
            frozenset(
                event_id
                for event_id, valid in hours.items()
                if event_id == one.event_id or valid.until <= one.since or valid.since >= one.until
            ),
        )
        for one in uses
        if one.space_id == hall.space_id
    ]
