"""Write run sheets: add, change, move, copy, remove and put back cues. Who is slower is told, and nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.cues import TEXTS, CueContent, CueFacts, CueState
from festival.programme.models import Cue, Draft, Participant, RunSheet
from festival.programme.queries.sheets import facts_of
from festival.programme.rules.run_sheet import called


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else was faster: what the cue says now, who changed it and when (or that it is removed)."""

    now: CueFacts


@dataclass(frozen=True, slots=True)
class AlreadyCalled:
    """The cue has had its turn on the night: it can no longer be moved or removed."""

    now: CueFacts


@dataclass(frozen=True, slots=True)
class Saved:
    """The change is made. `changed` is False when it said what the sheet said already."""

    cue: CueFacts
    changed: bool


def add(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    content: CueContent,
    now: datetime,
    after: int | None = None,
    submission: str | None = None,
) -> CueFacts:
    """Add a cue behind the cue `after`, or at the end. The same form sent again gets the first one. Raises NotFound."""
    sheet = lock(session, edition_id, draft_id, make=True)
    if submission is not None:
        known = session.scalar(select(Cue).where(Cue.submission == submission, Cue.draft_id == draft_id))
        if known is not None:
            return facts_of(known)
    cues = cues_of(session, draft_id)
    cue = Cue(draft_id=draft_id, submission=submission, version=1)
    _write(session, cue, content)
    _sign(cue, actor, now)
    place = next((number for number, one in enumerate(cues, 1) if one.id == after), len(cues))
    _insert(cues, cue, place)
    session.add(cue)
    sheet.version += 1
    session.flush()
    _note(session, actor, "cue.added", cue, now)
    return facts_of(cue)


def change(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    cue_id: int,
    version: int,
    content: CueContent,
    now: datetime,
) -> Saved | Stale:
    """Make the cue say `content`, if it is still at `version`. Raises NotFound."""
    sheet = lock(session, edition_id, draft_id)
    cue = find_cue(session, draft_id, cue_id)
    before = facts_of(cue)
    if cue.removed_at is None and before.content == content:
        return Saved(before, changed=False)
    if cue.version != version or cue.removed_at is not None:
        return Stale(before)
    _write(session, cue, content)
    return _changed(session, sheet, cue, actor=actor, verb="cue.changed", now=now)


def move(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    cue_id: int,
    version: int,
    before: int | None,
    now: datetime,
) -> Saved | Stale | AlreadyCalled:
    """Put the cue before another one, or with None at the end; never among those that had their turn. Raises NotFound."""
    sheet = lock(session, edition_id, draft_id)
    cue = find_cue(session, draft_id, cue_id)
    facts = facts_of(cue)
    if refusal := _refused(facts, version):
        return refusal
    cues = cues_of(session, draft_id)
    order = [one.id for one in cues]
    cues.remove(cue)
    place = next((number for number, one in enumerate(cues) if one.id == before), len(cues))
    _insert(cues, cue, place)
    if [one.id for one in cues] == order:
        return Saved(facts, changed=False)
    return _changed(session, sheet, cue, actor=actor, verb="cue.moved", now=now)


def copy(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    cue_id: int,
    now: datetime,
    submission: str | None = None,
) -> CueFacts:
    """Add a cue that says the same behind it; without a fixed start, which two cannot keep. Raises NotFound."""
    lock(session, edition_id, draft_id)
    source = find_cue(session, draft_id, cue_id)
    content = facts_of(source).content
    loose = CueContent(
        seconds=content.seconds,
        owner=content.owner,
        people=content.people,
        **{name: getattr(content, name) for name in TEXTS},
    )
    return add(
        session,
        actor=actor,
        edition_id=edition_id,
        draft_id=draft_id,
        content=loose,
        now=now,
        after=cue_id,
        submission=submission,
    )


def remove(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    cue_id: int,
    version: int,
    now: datetime,
) -> Saved | Stale | AlreadyCalled:
    """Take a cue out of the sheet; it is kept and can be put back. Raises NotFound."""
    sheet = lock(session, edition_id, draft_id)
    cue = find_cue(session, draft_id, cue_id)
    facts = facts_of(cue)
    if cue.removed_at is not None:
        return Saved(facts, changed=False)
    if refusal := _refused(facts, version):
        return refusal
    cue.removed_at = now
    return _changed(session, sheet, cue, actor=actor, verb="cue.removed", now=now)


