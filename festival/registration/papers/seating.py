"""The seating plan of a ceremony as A4, with the names on the seats."""

from pathlib import Path
from typing import Any

from festival.core.trilingual import Language
from festival.programme.types import EventFacts
from festival.registration.queries.seating import Seated
from festival.registration.rules import names
from festival.web import typesetting
from festival.web.locale import day_and_time, speaking
from festival.web.locale import gettext as _


def pdf(event: EventFacts, seated: Seated, reader: Language) -> bytes:
    """Return the plan as PDF."""
    with speaking(reader):
        return typesetting.pdf(Path(__file__).with_suffix(".typ"), _data(event, seated, reader))


def _data(event: EventFacts, seated: Seated, reader: Language) -> dict[str, Any]:
    who = {one.id: one for one in seated.coming}
    on: dict[str, list[str]] = {}
    for number, place in seated.given.items():
        person = who[number].deputy or who[number].guest.person
        on.setdefault(str(place), []).append(names.printed(person))
    rows: list[dict[str, Any]] = [
        {"name": _("Row of seats %(n)s", n=n), "left": [], "right": []}
        for n in range(1, len(seated.rows) + 1)
    ]
    for seat in seated.seats:
        rows[seat.place.row - 1][str(seat.side)].append(
            {
                "number": str(seat.place.number),
                "name": " / ".join(on.get(str(seat.place), [])),
                "free": seat.reserved,
            }
        )
    return {
        "language": reader,
        "title": _("Seating plan"),
        "event": event.title.in_(reader),
        "when": day_and_time(event),
        "where": event.venue_name.in_(reader),
        "stage": _("Stage"),
        "free": _("Kept free"),
        "rows": rows,
        "widest": [max((len(row[side]) for row in rows), default=0) for side in ("left", "right")],
    }
