"""Run sheets as the desk reads them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.core.errors import NotFound
from festival.core.trilingual import Trilingual
from festival.programme.cues import TEXTS, Call, CueContent, CueFacts
from festival.programme.models import Cue, CueCall, Draft, RunSheet
from festival.programme.queries.drafts import Drafted, get_draft
from festival.programme.rules.run_sheet import end_of
from festival.programme.types import EventKind

# Events of these kinds are run by a sheet; others may have one.
NEEDS = frozenset({EventKind.CEREMONY, EventKind.PERFORMANCE, EventKind.CONFERENCE, EventKind.SEMINAR})


@dataclass(frozen=True, slots=True)
class LastCall:
    """The caller's last act that has not been taken back."""

    id: int
    call: Call
    cue_id: int | None
    called_at: datetime
    called_by: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An event's run sheet. `version` is 0 while nobody has written a cue; `removed` can be put back."""

    draft: Drafted
    version: int
    cues: tuple[CueFacts, ...]
    removed: tuple[CueFacts, ...]
    last_call: LastCall | None

    def find(self, cue_id: int) -> CueFacts | None:
        """Return one of the cues that stand in it."""
        return next((cue for cue in self.cues if cue.id == cue_id), None)


@dataclass(frozen=True, slots=True)
class Listed:
    """An event in the list of run sheets: how many `cues`, their length together, what is left, how many were called."""

    id: int
    title: Trilingual
    kind: EventKind
    starts_at: datetime | None
    minutes: int
    cues: int = 0
    seconds: int = 0
    slack: int = 0
    called: int = 0


def sheets_of(session: Session, edition_id: int) -> list[Listed]:
    """Return the events that have a run sheet or need one, in order of time; those without a time last (two queries)."""
    drafts = Draft.edition_id == edition_id, Draft.discarded_at.is_(None), Draft.is_cancelled.is_(False)
    cues: dict[int, list[tuple[int, int | None, bool]]] = defaultdict(list)
    lengths = (
        select(Cue.draft_id, Cue.seconds, Cue.starts_after, Cue.started_at.is_not(None) | Cue.is_skipped)
        .join(Draft, Draft.id == Cue.draft_id)
        .where(*drafts, Cue.removed_at.is_(None))
        .order_by(Cue.position, Cue.id)
    )
    for draft_id, seconds, starts_after, is_called in session.execute(lengths):
        cues[draft_id].append((seconds, starts_after, is_called))
    events = (
        select(Draft.id, Draft.title, Draft.kind, Draft.starts_at, Draft.minutes)
        .where(*drafts)
        .order_by(Draft.starts_at.is_(None), Draft.starts_at, Draft.id)
    )
    return [
        _listed(Listed(id_, title, EventKind(kind), starts_at, minutes), cues.get(id_, []))
        for id_, title, kind, starts_at, minutes in session.execute(events)
        if id_ in cues or kind in NEEDS
    ]


def get_sheet(session: Session, edition_id: int, draft_id: int) -> Sheet:
    """Return an event's run sheet, empty when nobody has begun it. Raises NotFound."""
    draft = get_draft(session, edition_id, draft_id)
    version = session.scalar(select(RunSheet.version).where(RunSheet.draft_id == draft_id)) or 0
    statement = select(Cue).where(Cue.draft_id == draft_id).order_by(Cue.position, Cue.id)
    rows = session.scalars(statement.execution_options(populate_existing=True)).all() if version else []
    return Sheet(
        draft,
        version,
        tuple(facts_of(cue) for cue in rows if cue.removed_at is None),
        tuple(facts_of(cue) for cue in rows if cue.removed_at is not None),
        find_last_call(session, draft_id) if version else None,
    )


def get_cue(session: Session, draft_id: int, cue_id: int) -> CueFacts:
    """Return one cue of an event, removed or not. Raises NotFound."""
    cue = session.scalar(select(Cue).where(Cue.id == cue_id, Cue.draft_id == draft_id))
    if cue is None:
        raise NotFound(cue_id)
    return facts_of(cue)


def find_last_call(session: Session, draft_id: int) -> LastCall | None:
    """Return the last act that has not been taken back."""
    statement = (
        select(CueCall)
        .where(CueCall.draft_id == draft_id, CueCall.undone_at.is_(None))
        .order_by(CueCall.id.desc())
        .limit(1)
    )
    row = session.scalar(statement)
    if row is None:
        return None
    return LastCall(row.id, Call(row.call), row.cue_id, row.called_at, row.called_by)


def facts_of(cue: Cue) -> CueFacts:
    """Return what a cue says and how it stands."""
    return CueFacts(
        id=cue.id,
        content=CueContent(
            seconds=cue.seconds,
            starts_after=cue.starts_after,
            owner=cue.owner,
            people=tuple(person.id for person in cue.people),
            **{name: getattr(cue, name) for name in TEXTS},
        ),
        version=cue.version,
        calls=cue.calls,
        started_at=cue.started_at,
        ended_at=cue.ended_at,
        is_skipped=cue.is_skipped,
        held_until=cue.held_until,
        changed_at=cue.changed_at,
        changed_by=cue.changed_by,
        is_removed=cue.removed_at is not None,
        names=tuple(person.name for person in cue.people),
    )


def _listed(event: Listed, cues: Sequence[tuple[int, int | None, bool]]) -> Listed:
    return replace(
        event,
        cues=len(cues),
        seconds=sum(seconds for seconds, _fixed, _called in cues),
        slack=event.minutes * 60 - end_of((seconds, fixed) for seconds, fixed, _called in cues),
        called=sum(is_called for _seconds, _fixed, is_called in cues),
    )
