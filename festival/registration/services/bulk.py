"""One action on many parties: what was looked at is what is done, once, and is undone where that is possible."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.registration.links import Links
from festival.registration.messaging import Sender
from festival.registration.models import BulkAction, Ticket
from festival.registration.queries.bulk import look_at
from festival.registration.services.blocking import block, unblock
from festival.registration.services.cancelling import cancel
from festival.registration.services.finding import send_link_to
from festival.registration.services.reissuing import reissue_all
from festival.registration.services.restoring import restore
from festival.registration.types.desk import Action, BlockReason

MOST = 500  # parties at once: one transaction of a few seconds, in which nobody else may write on SQLite
UNDO = timedelta(hours=24)
CAN_BE_UNDONE = (Action.BLOCK, Action.UNBLOCK, Action.CANCEL)


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: party (its number as text, as JSON keeps it) → positions; how many parties it left as they were."""

    parties: int = 0
    people: int = 0
    left_out: int = 0
    positions: dict[str, list[int]] = field(default_factory=dict)


def prepare(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    form: str,
    action: Action,
    chosen: Sequence[int],
    now: datetime,
) -> BulkAction:
    """Keep what somebody wants to do with the parties `chosen` (at most MOST); the same form gives the first one again."""
    if actor.id is None:
        raise NotFound
    known = session.scalar(select(BulkAction).where(BulkAction.form == form, BulkAction.made_by == actor.id))
    if known is not None:
        return known
    made = BulkAction(
        form=form,
        edition_id=edition_id,
        action=action,
        chosen={"ids": sorted(set(chosen))[:MOST]},
        made_at=now,
        made_by=actor.id,
    )
    session.add(made)
    session.flush()
    return made


def do(
    session: Session, *, actor: Actor, bulk_id: int, reason: BlockReason, sender: Sender, now: datetime
) -> Done:
    """Do what was looked at and return what it did; a second press does nothing and gets the same. Raises NotFound."""
    bulk = _lock(session, bulk_id, actor)
    if bulk.result is not None:
        return Done(**bulk.result)
    action = Action(bulk.action)
    seen = look_at(session, action, bulk.chosen["ids"])
    for registration_id, positions in seen.touched.items():
        _do_one(
            session,
            action,
            registration_id,
            positions,
            actor=actor,
            form=bulk.form,
            reason=reason,
            sender=sender,
            now=now,
        )
    done = Done(
        len(seen.touched),
        seen.people,
        seen.left_out,
        {str(number): list(positions) for number, positions in seen.touched.items()},
    )
    bulk.reason = reason if action is Action.BLOCK else ""
    bulk.done_at, bulk.result = now, asdict(done)
    _note(session, f"bulk.{action}", bulk, done, actor=actor, now=now)
    return done


def undo(session: Session, *, actor: Actor, bulk_id: int, links: Links, now: datetime) -> Done | None:
    """Take an action back and return what that did; parties that find no place any more stay cancelled.

    None when it cannot be undone: never done, another kind, or more than a day ago. A second press gets the first answer.
    """
    bulk = _lock(session, bulk_id, actor)
    if bulk.undo_result is not None:
        return Done(**bulk.undo_result)
    if not can_be_undone(bulk, now):
        return None
    done = Done(**(bulk.result or {}))
    back: dict[str, list[int]] = {}
    for number, positions in sorted(done.positions.items(), key=lambda pair: int(pair[0])):
        restored = _undo_one(
            session, Action(bulk.action), int(number), positions, actor=actor, links=links, now=now
        )
        if restored:
            back[number] = restored
    undone = Done(len(back), sum(map(len, back.values())), len(done.positions) - len(back), back)
    bulk.undone_at, bulk.undo_result = now, asdict(undone)
    _note(session, "bulk.undone", bulk, undone, actor=actor, now=now)
    return undone


def can_be_undone(bulk: BulkAction, now: datetime) -> bool:
    """Tell whether an action was done, is of a kind that goes back, and not long ago."""
    return (
        bulk.done_at is not None
        and bulk.undone_at is None
        and Action(bulk.action) in CAN_BE_UNDONE
        and now - bulk.done_at <= UNDO
    )


def _do_one(
    session: Session,
    action: Action,
    registration_id: int,
    positions: Sequence[int],
    *,
    actor: Actor,
    form: str,
    reason: BlockReason,
    sender: Sender,
    now: datetime,
) -> None:
    match action:
        case Action.BLOCK:
            block(
                session,
                actor=actor,
                registration_id=registration_id,
                positions=positions,
                reason=reason,
                now=now,
            )
        case Action.UNBLOCK:
            unblock(
                session,
                actor=actor,
                registration_id=registration_id,
                positions=positions,
                links=sender.links,
                now=now,
            )
        case Action.CANCEL:
            cancel(
                session,
                actor=actor,
                registration_id=registration_id,
                positions=positions,
                sender=sender,
                now=now,
            )
        case Action.REISSUE:
            live = _live(session, registration_id)
            reissue_all(session, actor=actor, ticket_ids=live, links=sender.links, now=now)
        case Action.SEND_LINK:
            send_link_to(
                session,
                actor=actor,
                registration_id=registration_id,
                form=form,
                sender=sender,
                in_turn=True,
                now=now,
            )


def _undo_one(
    session: Session,
    action: Action,
    registration_id: int,
    positions: Sequence[int],
    *,
    actor: Actor,
    links: Links,
    now: datetime,
) -> list[int]:
    if action is Action.BLOCK:
        return unblock(
            session,
            actor=actor,
            registration_id=registration_id,
            positions=positions,
            links=links,
            now=now,
        )
    if action is Action.UNBLOCK:
        return block(
            session,
            actor=actor,
            registration_id=registration_id,
            positions=positions,
            reason=BlockReason.OTHER,
            now=now,
        )
    restored = restore(
        session, actor=actor, registration_id=registration_id, positions=positions, links=links, now=now
    )
    return restored if isinstance(restored, list) else []


def _live(session: Session, registration_id: int) -> Sequence[int]:
    return session.scalars(
        select(Ticket.id)
        .where(Ticket.registration_id == registration_id, Ticket.state.in_(("valid", "blocked")))
        .order_by(Ticket.position)
    ).all()


def _lock(session: Session, bulk_id: int, actor: Actor) -> BulkAction:
    found = session.scalar(
        select(BulkAction)
        .where(BulkAction.id == bulk_id, BulkAction.made_by == actor.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _note(session: Session, verb: str, bulk: BulkAction, done: Done, *, actor: Actor, now: datetime) -> None:
    note(
        session,
        actor=actor,
        verb=verb,
        subject="bulk",
        subject_id=bulk.id,
        now=now,
        parties=done.parties,
        people=done.people,
        left_out=done.left_out,
    )
