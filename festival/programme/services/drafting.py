"""Change the working copy. Nobody outside the desk sees any of it before it is published."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import ids
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.programme.content import EventContent, as_json
from festival.programme.models import Appears, Draft, DraftChange, Event, Participant
from festival.programme.queries.drafts import (
    Drafted,
    PastChange,
    content_of,
    get_draft,
    history_of,
    taken_slugs,
)
from festival.programme.services.holding import hold_edition
from festival.programme.slugs import free_slug, slug_of

_PLAIN = tuple(field.name for field in fields(EventContent) if field.name != "people")


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody else was faster: what the draft says now, and what was done to it since the version that was sent."""

    now: Drafted
    since: tuple[PastChange, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """The change is made. `changed` is False when it said what the draft said already."""

    draft: Drafted
    changed: bool


def make(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    content: EventContent,
    now: datetime,
    submission: str | None = None,
    guid: str | None = None,
) -> Drafted:
    """Add a draft; its slug is made from the title when it has none. The same form sent again gets the first one.

    Who adds holds the edition: two clicks at once would both find the form's number new and the slug free. Raises NotFound.
    """
    hold_edition(session, edition_id)
    if submission is not None:
        known = session.scalar(select(Draft.id).where(Draft.submission == submission))
        if known is not None:
            return get_draft(session, edition_id, known)
    content = replace(content, slug=free_address(content, set(taken_slugs(session, edition_id))))
    draft = Draft(
        edition_id=edition_id, submission=submission, version=1, changed_at=now, changed_by=account_of(actor)
    )
    if guid is not None:
        draft.guid = guid
    write(session, draft, content)
    session.add(draft)
    session.flush()
    _keep(session, draft, "made", actor, now)
    return get_draft(session, edition_id, draft.id)


def change(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    version: int,
    content: EventContent,
    now: datetime,
    what: str = "edited",
) -> Saved | Stale:
    """Make the draft say `content`, if it is still at `version`. The slug of what is published stays. Raises NotFound."""
    draft = _lock(session, edition_id, draft_id)
    before = content_of(draft)
    if session.get(Event, draft_id) is not None:
        content = replace(content, slug=before.slug)
    if content == before:
        return Saved(get_draft(session, edition_id, draft_id), changed=False)
    if draft.version != version:
        return _stale(session, edition_id, draft_id, version)
    write(session, draft, content)
    draft.version += 1
    draft.changed_at, draft.changed_by = now, account_of(actor)
    session.flush()
    _keep(session, draft, what, actor, now)
    return Saved(get_draft(session, edition_id, draft_id), changed=True)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where and when an event stands; a start of None takes it out of the timetable. `minutes` is its length."""

    starts_at: datetime | None
    minutes: int
    venue_id: int | None
    space_id: int | None


def place(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    version: int,
    placement: Placement,
    now: datetime,
) -> Saved | Stale:
    """Place, move, resize or unplace a draft. A registration that ended with the old start ends with the new one."""
    before = get_draft(session, edition_id, draft_id).content
    return change(
        session,
        actor=actor,
        edition_id=edition_id,
        draft_id=draft_id,
        version=version,
        content=moved(before, placement),
        now=now,
        what="placed" if placement.starts_at else "unplaced",
    )


def moved(content: EventContent, placement: Placement) -> EventContent:
    """Return the content at another place and time, with what hangs on its start."""
    closes_at = content.registration_closes_at
    if closes_at is not None and closes_at == content.starts_at and placement.starts_at is not None:
        closes_at = placement.starts_at
    return replace(
        content,
        starts_at=placement.starts_at,
        minutes=placement.minutes,
        venue_id=placement.venue_id,
        space_id=placement.space_id,
        registration_closes_at=closes_at,
    )


def copy(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    now: datetime,
    days: int = 0,
    submission: str | None = None,
) -> Drafted:
    """Add a draft that says the same, `days` later; without registration, which is opened for each event by hand."""
    source = get_draft(session, edition_id, draft_id).content
    starts_at = source.starts_at + timedelta(days=days) if source.starts_at and days else None
    content = replace(
        source,
        slug=slug_of(source.title.vi) or source.slug,
        starts_at=starts_at,
        registration_opens_at=None,
        registration_closes_at=None,
        is_cancelled=False,
        is_main=False,
    )
    return make(session, actor=actor, edition_id=edition_id, content=content, now=now, submission=submission)


def cancel(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    draft_id: int,
    version: int,
    now: datetime,
    cancelled: bool = True,
) -> Saved | Stale:
    """Cancel an event in the draft, or take that back. The public hears of it with the next release."""
    before = get_draft(session, edition_id, draft_id).content
    return change(
        session,
        actor=actor,
        edition_id=edition_id,
        draft_id=draft_id,
        version=version,
        content=replace(before, is_cancelled=cancelled),
        now=now,
        what="cancelled" if cancelled else "reinstated",
    )


def discard(
    session: Session, *, actor: Actor, edition_id: int, draft_id: int, version: int, now: datetime
) -> bool | Stale:
    """Put away a draft that was never published, if it is still at `version`. Raises NotFound.

    False for one that was published: it can only be cancelled.
    """
    draft = _lock(session, edition_id, draft_id)
    if session.get(Event, draft_id) is not None:
        return False
    if draft.version != version:
        return _stale(session, edition_id, draft_id, version)
    draft.version += 1
    draft.discarded_at = draft.changed_at = now
    draft.changed_by = account_of(actor)
    session.flush()
    _keep(session, draft, "discarded", actor, now)
    return True


def free_address(content: EventContent, taken: Collection[str]) -> str:
    """Return the slug of a new draft: what it asks for, or made of its title, with a number if that is taken."""
    wanted = (
        content.slug or slug_of(content.title.vi) or slug_of(content.title.en) or ids.short_code().lower()
    )
    return free_slug(wanted, taken.__contains__)


def _stale(session: Session, edition_id: int, draft_id: int, version: int) -> Stale:
    return Stale(
        get_draft(session, edition_id, draft_id), tuple(history_of(session, draft_id, since=version))
    )


def _lock(session: Session, edition_id: int, draft_id: int) -> Draft:
    statement = (
        select(Draft)
        .where(Draft.id == draft_id, Draft.edition_id == edition_id, Draft.discarded_at.is_(None))
        .with_for_update(of=Draft)
        .execution_options(populate_existing=True)
    )
    draft = session.scalar(statement)
    if draft is None:
        raise NotFound(draft_id)
    return draft


def write(session: Session, draft: Draft, content: EventContent) -> None:
    """Make a draft that is locked, or new, say `content`; the caller keeps the change."""
    for name in _PLAIN:
        setattr(draft, name, getattr(content, name))
    wanted = [(one.person_id, str(one.part)) for one in content.people]
    if wanted == [(entry.participant_id, entry.part) for entry in draft.appearances]:
        return
    known = {(entry.participant_id, entry.part): entry for entry in draft.appearances}
    entries = []
    for position, (person_id, part) in enumerate(dict.fromkeys(wanted)):
        entry = known.get((person_id, part))
        if entry is None:
            entry = Appears(participant=session.get_one(Participant, person_id), part=part)
        entry.position = position
        entries.append(entry)
    draft.appearances = entries


def _keep(session: Session, draft: Draft, what: str, actor: Actor, now: datetime) -> None:
    session.add(
        DraftChange(
            draft_id=draft.id,
            version=draft.version,
            what=what,
            content=as_json(content_of(draft)),
            made_at=now,
            made_by=account_of(actor),
        )
    )
    session.flush()
    note(
        session, actor=actor, verb=what, subject="draft", subject_id=draft.id, now=now, version=draft.version
    )


def account_of(actor: Actor) -> int | None:
    """Return the account behind an actor, if it is a person."""
    return actor.id if actor.kind == "person" else None
