"""Call cues on the night: start, finish, skip, shift the rest, begin again, and take the last of these back.

Everything is durable at once and kept with who did it. A call says how often the cue had been called as the caller saw it:
the second of two callers, and a call that is sent again, change nothing and are told how it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.programme.cues import Call, CueFacts, CueState
from festival.programme.models import Cue, CueCall, Draft, RunSheet
from festival.programme.queries.sheets import LastCall, facts_of, find_last_call
from festival.programme.rules.run_sheet import Shifted, begins_at, next_cue, running_late
from festival.programme.services.sheets import account_of, cues_of, find_cue, lock

_MOMENTS = ("started_at", "ended_at", "held_until")


@dataclass(frozen=True, slots=True)
class Called:
    """It is done. `cue` is None where the call was about the whole sheet."""

    cue: CueFacts | None


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The night had gone on already, and nothing was changed. `by` is the last call that counts, if there is one."""

    by: LastCall | None


@dataclass(frozen=True, slots=True)
class NotNext:
    """Cues are called in their order: `first` waits before this one, or nothing of the kind can be done with it now."""

    first: CueFacts | None


def start(
    session: Session, *, actor: Actor, edition_id: int, draft_id: int, cue_id: int, calls: int, now: datetime
) -> Called | Overtaken | NotNext:
    """Start the next cue; the one that is running ends. Raises NotFound."""
    sheet, cue = _lock(session, edition_id, draft_id, cue_id)
    if cue.calls != calls:
        return Overtaken(find_last_call(session, draft_id))
    cues = cues_of(session, draft_id)
    if refusal := _not_next(cues, cue):
        return refusal
    running = [one for one in cues if facts_of(one).state is CueState.RUNNING]
    before = _standing_of([*running, cue])
    for one in running:
        _end(one, now)
    session.flush()  # one ends before the next begins: the database allows no two
    cue.started_at = max([now, *(one.ended_at for one in running if one.ended_at)])
    return _kept(
        session, sheet, Call.START, cue=cue, before=before, touched=[*running, cue], actor=actor, now=now
    )


def finish(
    session: Session, *, actor: Actor, edition_id: int, draft_id: int, cue_id: int, calls: int, now: datetime
) -> Called | Overtaken | NotNext:
    """End the cue that is running without starting another. Raises NotFound."""
    sheet, cue = _lock(session, edition_id, draft_id, cue_id)
    if cue.calls != calls:
        return Overtaken(find_last_call(session, draft_id))
    if facts_of(cue).state is not CueState.RUNNING:
        return NotNext(None)
    before = _standing_of([cue])
    _end(cue, now)
    return _kept(session, sheet, Call.FINISH, cue=cue, before=before, touched=[cue], actor=actor, now=now)


def skip(
    session: Session, *, actor: Actor, edition_id: int, draft_id: int, cue_id: int, calls: int, now: datetime
) -> Called | Overtaken | NotNext:
    """Leave the next cue out tonight; what is running goes on. Raises NotFound."""
    sheet, cue = _lock(session, edition_id, draft_id, cue_id)
    if cue.calls != calls:
        return Overtaken(find_last_call(session, draft_id))
    if refusal := _not_next(cues_of(session, draft_id), cue):
        return refusal
    before = _standing_of([cue])
    cue.is_skipped = True
    return _kept(session, sheet, Call.SKIP, cue=cue, before=before, touched=[cue], actor=actor, now=now)


def shift(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    version: int,
    minutes: int,
    keep_gaps: bool,
    seen_at: datetime,
    now: datetime,
) -> Called | Overtaken:
    """Do what `running_late` proposed at `seen_at` for this version of the sheet. Raises NotFound, ValueError."""
    sheet = lock(session, edition_id, draft_id)
    if sheet.version != version:
        return Overtaken(find_last_call(session, draft_id))
    cues = cues_of(session, draft_id)
    facts = [facts_of(cue) for cue in cues]
    planned = session.scalar(select(Draft.starts_at).where(Draft.id == draft_id))
    moved = running_late(facts, begins_at(facts, planned, seen_at), seen_at, minutes, keep_gaps=keep_gaps)
    touched = [cue for cue in cues if any(one.cue.id == cue.id for one in moved)]
    before = _standing_of(touched)
    _hold(touched, moved)
    return _kept(
        session,
        sheet,
        Call.SHIFT,
        cue=None,
        before=before,
        touched=touched,
        actor=actor,
        now=now,
        minutes=minutes,
    )


