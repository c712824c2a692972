"""What a day's reception needs to know: who moves when, by which car, who sleeps where, what is eaten and given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from festival.core.clock import local
from festival.core.trilingual import Language
from festival.registration.models import Guest
from festival.registration.queries.guests import guests_of, travel_of
from festival.registration.rules import names
from festival.registration.types.guests import Travel

NONE = frozenset({"", "-", "–", "không", "none", "no", "なし", "特になし"})


@dataclass(frozen=True, slots=True)
class Move:
    """People who arrive or leave together: at the same moment, with the same flight, of one delegation."""

    at: datetime
    flight: str
    delegation: str
    head: str
    people: int
    car: str
    hotel: str
    liaison: str
    liaison_phone: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """Who sleeps in one hotel in the night that begins on this day."""

    hotel: str
    people: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Care:
    """What one guest eats or is given."""

    name: str
    delegation: str
    what: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of one day."""

    arrivals: tuple[Move, ...]
    departures: tuple[Move, ...]
    hotels: tuple[Stay, ...]
    food: tuple[Care, ...]
    gifts: tuple[Care, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.arrivals or self.departures or self.hotels)


def days_of(session: Session, edition_id: int) -> list[date]:
    """Return the days on which a guest arrives, stays or leaves (one query)."""
    found: set[date] = set()
    for guest in guests_of(session, edition_id):
        travel = travel_of(guest)
        found |= {local(at).date() for at in (travel.arrives_at, travel.departs_at) if at is not None}
    return sorted(found)


def sheet_of(
    session: Session,
    edition_id: int,
    day: date,
    since: datetime,
    until: datetime,
    *,
    reader: Language,
) -> Sheet:
    """Return a day's sheet with names as `reader` reads them (one query). Food and gifts are of those who arrive on this day."""
    guests = [(guest, travel_of(guest)) for guest in guests_of(session, edition_id)]
    arriving = [(guest, one) for guest, one in guests if one.arrives_at and since <= one.arrives_at <= until]
    leaving = [(guest, one) for guest, one in guests if one.departs_at and since <= one.departs_at <= until]
    return Sheet(
        arrivals=_moves(arriving, reader, arriving=True),
        departures=_moves(leaving, reader, arriving=False),
        hotels=_stays([(guest, one) for guest, one in guests if _sleeps(one, day)], reader),
        food=tuple(
            Care(names.shown(guest.person, reader), _delegation(guest, reader), guest.dietary)
            for guest, _one in arriving
            if guest.dietary.strip().lower() not in NONE
        ),
        gifts=tuple(
            Care(names.shown(guest.person, reader), _delegation(guest, reader), guest.gift)
            for guest, _one in arriving
            if guest.gift
        ),
    )


def _sleeps(travel: Travel, day: date) -> bool:
    if not travel.hotel or travel.arrives_at is None:
        return False
    leaves = local(travel.departs_at).date() if travel.departs_at else None
    return local(travel.arrives_at).date() <= day and (leaves is None or day < leaves)


def _delegation(guest: Guest, reader: Language) -> str:
    return guest.delegation.name.in_(reader) if guest.delegation else ""


def _moves(rows: Sequence[tuple[Guest, Travel]], reader: Language, *, arriving: bool) -> tuple[Move, ...]:
    groups: dict[tuple[datetime, str, int | str, str, str], list[tuple[Guest, Travel]]] = {}
    for guest, travel in rows:
        at, flight = (
            (travel.arrives_at, travel.flight_in) if arriving else (travel.departs_at, travel.flight_out)
        )
        alone = guest.delegation_id if guest.delegation_id is not None else f"guest-{guest.id}"
        if at is not None:
            groups.setdefault((at, flight, alone, travel.car, travel.hotel), []).append((guest, travel))
    made = []
    for (moment, number, _alone, car, hotel), members in groups.items():
        guests = sorted(
            (guest for guest, _travel in members), key=lambda one: (not one.is_head, one.precedence)
        )
        home = guests[0].delegation
        made.append(
            Move(
                at=moment,
                flight=number,
                delegation=_delegation(guests[0], reader),
                head=names.shown(guests[0].person, reader),
                people=len(guests),
                car=car,
                hotel=hotel,
                liaison=home.liaison if home else "",
                liaison_phone=home.liaison_phone if home else "",
                names=tuple(names.shown(guest.person, reader) for guest in guests),
            )
        )
    return tuple(sorted(made, key=lambda one: (one.at, one.flight, one.delegation)))


def _stays(rows: Sequence[tuple[Guest, Travel]], reader: Language) -> tuple[Stay, ...]:
    hotels: dict[str, list[str]] = {}
    for guest, travel in rows:
        hotels.setdefault(travel.hotel, []).append(names.shown(guest.person, reader))
    return tuple(Stay(hotel, len(who), tuple(who)) for hotel, who in sorted(hotels.items()))
