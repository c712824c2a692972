"""What a message says: the organizers' text of its kind or the standard one, filled with the facts of one reader.

The organizers' texts are kept for a few seconds in each process, so that the busiest writer of the festival asks the
database for none of them.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask import current_app
from sqlalchemy.orm import Session

from festival.core.trilingual import Language
from festival.outbox.types import MessageKind
from festival.programme.types import EventFacts
from festival.registration.mails.standard import standard
from festival.registration.queries.letters import own_wordings
from festival.registration.rules.placeholders import fill, one_line
from festival.registration.types.letters import Said, Wording
from festival.web.locale import day, day_and_time, speaking

FRESH_SECONDS = 5.0
SUBJECT_LIMIT, SHORT_LIMIT = 300, 600


@dataclass
class _Kept:
    """The organizers' texts as they were last read."""

    wordings: dict[MessageKind, Wording] = field(default_factory=dict)
    read_at: float = float("-inf")


def words(
    session: Session, kind: MessageKind, lang: Language, facts: Mapping[str, str], *, cut: bool = True
) -> Said:
    """Return what a message of this kind says to one reader. A language the organizers left out says the standard text.

    Without `cut` the short words may be long: links in them must stay whole.
    """
    return filled(text_of(session, kind, lang), facts, cut=cut)


def text_of(session: Session, kind: MessageKind, lang: Language) -> Said:
    """Return the text of this kind with its placeholders."""
    own = _own(session).get(kind)
    usual = standard(kind, lang)
    if own is None:
        return usual
    return in_language(own, lang, usual)


def in_language(wording: Wording, lang: Language, usual: Said) -> Said:
    """Return one language of a wording; what is not written says what it usually says."""
    return Said(
        wording.subject.exact(lang) or usual.subject,
        wording.text.exact(lang) or usual.text,
        wording.short.exact(lang) or usual.short,
    )


def filled(said: Said, facts: Mapping[str, str], *, cut: bool = True) -> Said:
    """Return a text with its placeholders replaced; the subject is one line, whatever the facts hold."""
    return Said(
        one_line(fill(said.subject, facts))[:SUBJECT_LIMIT],
        _tidy(fill(said.text, facts)),
        _tidy(fill(said.short, facts))[: SHORT_LIMIT if cut else None],
    )


def _tidy(text: str) -> str:
    """Return a text without the gap that an empty fact leaves at the end of a line."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


def event_facts(event: EventFacts, lang: Language) -> dict[str, str]:
    """Return what the placeholders `event`, `day`, `when` and `place` say to a reader of `lang`."""
    return dict(_event_facts(event, lang))


@lru_cache(maxsize=100)  # a crowd registers for one evening, and all are told the same of it
def _event_facts(event: EventFacts, lang: Language) -> dict[str, str]:
    with speaking(lang):
        return {
            "event": event.title.in_(lang),
            "day": day(event.starts_at),
            "when": day_and_time(event),
            "place": event.venue_name.in_(lang),
        }


def forget() -> None:
    """Read the organizers' texts again the next time (after somebody has saved one)."""
    current_app.extensions.pop("message_texts", None)


def _own(session: Session) -> dict[MessageKind, Wording]:
    kept: _Kept = current_app.extensions.setdefault("message_texts", _Kept())
    if time.monotonic() - kept.read_at > FRESH_SECONDS:
        kept.wordings = own_wordings(session)
        kept.read_at = time.monotonic()
    return kept.wordings
