"""Venues and spaces as cells name them: by short name, or by name in any language, blind to accents and case."""

from collections.abc import Iterable, Sequence

from festival.core.names import fold
from festival.core.trilingual import LANGUAGES, Language
from festival.programme.models import Space, Venue
from festival.programme.queries.ground import Ground


class Places:
    """Finds and names the places of a programme."""

    def __init__(self, ground: Ground) -> None:
        self.venues = ground.venues
        self.spaces = [space for venue in ground.venues for space in venue.spaces]
        self._venue_words = _words(self.venues)
        self._words_in = {venue.id: _words(venue.spaces) for venue in self.venues}
        self._space_words = _words(self.spaces)
        self._venue = {venue.id: venue for venue in self.venues}
        self._space = {space.id: space for space in self.spaces}

    def find_venues(self, text: str) -> list[int]:
        """Return the venues that a cell may mean."""
        return self._venue_words.get(fold(text), [])

    def find_spaces(self, text: str, venue_id: int | None) -> list[int]:
        """Return the spaces that a cell may mean: of this venue, or without one of all."""
        words = self._space_words if venue_id is None else self._words_in.get(venue_id, {})
        return words.get(fold(text), [])

    def venue_of(self, space_id: int) -> int:
        """Return the venue of a space."""
        return self._space[space_id].venue_id

    def venue_name(self, venue_id: int | None, language: Language) -> str:
        """Return what a cell says of a venue: its name where that is clear, else its short name."""
        if venue_id is None:
            return ""
        venue = self._venue[venue_id]
        name = venue.name.in_(language)
        return name if self.find_venues(name) == [venue_id] else venue.slug

    def space_name(self, space_id: int | None, language: Language) -> str:
        """Return what a cell says of a space."""
        if space_id is None:
            return ""
        space = self._space[space_id]
        name = space.name.in_(language)
        return name if self.find_spaces(name, space.venue_id) == [space_id] else space.slug


def _words(places: Iterable[Venue] | Iterable[Space]) -> dict[str, list[int]]:
    """Return folded word → who is called so; who is it by short name goes before who is it by name."""
    found: dict[str, list[int]] = {}
    listed: Sequence[Venue | Space] = list(places)
    for place in listed:
        for word in {fold(place.name.exact(language)) for language in LANGUAGES} - {""}:
            found.setdefault(word, []).append(place.id)
    by_slug: dict[str, list[int]] = {}
    for place in listed:
        by_slug.setdefault(fold(place.slug), []).append(place.id)
    return found | by_slug
