"""Tasks follow a published programme by proposals: shown before publishing, made with the release, answered by people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Task, TaskProposal
from festival.logistics.queries.tasks import facts
from festival.logistics.rules.bulk_edit import edited
from festival.logistics.rules.following import wanted
from festival.logistics.services import progressing, tasking
from festival.logistics.types.batches import Edit
from festival.logistics.types.following import Answer, Wanted
from festival.logistics.types.tasks import CLOSED, NEXT_STATES, TaskState
from festival.programme.concerned import Touched
from festival.programme.rules.releasing import Change
from festival.programme.services.drafting import account_of
from festival.web.locale import ngettext


class Tasks:
    """Answers for the tasks that are tied to events (see programme/concerned.py)."""

    def hold(self, session: Session, event_ids: Sequence[int]) -> None:
        """Hold nothing: a proposal changes no task, and whoever answers it holds the task then."""

    def touched(self, session: Session, changes: Sequence[Change]) -> list[Touched]:
        """Return for how many tasks of each event a proposal would be made; nobody is written to."""
        made = _proposals(session, changes)
        found = {
            event_id: owed
            for event_id, some in made.items()
            if (owed := [pair for pair in some if pair[1] != Wanted()])
        }
        return [
            Touched(
                change.event_id,
                ngettext(
                    "%(n)s task gets a proposal to follow",
                    "%(n)s tasks get a proposal to follow",
                    len(found[change.event_id]),
                ),
                0,
                "list",
            )
            for change in changes
            if found.get(change.event_id)
        ]

    def follow(self, session: Session, changes: Sequence[Change], *, release: int, now: datetime) -> int:
        """Make a proposal for each task that a change means something for; one that is still open gives way to it."""
        for some in _proposals(session, changes).values():
            for task_id, one in some:
                session.execute(
                    update(TaskProposal)
                    .where(TaskProposal.task_id == task_id, TaskProposal.answer == Answer.OPEN)
                    .values(answer=Answer.OVERTAKEN, answered_at=now)
                )
                if one == Wanted():
                    continue  # moved there and back: nothing is owed any more
                session.add(
                    TaskProposal(
                        task_id=task_id,
                        release_id=release,
                        days=one.days,
                        venue_id=one.venue_id,
                        space_id=one.space_id,
                        cancelled=one.cancelled,
                        made_at=now,
                    )
                )
        session.flush()
        return 0


def _proposals(session: Session, changes: Sequence[Change]) -> dict[int, list[tuple[int, Wanted]]]:
    """Return event → (task, what to propose), of open tasks (one statement). What was open before is added to what is new."""
    known = {change.event_id: change for change in changes if change.before is not None}
    if not known:
        return {}
    statement = (
        select(Task)
        .where(Task.event_id.in_(known), Task.state.notin_([str(state) for state in CLOSED]))
        .order_by(Task.id)
    )
    tasks = session.scalars(statement).all()
    if not tasks:
        return {}
    left = select(TaskProposal).where(
        TaskProposal.task_id.in_([task.id for task in tasks]), TaskProposal.answer == Answer.OPEN
    )
    earlier = {one.task_id: one for one in session.scalars(left)}
    found: dict[int, list[tuple[int, Wanted]]] = {}
    for task in tasks:
        change = known[task.event_id or 0]
        assert change.before is not None
        one = wanted(facts(task).content, change.before, change.after)
        if one is not None:
            # A day or a place that nobody has answered yet is still owed; a proposal that comes to nothing asks nothing.
            owed = earlier.get(task.id)
            if owed is not None and not one.cancelled:
                one = replace(one, days=one.days + owed.days)
                if one.venue_id is None:
                    one = replace(one, venue_id=owed.venue_id, space_id=owed.space_id)
            found.setdefault(change.event_id, []).append((task.id, one))
    return found


def accept(session: Session, *, actor: Actor, edition_id: int, proposal_id: int, now: datetime) -> bool:
    """Let a task follow; False when the proposal has been answered, or the task was closed meanwhile. Raises NotFound."""
    proposal, task = _held(session, edition_id, proposal_id)
    if proposal.answer != Answer.OPEN:
        return False
    if TaskState(task.state) in CLOSED:
        _answer(session, proposal, Answer.OVERTAKEN, actor, now)
        return False
    if proposal.cancelled:
        _drop(session, task, actor=actor, edition_id=edition_id, now=now)
    else:
        content = edited(facts(task).content, Edit(shift=proposal.days or None))
        if proposal.venue_id is not None:
            content = replace(content, venue_id=proposal.venue_id, space_id=proposal.space_id)
        tasking.change(
            session,
            actor=actor,
            edition_id=edition_id,
            task_id=task.id,
            version=task.version,
            content=content,
            now=now,
            what="followed",
        )
    _answer(session, proposal, Answer.ACCEPTED, actor, now)
    return True


def dismiss(session: Session, *, actor: Actor, edition_id: int, proposal_id: int, now: datetime) -> bool:
    """Leave the task as it is; False when the proposal has been answered already. Raises NotFound."""
    proposal, _task = _held(session, edition_id, proposal_id)
    if proposal.answer != Answer.OPEN:
        return False
    _answer(session, proposal, Answer.DISMISSED, actor, now)
    return True


def _drop(session: Session, task: Task, *, actor: Actor, edition_id: int, now: datetime) -> None:
    """Drop a task whose event is called off, from whatever open state it is in."""
    if TaskState.DROPPED not in NEXT_STATES[TaskState(task.state)]:
        progressing.move(
            session,
            actor=actor,
            edition_id=edition_id,
            task_id=task.id,
            to=TaskState.DOING,
            now=now,
            manages=True,
        )
    progressing.move(
        session,
        actor=actor,
        edition_id=edition_id,
        task_id=task.id,
        to=TaskState.DROPPED,
        now=now,
        manages=True,
    )


def _held(session: Session, edition_id: int, proposal_id: int) -> tuple[TaskProposal, Task]:
    task_id = session.scalar(select(TaskProposal.task_id).where(TaskProposal.id == proposal_id))
    if task_id is None:
        raise NotFound(proposal_id)
    task = tasking.lock_task(session, edition_id, task_id)
    proposal = session.get(TaskProposal, proposal_id, populate_existing=True)
    if proposal is None:
        raise NotFound(proposal_id)
    return proposal, task


def _answer(session: Session, proposal: TaskProposal, answer: Answer, actor: Actor, now: datetime) -> None:
    proposal.answer, proposal.answered_at, proposal.answered_by = str(answer), now, account_of(actor)
    session.flush()
    note(
        session,
        actor=actor,
        verb=f"proposal.{answer}",
        subject="task",
        subject_id=proposal.task_id,
        now=now,
        proposal=proposal.id,
    )
