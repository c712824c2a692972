"""What the views of sessions share: which events are of the conference, who the people are, where a session takes place."""

from collections.abc import Iterable

from flask import Response

from festival.conference.labels.speakers import Speaker, introduced
from festival.conference.queries.sessions import living, shown_profiles
from festival.conference.types.sessions import ConferenceSession
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import Trilingual
from festival.programme.catalogue import catalogue
from festival.programme.types import EventFacts, EventKind
from festival.web.locale import language

KINDS = frozenset({EventKind.CONFERENCE, EventKind.SEMINAR})


def conference_events() -> dict[int, EventFacts]:
    """Return number → event of the conference and its seminars, in the order of time."""
    return {event.id: event for event in catalogue().events if event.kind in KINDS}


def conference_event(slug: str) -> EventFacts:
    """Return one of them. Raises NotFound."""
    found = next((event for event in conference_events().values() if event.slug == slug), None)
    if found is None:
        raise NotFound(slug)
    return found


def people_of(sessions: Iterable[ConferenceSession]) -> dict[int, Speaker]:
    """Return who takes part in these sessions, as the reader meets them."""
    ids = {part.person_id for one in sessions for part in one.parts}
    if not ids:
        return {}
    return introduced(living(current(), ids), shown_profiles(current(), ids), language())


def room_of(one: ConferenceSession, event: EventFacts | None) -> Trilingual | None:
    """Return the room of a session: its own, else its event's."""
    return one.space or (event.space_name if event else None)


def attached(content: bytes, media_type: str, name: str) -> Response:
    """Answer with a file to keep: never opened inside the page, never taken for another type."""
    answer = Response(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
