"""Finding events of the programme as it was last read: each text is brought into its search form once a revision."""

import threading

from flask import current_app

from festival.core.trilingual import LANGUAGES
from festival.programme.catalogue import Catalogue
from festival.programme.labels import kind_label
from festival.programme.rules import searching
from festival.programme.rules.searching import Wanted
from festival.programme.types import EventFacts, EventKind
from festival.web.locale import speaking

_making = threading.Lock()


def find(kept: Catalogue, wanted: Wanted) -> list[EventFacts]:
    """Return the events of the programme that a reader looks for, in order of time."""
    texts = _texts(kept) if wanted.words else ("",) * len(kept.events)
    return searching.search(kept.events, texts, wanted)


def _texts(kept: Catalogue) -> tuple[str, ...]:
    revision, texts = current_app.extensions.get("search_texts", (None, ()))
    if revision == kept.revision:
        return tuple(texts)
    with _making:
        revision, texts = current_app.extensions.get("search_texts", (None, ()))
        if revision != kept.revision:
            kinds = _kinds_in_all_languages()
            texts = tuple(searching.folded(event, *kinds[event.kind]) for event in kept.events)
            current_app.extensions["search_texts"] = (kept.revision, texts)
    return tuple(texts)


def _kinds_in_all_languages() -> dict[EventKind, list[str]]:
    said: dict[EventKind, list[str]] = {kind: [] for kind in EventKind}
    for code in LANGUAGES:
        with speaking(code):
            for kind, words in said.items():
                words.append(kind_label(kind))
    return said