def reset(
    session: Session, *, actor: Actor, edition_id: int, draft_id: int, version: int, now: datetime
) -> Called | Overtaken:
    """Let every cue wait again: what was called was a rehearsal. Raises NotFound."""
    sheet = lock(session, edition_id, draft_id)
    if sheet.version != version:
        return Overtaken(find_last_call(session, draft_id))
    cues = cues_of(session, draft_id)
    before = _standing_of(cues)
    for cue in cues:
        cue.started_at, cue.ended_at, cue.held_until, cue.is_skipped = None, None, None, False
    return _kept(session, sheet, Call.RESET, cue=None, before=before, touched=cues, actor=actor, now=now)


def undo(
    session: Session, *, actor: Actor, edition_id: int, draft_id: int, call_id: int, now: datetime
) -> Called | Overtaken:
    """Take the last call back, if it is still this one. Raises NotFound."""
    sheet = lock(session, edition_id, draft_id)
    last = find_last_call(session, draft_id)
    if last is None or last.id != call_id:
        return Overtaken(last)
    row = session.get_one(CueCall, call_id)
    row.undone_at, row.undone_by = now, account_of(actor)
    cues = [find_cue(session, draft_id, int(number)) for number in row.before]
    stood = {cue.id: row.before[str(cue.id)] for cue in cues}
    # Who runs again comes last: the database allows no two.
    cues.sort(key=lambda cue: bool(stood[cue.id]["started_at"] and not stood[cue.id]["ended_at"]))
    for cue in cues:
        for name in _MOMENTS:
            setattr(cue, name, stood[cue.id][name] and datetime.fromisoformat(stood[cue.id][name]))
        cue.is_skipped = stood[cue.id]["is_skipped"]
        cue.calls += 1
        session.flush()
    sheet.version += 1
    session.flush()
    _note(session, actor, "call.undone", draft_id=draft_id, cue=last.cue_id, now=now, call=str(last.call))
    found = next((facts_of(cue) for cue in cues if cue.id == last.cue_id), None)
    return Called(found)


def _lock(session: Session, edition_id: int, draft_id: int, cue_id: int) -> tuple[RunSheet, Cue]:
    sheet = lock(session, edition_id, draft_id)
    return sheet, find_cue(session, draft_id, cue_id)


def _not_next(cues: Sequence[Cue], cue: Cue) -> NotNext | None:
    following = next_cue([facts_of(one) for one in cues])
    return None if following is not None and following.id == cue.id else NotNext(following)


def _end(cue: Cue, now: datetime) -> None:
    assert cue.started_at is not None
    cue.ended_at = max(now, cue.started_at)  # clocks of two servers may differ by a second


def _hold(cues: Iterable[Cue], moved: Sequence[Shifted]) -> None:
    held = {one.cue.id: one.held_until for one in moved}
    for cue in cues:
        cue.held_until = held[cue.id]


def _standing_of(cues: Iterable[Cue]) -> dict[str, Any]:
    """Return how cues stand, as JSON for the database."""
    return {
        str(cue.id): {
            name: moment.isoformat() if (moment := getattr(cue, name)) else None for name in _MOMENTS
        }
        | {"is_skipped": cue.is_skipped}
        for cue in cues
    }


def _kept(
    session: Session,
    sheet: RunSheet,
    call: Call,
    *,
    cue: Cue | None,
    before: dict[str, Any],
    touched: Iterable[Cue],
    actor: Actor,
    now: datetime,
    **details: Any,
) -> Called:
    for one in touched:
        one.calls += 1
    sheet.version += 1
    cue_id = cue.id if cue else None
    session.add(
        CueCall(
            draft_id=sheet.draft_id,
            call=call,
            cue_id=cue_id,
            before=before,
            called_at=now,
            called_by=account_of(actor),
        )
    )
    session.flush()
    _note(session, actor, f"call.{call}", draft_id=sheet.draft_id, cue=cue_id, now=now, **details)
    return Called(facts_of(cue) if cue else None)


def _note(session: Session, actor: Actor, verb: str, *, draft_id: int, now: datetime, **details: Any) -> None:
    note(session, actor=actor, verb=verb, subject="draft", subject_id=draft_id, now=now, **details)
