"""Posts, what they need, and the shifts that are made from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.logistics.models import Assignment, Demand, Post, Proposed, Shift
from festival.logistics.rules.blocks import blocks
from festival.logistics.types.shifts import DemandContent, PostContent, PostKind
from festival.logistics.types.tasks import Area
from festival.programme.models import Event
from festival.registration.types.people import Stale


@dataclass(frozen=True, slots=True)
class CodeTaken:
    """Another post of the edition is called so."""


@dataclass(frozen=True, slots=True)
class People:
    """Somebody is or was on these shifts: they cannot be taken away."""

    count: int


def save_post(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    post_id: int | None,
    version: int,
    content: PostContent,
    submission: str | None,
    now: datetime,
    sample: bool = False,
) -> Post | Stale | CodeTaken:
    """Add or change a post. The same form again gets the first one, and what changes nothing makes no version. Raises NotFound."""
    post = None
    if post_id is not None:
        post = lock_post(session, edition_id, post_id)
        if content_of(post) == content:
            return post
        if post.version != version:
            return Stale(post.version)
    elif submission is not None:
        known = session.scalar(select(Post).where(Post.submission == submission))
        if known is not None:
            return known
    taken = session.scalar(select(Post.id).where(Post.edition_id == edition_id, Post.code == content.code))
    if taken is not None and taken != post_id:
        return CodeTaken()
    if post is None:
        post = Post(
            edition_id=edition_id, submission=submission, version=0, epoch=0, is_active=True, is_sample=sample
        )
        session.add(post)
    for name in (
        "code",
        "name",
        "venue_id",
        "x",
        "y",
        "closed_from",
        "closed_until",
        "briefing",
        "contact",
        "contact_phone",
    ):
        setattr(post, name, getattr(content, name))
    post.kind, post.area = str(content.kind), str(content.area)
    post.version += 1
    session.flush()
    note(session, actor=actor, verb="saved", subject="post", subject_id=post.id, now=now)
    return post


def content_of(post: Post) -> PostContent:
    """Return what a post's form would say of it."""
    names = [one.name for one in fields(PostContent) if one.name not in {"kind", "area"}]
    return PostContent(
        kind=PostKind(post.kind), area=Area(post.area), **{name: getattr(post, name) for name in names}
    )


def new_code(session: Session, *, actor: Actor, edition_id: int, post_id: int, now: datetime) -> Post:
    """End the code that hangs at a post: somebody has spread it. Raises NotFound."""
    post = lock_post(session, edition_id, post_id)
    post.epoch += 1
    session.flush()
    note(session, actor=actor, verb="new_code", subject="post", subject_id=post_id, now=now)
    return post


def add_demand(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    post_id: int,
    content: DemandContent,
    source: str = "",
    submission: str | None,
    now: datetime,
) -> Demand:
    """Say what a post needs in one block of time. The same form again adds nothing. Raises NotFound."""
    lock_post(session, edition_id, post_id)
    _known_event(session, edition_id, content.event_id)
    if submission is not None:
        known = session.scalar(select(Demand).where(Demand.submission == submission))
        if known is not None:
            return known
    made = Demand(
        post_id=post_id,
        event_id=content.event_id,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        role=str(content.role),
        skill=str(content.skill) if content.skill else None,
        minimum=content.minimum,
        target=content.target,
        source=source,
        submission=submission,
    )
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="needs", subject="post", subject_id=post_id, now=now, demand=made.id)
    return made


def change_counts(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    demand_id: int,
    minimum: int,
    target: int,
    now: datetime,
) -> Demand:
    """Need more or fewer people: the shifts that were made from it follow, and nobody is taken off. Raises NotFound."""
    demand = _lock_demand(session, edition_id, demand_id)
    demand.minimum, demand.target = minimum, target
    for shift in session.scalars(
        select(Shift).where(Shift.demand_id == demand_id).order_by(Shift.id).with_for_update(of=Shift)
    ):
        shift.minimum, shift.target = minimum, target
        shift.version += 1
    session.flush()
    note(
        session,
        actor=actor,
        verb="needs",
        subject="post",
        subject_id=demand.post_id,
        now=now,
        demand=demand_id,
        minimum=minimum,
        target=target,
    )
    return demand


def drop_demand(
    session: Session, *, actor: Actor, edition_id: int, demand_id: int, now: datetime
) -> People | None:
    """Need nobody any more: the shifts go too, unless somebody is or was on one. Raises NotFound."""
    demand = _lock_demand(session, edition_id, demand_id)
    numbers = session.scalars(
        select(Shift.id).where(Shift.demand_id == demand_id).order_by(Shift.id).with_for_update()
    ).all()
    held = session.scalars(select(Assignment.id).where(Assignment.shift_id.in_(numbers))).all()
    if held:
        return People(len(held))
    session.execute(delete(Proposed).where(Proposed.shift_id.in_(numbers)))
    session.execute(delete(Shift).where(Shift.id.in_(numbers)))
    session.execute(delete(Demand).where(Demand.id == demand_id))
    note(session, actor=actor, verb="not_needed", subject="post", subject_id=demand.post_id, now=now)
    return None


