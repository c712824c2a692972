"""A party arrives at another time: its places move from slot to slot in one step, and its tickets get the new hours."""

from datetime import datetime

from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.transaction import abandon
from festival.outbox.types import MessageKind
from festival.programme.queries import get_event
from festival.registration import mails, queries, rules
from festival.registration.messaging import Sender
from festival.registration.services.holding import hold
from festival.registration.services.placing import exchange
from festival.registration.services.telling import tell
from festival.registration.types import Fixed, Full, NoSlot


def move_slot(
    session: Session, *, actor: Actor, registration_id: int, slot_id: int, sender: Sender, now: datetime
) -> bool | Fixed | Full | NoSlot:
    """Give the whole party another arrival slot; False when it has this one already. Raises NotFound.

    Once somebody is inside, the slot stays. After a refusal nothing of the transaction stays, and the party keeps what it has.
    The tickets keep their numbers; a code that is shown anew holds the new hours.
    """
    held = hold(session, registration_id)
    registration = held.registration
    event = get_event(session, registration.event_id)
    if (fixed := rules.why_party_fixed(registration.kind, event, now)) is not None:
        return fixed
    if held.party is None:
        return Fixed.VOID
    if any(ticket.admitted_at is not None for ticket in held.people):
        return Fixed.USED
    if registration.slot_id == slot_id:
        return False
    slot = next((one for one in queries.windows(session, event.id) if one.id == slot_id), None)
    if slot is None:
        return NoSlot()
    valid = rules.slot_validity(event, slot)
    for ticket in (held.party, *held.people):
        ticket.valid_from, ticket.valid_until, ticket.changed_at = valid.since, valid.until, now
    note(
        session,
        actor=actor,
        verb="slot.changed",
        subject="registration",
        subject_id=registration_id,
        now=now,
        old=registration.slot_id,
        new=slot_id,
    )
    session.flush()
    link = sender.links.manage_url(registration.id, registration.manage_epoch)
    tell(
        session,
        registration,
        lambda channel, to, lang: mails.changed(
            session, MessageKind.SLOT, event, to=to, channel=channel, lang=lang, link=link
        ),
        cause=f"{registration.id}:slot:{now.timestamp()}",
        sender=sender,
        now=now,
    )
    no = exchange(
        session,
        registration=registration,
        people=len(held.people),
        slot_id=slot_id,
        links=sender.links,
        now=now,
    )
    if no is not None:
        abandon(session)
        return no
    return True
