"""Speakers as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from festival.conference.models import ProfileRow
from festival.conference.rules.speakers import called, standing, stands_before
from festival.core.trilingual import Language, Trilingual
from festival.registration.models import Person
from festival.registration.types.people import Honorific


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody as a reader meets them; `is_before` says that `standing` is read before the name."""

    id: int
    name: str
    standing: str
    is_before: bool
    has_photo: bool
    biography: Trilingual


def introduced(
    people: Mapping[int, Person], profiles: Mapping[int, ProfileRow], reader: Language
) -> dict[int, Speaker]:
    """Return person → how a reader meets them."""
    return {
        number: Speaker(
            number,
            called(person, Honorific(person.honorific), reader),
            standing(person.position, person.organisation, reader),
            stands_before(reader),
            number in profiles and profiles[number].photo_agreed_at is not None,
            profiles[number].biography if number in profiles else Trilingual(),
        )
        for number, person in people.items()
    }
