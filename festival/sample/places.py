"""The sample's arrival slots: the main night's two and a half hours before it begins."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.core.actor import SYSTEM
from festival.programme.models import Edition
from festival.programme.queries import events_of
from festival.registration.links import Links
from festival.registration.rules import DOORS_BEFORE_START
from festival.registration.services.provisioning import add_slots
from festival.web.settings import settings

MINUTES = 30


def slots(session: Session, edition: Edition, *, now: datetime) -> None:
    """Part the main night's places by half hours from the doors to the beginning, all alike."""
    links = Links(settings().public_url, settings().secret_key)
    for event in events_of(session, edition.id):
        if not (event.is_main and event.takes_registrations):
            continue
        doors = event.doors_at or event.starts_at - DOORS_BEFORE_START
        number = max(1, (event.starts_at - doors) // timedelta(minutes=MINUTES))
        add_slots(
            session,
            actor=SYSTEM,
            event_id=event.id,
            first=doors,
            last=event.starts_at,
            minutes=MINUTES,
            places=(event.capacity or 0) // number,
            links=links,
            now=now,
        )
