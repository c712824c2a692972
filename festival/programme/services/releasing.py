"""Copy the working copy to a release: immutable, numbered, and what everybody reads from the commit on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from festival.audit.services import note as note_down
from festival.core.actor import Actor
from festival.core.trilingual import Trilingual
from festival.programme.content import EventContent, as_json
from festival.programme.models import Draft, Event, EventVersion, Participant, Release, ReleaseEntry
from festival.programme.queries.drafts import drafts_of
from festival.programme.queries.releases import Released, find_last_release, get_release, released
from festival.programme.rules.releasing import Change, changes
from festival.programme.services import drafting
from festival.programme.services.holding import hold_drafts
from festival.programme.types import PUBLIC_PARTS, EventState

_COPIED = (
    "slug", "title", "summary", "text", "kind", "audience", "venue_id", "space_id", "starts_at", "ends_at", "doors_at",
    "capacity", "party_max", "registration_opens_at", "registration_closes_at", "is_main",
)  # fmt: skip


def pending(session: Session, edition_id: int) -> tuple[list[Change], Released]:
    """Return what a release would change now, and what the last one said."""
    last = find_last_release(session, edition_id)
    said = released(session, last.id if last else None)
    drafts = {draft.id: draft.content for draft in drafts_of(session, edition_id)}
    return changes(said.contents, drafts), said


def release(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    name: str,
    note: Trilingual,
    now: datetime,
) -> tuple[Release, list[Change]] | None:
    """Publish the drafts as they are; None when they say what is published already.

    Whether they may be published is asked in `publishing.py`. Raises NotFound.
    """
    hold_drafts(session, edition_id)
    found, said = pending(session, edition_id)
    if not found:
        return None
    number = session.scalar(select(func.max(Release.number)).where(Release.edition_id == edition_id)) or 0
    made = Release(
        edition_id=edition_id,
        number=number + 1,
        name=name,
        note=note,
        published_at=now,
        published_by=actor.id if actor.kind == "person" else None,
    )
    session.add(made)
    session.flush()
    _publish_events(session, edition_id, found, now)
    _keep_versions(session, made, found, said.versions)
    note_down(
        session,
        actor=actor,
        verb="released",
        subject="edition",
        subject_id=edition_id,
        now=now,
        number=made.number,
    )
    return made, found


def _publish_events(session: Session, edition_id: int, found: Iterable[Change], now: datetime) -> None:
    wanted = {change.event_id: change.after for change in found}
    known = {event.id: event for event in session.scalars(select(Event).where(Event.id.in_(wanted)))}
    guids: Mapping[int, str] = {
        draft_id: guid
        for draft_id, guid in session.execute(select(Draft.id, Draft.guid).where(Draft.id.in_(wanted)))
    }
    for event_id, content in wanted.items():
        event = known.get(event_id)
        if event is None:
            event = Event(id=event_id, edition_id=edition_id, guid=guids[event_id], sequence=0)
            session.add(event)
        else:
            event.sequence += 1
        _copy(content, event)
        event.changed_at = now
    session.flush()


def _copy(content: EventContent, event: Event) -> None:
    for name in _COPIED:
        setattr(event, name, getattr(content, name))
    event.state = EventState.CANCELLED if content.is_cancelled else EventState.PUBLISHED
    event.people = [
        {"id": one.person_id, "name": one.name.as_dict(), "part": str(one.part)}
        for one in content.people
        if one.part in PUBLIC_PARTS
    ]


def _keep_versions(
    session: Session, made: Release, found: Iterable[Change], before: Mapping[int, int]
) -> None:
    versions = dict(before)
    for change in found:
        version = EventVersion(event_id=change.event_id, content=as_json(change.after))
        session.add(version)
        session.flush()
        versions[change.event_id] = version.id
    session.execute(
        insert(ReleaseEntry),
        [
            {"release_id": made.id, "event_id": event_id, "version_id": version_id}
            for event_id, version_id in versions.items()
        ],
    )


def restore(session: Session, *, actor: Actor, edition_id: int, number: int, now: datetime) -> int:
    """Take release `number` back into the drafts and return how many changed; nothing is published by it. Raises NotFound.

    What was added since then has been shown to people, so it does not vanish: its draft is cancelled. Drafts that were
    never published stay as they are. Who has been taken out of the list of people since then does not come back.
    """
    hold_drafts(session, edition_id)
    contents = released(session, get_release(session, edition_id, number).id).contents
    known = set(session.scalars(select(Participant.id).where(Participant.edition_id == edition_id)))
    count = 0
    for draft in drafts_of(session, edition_id):
        if not draft.is_published:
            continue
        wanted = contents.get(draft.id) or replace(draft.content, is_cancelled=True)
        wanted = replace(wanted, people=tuple(one for one in wanted.people if one.person_id in known))
        outcome = drafting.change(
            session,
            actor=actor,
            edition_id=edition_id,
            draft_id=draft.id,
            version=draft.version,
            content=wanted,
            now=now,
            what="restored",
        )
        count += isinstance(outcome, drafting.Saved) and outcome.changed
    note_down(
        session,
        actor=actor,
        verb="restored",
        subject="edition",
        subject_id=edition_id,
        now=now,
        number=number,
    )
    return count
