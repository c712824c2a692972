"""Open an incident, change what it says, move it on, and write its log. Entries are added and struck, never changed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Incident, IncidentEntry, IncidentKindRow
from festival.logistics.rules.incidents import differing, folded, refusal
from festival.logistics.services.incidents.holding import hold, next_number, write
from festival.logistics.types.incidents import (
    EntryKind,
    IncidentContent,
    IncidentRefusal,
    IncidentStale,
    IncidentState,
    MethaneKind,
    Sight,
)
from festival.programme.services.drafting import account_of
from festival.programme.services.holding import hold_edition


def open_incident(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: IncidentContent,
    text: str = "",
    now: datetime,
    submission: str | None = None,
    opened_at: datetime | None = None,
) -> Incident:
    """Open an incident with the next number of the edition. The same form again gets the first one.

    The log says that it was opened when it happened, unless `opened_at` says when somebody did it.
    """
    hold_edition(session, edition_id)
    if submission is not None:
        known = session.scalar(select(Incident).where(Incident.submission == submission))
        if known is not None:
            return known
    number = next_number(session, edition_id)
    made = Incident(
        edition_id=edition_id,
        number=number,
        state=IncidentState.NEW,
        made_at=now,
        made_by=account_of(actor),
        changed_at=now,
        changed_by=account_of(actor),
        submission=submission,
    )
    _say(made, content)
    session.add(made)
    session.flush()
    at = opened_at or content.happened_at
    write(session, made, actor=actor, kind=EntryKind.OPENED, text=text, at=at, now=now)
    note(
        session,
        actor=actor,
        verb="made",
        subject="incident",
        subject_id=made.id,
        now=now,
        number=number,
        confidential=content.confidential,
    )
    return made


def _say(incident: Incident, content: IncidentContent) -> None:
    incident.title, incident.severity = content.title, content.severity
    incident.place, incident.place_text = content.place, content.place_text
    incident.reported_by, incident.happened_at = content.reported_by, content.happened_at
    incident.confidential, incident.folded = content.confidential, folded(content)
    known = {row.kind: row for row in incident.kinds}
    incident.kinds = [
        known.get(kind) or IncidentKindRow(kind=str(kind)) for kind in dict.fromkeys(content.kinds)
    ]


def change(
    session: Session,
    *,
    actor: Actor,
    sight: Sight,
    number: int,
    version: int,
    content: IncidentContent,
    now: datetime,
) -> int | IncidentStale | IncidentRefusal:
    """Let an incident say something else and return its version; who was overtaken gets what stands. Raises NotFound."""
    held = hold(session, sight, number)
    changed = differing(content, held.content)
    if not changed:
        return held.version
    if held.merged_into_id is not None:
        return IncidentRefusal.MERGED
    if held.version != version:
        return IncidentStale(held.content, held.version, held.changed_at, held.changed_by)
    held.version += 1
    _say(held, content)
    write(session, held, actor=actor, kind=EntryKind.EDIT, content={"fields": changed}, now=now)
    note(
        session,
        actor=actor,
        verb="edited",
        subject="incident",
        subject_id=held.id,
        now=now,
        fields=changed,
        version=held.version,
    )
    return held.version


def move(
    session: Session,
    *,
    actor: Actor,
    sight: Sight,
    number: int,
    to: IncidentState,
    reason: str = "",
    now: datetime,
) -> Incident | IncidentRefusal:
    """Move an incident to another state. One that is there already stays as it is: of two who press, one has moved it."""
    held = hold(session, sight, number)
    if held.merged_into_id is not None:
        return IncidentRefusal.MERGED
    if held.state == to:
        return held
    refused = refusal(IncidentState(held.state), to, reason)
    return refused or shift(session, held, to, actor=actor, reason=reason, now=now)


def shift(
    session: Session, held: Incident, to: IncidentState, *, actor: Actor, reason: str = "", now: datetime
) -> Incident:
    """Put an incident that is held into a state that it may have, and log it."""
    before, held.state = held.state, str(to)
    held.closed_at = now if to is IncidentState.CLOSED else None
    content = {"from": str(before), "to": str(to)}
    write(session, held, actor=actor, kind=EntryKind.STATE, text=reason, content=content, now=now)
    note(session, actor=actor, verb="moved", subject="incident", subject_id=held.id, now=now, **content)
    return held


def add_entry(
    session: Session,
    *,
    actor: Actor,
    sight: Sight,
    number: int,
    text: str,
    now: datetime,
    at: datetime | None = None,
    submission: str | None = None,
) -> IncidentEntry | IncidentRefusal:
    """Add a note to the log. The same form again gets the first one."""
    held = hold(session, sight, number)
    known = _known(session, submission)
    if known is not None:
        return known
    if held.merged_into_id is not None:
        return IncidentRefusal.MERGED
    return write(
        session, held, actor=actor, kind=EntryKind.NOTE, text=text, at=at, submission=submission, now=now
    )


def add_methane(
    session: Session,
    *,
    actor: Actor,
    sight: Sight,
    number: int,
    kind: MethaneKind,
    parts: Mapping[str, str],
    now: datetime,
    submission: str | None = None,
) -> IncidentEntry | IncidentRefusal:
    """Add a METHANE or ETHANE report to the log; the newest one is what counts."""
    held = hold(session, sight, number)
    known = _known(session, submission)
    if known is not None:
        return known
    if held.merged_into_id is not None:
        return IncidentRefusal.MERGED
    return write(
        session,
        held,
        actor=actor,
        kind=EntryKind.METHANE,
        text="\n".join(text for text in parts.values() if text),
        content={"kind": str(kind), **parts},
        submission=submission,
        now=now,
    )


def _known(session: Session, submission: str | None) -> IncidentEntry | None:
    if submission is None:
        return None
    return session.scalar(select(IncidentEntry).where(IncidentEntry.submission == submission))


def strike(
    session: Session, *, actor: Actor, sight: Sight, number: int, entry_id: int, reason: str, now: datetime
) -> IncidentEntry | IncidentRefusal:
    """Strike a line that was wrong; it stays readable, with the reason. Raises NotFound.

    Notes, reports of units and METHANE can be wrong; that a state was changed is a fact.
    """
    held = hold(session, sight, number)
    entry = session.scalar(
        select(IncidentEntry)
        .where(IncidentEntry.id == entry_id, IncidentEntry.incident_id == held.id)
        .execution_options(populate_existing=True)
    )
    if entry is None:
        raise NotFound(entry_id)
    if entry.struck_at is not None:
        return entry
    if entry.kind not in {EntryKind.NOTE, EntryKind.REPORT, EntryKind.METHANE, EntryKind.OPENED}:
        return IncidentRefusal.NO_WAY
    if not reason.strip():
        return IncidentRefusal.NO_REASON
    entry.struck_at, entry.struck_by, entry.struck_reason = now, account_of(actor), reason
    held.changed_at, held.changed_by = now, account_of(actor)
    session.flush()
    note(session, actor=actor, verb="struck", subject="incident", subject_id=held.id, now=now, entry=entry.id)
    return entry
