"""Two people changed one draft: what each of them changed, and both put together. Pure.

A text counts for each language by itself, and the place as one thing: who translates does not stand in the way of who
writes the original, and nobody gets a space of another venue.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from festival.core.trilingual import LANGUAGES
from festival.programme.content import TEXTS, EventContent

PLACE = "place"
_TOGETHER = ("venue_id", "space_id")
# In the order in which a form asks for them.
NAMES: tuple[str, ...] = (
    *(f"{text}.{code}" for text in TEXTS for code in LANGUAGES),
    *(f.name for f in fields(EventContent) if f.name not in (*TEXTS, *_TOGETHER, "slug")),
    PLACE,
)


@dataclass(frozen=True, slots=True)
class Divergence:
    """One thing on which a draft and what somebody wants of it differ. `by_me`, `by_them`: who changed it since."""

    name: str
    mine: Any
    theirs: Any
    by_me: bool
    by_them: bool


def value(content: EventContent, name: str) -> Any:
    """Return one of NAMES of a content."""
    if name == PLACE:
        return (content.venue_id, content.space_id)
    text, _, code = name.partition(".")
    found = getattr(content, text)
    return getattr(found, code) if code else found


def changed_names(before: EventContent, after: EventContent) -> list[str]:
    """Return what differs between two contents, as NAMES."""
    return [name for name in NAMES if value(before, name) != value(after, name)]


def divergences(base: EventContent, mine: EventContent, theirs: EventContent) -> list[Divergence]:
    """Return where `mine` and `theirs` differ, both made from `base`."""
    return [
        Divergence(
            name,
            value(mine, name),
            value(theirs, name),
            by_me=value(mine, name) != value(base, name),
            by_them=value(theirs, name) != value(base, name),
        )
        for name in changed_names(theirs, mine)
    ]


def merged(base: EventContent, mine: EventContent, theirs: EventContent) -> EventContent:
    """Return `theirs` with all that `mine` changed: where both changed the same thing, mine stands."""
    found = theirs
    for name in changed_names(base, mine):
        found = _with(found, name, value(mine, name))
    return found


def _with(content: EventContent, name: str, new: Any) -> EventContent:
    if name == PLACE:
        return replace(content, venue_id=new[0], space_id=new[1])
    text, _, code = name.partition(".")
    if code:
        new = replace(getattr(content, text), **{code: new})
    return replace(content, **{text: new})
