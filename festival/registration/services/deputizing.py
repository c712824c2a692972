"""Somebody comes in a guest's place, or the guest after all: the ticket goes along, rank and seat stay with the invitation."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.outbox.types import MessageKind
from festival.registration.guest_links import GuestLinks
from festival.registration.models import Invitation, Person, Registration, Ticket
from festival.registration.queries.invitations import live_ticket, terms_of
from festival.registration.services import people
from festival.registration.services.answering import Answered, come, end_ticket, lock_invitation, why_not
from festival.registration.services.reissuing import replace
from festival.registration.services.shared_codes import is_accredited
from festival.registration.services.telling import inform
from festival.registration.types import Full, TicketClass, TicketState
from festival.registration.types.guests import InvitationState, Matter, NotNow
from festival.registration.types.people import PersonContent, Stale
from festival.web.locale import gettext as _


def send_deputy(
    session: Session,
    *,
    actor: Actor,
    invitation_id: int,
    version: int,
    deputy: PersonContent | None,
    links: GuestLinks,
    now: datetime,
) -> Answered | NotNow | Full | Stale:
    """Let somebody come in the guest's place (None: the guest comes after all). The old code is dead from this moment.

    Rank, side and seat belong to the guest's place on the list, so that they follow by themselves. Raises NotFound.
    """
    invitation = lock_invitation(session, invitation_id)
    if invitation.version != version:
        return Stale(invitation.version)
    if (no := why_not(session, invitation, InvitationState.ACCEPTED, now)) is not None:
        return no
    terms, _version = terms_of(session, invitation.event_id)
    if deputy is not None and not terms.takes_deputies:
        return NotNow(InvitationState(invitation.state), "no_deputies")
    person = _deputy(session, invitation, deputy, actor=actor, now=now)
    invitation.deputy_id = person.id if deputy is not None else None
    _hand_over(session, invitation, person, actor=actor, links=links, now=now)
    session.flush()
    note(
        session,
        actor=actor,
        verb="deputy" if deputy is not None else "deputy.ended",
        subject="invitation",
        subject_id=invitation.id,
        now=now,
    )
    changed = frozenset({str(Matter.DEPUTY)}) if deputy is None else frozenset[str]()
    return come(session, invitation, actor=actor, changed=changed, links=links, now=now)


def _readdress(session: Session, registration_id: int, person: Person) -> None:
    """Let the ticket's own page belong to who holds the ticket now: the links that the other has got open it no more."""
    registration = session.scalars(
        select(Registration)
        .where(Registration.id == registration_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    registration.phone, registration.mail = person.phone, person.mail
    registration.language = person.language
    registration.manage_epoch += 1
    session.flush()


def _deputy(
    session: Session,
    invitation: Invitation,
    deputy: PersonContent | None,
    *,
    actor: Actor,
    now: datetime,
) -> Person:
    """Return who comes: a known person of the same name and the same mail or phone, or a new one."""
    guest = invitation.guest
    if deputy is None:
        return session.get_one(Person, guest.person_id)
    for known, why in people.find_duplicates(session, edition_id=guest.edition_id, content=deputy):
        names_alike = {"name", "latin", "kana"} & why
        contact_alike = {"phone", "mail"} & why
        if names_alike and contact_alike and known.id != guest.person_id:
            return known
    return people.add(
        session,
        actor=actor,
        edition_id=guest.edition_id,
        content=deputy,
        now=now,
        sample=invitation.is_sample,
    )


def _hand_over(
    session: Session,
    invitation: Invitation,
    person: Person,
    *,
    actor: Actor,
    links: GuestLinks,
    now: datetime,
) -> None:
    """Put the deputy's ticket in the place of the old one, so that its place is never free for others in between.

    Who has a ticket of the event already (another delegate, say) keeps that one, and the old one ends. What a badge gives the
    guest goes to nobody else. Whose code is dead is told.
    """
    old = live_ticket(session, invitation.registration_id)
    if old is None or old.person_id == person.id:
        return
    held = session.scalar(
        select(Ticket.id).where(
            Ticket.person_id == person.id,
            Ticket.event_id == invitation.event_id,
            Ticket.state.in_((TicketState.VALID, TicketState.BLOCKED)),
        )
    )
    if held is not None or old.ticket_class != TicketClass.GUEST or is_accredited(session, old.id):
        end_ticket(session, invitation, actor=actor, reason=_somebody_else, links=links, now=now)
        return
    locked = session.scalars(
        select(Ticket).where(Ticket.id == old.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    name, folded = people.on_ticket(person)
    new = replace(
        session,
        locked,
        now=now,
        person_id=person.id,
        name=name,
        name_folded=folded,
        state=TicketState.VALID,
        admitted_at=None,
        admitted_scan=None,
        admitted_gate=None,
    )
    left_behind = session.get_one(Registration, old.registration_id)
    inform(session, left_behind, MessageKind.ENDED, reason=_somebody_else, now=now)
    _readdress(session, old.registration_id, person)
    note(
        session,
        actor=actor,
        verb="ticket.reissued",
        subject="registration",
        subject_id=locked.registration_id,
        now=now,
        old=locked.id,
        new=new.id,
    )


def _somebody_else() -> str:
    return _("Somebody else uses this place now, with a ticket of their own.")
