"""What a reader is looking for in the programme: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from festival.core import names
from festival.core.clock import local
from festival.core.trilingual import LANGUAGES, Language, Trilingual
from festival.programme.types import PUBLIC_PARTS, EventFacts, EventKind

LONGEST = 80  # characters of what is searched for; what comes after them is not looked at


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list; None and "" narrow nothing. `words` is as the reader typed it."""

    day: date | None = None
    venue: str | None = None
    kind: EventKind | None = None
    language: Language | None = None
    words: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the list."""
        return self == Wanted()


def languages_of(event: EventFacts) -> tuple[Language, ...]:
    """Return the languages in which everything about an event is written: title, summary and text."""
    texts = (event.title, event.summary, event.text)
    return tuple(code for code in LANGUAGES if all(text.exact(code) for text in texts))


def folded(event: EventFacts, *more: str) -> str:
    """Return all that can be found of an event in its search form; `more` are further words, such as its kind's."""
    texts = [event.title, event.summary, event.text, event.venue_name, event.venue_address]
    texts += [event.space_name or Trilingual()]
    texts += [one.name for one in event.people if one.part in PUBLIC_PARTS]
    # A line feed between them, which no one searches for: words of two texts are never one phrase.
    return "\n".join(
        names.fold(words) for text in texts for words in (text.vi, text.ja, text.en)
    ) + "\n".join(["", *(names.fold(words) for words in more)])


def sought(words: str) -> list[str]:
    """Return the words of a search in their search form; an event must hold each of them."""
    return names.fold(words[:LONGEST]).split()


def search(events: Sequence[EventFacts], texts: Iterable[str], wanted: Wanted) -> list[EventFacts]:
    """Return the events a reader looks for, in their order. `texts` are what `folded` made of each."""
    pieces = sought(wanted.words)
    return [
        event
        for event, text in zip(events, texts, strict=True)
        if _fits(event, wanted) and all(piece in text for piece in pieces)
    ]


def _fits(event: EventFacts, wanted: Wanted) -> bool:
    return (
        (wanted.day is None or local(event.starts_at).date() == wanted.day)
        and (wanted.venue is None or event.venue_slug == wanted.venue)
        and (wanted.kind is None or event.kind is wanted.kind)
        and (wanted.language is None or wanted.language in languages_of(event))
    )
