"""Calendars in mails: an event as one party has it, made when the mail leaves.

Each registration has a calendar entry of its own (a UID derived from the event's and the party's), so that giving places
back takes out this party's entry and nothing else, and registering again makes a new one.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.trilingual import Language
from festival.outbox.attachments import File
from festival.outbox.types import Attachment
from festival.programme.feeds import ical
from festival.programme.feeds.ical import Method
from festival.programme.feeds.reader import Reader
from festival.programme.labels import kind_label
from festival.programme.queries import get_event
from festival.programme.types import EventFacts, EventKind, EventState
from festival.web.locale import gettext as _
from festival.web.locale import speaking
from festival.web.settings import settings

KIND = "calendar"


def coming(event_id: int, registration_id: int) -> Attachment:
    """Return the reference of "you come to this event", also after a change of its time or place."""
    return Attachment(KIND, f"{Method.REQUEST}:{event_id}:{registration_id}")


def no_longer(event_id: int, registration_id: int) -> Attachment:
    """Return the reference of "take it out of your calendar": the places were given back, or the event is called off."""
    return Attachment(KIND, f"{Method.CANCEL}:{event_id}:{registration_id}")


def for_information(event_id: int) -> Attachment:
    """Return the reference of an event for somebody who is not registered (an offer, an invitation not answered yet)."""
    return Attachment(KIND, f"{Method.PUBLISH}:{event_id}:0")


def file(session: Session, subject: str, language: Language, address: str) -> File | None:
    """Return the calendar of a reference as things are now (see app.py); None when the event is gone."""
    word, event_id, registration_id = subject.split(":")
    try:
        event = get_event(session, int(event_id))
    except NotFound:
        return None
    method = Method(word)
    if event.state is EventState.CANCELLED and method is Method.REQUEST:
        method = Method.CANCEL  # called off between writing and sending
    own = _Entry(method, int(registration_id), address or None, clock.now())
    return File(f"{event.slug}.ics", ical.MIMETYPE, _bytes(event, own, language), method)


def entry(event: EventFacts, registration_id: int, language: Language, now: datetime) -> bytes:
    """Return a party's own entry as a file to open (its page offers it): published, under the UID that mails use."""
    return _bytes(event, _Entry(Method.PUBLISH, registration_id, None, now), language)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one party's calendar is told of an event."""

    method: Method
    registration_id: int
    attendee: str | None
    at: datetime


def _bytes(event: EventFacts, own: _Entry, language: Language) -> bytes:
    with speaking(language):
        reader = Reader(language, {kind: kind_label(kind) for kind in EventKind}, settings().public_url)
        sent = ical.Sent(
            method=own.method,
            uid=_uid(event, own.registration_id),
            # Two for each release leaves room for "no longer" after the newest "coming" of the same release.
            sequence=2 * event.sequence + (1 if own.method is Method.CANCEL else 0),
            organizer=_("Hokkaido Festival in Hạ Long"),
            organizer_mail=settings().mail_from,
            attendee=own.attendee,
            at=own.at,
        )
        return ical.message(event, sent, reader)


def _uid(event: EventFacts, registration_id: int) -> str:
    return str(uuid.uuid5(uuid.UUID(event.guid), str(registration_id))) if registration_id else event.guid
