"""Units of the crew: a team, or whoever stands at a post, becomes a unit the first time it is sent; its people are told."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import Actor
from festival.core.errors import NotFound
from festival.core.trilingual import DEFAULT_LANGUAGE
from festival.logistics import crew_mails as mails
from festival.logistics.crew_links import CrewLinks
from festival.logistics.models import Incident, IncidentDispatch, Post, ResponseUnit
from festival.logistics.queries.called import people_called
from festival.logistics.queries.crew import get_team
from festival.logistics.types.incidents import KIND_OF_AREA, KIND_OF_POST, IncidentKind
from festival.logistics.types.shifts import PostKind
from festival.logistics.types.tasks import Area
from festival.outbox.models import Message
from festival.outbox.services import enqueue
from festival.programme.services.holding import hold_edition

_LONGEST = 80


def unit_of_team(
    session: Session, *, actor: Actor, edition_id: int, team_id: int, now: datetime
) -> ResponseUnit:
    """Return the unit that a team is; the first time it is made. Raises NotFound. Holds the edition: call before anything is held."""
    hold_edition(session, edition_id)
    team = get_team(session, edition_id, team_id)
    found = session.scalar(select(ResponseUnit).where(ResponseUnit.team_id == team.id))
    kind = KIND_OF_AREA.get(Area(team.area), IncidentKind.OTHER)
    return found or _made(
        session, actor=actor, edition_id=edition_id, name=team.name, kind=kind, now=now, team_id=team.id
    )


def unit_of_post(
    session: Session, *, actor: Actor, edition_id: int, post_id: int, now: datetime
) -> ResponseUnit:
    """Return the unit that the people at a post are; the first time it is made. Raises NotFound. Holds the edition, as above."""
    hold_edition(session, edition_id)
    post = session.get(Post, post_id)
    if post is None or post.edition_id != edition_id:
        raise NotFound(post_id)
    found = session.scalar(select(ResponseUnit).where(ResponseUnit.post_id == post.id))
    kind = KIND_OF_POST.get(PostKind(post.kind), IncidentKind.OTHER)
    name = f"{post.code} {post.name.in_(DEFAULT_LANGUAGE)}"
    return found or _made(
        session, actor=actor, edition_id=edition_id, name=name, kind=kind, now=now, post_id=post.id
    )


def _made(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    name: str,
    kind: IncidentKind,
    now: datetime,
    **source: int,
) -> ResponseUnit:
    made = ResponseUnit(
        edition_id=edition_id, name=_free_name(session, edition_id, name), kind=kind, **source
    )
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="made", subject="response_unit", subject_id=made.id, now=now, **source)
    return made


def _free_name(session: Session, edition_id: int, wanted: str) -> str:
    """Return the name, or the next like it: on the radio no two units are called the same."""
    taken = set(
        session.scalars(
            select(ResponseUnit.name).where(
                ResponseUnit.edition_id == edition_id,
                ResponseUnit.name.startswith(wanted[:40], autoescape=True),
            )
        )
    )
    name, number = wanted[:_LONGEST], 2
    while name in taken:
        ending = f" · {number}"
        name, number = wanted[: _LONGEST - len(ending)] + ending, number + 1
    return name


def tell(
    session: Session,
    sent: IncidentDispatch,
    unit: ResponseUnit,
    incident: Incident,
    *,
    links: CrewLinks,
    now: datetime,
) -> int:
    """Write to the people of a unit of the crew that they are sent, once; return to how many. The incident must be held.

    A message goes through other people's networks: of a confidential incident it says only that they are called.
    """
    if session.scalar(select(exists().where(Message.cause.like(f"dispatch:{sent.id}:%")))):
        return 0
    told = 0
    for member in people_called(session, unit, now):
        said = None if incident.confidential else (incident.place, incident.place_text, sent.told)
        letter = mails.called(member, said, f"{links.url(member.id, member.epoch)}/call")
        if letter is not None:
            # Counted already: a call waits for no turn, and goes to our own people only.
            enqueue(session, letter, cause=f"dispatch:{sent.id}:crew:{member.id}", counted=True, now=now)
            told += 1
    return told
