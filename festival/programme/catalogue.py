"""The public programme as this process last read it, for the pages that everybody opens at once.

It is read anew after two seconds. What decides something (places, windows, states) is read under its lock instead.
"""

import threading
import time
from dataclasses import dataclass

from flask import current_app

from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.queries import current_edition, public_events
from festival.programme.types import EditionFacts, EventFacts

FRESH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The current edition and its public events in order of time."""

    edition: EditionFacts
    events: tuple[EventFacts, ...]
    read_at: float

    def event(self, slug: str) -> EventFacts:
        """Return one event. Raises NotFound."""
        found = next((event for event in self.events if event.slug == slug), None)
        if found is None:
            raise NotFound(slug)
        return found


_reading = threading.Lock()


def catalogue() -> Catalogue:
    """Return the public programme, at most two seconds old. Raises NotFound before an edition is loaded."""
    kept: Catalogue | None = current_app.extensions.get("catalogue")
    if kept is not None and time.monotonic() - kept.read_at < FRESH_SECONDS:
        return kept
    with _reading:
        session = current()
        edition = current_edition(session)
        fresh = Catalogue(edition, tuple(public_events(session, edition.id)), time.monotonic())
        current_app.extensions["catalogue"] = fresh
    return fresh


def forget() -> None:
    """Read the programme anew at the next request of this process."""
    current_app.extensions.pop("catalogue", None)
