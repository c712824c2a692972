"""The public programme as this process last read it, for the pages that everybody opens at once.

It is read anew after two seconds. What decides something (places, windows, states) is read under its lock instead.
"""

import itertools
import threading
import time
from dataclasses import dataclass, replace

from flask import current_app

from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.queries import current_edition, public_events
from festival.programme.types import EditionFacts, EventFacts

FRESH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The current edition and its public events in order of time.

    `revision` is another number whenever they differ from what was read before: what is made of them can be kept by it.
    """

    edition: EditionFacts
    events: tuple[EventFacts, ...]
    read_at: float
    revision: int

    def event(self, slug: str) -> EventFacts:
        """Return one event. Raises NotFound."""
        found = next((event for event in self.events if event.slug == slug), None)
        if found is None:
            raise NotFound(slug)
        return found


_reading = threading.Lock()
_revisions = itertools.count(1)


def catalogue() -> Catalogue:
    """Return the public programme, at most two seconds old. Raises NotFound before an edition is loaded."""
    kept = _kept()
    if kept is not None:
        return kept
    with _reading:
        kept = _kept()  # read by another thread while this one waited
        if kept is not None:
            return kept
        session = current()
        edition = current_edition(session)
        events = tuple(public_events(session, edition.id))
        before: Catalogue | None = current_app.extensions.get("catalogue")
        if before is not None and (before.edition, before.events) == (edition, events):
            fresh = replace(before, read_at=time.monotonic())
        else:
            fresh = Catalogue(edition, events, time.monotonic(), next(_revisions))
        current_app.extensions["catalogue"] = fresh
    return fresh


def _kept() -> Catalogue | None:
    kept: Catalogue | None = current_app.extensions.get("catalogue")
    return kept if kept is not None and time.monotonic() - kept.read_at < FRESH_SECONDS else None


def forget() -> None:
    """Read the programme anew at the next request of this process."""
    kept: Catalogue | None = current_app.extensions.get("catalogue")
    if kept is not None:
        current_app.extensions["catalogue"] = replace(kept, read_at=-FRESH_SECONDS)
