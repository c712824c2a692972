"""A guest answers: accepts, declines, sends a deputy, and says what was asked afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.services import enqueue
from festival.programme.queries import get_event
from festival.registration.guest_links import GuestLinks
from festival.registration.mails import invitations as mails
from festival.registration.models import Answer, Invitation, Person, Question, Registration, Ticket
from festival.registration.queries.invitations import find_invitation, live_ticket, questions_of, terms_of
from festival.registration.rules.invitations import after_acceptance, may_answer
from festival.registration.services import people
from festival.registration.services.issuing import issue, take_back
from festival.registration.services.reissuing import replace
from festival.registration.services.reviewing import set_blocked, wait
from festival.registration.types import Full, TicketClass, TicketState
from festival.registration.types.guests import COMING, InvitationState, Matter, NotNow
from festival.registration.types.people import PersonContent, Stale


@dataclass(frozen=True, slots=True)
class Answered:
    """What the guest said is stored. `state` is how the invitation stands now."""

    state: InvitationState


def accept(session: Session, *, actor: Actor, invitation_id: int, now: datetime) -> Answered | NotNow | Full:
    """Say yes: the guest (or the deputy who was named) has a ticket. Saying it again changes nothing. Raises NotFound."""
    invitation = lock_invitation(session, invitation_id)
    if (
        no := _refusal(session, invitation, InvitationState.ACCEPTED, now, late_too=actor.kind == "person")
    ) is not None:
        return no
    state = InvitationState(invitation.state)
    if state in COMING and live_ticket(session, invitation.registration_id) is not None:
        return Answered(state)
    return _come(session, invitation, actor=actor, changed=frozenset(), now=now)


def _come(
    session: Session,
    invitation: Invitation,
    *,
    actor: Actor,
    changed: frozenset[str],
    now: datetime,
) -> Answered | Full:
    terms, _version = terms_of(session, invitation.event_id)
    if invitation.deputy_id is not None:
        changed |= {Matter.DEPUTY}
    if (full := _give_ticket(session, invitation, actor=actor, now=now)) is not None:
        return full
    was = InvitationState(invitation.state)
    then = after_acceptance(changed, terms.matters, was=was)
    invitation.answered_at = now
    if then is InvitationState.REVIEW:
        wait(session, invitation, actor=actor, because=changed & terms.matters, now=now)
    else:
        invitation.state = then
        invitation.version += 1
        note(session, actor=actor, verb="accepted", subject="invitation", subject_id=invitation.id, now=now)
    session.flush()
    return Answered(then)


def _give_ticket(session: Session, invitation: Invitation, *, actor: Actor, now: datetime) -> Full | None:
    """Give who comes a ticket, unless they have it; Full when the event has no place left."""
    person = session.get_one(Person, invitation.deputy_id or invitation.guest.person_id)
    ticket = issue(
        session,
        actor=actor,
        person=person,
        event_id=invitation.event_id,
        ticket_class=TicketClass.GUEST,
        now=now,
        sample=invitation.is_sample,
    )
    if isinstance(ticket, Full):
        return ticket
    invitation.registration_id = ticket.registration_id
    return None


def decline(
    session: Session, *, actor: Actor, invitation_id: int, links: GuestLinks, now: datetime
) -> Answered | NotNow:
    """Say no: the ticket ends, its place and seat are free. Saying it again changes nothing. Raises NotFound."""
    invitation = lock_invitation(session, invitation_id)
    if (
        no := _refusal(session, invitation, InvitationState.DECLINED, now, late_too=actor.kind == "person")
    ) is not None:
        return no
    if invitation.state != InvitationState.DECLINED:
        end_ticket(session, invitation, actor=actor, links=links, now=now)
        invitation.state = InvitationState.DECLINED
        invitation.changed = ""
        invitation.answered_at = now
        invitation.version += 1
        session.flush()
        note(session, actor=actor, verb="declined", subject="invitation", subject_id=invitation.id, now=now)
    return Answered(InvitationState.DECLINED)


def end_ticket(
    session: Session, invitation: Invitation, *, actor: Actor, links: GuestLinks, now: datetime
) -> None:
    """End the ticket of a locked invitation, when there is one. A press or crew ticket that served as well stays."""
    ticket = live_ticket(session, invitation.registration_id)
    if ticket is not None and ticket.ticket_class == TicketClass.GUEST:
        take_back(session, actor=actor, ticket_id=ticket.id, links=links.parties, now=now)
    invitation.registration_id = None


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
    if (no := _refusal(session, invitation, InvitationState.ACCEPTED, now)) is not None:
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
    outcome = _come(session, invitation, actor=actor, changed=changed, now=now)
    if deputy is not None and isinstance(outcome, Answered):
        _write_to_deputy(session, invitation, person, links=links, now=now)
    return outcome


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


def _write_to_deputy(
    session: Session, invitation: Invitation, person: Person, *, links: GuestLinks, now: datetime
) -> None:
    """Tell the deputy, with the page of the ticket and not with the guest's own."""
    if invitation.registration_id is None:
        return
    registration = session.get_one(Registration, invitation.registration_id)
    letter = mails.deputy(
        session,
        get_event(session, invitation.event_id),
        person,
        link=links.parties.manage_url(registration.id, registration.manage_epoch),
        is_sample=invitation.is_sample,
    )
    if letter is not None:
        enqueue(session, letter, cause=f"invitation:{invitation.id}:deputy:{invitation.version}", now=now)


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

    Who has a ticket of the event already (another delegate, say) keeps that one, and the old one ends.
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
    if held is not None or old.ticket_class != TicketClass.GUEST:
        end_ticket(session, invitation, actor=actor, links=links, now=now)
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


