"""What is written to guests once they have answered: thanks, what is still missing, the deputy's ticket, an approval."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from festival.outbox.services import enqueue
from festival.outbox.types import Letter
from festival.programme.queries import get_event
from festival.registration.guest_links import GuestLinks
from festival.registration.mails import invitations as mails
from festival.registration.models import Invitation, Person, Registration
from festival.registration.queries.completing import incomplete
from festival.registration.queries.invitations import terms_of
from festival.registration.services.blocking import tell_of_return
from festival.registration.types.guests import Matter


def welcome(session: Session, invitation: Invitation, *, links: GuestLinks, now: datetime) -> None:
    """Write to who comes by an invitation that was accepted: thanks, or what we still need to know; a deputy gets the ticket."""
    if invitation.deputy_id is not None:
        _write(session, invitation, "deputy", _to_deputy(session, invitation, links), now)
        return
    invitation.reminded_at = (
        None  # of the question whether they come; from now on it is about what is missing
    )
    if incomplete(session, invitation.event_id, [invitation]):
        invitation.reminded_at = now
        _write(session, invitation, "details", _details(session, invitation, links, now), now)
        return
    event, (terms, _version) = get_event(session, invitation.event_id), terms_of(session, invitation.event_id)
    link = links.invitation_url(invitation.id, invitation.epoch)
    _write(session, invitation, "accepted", mails.accepted(session, event, terms, invitation, link=link), now)


def approved(
    session: Session, invitation: Invitation, was: Iterable[str], *, links: GuestLinks, now: datetime
) -> None:
    """Write that what was changed (`was`: the words of it) is approved: to the guest, and to a deputy whose ticket admits now."""
    event, (terms, _version) = get_event(session, invitation.event_id), terms_of(session, invitation.event_id)
    link = links.invitation_url(invitation.id, invitation.epoch)
    letter = mails.change_approved(session, event, terms, invitation, link=link)
    _write(session, invitation, "approved", letter, now)
    if invitation.deputy_id is not None and Matter.DEPUTY in was:  # who has not heard of it until now
        _write(session, invitation, "deputy", _to_deputy(session, invitation, links), now)
    elif invitation.deputy_id is not None and invitation.registration_id is not None:
        tell_of_return(session, invitation.registration_id, links=links.parties, now=now)


def ask_for_details(session: Session, invitation: Invitation, *, links: GuestLinks, now: datetime) -> bool:
    """Ask a guest who comes for what is still missing; False when nobody knows an address."""
    letter = _details(session, invitation, links, now)
    _write(session, invitation, f"details:{invitation.reminders}", letter, now)
    return letter is not None


def _details(session: Session, invitation: Invitation, links: GuestLinks, now: datetime) -> Letter | None:
    event, (terms, _version) = get_event(session, invitation.event_id), terms_of(session, invitation.event_id)
    link = links.invitation_url(invitation.id, invitation.epoch)
    return mails.details(session, event, terms, invitation, link=link, now=now)


def _to_deputy(session: Session, invitation: Invitation, links: GuestLinks) -> Letter | None:
    """Return the letter to the deputy, with the page of the ticket and not with the guest's own."""
    if invitation.registration_id is None or invitation.deputy_id is None:
        return None
    registration = session.get_one(Registration, invitation.registration_id)
    return mails.deputy(
        session,
        get_event(session, invitation.event_id),
        session.get_one(Person, invitation.deputy_id),
        link=links.parties.manage_url(registration.id, registration.manage_epoch),
        is_sample=invitation.is_sample,
    )


def _write(session: Session, invitation: Invitation, what: str, letter: Letter | None, now: datetime) -> None:
    """Write a letter that waits for its turn: it is counted when it leaves."""
    if letter is not None:
        enqueue(session, letter, cause=f"invitation:{invitation.id}:{what}:{invitation.version}", now=now)