def put_back(
    session: Session, *, actor: Actor, edition_id: int, draft_id: int, cue_id: int, now: datetime
) -> Saved:
    """Put a removed cue back where it stood, or behind those that had their turn since. Raises NotFound."""
    sheet = lock(session, edition_id, draft_id)
    cue = find_cue(session, draft_id, cue_id)
    if cue.removed_at is None:
        return Saved(facts_of(cue), changed=False)
    cues = cues_of(session, draft_id)
    place = sum(one.position < cue.position for one in cues)
    cue.removed_at, cue.held_until = None, None
    _insert(cues, cue, place)
    return _changed(session, sheet, cue, actor=actor, verb="cue.put_back", now=now)


def lock(session: Session, edition_id: int, draft_id: int, *, make: bool = False) -> RunSheet:
    """Lock an event's run sheet until the transaction ends. With `make` there is one afterwards. Raises NotFound."""
    draft = Draft.id == draft_id, Draft.edition_id == edition_id, Draft.discarded_at.is_(None)
    statement = (
        select(RunSheet)
        .join(Draft, Draft.id == RunSheet.draft_id)
        .where(*draft)
        .with_for_update(of=RunSheet)
        .execution_options(populate_existing=True)
    )
    sheet = session.scalar(statement)
    if sheet is None and make:
        # Two who write the first cue at the same time wait for each other here.
        if session.scalar(select(Draft.id).where(*draft).with_for_update()) is None:
            raise NotFound(draft_id)
        sheet = session.scalar(statement)
        if sheet is None:
            sheet = RunSheet(draft_id=draft_id, version=1)
            session.add(sheet)
            session.flush()
    if sheet is None:
        raise NotFound(draft_id)
    return sheet


def cues_of(session: Session, draft_id: int) -> list[Cue]:
    """Return the cues that stand in a locked sheet, in their order."""
    statement = (
        select(Cue)
        .where(Cue.draft_id == draft_id, Cue.removed_at.is_(None))
        .order_by(Cue.position, Cue.id)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def find_cue(session: Session, draft_id: int, cue_id: int) -> Cue:
    """Return one cue of a locked sheet, removed or not. Raises NotFound."""
    statement = (
        select(Cue)
        .where(Cue.id == cue_id, Cue.draft_id == draft_id)
        .execution_options(populate_existing=True)
    )
    cue = session.scalar(statement)
    if cue is None:
        raise NotFound(cue_id)
    return cue


def account_of(actor: Actor) -> int | None:
    """Return the account behind an actor, if it is a person."""
    return actor.id if actor.kind == "person" else None


def _refused(cue: CueFacts, version: int) -> Stale | AlreadyCalled | None:
    if cue.version != version or cue.is_removed:
        return Stale(cue)
    return None if cue.state is CueState.WAITING else AlreadyCalled(cue)


def _insert(cues: list[Cue], cue: Cue, place: int) -> None:
    """Put a cue into the order, behind those that had their turn, and number all anew."""
    cues.insert(max(place, called([facts_of(one) for one in cues])), cue)
    _number(cues)


def _number(cues: Sequence[Cue]) -> None:
    for position, cue in enumerate(cues, 1):
        cue.position = position


def _write(session: Session, cue: Cue, content: CueContent) -> None:
    cue.seconds, cue.starts_after, cue.owner = content.seconds, content.starts_after, content.owner
    for name in TEXTS:
        setattr(cue, name, getattr(content, name))
    if not content.people and not cue.people:
        return
    found = session.scalars(
        select(Participant).where(Participant.id.in_(content.people)).order_by(Participant.id)
    )
    cue.people = list(found)


def _changed(session: Session, sheet: RunSheet, cue: Cue, *, actor: Actor, verb: str, now: datetime) -> Saved:
    cue.version += 1
    sheet.version += 1
    _sign(cue, actor, now)
    session.flush()
    _note(session, actor, verb, cue, now)
    return Saved(facts_of(cue), changed=True)


def _sign(cue: Cue, actor: Actor, now: datetime) -> None:
    cue.changed_at, cue.changed_by = now, account_of(actor)


def _note(session: Session, actor: Actor, verb: str, cue: Cue, now: datetime) -> None:
    note(
        session,
        actor=actor,
        verb=verb,
        subject="draft",
        subject_id=cue.draft_id,
        now=now,
        cue=cue.id,
        version=cue.version,
    )
