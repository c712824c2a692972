"""What a page with a person picker is told: what was asked, and who was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request

from festival.core.names import tidy
from festival.core.transaction import current
from festival.registration.models import Person
from festival.registration.queries.people import get_person, search_people
from festival.registration.rules import names
from festival.web.locale import language

MOST = 12  # people that are listed; who is not among them is found by more letters


@dataclass(frozen=True, slots=True)
class Picking:
    """A search for a person: nothing asked, or who was found, and how many there are in all."""

    asked: str
    found: Sequence[Person]
    total: int
    shown: Callable[[Person], str]


def picking(edition_id: int) -> Picking:
    """Return the search that `?who=` of this address asks for."""
    asked = tidy(request.args.get("who", ""))[:100]
    if not asked:
        return Picking("", (), 0, _shown)
    page = search_people(current(), edition_id=edition_id, text=asked, per_page=MOST)
    return Picking(asked, page.rows, page.total, _shown)


def picked(edition_id: int) -> Person | None:
    """Return the person whom `?person=` of this address names, or None without one. Raises NotFound."""
    number = request.args.get("person", type=int)
    return get_person(current(), edition_id, number) if number else None


def _shown(person: Person) -> str:
    return names.shown(person, language())
