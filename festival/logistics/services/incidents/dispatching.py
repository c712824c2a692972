"""Units: who there is, whom the control room sends, and what they answer from the field."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core.actor import CITIZEN, Actor
from festival.core.errors import NotFound
from festival.logistics.models import Incident, IncidentDispatch, ResponseUnit
from festival.logistics.queries.incidents import get_unit
from festival.logistics.services.incidents.holding import hold, write
from festival.logistics.services.incidents.logging import shift
from festival.logistics.types.incidents import (
    BUSY,
    NEXT_ANSWERS,
    EntryKind,
    IncidentKind,
    IncidentRefusal,
    IncidentState,
    Sight,
    UnitAnswer,
)
from festival.programme.services.drafting import account_of
from festival.programme.services.holding import hold_edition


def add_unit(
    session: Session,
    *,
    actor: Actor,
    edition_id: int,
    name: str,
    kind: IncidentKind,
    phone: str,
    language: str,
    now: datetime,
    submission: str | None = None,
) -> ResponseUnit | None:
    """Add a unit; None where one of this name is there already. The same form again gets the first one."""
    hold_edition(session, edition_id)
    if submission is not None:
        known = session.scalar(select(ResponseUnit).where(ResponseUnit.submission == submission))
        if known is not None:
            return known
    taken = select(ResponseUnit.id).where(ResponseUnit.edition_id == edition_id, ResponseUnit.name == name)
    if session.scalar(taken) is not None:
        return None
    made = ResponseUnit(
        edition_id=edition_id, name=name, kind=kind, phone=phone, language=language, submission=submission
    )
    session.add(made)
    session.flush()
    note(session, actor=actor, verb="made", subject="response_unit", subject_id=made.id, now=now)
    return made


def renew_link(session: Session, *, actor: Actor, edition_id: int, unit_id: int, now: datetime) -> None:
    """End the link of a unit's phone and make another. Raises NotFound."""
    unit = get_unit(session, edition_id, unit_id)
    unit.epoch += 1
    session.flush()
    note(session, actor=actor, verb="link.renewed", subject="response_unit", subject_id=unit.id, now=now)


def retire_unit(
    session: Session, *, actor: Actor, edition_id: int, unit_id: int, back: bool, now: datetime
) -> None:
    """Take a unit out of use, which ends its link, or put it back. Raises NotFound."""
    unit = get_unit(session, edition_id, unit_id)
    if (unit.retired_at is None) == back:
        return
    unit.retired_at = None if back else now
    unit.epoch += 1
    session.flush()
    verb = "put_back" if back else "retired"
    note(session, actor=actor, verb=verb, subject="response_unit", subject_id=unit.id, now=now)


def dispatch(
    session: Session,
    *,
    actor: Actor,
    sight: Sight,
    number: int,
    unit_id: int,
    told: str,
    now: datetime,
    submission: str | None = None,
) -> IncidentDispatch | IncidentRefusal:
    """Send a unit to an incident, which is dispatched then. The same form again gets the first one. Raises NotFound."""
    held = hold(session, sight, number)
    if submission is not None:
        known = session.scalar(select(IncidentDispatch).where(IncidentDispatch.submission == submission))
        if known is not None:
            return known
    if held.merged_into_id is not None:
        return IncidentRefusal.MERGED
    if held.state == IncidentState.CLOSED:
        return IncidentRefusal.NO_WAY
    unit = get_unit(session, sight.edition_id, unit_id)
    if unit.retired_at is not None:
        return IncidentRefusal.GONE
    there = select(IncidentDispatch.id).where(
        IncidentDispatch.incident_id == held.id,
        IncidentDispatch.unit_id == unit_id,
        IncidentDispatch.answer.in_(BUSY),
    )
    if session.scalar(there) is not None:
        return IncidentRefusal.BUSY
    made = IncidentDispatch(
        incident_id=held.id,
        unit_id=unit_id,
        told=told,
        answer=UnitAnswer.SENT,
        sent_at=now,
        sent_by=account_of(actor),
        submission=submission,
    )
    session.add(made)
    session.flush()
    _log(session, held, made, UnitAnswer.SENT, actor=actor, text=told, now=now)
    if held.state in {IncidentState.NEW, IncidentState.ACKNOWLEDGED, IncidentState.ON_HOLD}:
        shift(session, held, IncidentState.DISPATCHED, actor=actor, now=now)
    note(
        session, actor=actor, verb="dispatched", subject="incident", subject_id=held.id, now=now, unit=unit_id
    )
    return made


def _log(
    session: Session,
    incident: Incident,
    sent: IncidentDispatch,
    answer: UnitAnswer,
    *,
    actor: Actor,
    text: str = "",
    crew_id: int | None = None,
    now: datetime,
) -> None:
    content = {"answer": str(answer)}
    write(
        session,
        incident,
        actor=actor,
        kind=EntryKind.UNIT,
        text=text,
        content=content,
        unit_id=sent.unit_id,
        crew_id=crew_id,
        now=now,
    )


def recall(
    session: Session, *, actor: Actor, sight: Sight, number: int, dispatch_id: int, now: datetime
) -> IncidentDispatch:
    """Call a unit back; one that is done or recalled stays so. Raises NotFound."""
    held = hold(session, sight, number)
    sent = _of(session, dispatch_id, held.id)
    if sent.answer in BUSY:
        sent.answer, sent.done_at = UnitAnswer.RECALLED, now
        _log(session, held, sent, UnitAnswer.RECALLED, actor=actor, now=now)
    return sent


def answer(
    session: Session,
    *,
    unit_id: int,
    dispatch_id: int,
    said: UnitAnswer,
    crew_id: int | None = None,
    now: datetime,
) -> IncidentDispatch | IncidentRefusal:
    """Take what a unit says from its phone, or somebody of the crew for it. The first one on the scene moves the incident there.

    Sent again, the answer stands; one that comes late (the unit is further already) is refused. Raises NotFound.
    """
    known = session.get(IncidentDispatch, dispatch_id)
    if known is None or known.unit_id != unit_id:
        raise NotFound(dispatch_id)
    held = session.scalar(
        select(Incident)
        .where(Incident.id == known.incident_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert held is not None
    sent = _of(session, dispatch_id, held.id)
    if sent.answer == said:
        return sent
    if said not in NEXT_ANSWERS[UnitAnswer(sent.answer)]:
        return IncidentRefusal.NO_WAY
    sent.answer = str(said)
    if said is UnitAnswer.UNDER_WAY:
        sent.under_way_at = now
    elif said is UnitAnswer.ON_SCENE:
        sent.on_scene_at = now
    else:
        sent.done_at = now
    _log(session, held, sent, said, actor=CITIZEN, crew_id=crew_id, now=now)
    if said is UnitAnswer.ON_SCENE and held.state == IncidentState.DISPATCHED and held.merged_into_id is None:
        shift(session, held, IncidentState.ON_SCENE, actor=CITIZEN, now=now)
    return sent


def _of(session: Session, dispatch_id: int, incident_id: int) -> IncidentDispatch:
    found = session.scalar(
        select(IncidentDispatch)
        .where(IncidentDispatch.id == dispatch_id, IncidentDispatch.incident_id == incident_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(dispatch_id)
    return found
