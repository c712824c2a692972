"""What is still missing of a guest, and where in the order of precedence somebody goes. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from festival.registration.rules.names import is_east_asian
from festival.registration.types.guests import GuestPart, Travel


class Missing(StrEnum):
    """What hosts need of a guest and nobody has said yet."""

    LATIN = "latin"
    POSITION = "position"
    DIETARY = "dietary"
    HOTEL = "hotel"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"


def missing(
    *,
    name: str,
    latin: str,
    has_position: bool,
    dietary: str,
    part: GuestPart,
    travel: Travel,
    comes_from_afar: bool,
) -> tuple[Missing, ...]:
    """Return what is missing, in the order of the form. A name in Latin letters is only missed where it is written in others.

    Who comes from afar needs a bed and is met; who works for the delegation needs no dish and no title.
    """
    needed = {
        Missing.LATIN: is_east_asian(name) and not latin,
        Missing.POSITION: part is GuestPart.GUEST and not has_position,
        Missing.DIETARY: part is not GuestPart.STAFF and not dietary,
        Missing.HOTEL: comes_from_afar and not travel.hotel,
        Missing.ARRIVAL: comes_from_afar and travel.arrives_at is None,
        Missing.DEPARTURE: comes_from_afar and travel.departs_at is None,
    }
    return tuple(what for what, is_missing in needed.items() if is_missing)


def moved(order: Sequence[int], who: int, before: int | None) -> list[int]:
    """Return the order with `who` right before another one, or at its end (None, or somebody who is not in it)."""
    rest = [one for one in order if one != who]
    place = rest.index(before) if before in rest else len(rest)
    return [*rest[:place], who, *rest[place:]]


def together(order: Sequence[int], who: Sequence[int], before: int | None) -> list[int]:
    """Return the order with several, in their own order, right before another one (who is none of them), or at its end."""
    moving = [one for one in order if one in set(who)]
    rest = [one for one in order if one not in set(who)]
    place = rest.index(before) if before in rest else len(rest)
    return [*rest[:place], *moving, *rest[place:]]
