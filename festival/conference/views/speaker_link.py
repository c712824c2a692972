"""Whose page a speaker's personal link opens."""

from dataclasses import dataclass

from flask import request

from festival.conference.links import SpeakerLinks, claimed
from festival.conference.models import SpeakerRow
from festival.conference.queries.speaking import Speaking, find_speaker, one_of
from festival.conference.types.speaking import SpeakerState
from festival.conference.views.hall import conference_events
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import as_language
from festival.programme.types import EventFacts
from festival.web.locale import COOKIE, speak
from festival.web.settings import settings


def links() -> SpeakerLinks:
    """Return who makes and checks speakers' links."""
    return SpeakerLinks(settings().public_url, settings().secret_key)


@dataclass(frozen=True, slots=True)
class OwnSpeaker:
    """Whose page it is."""

    token: str
    row: SpeakerRow
    event: EventFacts
    known: Speaking


def own_speaker(token: str, *, accepted: bool = True) -> OwnSpeaker:
    """Return whose link it is. Raises NotFound; with `accepted` also before they have said yes."""
    number = claimed(token)
    row = find_speaker(current(), number) if number is not None else None
    if row is None or not links().opens(token, row.epoch):
        raise NotFound
    event = conference_events().get(row.event_id)
    if event is None or (accepted and row.state != SpeakerState.ACCEPTED):
        raise NotFound
    if COOKIE not in request.cookies:  # a link in a letter opens in the speaker's language
        speak(as_language(row.person.language) or "vi")
    return OwnSpeaker(token, row, event, one_of(current(), row))
