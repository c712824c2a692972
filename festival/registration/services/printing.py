"""Badges are printed: those that are due, in batches by desk, and single ones again, with the old code kept or killed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.registration.links import Links
from festival.registration.models import Accreditation, BadgeBatch, PrintedBadge, Ticket
from festival.registration.queries.accreditation import due
from festival.registration.services.reissuing import reissue
from festival.registration.types import TicketState
from festival.registration.types.accreditation import (
    BATCH_LIMIT,
    AccreditationState,
    NotNow,
    ReprintReason,
    Sheet,
)


def print_due(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    desk: str | None,
    sheet: Sheet,
    submission: str,
    now: datetime,
    limit: int = BATCH_LIMIT,
) -> BadgeBatch | None:
    """Put the badges that are due (of one desk, or of all by desk) into a batch of at most 500; None when there is none.

    The same form sent again gets the first batch. A person with several roles on one code gets one badge.
    """
    known = _sent(session, submission)
    if known is not None:
        return known
    found = list(session.scalars(due(edition_id, desk).with_for_update(of=Accreditation)))
    tickets: dict[int, list[Accreditation]] = {}
    for one in found:
        assert one.ticket_id is not None, "a signed accreditation has a ticket"
        if one.ticket_id in tickets or len(tickets) < limit:
            tickets.setdefault(one.ticket_id, []).append(one)
    if not tickets:
        return None
    return _keep(
        session, actor, list(tickets.values()), sheet=sheet, reason="", submission=submission, now=now
    )


def print_again(
    session: Session,
    *,
    actor: Actor,
    number: int,
    reason: ReprintReason,
    keep_code: bool,
    sheet: Sheet,
    submission: str,
    links: Links,
    now: datetime,
) -> BadgeBatch | NotNow:
    """Print one badge once more. Unless the old badge is at hand, its code is replaced: whoever has it is refused. Raises NotFound."""
    known = _sent(session, submission)
    if known is not None:
        return known
    found = session.scalars(
        select(Accreditation)
        .where(Accreditation.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    if found.state != AccreditationState.SIGNED or found.ticket_id is None:
        return NotNow(AccreditationState(found.state))
    same = list(
        session.scalars(
            select(Accreditation)
            .where(
                Accreditation.ticket_id == found.ticket_id, Accreditation.state == AccreditationState.SIGNED
            )
            .order_by(Accreditation.id)
            .with_for_update()
        )
    )
    if not keep_code:
        new = reissue(session, actor=actor, ticket_id=found.ticket_id, links=links, now=now)
        if new is None:
            return NotNow(AccreditationState(found.state))
        for one in same:
            one.ticket_id = new.id
    return _keep(session, actor, [same], sheet=sheet, reason=reason, submission=submission, now=now)


def live_tickets(session: Session, batch: BadgeBatch) -> list[Ticket]:
    """Return the tickets of a batch, in its order, that still open anything: a dead code is not printed a second time."""
    return list(
        session.scalars(
            select(Ticket)
            .join(PrintedBadge, PrintedBadge.ticket_id == Ticket.id)
            .where(PrintedBadge.batch_id == batch.id, Ticket.state == TicketState.VALID)
            .order_by(PrintedBadge.position)
        )
    )


def _sent(session: Session, submission: str) -> BadgeBatch | None:
    return session.scalars(select(BadgeBatch).where(BadgeBatch.submission == submission)).one_or_none()


def _keep(
    session: Session,
    actor: Actor,
    badges: list[list[Accreditation]],
    *,
    sheet: Sheet,
    reason: str,
    submission: str,
    now: datetime,
) -> BadgeBatch:
    """Store a batch: each of `badges` is the accreditations that one badge stands for."""
    batch = BadgeBatch(
        edition_id=badges[0][0].edition_id,
        submission=submission,
        sheet=str(sheet),
        reason=reason,
        made_at=now,
        made_by=actor.id if actor.kind == "person" else None,
    )
    session.add(batch)
    session.flush()
    for position, roles in enumerate(badges):
        session.add(
            PrintedBadge(
                batch_id=batch.id,
                position=position,
                person_id=roles[0].person_id,
                ticket_id=roles[0].ticket_id,
            )
        )
        for one in roles:
            one.prints += 1
            one.printed_ticket_id = one.ticket_id
    session.flush()
    note(
        session,
        actor=actor,
        verb="printed" if not reason else "reprinted",
        subject="badges",
        subject_id=batch.id,
        now=now,
        badges=len(badges),
        reason=reason,
    )
    return batch
