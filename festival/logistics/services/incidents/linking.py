"""Link incidents that belong together, and merge one into another it is the same as. Both can be undone."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.logistics.models import Incident, IncidentLink
from festival.logistics.services.incidents.holding import hold, hold_both, write
from festival.logistics.types.incidents import EntryKind, IncidentRefusal, IncidentState, Sight


def link(
    session: Session,
    *,
    actor: Actor,
    sight: Sight,
    number: int,
    other: int,
    linked: bool = True,
    now: datetime,
) -> Incident | IncidentRefusal:
    """Link two incidents, or take the link away. Raises NotFound for the first of them."""
    if number == other:
        return IncidentRefusal.ITSELF
    mine, found = hold_both(session, sight, number, other)
    if found is None:
        return IncidentRefusal.GONE
    low, high = sorted((mine.id, found.id))
    known = session.get(IncidentLink, (low, high))
    if (known is not None) == linked:
        return found
    if linked:
        session.add(IncidentLink(low_id=low, high_id=high))
    else:
        session.execute(delete(IncidentLink).where(IncidentLink.low_id == low, IncidentLink.high_id == high))
    for one, beside in ((mine, found), (found, mine)):
        # The log of an incident that many may read does not name one that only some may.
        said = (
            {"linked": linked}
            if beside.confidential and not one.confidential
            else {"linked": linked, "number": beside.number}
        )
        write(session, one, actor=actor, kind=EntryKind.LINK, content=said, now=now)
    note(
        session,
        actor=actor,
        verb="linked" if linked else "unlinked",
        subject="incident",
        subject_id=mine.id,
        now=now,
        other=found.id,
    )
    return found


def merge(
    session: Session, *, actor: Actor, sight: Sight, number: int, into: int, now: datetime
) -> Incident | IncidentRefusal:
    """Let an incident live on in another one, whose log shows both. Raises NotFound for the first of them.

    A confidential one is only merged into a confidential one: its log would be open to more people than before.
    """
    if number == into:
        return IncidentRefusal.ITSELF
    mine, target = hold_both(session, sight, number, into)
    if target is None:
        return IncidentRefusal.GONE
    if mine.merged_into_id == target.id:
        return target
    if mine.merged_into_id is not None or target.merged_into_id is not None:
        return IncidentRefusal.MERGED
    if mine.confidential and not target.confidential:
        return IncidentRefusal.CONFIDENTIAL
    before = mine.state
    mine.merged_into_id, mine.state, mine.closed_at = target.id, IncidentState.CLOSED, now
    for moved in _merged_before(session, mine.id):
        moved.merged_into_id = target.id
    hidden = target.confidential and not mine.confidential
    write(
        session,
        mine,
        actor=actor,
        kind=EntryKind.MERGE,
        content={"from": before} if hidden else {"from": before, "into": target.number},
        now=now,
    )
    write(session, target, actor=actor, kind=EntryKind.MERGE, content={"number": mine.number}, now=now)
    note(session, actor=actor, verb="merged", subject="incident", subject_id=mine.id, now=now, into=target.id)
    return target


def _merged_before(session: Session, incident_id: int) -> list[Incident]:
    return list(session.scalars(select(Incident).where(Incident.merged_into_id == incident_id)))


def separate(session: Session, *, actor: Actor, sight: Sight, number: int, now: datetime) -> Incident:
    """Let a merged incident live by itself again, acknowledged. One that is not merged stays as it is. Raises NotFound."""
    held = hold(session, sight, number)
    if held.merged_into_id is not None:
        before, held.merged_into_id = held.merged_into_id, None
        held.state, held.closed_at = IncidentState.ACKNOWLEDGED, None
        write(session, held, actor=actor, kind=EntryKind.MERGE, content={"separate": True}, now=now)
        note(
            session,
            actor=actor,
            verb="separated",
            subject="incident",
            subject_id=held.id,
            now=now,
            other=before,
        )
    return held
