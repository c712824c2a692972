"""What was agreed at a meeting becomes a task of the organizers' board, once, with the way back to the meeting."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.conference.errands import errands
from festival.conference.models import FollowUp, MeetingRow, Round
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.registration.types.errands import Errand


def key_of(number: int) -> str:
    """Return what the board of tasks calls a follow-up."""
    return f"follow-up-{number}"


def find_follow_up(session: Session, of: Round, number: int, *, lock: bool = False) -> FollowUp:
    """Return a follow-up of a round's meetings, locked where that is asked. Raises NotFound."""
    statement = (
        select(FollowUp)
        .join(MeetingRow, MeetingRow.id == FollowUp.meeting_id)
        .where(FollowUp.id == number, MeetingRow.round_id == of.id)
    )
    if lock:
        statement = statement.with_for_update(of=FollowUp).execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(number)
    return found


def hand_over(
    session: Session,
    *,
    actor: Actor,
    of: Round,
    number: int,
    agency_id: int | None,
    due_on: date,
    about: str,
    source: str,
    now: datetime,
) -> int:
    """Make a task of what was agreed and return it; pressed again it is the first one. `about` says at which meeting. Raises NotFound."""
    found = find_follow_up(session, of, number, lock=True)
    task_id = errands().hand_over(
        session,
        actor=actor,
        edition_id=of.edition_id,
        errand=Errand(
            key=key_of(number),
            title=Trilingual(vi=found.title),
            text=about,
            agency_id=agency_id,
            responsible=found.owner,
            due_on=due_on,
            source=source,
        ),
        now=now,
    )
    note(
        session, actor=actor, verb="follow_up.task", subject="meeting", subject_id=found.meeting_id, now=now,
        follow_up=number, task=task_id,
    )  # fmt: skip
    return task_id