def answer_questions(
    session: Session,
    *,
    actor: Actor,
    invitation_id: int,
    answers: Mapping[int, str],
    now: datetime,
) -> Answered | NotNow:
    """Store what a guest answers to the open questions ("" takes an answer back); what matters is approved again. Raises NotFound."""
    invitation = lock_invitation(session, invitation_id)
    state = InvitationState(invitation.state)
    if state not in {InvitationState.ACCEPTED, InvitationState.REVIEW}:
        return NotNow(state)
    asked = {question.id: question for question in questions_of(session, invitation.event_id)}
    had = {
        one.question_id: one
        for one in session.scalars(select(Answer).where(Answer.invitation_id == invitation_id))
    }
    changed = [
        number
        for number, value in answers.items()
        if number in asked and value != (had[number].value if number in had else "")
    ]
    for number in changed:
        if not answers[number]:
            session.delete(had[number])
        elif number in had:
            had[number].value, had[number].at = answers[number], now
        else:
            session.add(
                Answer(invitation_id=invitation_id, question_id=number, value=answers[number], at=now)
            )
    if not changed:
        return Answered(state)
    session.flush()
    note(
        session,
        actor=actor,
        verb="answered",
        subject="invitation",
        subject_id=invitation_id,
        now=now,
        questions=sorted(changed),
    )
    because = _that_matter(asked, [number for number in changed if number in had])
    if because:
        wait(session, invitation, actor=actor, because=because, now=now)
        return Answered(InvitationState.REVIEW)
    return Answered(state)


def _that_matter(asked: Mapping[int, Question], changed: Sequence[int]) -> list[str]:
    """Return the questions that matter among those answered otherwise than before: a first answer is no change."""
    return [f"question:{number}" for number in changed if asked[number].matters]


def lock_invitation(session: Session, invitation_id: int) -> Invitation:
    """Return an invitation with its guest, held until the transaction ends. Raises NotFound."""
    held = session.scalar(select(Invitation.id).where(Invitation.id == invitation_id).with_for_update())
    found = find_invitation(session, invitation_id) if held is not None else None
    if found is None:
        raise NotFound(invitation_id)
    return found


def _refusal(
    session: Session,
    invitation: Invitation,
    then: InvitationState,
    now: datetime,
    *,
    late_too: bool = False,
) -> NotNow | None:
    """Return why it cannot be answered so. `late_too`: staff note what a guest says after the day for answers as well."""
    terms, _version = terms_of(session, invitation.event_id)
    return may_answer(
        InvitationState(invitation.state),
        then,
        ends_at=get_event(session, invitation.event_id).ends_at,
        answer_by=None if late_too else terms.answer_by,
        now=now,
    )


def free(session: Session, invitation: Invitation, *, now: datetime) -> None:
    """Let a ticket that waited for approval admit."""
    set_blocked(session, invitation.registration_id, blocked=False, now=now)
