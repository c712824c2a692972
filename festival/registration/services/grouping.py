"""A group registers by its list: all or nobody, with one who answers for it."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.names import fold
from festival.core.throttle import Counter
from festival.core.transaction import abandon
from festival.programme.queries import get_event
from festival.registration import mails, queries, rules
from festival.registration.messaging import Sender
from festival.registration.models import Consent, Group, GroupLimit, Registration, Ticket
from festival.registration.services.party_rows import ticket_rows
from festival.registration.services.placing import take
from festival.registration.services.telling import tell
from festival.registration.types import (
    CONSENT_VERSION,
    GROUP_CEILING,
    Category,
    Full,
    GroupApplication,
    NoSlot,
    NotOpen,
    Purpose,
    Registered,
    RegistrationKind,
    TooLarge,
    TooMany,
)

HOUR = timedelta(hours=1)
GROUPS_PER_NETWORK = 20  # an hour: the classes of a large school; one form of a group can hold sixty places
_CODE_TRIES = 5

Outcome = Registered | Full | NoSlot | NotOpen | TooLarge | TooMany


def register_group(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    application: GroupApplication,
    network: str | None,
    per_network: int = 0,
    most: int | None = None,
    sender: Sender,
    now: datetime,
    sample: bool = False,
) -> Outcome:
    """Register a whole group, or say why not, and then nothing of the transaction stays. Raises NotFound.

    The same form sent again gets the first answer. `most` is for the organizers, who may go beyond the event's limit;
    `network` None: nobody's browser (the desk, a sample).
    """
    if (known := _known(session, application.submission)) is not None:
        return known
    event = get_event(session, event_id)
    allowed = queries.group_most(session, event_id) if most is None else most
    refusal = rules.admits_registration(event, now) or rules.grows(0, len(application.people), allowed)
    if refusal is not None:
        return refusal
    registration_id = _store(session, event_id, application, now=now, sample=sample)
    if registration_id is None:  # the same form, at the same moment, in another request
        known = _known(session, application.submission)
        assert known is not None, "another request has stored it"
        return known
    slot = next((one for one in queries.windows(session, event_id) if one.id == application.slot_id), None)
    valid = rules.slot_validity(event, slot)
    rows = ticket_rows(registration_id, event_id, application.people, valid, now=now)
    session.execute(insert(Ticket), rows)
    _store_group(session, registration_id, application, now)
    note(
        session,
        actor=actor,
        verb="group.registered",
        subject="registration",
        subject_id=registration_id,
        now=now,
        people=len(application.people),
    )
    if network is not None:
        asked, groups = sender.count(
            session, Counter("register-from", network, HOUR), Counter("groups-from", network, HOUR), now=now
        )
        if asked > per_network or groups > GROUPS_PER_NETWORK:
            abandon(session)
            return TooMany()
    registration = session.get_one(Registration, registration_id)
    link = sender.links.manage_url(registration_id, 1)
    tell(
        session,
        registration,
        lambda channel, to, lang: mails.group_registered(
            session,
            event,
            group=application.name,
            responsible=application.responsible,
            people=len(application.people),
            to=to,
            channel=channel,
            lang=lang,
            link=link,
        ),
        cause=f"{registration_id}:group",
        sender=sender,
        now=now,
    )
    no = take(
        session,
        event_id=event_id,
        people=len(application.people),
        category=Category.CITIZEN,
        slot_id=application.slot_id,
        now=now,
    )
    if no is not None:
        abandon(session)
        return no if isinstance(no, Full | NoSlot) else Full(0)
    return Registered(registration_id, 1, repeated=False)


def _known(session: Session, submission: str) -> Registered | None:
    row = session.execute(
        select(Registration.id, Registration.manage_epoch).where(Registration.submission == submission)
    ).first()
    return None if row is None else Registered(row.id, row.manage_epoch, repeated=True)


def _store(
    session: Session, event_id: int, application: GroupApplication, *, now: datetime, sample: bool
) -> int | None:
    """Insert the registration and return its number; None when its form is being registered already."""
    connection = session.connection()
    make = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = make(Registration).on_conflict_do_nothing().returning(Registration.id)
    for _ in range(_CODE_TRIES):
        row = {
            "event_id": event_id,
            "kind": RegistrationKind.GROUP,
            "code": ids.short_code(),
            "submission": application.submission,
            "language": application.reach.language,
            "phone": application.reach.phone,
            "mail": application.reach.mail,
            "needs": "",
            "needs_note": "",
            "manage_epoch": 1,
            "category": Category.CITIZEN,
            "slot_id": application.slot_id,
            "is_sample": sample,
            "made_at": now,
        }
        made: int | None = connection.execute(statement, row).scalar()
        if made is not None:
            return made
        if _known(session, application.submission) is not None:
            return None
    raise RuntimeError("no free short code in five tries: are the codes still random?")


def _store_group(
    session: Session, registration_id: int, application: GroupApplication, now: datetime
) -> None:
    session.add_all(
        [
            Group(
                registration_id=registration_id,
                kind=application.kind,
                name=application.name,
                name_folded=fold(application.name),
                responsible=application.responsible,
            ),
            Consent(
                registration_id=registration_id,
                purpose=Purpose.REGISTRATION,
                text_version=CONSENT_VERSION,
                language=application.consent_language,
                given_at=now,
            ),
        ]
    )
    session.flush()


def limit_groups(session: Session, *, actor: Actor, event_id: int, most: int, now: datetime) -> int:
    """Say how many people one group of an event may be (at most GROUP_CEILING) and return it. Raises NotFound."""
    get_event(session, event_id)
    allowed = max(1, min(most, GROUP_CEILING))
    session.merge(GroupLimit(event_id=event_id, most=allowed))
    note(
        session,
        actor=actor,
        verb="groups.limited",
        subject="event",
        subject_id=event_id,
        now=now,
        most=allowed,
    )
    return allowed
