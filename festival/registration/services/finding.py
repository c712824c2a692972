"""A lost link is found again: the answer goes to the registered phone or mail, never to whoever asks."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from festival.core import ids
from festival.core.throttle import Counter
from festival.outbox.types import Channel
from festival.programme.queries import get_event
from festival.registration import mails, queries
from festival.registration.messaging import Sender

QUARTER = timedelta(minutes=15)
PER_NETWORK = 30


def send_links(
    session: Session, *, phone: str | None, mail: str | None, network: str, sender: Sender, now: datetime
) -> bool:
    """Send the links of what is registered under this contact. False only when this network asks too often.

    The result is the same for a known and an unknown contact.
    """
    [asked] = sender.count(session, Counter("find-from", network, QUARTER), now=now)
    if asked > PER_NETWORK:
        return False
    found = queries.active_by_contact(session, phone=phone, mail=mail, now=now)
    if found:
        channel, to = (Channel.MAIL, mail) if mail else (Channel.SMS, phone)
        tickets = [
            (
                get_event(session, registration.event_id),
                sender.links.manage_url(registration.id, registration.manage_epoch),
            )
            for registration in found
        ]
        letter = mails.found(to or "", channel, tickets, found[0].language)
        sender.send(session, letter, cause=f"find:{ids.new_uuid()}", now=now)
    return True
