"""A party changes itself: names, how it is reached, and how many they are. (Fewer: cancelling.py; another holder: transferring.py.)"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import names as forms_of_names
from festival.core.actor import Actor
from festival.core.transaction import abandon
from festival.outbox.types import Letter, MessageKind
from festival.programme.queries import get_event
from festival.programme.types import EventFacts
from festival.registration import mails, rules
from festival.registration.messaging import Sender
from festival.registration.models import Registration, Ticket
from festival.registration.services.holding import Held, hold, take_form, was_taken
from festival.registration.services.placing import take
from festival.registration.services.telling import Write, letter_to, tell
from festival.registration.types import (
    Category,
    Fixed,
    Full,
    Grown,
    NotOpen,
    Reach,
    TicketClass,
    TicketState,
    TooLarge,
)


def rename(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    names: Mapping[int, str],
    sender: Sender,
    now: datetime,
) -> int | Fixed:
    """Put other names on tickets (position → name) and return how many changed. The codes stay: they hold no name.

    Who is inside keeps the name they came with; sending the same names again changes nothing. Raises NotFound.
    """
    held = hold(session, registration_id)
    event = get_event(session, held.registration.event_id)
    if (fixed := rules.why_party_fixed(held.registration.kind, event, now)) is not None:
        return fixed
    changed = [
        ticket
        for ticket in held.people
        if names.get(ticket.position, ticket.name) != ticket.name
        and rules.why_ticket_fixed(ticket.state, ticket.admitted_at) is None
    ]
    for ticket in changed:
        ticket.name = names[ticket.position]
        ticket.name_folded = forms_of_names.fold(ticket.name)
        ticket.changed_at = now
    if not changed:
        return 0
    positions = [ticket.position for ticket in changed]
    _note(session, actor, "names.changed", held.registration, now, positions=positions)
    _say(
        session,
        held.registration,
        event,
        MessageKind.NAMES,
        cause=f"names:{now.timestamp()}",
        sender=sender,
        now=now,
    )
    return len(changed)


def reach(
    session: Session, *, actor: Actor, registration_id: int, new: Reach, sender: Sender, now: datetime
) -> bool | Fixed:
    """Change phone, mail and language of a registration; False when they were so already. Raises NotFound.

    Both the old and the new contact are told, so that nobody loses tickets to a stranger without learning of it.
    """
    held = hold(session, registration_id)
    registration = held.registration
    event = get_event(session, registration.event_id)
    if (fixed := rules.why_party_fixed(registration.kind, event, now)) is not None:
        return fixed
    old = Reach(registration.phone, registration.mail, "vi")
    spoken = registration.language
    moved = (old.phone, old.mail) != (new.phone, new.mail)
    if not moved and spoken == new.language:
        return False
    registration.phone, registration.mail, registration.language = new.phone, new.mail, new.language
    session.flush()
    _note(session, actor, "contact.changed" if moved else "language.changed", registration, now)
    if moved and not registration.is_sample:
        _tell_both(session, registration, event, old, spoken, sender=sender, now=now)
    return True


def _tell_both(
    session: Session,
    registration: Registration,
    event: EventFacts,
    old: Reach,
    spoken: str,
    *,
    sender: Sender,
    now: datetime,
) -> None:
    """Write to the old and the new contact in one go: two who change to each other's must not wait for one another's mailbox."""
    cause = f"registration:{registration.id}:contact:{now.timestamp()}"
    letters: list[tuple[str, Letter]] = []
    if (old.mail or old.phone) != (registration.mail or registration.phone):
        left = letter_to(old.phone, old.mail, spoken, _about(session, MessageKind.CONTACT_LEFT, event))
        letters += [(f"{cause}:old", left)] if left else []
    link = sender.links.manage_url(registration.id, registration.manage_epoch)
    about = _about(session, MessageKind.CONTACT, event, link)
    found = letter_to(registration.phone, registration.mail, registration.language, about)
    letters += [(f"{cause}:new", found)] if found else []
    sender.send_all(session, letters, now=now)


def grow(
    session: Session,
    *,
    actor: Actor,
    registration_id: int,
    number: str,
    names: Sequence[str],
    most: int | None = None,
    sender: Sender,
    now: datetime,
) -> Grown | Fixed | TooLarge | Full | NotOpen:
    """Add people to a party, all or none, while registration is open and there are places. Raises NotFound.

    `number` is the form's: sent again it adds nobody. `most`: how many a party may be, where it is not the event's own
    limit. After a refusal nothing of the transaction stays.
    """
    if was_taken(session, number):
        return Grown(len(names), repeated=True)
    held = hold(session, registration_id)
    registration = held.registration
    event = get_event(session, registration.event_id)
    refusal = (
        rules.why_party_fixed(registration.kind, event, now)
        or rules.admits_registration(event, now)
        or rules.grows(
            rules.counted(ticket.ticket_class for ticket in held.people),
            len(names),
            rules.most_people(event) if most is None else most,
        )
    )
    if held.party is None:
        refusal = refusal or Fixed.VOID
    if refusal is not None:
        return refusal
    if not take_form(session, number, registration_id, now=now):
        return Grown(len(names), repeated=True)
    _add(session, held, event, names, now)
    _note(session, actor, "people.added", registration, now, people=len(names))
    _say(session, registration, event, MessageKind.MORE, cause=f"grown:{number[:12]}", sender=sender, now=now)
    no = take(
        session,
        event_id=event.id,
        people=len(names),
        category=Category(registration.category),
        slot_id=registration.slot_id,
        now=now,
    )
    if no is not None:
        abandon(session)
        return no if isinstance(no, Full) else Full(0)
    return Grown(len(names), repeated=False)


def _add(session: Session, held: Held, event: EventFacts, names: Sequence[str], now: datetime) -> None:
    """Give tickets to more people, at positions that nobody ever had."""
    everybody = select(func.max(Ticket.position)).where(Ticket.registration_id == held.registration.id)
    last = session.scalar(everybody) or 0
    party = held.party
    valid = rules.validity(event)
    for position, name in enumerate(names, start=last + 1):
        session.add(
            Ticket(
                registration_id=held.registration.id,
                event_id=event.id,
                position=position,
                ticket_class=party.ticket_class if party else TicketClass.CITIZEN,
                name=name,
                name_folded=forms_of_names.fold(name),
                state=TicketState.VALID,
                valid_from=party.valid_from if party else valid.since,
                valid_until=party.valid_until if party else valid.until,
                made_at=now,
                changed_at=now,
            )
        )
    session.flush()
    session.expire(held.registration, ["tickets"])


def _note(
    session: Session, actor: Actor, verb: str, registration: Registration, now: datetime, **details: object
) -> None:
    note(
        session,
        actor=actor,
        verb=verb,
        subject="registration",
        subject_id=registration.id,
        now=now,
        **details,
    )


def _say(
    session: Session,
    registration: Registration,
    event: EventFacts,
    kind: MessageKind,
    *,
    cause: str,
    sender: Sender,
    now: datetime,
) -> None:
    link = sender.links.manage_url(registration.id, registration.manage_epoch)
    about = _about(session, kind, event, link)
    tell(session, registration, about, cause=f"{registration.id}:{cause}", sender=sender, now=now)


def _about(session: Session, kind: MessageKind, event: EventFacts, link: str | None = None) -> Write:
    return lambda channel, to, lang: mails.changed(
        session, kind, event, to=to, channel=channel, lang=lang, link=link
    )
