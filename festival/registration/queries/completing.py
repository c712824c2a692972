"""Who comes and has not said yet what hosts need: answers to questions, and the people of a delegation."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from festival.registration.models import Guest, Invitation
from festival.registration.queries.guests import gaps
from festival.registration.queries.invitations import all_invitations, answers_of, questions_of
from festival.registration.rules.guests import Missing
from festival.registration.types.guests import COMING


def incomplete(session: Session, event_id: int, asked: Sequence[Invitation]) -> set[int]:
    """Return the numbers of the invitations of an event of which something is missing (at most three queries).

    A question that need not be answered is missed by nobody; a delegation is its head's, unless a deputy comes in the head's
    place; the hotel is the organizers' business.
    """
    needed = {one.id for one in questions_of(session, event_id) if one.is_needed}
    answers = answers_of(session, [one.id for one in asked]) if needed else {}
    silent = {
        one.id for one in asked if needed - {key for key, value in answers.get(one.id, {}).items() if value}
    }
    heads = {
        one.guest.delegation_id: one.id
        for one in asked
        if one.guest.is_head and one.guest.delegation_id is not None and one.deputy_id is None
    }
    return silent | {heads[home] for home in _with_gaps(session, heads)}


def coming_incomplete(session: Session, event_id: int) -> list[Invitation]:
    """Return the invitations of who comes and has not said everything, by rank."""
    coming = [one for one in all_invitations(session, event_id) if one.state in COMING]
    wanted = incomplete(session, event_id, coming)
    return [one for one in coming if one.id in wanted]


def _with_gaps(session: Session, delegations: Sequence[int] | dict[int, int]) -> set[int]:
    if not delegations:
        return set()
    members = session.scalars(
        select(Guest)
        .where(Guest.delegation_id.in_(list(delegations)))
        .options(joinedload(Guest.person), joinedload(Guest.delegation))
    )
    return {
        one.delegation_id
        for one in members
        if one.delegation_id is not None and set(gaps(one)) - {Missing.HOTEL}
    }
