"""Publish the draft: look first at what it changes and what stands in its way, then release exactly that."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from festival.core.actor import Actor
from festival.core.transaction import after_commit
from festival.core.trilingual import Trilingual
from festival.programme import catalogue
from festival.programme.clashing import FoundClash, clashes_of
from festival.programme.concerned import Touched, concerned
from festival.programme.content import as_json
from festival.programme.models import Release
from festival.programme.rules.releasing import Change
from festival.programme.services import releasing
from festival.programme.services.holding import hold_drafts


@dataclass(frozen=True, slots=True)
class Review:
    """What publishing would do now. `seen` stands for exactly these changes: a click on an older page publishes nothing."""

    changes: tuple[Change, ...]
    touched: tuple[Touched, ...]
    clashes: tuple[FoundClash, ...]
    seen: str

    @property
    def hard(self) -> list[FoundClash]:
        """What refuses the release."""
        return [clash for clash in self.clashes if clash.is_hard]

    @property
    def unanswered(self) -> list[FoundClash]:
        """What needs somebody's reason first."""
        return [clash for clash in self.clashes if not clash.is_hard and clash.accepted is None]

    @property
    def accepted(self) -> list[FoundClash]:
        """What stays for a reason that somebody gave."""
        return [clash for clash in self.clashes if clash.accepted is not None]

    @property
    def may_go(self) -> bool:
        """Whether there is something to publish and nothing in its way."""
        return bool(self.changes) and not self.hard and not self.unanswered

    @property
    def told(self) -> int:
        """How many messages will be written."""
        return sum(one.told for one in self.touched)


@dataclass(frozen=True, slots=True)
class Published:
    """The release is made, and so many messages are on their way."""

    release: Release
    changes: tuple[Change, ...]
    messages: int


def review(session: Session, edition_id: int, now: datetime) -> Review:
    """Return what publishing would change, whom it touches, and what stands in its way. Changes nothing."""
    changes, _said = releasing.pending(session, edition_id)
    touched = [one for group in concerned() for one in group.touched(session, changes)]
    return Review(
        tuple(changes), tuple(touched), tuple(clashes_of(session, edition_id, now=now)), _seen(changes)
    )


def publish(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    name: str,
    note: Trilingual,
    seen: str,
    now: datetime,
) -> Published | Review:
    """Publish what was looked at; a Review says why not: something changed since, or stands in the way, or nothing is new.

    What hangs on the events is locked before the last look, so that nobody registers past a lowered figure. Raises NotFound.
    """
    hold_drafts(session, edition_id)
    pending = releasing.pending(session, edition_id)[0]
    ids = [change.event_id for change in pending if change.before is not None]
    for group in concerned():
        group.hold(session, ids)
    looked = review(session, edition_id, now)
    if looked.seen != seen or not looked.may_go:
        return looked
    made = releasing.release(session, actor=actor, edition_id=edition_id, name=name, note=note, now=now)
    if made is None:
        return looked
    release, changes = made
    messages = sum(group.follow(session, changes, release=release.id, now=now) for group in concerned())
    after_commit(session, catalogue.forget)
    return Published(release, tuple(changes), messages)


def _seen(changes: Sequence[Change]) -> str:
    said = [[change.event_id, as_json(change.after)] for change in changes]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
