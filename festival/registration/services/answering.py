"""A guest answers: accepts, declines, and says what was asked afterwards. (Who sends somebody else: deputizing.py.)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.queries import get_event
from festival.registration.guest_links import GuestLinks
from festival.registration.models import Answer, Invitation, Person, Question
from festival.registration.queries.invitations import find_invitation, live_ticket, questions_of, terms_of
from festival.registration.rules.invitations import after_acceptance, may_answer
from festival.registration.services.greeting import welcome
from festival.registration.services.issuing import issue, take_back
from festival.registration.services.reviewing import set_blocked, wait
from festival.registration.services.shared_codes import without_invitation
from festival.registration.services.telling import Reason
from festival.registration.types import Full, TicketClass
from festival.registration.types.guests import COMING, InvitationState, Matter, NotNow
from festival.web.locale import gettext as _


@dataclass(frozen=True, slots=True)
class Answered:
    """What the guest said is stored. `state` is how the invitation stands now."""

    state: InvitationState


def accept(
    session: Session, *, actor: Actor, invitation_id: int, links: GuestLinks, now: datetime
) -> Answered | NotNow | Full:
    """Say yes: the guest (or the deputy who was named) has a ticket, and is told. Saying it again changes nothing. Raises NotFound."""
    invitation = lock_invitation(session, invitation_id)
    if (
        no := why_not(session, invitation, InvitationState.ACCEPTED, now, late_too=actor.kind == "person")
    ) is not None:
        return no
    state = InvitationState(invitation.state)
    if state in COMING and live_ticket(session, invitation.registration_id) is not None:
        return Answered(state)
    return come(session, invitation, actor=actor, changed=frozenset(), links=links, now=now)


def come(
    session: Session,
    invitation: Invitation,
    *,
    actor: Actor,
    changed: frozenset[str],
    links: GuestLinks,
    now: datetime,
) -> Answered | Full:
    """Give who comes by a locked invitation a ticket, and write to them; what matters of `changed` is approved first."""
    terms, _version = terms_of(session, invitation.event_id)
    if invitation.deputy_id is not None:
        changed |= {Matter.DEPUTY}
    if (full := _give_ticket(session, invitation, actor=actor, links=links, now=now)) is not None:
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
        welcome(session, invitation, links=links, now=now)
    session.flush()
    return Answered(then)


def _give_ticket(
    session: Session, invitation: Invitation, *, actor: Actor, links: GuestLinks, now: datetime
) -> Full | None:
    """Give who comes a ticket, unless they have it; Full when the event has no place left."""
    person = session.get_one(Person, invitation.deputy_id or invitation.guest.person_id)
    ticket = issue(
        session,
        actor=actor,
        person=person,
        event_id=invitation.event_id,
        ticket_class=TicketClass.GUEST,
        links=links.parties,
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
        no := why_not(session, invitation, InvitationState.DECLINED, now, late_too=actor.kind == "person")
    ) is not None:
        return no
    if invitation.state != InvitationState.DECLINED:
        end_ticket(session, invitation, actor=actor, reason=_declined, links=links, now=now)
        invitation.state = InvitationState.DECLINED
        invitation.changed = ""
        invitation.answered_at = now
        invitation.version += 1
        session.flush()
        note(session, actor=actor, verb="declined", subject="invitation", subject_id=invitation.id, now=now)
    return Answered(InvitationState.DECLINED)


def _declined() -> str:
    return _("The invitation was declined.")


def end_ticket(
    session: Session,
    invitation: Invitation,
    *,
    actor: Actor,
    reason: Reason | None,
    links: GuestLinks,
    now: datetime,
) -> None:
    """End the ticket of a locked invitation, when there is one; what a badge gives stays with its owner.

    Who holds it is told with the reason, unless they read it in another letter (None).
    """
    ticket = live_ticket(session, invitation.registration_id)
    parties = links.parties
    if (
        ticket is not None
        and not without_invitation(session, actor=actor, ticket_id=ticket.id, links=parties, now=now)
        and ticket.ticket_class == TicketClass.GUEST
    ):
        take_back(session, actor=actor, ticket_id=ticket.id, reason=reason, links=parties, now=now)
    invitation.registration_id = None


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


def why_not(
    session: Session,
    invitation: Invitation,
    then: InvitationState,
    now: datetime,
    *,
    late_too: bool = False,
) -> NotNow | None:
    """Return why an invitation cannot be answered so. `late_too`: staff note what a guest says after the day for answers as well."""
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