def make_shifts(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    hours: int,
    is_open: bool,
    now: datetime,
    post_ids: Iterable[int] | None = None,
) -> int:
    """Make shifts of at most so many hours from every demand that has none yet, and return how many. A second press makes none."""
    statement = (
        select(Demand)
        .join(Post, Post.id == Demand.post_id)
        .where(Post.edition_id == edition_id, Demand.target > 0)
        .order_by(Demand.id)
        .with_for_update(of=Demand)
    )
    if post_ids is not None:
        statement = statement.where(Demand.post_id.in_(sorted(post_ids)))
    demands = session.scalars(statement).all()
    has = set(
        session.scalars(select(Shift.demand_id).where(Shift.demand_id.in_([one.id for one in demands])))
    )
    made = [
        Shift(
            edition_id=edition_id,
            post_id=one.post_id,
            demand_id=one.id,
            event_id=one.event_id,
            starts_at=starts_at,
            ends_at=ends_at,
            role=one.role,
            skill=one.skill,
            minimum=one.minimum,
            target=one.target,
            is_open=is_open,
            version=1,
        )
        for one in demands
        if one.id not in has
        for starts_at, ends_at in blocks(one.starts_at, one.ends_at, timedelta(hours=hours))
    ]
    session.add_all(made)
    session.flush()
    if made:
        note(
            session,
            actor=actor,
            verb="made",
            subject="shifts",
            subject_id=edition_id,
            now=now,
            shifts=len(made),
        )
    return len(made)


def tie_demand(
    session: Session, *, actor: Actor, edition_id: int, demand_id: int, event_id: int | None, now: datetime
) -> Demand:
    """Let a need and its shifts go by an event, or by none any more; times stay as they are. Raises NotFound."""
    demand = _lock_demand(session, edition_id, demand_id)
    _known_event(session, edition_id, event_id)
    tied = session.scalars(
        update(Shift)
        .where(Shift.demand_id == demand_id, Shift.event_id.is_distinct_from(event_id))
        .values(event_id=event_id, version=Shift.version + 1)
        .returning(Shift.id)
    ).all()
    if demand.event_id != event_id or tied:
        demand.event_id = event_id
        session.flush()
        _note_tie(session, actor, subject="post", subject_id=demand.post_id, event_id=event_id, now=now)
    return demand


def tie_shift(
    session: Session, *, actor: Actor, edition_id: int, shift_id: int, event_id: int | None, now: datetime
) -> Shift:
    """Let one shift go by an event, or by none any more; its times stay as they are. Raises NotFound."""
    shift = _lock_shift(session, edition_id, shift_id)
    _known_event(session, edition_id, event_id)
    if shift.event_id != event_id:
        shift.event_id = event_id
        shift.version += 1
        session.flush()
        _note_tie(session, actor, subject="shift", subject_id=shift_id, event_id=event_id, now=now)
    return shift


def _note_tie(
    session: Session, actor: Actor, *, subject: str, subject_id: int, event_id: int | None, now: datetime
) -> None:
    note(session, actor=actor, verb="tied", subject=subject, subject_id=subject_id, now=now, event=event_id)


def open_shift(
    session: Session, *, actor: Actor, edition_id: int, shift_id: int, is_open: bool, now: datetime
) -> Shift:
    """Let the crew sign up for a shift themselves, or not any more. Raises NotFound."""
    shift = _lock_shift(session, edition_id, shift_id)
    if shift.is_open != is_open:
        shift.is_open = is_open
        shift.version += 1
        session.flush()
        note(
            session,
            actor=actor,
            verb="opened" if is_open else "closed",
            subject="shift",
            subject_id=shift_id,
            now=now,
        )
    return shift


def lock_post(session: Session, edition_id: int, post_id: int) -> Post:
    """Return a post that nobody else changes until the transaction ends. Raises NotFound."""
    post = session.scalars(
        select(Post)
        .where(Post.id == post_id, Post.edition_id == edition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if post is None:
        raise NotFound(post_id)
    return post


def _lock_shift(session: Session, edition_id: int, shift_id: int) -> Shift:
    shift = session.get(Shift, shift_id, with_for_update={"of": Shift})
    if shift is None or shift.edition_id != edition_id:
        raise NotFound(shift_id)
    return shift


def _known_event(session: Session, edition_id: int, event_id: int | None) -> None:
    """Raise NotFound unless the event is published in this edition: only then can a release move it."""
    if event_id is None:
        return
    event = session.get(Event, event_id)
    if event is None or event.edition_id != edition_id:
        raise NotFound(event_id)


def _lock_demand(session: Session, edition_id: int, demand_id: int) -> Demand:
    demand = session.scalars(
        select(Demand)
        .join(Post, Post.id == Demand.post_id)
        .where(Demand.id == demand_id, Post.edition_id == edition_id)
        .with_for_update(of=Demand)
    ).one_or_none()
    if demand is None:
        raise NotFound(demand_id)
    return demand


def demands_of(session: Session, post_ids: Iterable[int]) -> Sequence[Demand]:
    """Return what posts need, in order of time."""
    statement = select(Demand).where(Demand.post_id.in_(sorted(post_ids)))
    return session.scalars(statement.order_by(Demand.starts_at, Demand.role, Demand.id)).all()
