"""The organizers' side of invitations: list guests for an event, write, remind, approve, withdraw, end a link."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.outbox.services import enqueue_all
from festival.outbox.types import Letter
from festival.programme.queries import get_event
from festival.registration.guest_links import GuestLinks
from festival.registration.mails import invitations as mails
from festival.registration.models import Guest, Invitation, InvitationTerms, Question
from festival.registration.queries.completing import coming_incomplete
from festival.registration.queries.invitations import find_invitation, terms_of
from festival.registration.rules.invitations import is_asked_for_details, is_reminded, may_become, why_off
from festival.registration.services.answering import end_ticket, free, lock_invitation
from festival.registration.services.greeting import approved, ask_for_details
from festival.registration.types.guests import (
    COMING,
    InvitationState,
    NotNow,
    Off,
    QuestionContent,
    TermsContent,
)
from festival.registration.types.people import Stale
from festival.web.locale import gettext as _


def list_for(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    guest_ids: Collection[int],
    now: datetime,
    sample: bool = False,
) -> int:
    """Put guests on the list of an event, nobody twice; nobody is written to yet. Return how many are new on it."""
    known = set(session.scalars(select(Invitation.guest_id).where(Invitation.event_id == event_id)))
    new = [guest_id for guest_id in dict.fromkeys(guest_ids) if guest_id not in known]
    session.add_all(
        Invitation(event_id=event_id, guest_id=guest_id, made_at=now, is_sample=sample) for guest_id in new
    )
    session.flush()
    if new:
        note(
            session,
            actor=actor,
            verb="listed",
            subject="event",
            subject_id=event_id,
            now=now,
            guests=len(new),
        )
    return len(new)


def send(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    invitation_ids: Collection[int] | None,
    links: GuestLinks,
    now: datetime,
) -> tuple[int, int] | Off:
    """Write to those on the list (None: to all of them) who have not been asked; return (written to, asked without an address).

    Who has no mail is asked all the same: the desk shows the link, to hand it over on paper or by phone. Off where the event
    is over or called off.
    """
    event, (terms, _version) = get_event(session, event_id), terms_of(session, event_id)
    if (off := why_off(event.state, event.ends_at, now)) is not None:
        return off
    waiting = _lock_some(
        session, event_id, invitation_ids, {InvitationState.LISTED, InvitationState.WITHDRAWN}
    )
    letters: list[tuple[str, Letter]] = []
    for one in waiting:
        if one.state == InvitationState.WITHDRAWN:
            one.epoch += 1
        one.state, one.sent_at, one.answered_at = InvitationState.SENT, now, None
        one.version += 1
        cause = f"invitation:{one.id}:sent:{one.epoch}:{one.version}"
        letter = mails.invitation(session, event, terms, one, link=links.invitation_url(one.id, one.epoch))
        if letter is not None:
            letters.append((cause, letter))
    session.flush()
    enqueue_all(session, letters, now=now)
    _note_many(session, actor, "sent", event_id, waiting, now=now)
    return len(letters), len(waiting) - len(letters)


def remind(session: Session, *, actor: Actor, event_id: int, links: GuestLinks, now: datetime) -> int | Off:
    """Write again to those who were asked, have not answered and were not reminded just now; return to how many, or Off."""
    event, (terms, _version) = get_event(session, event_id), terms_of(session, event_id)
    if (off := why_off(event.state, event.ends_at, now)) is not None:
        return off
    asked = _lock_some(session, event_id, None, {InvitationState.SENT})
    letters: list[tuple[str, Letter]] = []
    reminded = []
    for one in asked:
        state = InvitationState(one.state)
        if not is_reminded(state, sent_at=one.sent_at, reminded_at=one.reminded_at, now=now):
            continue
        letter = mails.reminder(session, event, terms, one, link=links.invitation_url(one.id, one.epoch))
        if letter is None:
            continue
        one.reminders += 1
        one.reminded_at = now
        reminded.append(one)
        letters.append((f"invitation:{one.id}:reminder:{one.epoch}:{one.reminders}", letter))
    session.flush()
    enqueue_all(session, letters, now=now)
    _note_many(session, actor, "reminded", event_id, reminded, now=now)
    return len(letters)


def remind_of_details(
    session: Session, *, actor: Actor, event_id: int, links: GuestLinks, now: datetime
) -> int | Off:
    """Ask who comes and has not said everything, unless they were written to just now; return to how many, or Off."""
    event = get_event(session, event_id)
    if (off := why_off(event.state, event.ends_at, now)) is not None:
        return off
    wanted = [one.id for one in coming_incomplete(session, event_id)]
    asked = [
        one
        for one in _lock_some(session, event_id, wanted, COMING)
        if is_asked_for_details(InvitationState(one.state), asked_at=one.reminded_at, now=now)
    ]
    written = []
    for one in asked:
        one.reminders += 1
        if ask_for_details(session, one, links=links, now=now):
            one.reminded_at = now
            written.append(one)
    session.flush()
    _note_many(session, actor, "details", event_id, written, now=now)
    return len(written)


def withdraw(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    invitation_id: int,
    links: GuestLinks,
    now: datetime,
) -> NotNow | None:
    """Take an invitation back: its link and its ticket are dead. Raises NotFound."""
    invitation = _of_event(session, event_id, invitation_id)
    state = InvitationState(invitation.state)
    if not may_become(state, InvitationState.WITHDRAWN):
        return NotNow(state)
    end_ticket(session, invitation, actor=actor, reason=_withdrawn, links=links, now=now)
    invitation.state = InvitationState.WITHDRAWN
    invitation.deputy_id = None
    invitation.changed = ""
    invitation.epoch += 1
    invitation.version += 1
    session.flush()
    note(session, actor=actor, verb="withdrawn", subject="invitation", subject_id=invitation_id, now=now)
    return None


def _withdrawn() -> str:
    return _("The organizers have withdrawn the invitation.")


def approve(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    invitation_id: int,
    version: int,
    links: GuestLinks,
    now: datetime,
) -> NotNow | Stale | None:
    """Say yes to what changed: the ticket admits again, and who waited for it is told.

    Stale when it has changed since it was looked at. Raises NotFound.
    """
    invitation = _of_event(session, event_id, invitation_id)
    state = InvitationState(invitation.state)
    if state is not InvitationState.REVIEW:
        return NotNow(state)
    if invitation.version != version:
        return Stale(invitation.version)
    changed = invitation.changed.split(",")
    invitation.state, invitation.changed = InvitationState.ACCEPTED, ""
    invitation.version += 1
    free(session, invitation, now=now)
    approved(session, invitation, changed, links=links, now=now)
    note(session, actor=actor, verb="approved", subject="invitation", subject_id=invitation_id, now=now)
    return None


def ask_again(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    invitation_id: int,
    version: int,
    links: GuestLinks,
    now: datetime,
) -> NotNow | Stale | None:
    """Say no to what changed: the ticket ends, a deputy is forgotten, and the guest is asked once more. Raises NotFound."""
    invitation = _of_event(session, event_id, invitation_id)
    state = InvitationState(invitation.state)
    if state is not InvitationState.REVIEW:
        return NotNow(state)
    if invitation.version != version:
        return Stale(invitation.version)
    # A guest reads it in the letter that asks once more; a deputy gets no other.
    told = _not_confirmed if invitation.deputy_id is not None else None
    end_ticket(session, invitation, actor=actor, reason=told, links=links, now=now)
    invitation.state, invitation.changed, invitation.deputy_id = InvitationState.SENT, "", None
    invitation.answered_at, invitation.sent_at = None, now
    invitation.version += 1
    session.flush()
    asked = find_invitation(session, invitation_id)
    assert asked is not None
    event, (terms, _version) = get_event(session, event_id), terms_of(session, event_id)
    letter = mails.asked_again(session, event, terms, asked, link=links.invitation_url(asked.id, asked.epoch))
    if letter is not None:
        enqueue_all(session, [(f"invitation:{asked.id}:again:{asked.version}", letter)], now=now)
    note(session, actor=actor, verb="asked_again", subject="invitation", subject_id=invitation_id, now=now)
    return None


def _not_confirmed() -> str:
    return _("The organizers could not confirm it and ask the guest once more.")


def end_link(session: Session, *, actor: Actor, event_id: int, invitation_id: int, now: datetime) -> int:
    """Make the old link of an invitation worthless and return the new epoch. Raises NotFound."""
    invitation = _of_event(session, event_id, invitation_id)
    invitation.epoch += 1
    note(session, actor=actor, verb="link.replaced", subject="invitation", subject_id=invitation_id, now=now)
    return invitation.epoch


def set_terms(
    session: Session, *, actor: Actor, event_id: int, version: int, content: TermsContent, now: datetime
) -> int | Stale:
    """Say how guests of an event are asked, from now on; return the new version."""
    found = session.scalar(
        select(InvitationTerms).where(InvitationTerms.event_id == event_id).with_for_update()
    )
    if (found.version if found else 0) != version:
        return Stale(found.version if found else 0)
    if found is None:
        found = InvitationTerms(event_id=event_id, version=0)
        session.add(found)
    found.answer_by = content.answer_by
    found.takes_deputies = content.takes_deputies
    found.matters = ",".join(sorted(content.matters))
    found.version += 1
    session.flush()
    note(session, actor=actor, verb="terms", subject="event", subject_id=event_id, now=now)
    return found.version


def add_question(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    content: QuestionContent,
    submission: str | None,
    now: datetime,
) -> Question:
    """Add a question at the end. The same form sent again gets the first one."""
    if submission is not None:
        known = session.scalar(
            select(Question).where(Question.submission == submission, Question.event_id == event_id)
        )
        if known is not None:
            return known
    last = session.scalar(select(func.max(Question.position)).where(Question.event_id == event_id)) or 0
    made = Question(event_id=event_id, position=last + 1, submission=submission, version=1)
    _fill_question(made, content)
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="made", subject="question", subject_id=made.id, now=now)
    return made


def change_question(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    question_id: int,
    version: int,
    content: QuestionContent,
    now: datetime,
) -> Question | Stale:
    """Change a question. Answers stay, so that choices may be reworded and added at the end, never put in another order. Raises NotFound."""
    found = _lock_question(session, event_id, question_id)
    if found.version != version:
        return Stale(found.version)
    _fill_question(found, content)
    found.version += 1
    note(session, actor=actor, verb="edited", subject="question", subject_id=question_id, now=now)
    return found


def close_question(session: Session, *, actor: Actor, event_id: int, question_id: int, now: datetime) -> None:
    """Ask no more; what was answered stays. Raises NotFound."""
    found = _lock_question(session, event_id, question_id)
    found.closed_at = now
    note(session, actor=actor, verb="closed", subject="question", subject_id=question_id, now=now)


def _lock_question(session: Session, event_id: int, question_id: int) -> Question:
    found = session.scalar(select(Question).where(Question.id == question_id).with_for_update())
    if found is None or found.event_id != event_id or found.closed_at is not None:
        raise NotFound(question_id)
    return found


def _fill_question(question: Question, content: QuestionContent) -> None:
    question.kind = content.kind
    question.label = content.label
    question.options = {"of": [choice.as_dict() for choice in content.choices]}
    question.is_needed = content.is_needed
    question.matters = content.matters


def _of_event(session: Session, event_id: int, invitation_id: int) -> Invitation:
    found = lock_invitation(session, invitation_id)
    if found.event_id != event_id:
        raise NotFound(invitation_id)
    return found


def _lock_some(
    session: Session,
    event_id: int,
    invitation_ids: Collection[int] | None,
    states: Collection[InvitationState],
) -> Sequence[Invitation]:
    statement = select(Invitation).where(Invitation.event_id == event_id, Invitation.state.in_(states))
    if invitation_ids is not None:
        statement = statement.where(Invitation.id.in_(invitation_ids))
    else:  # who was taken off the list is only asked by name
        statement = statement.where(Invitation.state != InvitationState.WITHDRAWN)
    return session.scalars(
        statement.order_by(Invitation.id)
        .options(
            joinedload(Invitation.guest, innerjoin=True).joinedload(Guest.person, innerjoin=True),
            joinedload(Invitation.guest, innerjoin=True).joinedload(Guest.delegation),
        )
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    ).all()


def _note_many(
    session: Session, actor: Actor, verb: str, event_id: int, rows: Sequence[Invitation], *, now: datetime
) -> None:
    if rows:
        note(
            session,
            actor=actor,
            verb=f"invitations.{verb}",
            subject="event",
            subject_id=event_id,
            now=now,
            invitations=len(rows),
        )
