"""Make and change many drafts at once, as a table does: a handful of statements, however many rows it has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from festival.audit.services import note_each
from festival.core.actor import Actor
from festival.programme.content import EventContent, as_json
from festival.programme.models import Appears, Draft, DraftChange, Event
from festival.programme.queries.drafts import content_of, taken_slugs
from festival.programme.services.drafting import account_of, free_address, write
from festival.programme.services.holding import hold_edition

_PLAIN = tuple(field.name for field in fields(EventContent) if field.name != "people")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a draft shall say, and the version of it that this was made from."""

    draft_id: int
    version: int
    content: EventContent


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers of drafts that say something new now, and of those that somebody else had changed meanwhile."""

    changed: tuple[int, ...]
    stale: tuple[int, ...]


def make_all(
    session: Session, *, actor: Actor, edition_id: int, contents: Sequence[EventContent], now: datetime
) -> list[int]:
    """Add a draft for each content and return their numbers in that order; as `drafting.make` does. Raises NotFound."""
    if not contents:
        return []
    hold_edition(session, edition_id)
    taken = set(taken_slugs(session, edition_id))
    by_guid: dict[str, EventContent] = {}
    for content in contents:
        slug = free_address(content, taken)
        taken.add(slug)
        by_guid[str(uuid4())] = replace(content, slug=slug)
    signed = {"edition_id": edition_id, "version": 1, "changed_at": now, "changed_by": account_of(actor)}
    rows = [
        {"guid": guid, **signed, **{name: getattr(content, name) for name in _PLAIN}}
        for guid, content in by_guid.items()
    ]
    inserted = session.execute(insert(Draft).returning(Draft.guid, Draft.id), rows)
    numbers = {guid: number for guid, number in inserted}
    made = {numbers[guid]: content for guid, content in by_guid.items()}
    _appear(session, made.items())
    _keep(session, "made", [(number, 1, content) for number, content in made.items()], actor, now)
    return list(made)


def change_all(
    session: Session, *, actor: Actor, edition_id: int, wishes: Sequence[Wish], now: datetime
) -> Outcome:
    """Make drafts say what is wished where they are still at its version; as `drafting.change` does.

    Each draft is wished for once. What is not there any more counts as stale.
    """
    wanted = {wish.draft_id: wish for wish in wishes}
    if not wanted:
        return Outcome((), ())
    locked = (
        select(Draft)
        .where(Draft.id.in_(wanted), Draft.edition_id == edition_id, Draft.discarded_at.is_(None))
        .order_by(Draft.id)
        .with_for_update(of=Draft)
        .execution_options(populate_existing=True)
    )
    drafts = {draft.id: draft for draft in session.scalars(locked)}
    published = set(session.scalars(select(Event.id).where(Event.id.in_(wanted))))
    kept, stale = [], []
    for number, wish in wanted.items():
        draft = drafts.get(number)
        if draft is None:
            stale.append(number)
            continue
        before, content = content_of(draft), wish.content
        if number in published:
            content = replace(content, slug=before.slug)
        if content == before:
            continue
        if draft.version != wish.version:
            stale.append(number)
            continue
        write(session, draft, content)
        draft.version += 1
        draft.changed_at, draft.changed_by = now, account_of(actor)
        kept.append((number, draft.version, content))
    session.flush()
    _keep(session, "edited", kept, actor, now)
    return Outcome(tuple(number for number, _version, _content in kept), tuple(stale))


def _appear(session: Session, made: Iterable[tuple[int, EventContent]]) -> None:
    rows = [
        {"draft_id": number, "participant_id": person_id, "part": part, "position": position}
        for number, content in made
        for position, (person_id, part) in enumerate(
            dict.fromkeys((one.person_id, str(one.part)) for one in content.people)
        )
    ]
    if rows:
        session.execute(insert(Appears), rows)


def _keep(
    session: Session,
    what: str,
    kept: Sequence[tuple[int, int, EventContent]],
    actor: Actor,
    now: datetime,
) -> None:
    if not kept:
        return
    signed = {"what": what, "made_at": now, "made_by": account_of(actor)}
    rows = [
        {"draft_id": number, "version": version, "content": as_json(content), **signed}
        for number, version, content in kept
    ]
    session.execute(insert(DraftChange), rows)
    versions = {number: {"version": version} for number, version, _content in kept}
    note_each(session, actor=actor, verb=what, subject="draft", details=versions, now=now)
