"""Doors of halls: gates that are made for a zone and follow the programme's hours. The phones that scan there are any gate's phones."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from festival.audit.services import note
from festival.core import clock
from festival.core.actor import SYSTEM, Actor
from festival.core.transaction import after_commit
from festival.core.trilingual import Trilingual
from festival.gate import standing
from festival.gate.models import Gate
from festival.gate.queries import passages as queries
from festival.gate.services.hours import MOST
from festival.gate.services.ordering import locked
from festival.gate.services.pairing import make_gate
from festival.gate.types import Admits
from festival.programme.models import Event
from festival.registration.types.passages import Door, DoorHours, Passage

_OURS = "hall-"  # how windows begin that follow the programme; others were set by hand and stay


class HallDoors:
    """Answers and acts for whoever asks about doors (registration/types/passages.py:Doors)."""

    def doors(self, session: Session, edition_id: int) -> Sequence[Door]:
        """Return the gates of an edition that lead into some zone."""
        return queries.doors(session, edition_id)

    def passages(
        self, session: Session, gate_ids: Iterable[int], *, since: datetime, until: datetime
    ) -> Sequence[Passage]:
        """Return who went through these gates in this time."""
        return queries.passages(session, gate_ids, since=since, until=until)

    def set_up(
        self,
        session: Session,
        *,
        actor: Actor,
        edition_id: int,
        name: Trilingual,
        place: Trilingual,
        zones: int,
        events: frozenset[int],
        hours: Sequence[DoorHours],
        now: datetime,
    ) -> int:
        """Make a door for these zones and return its gate. People come and go there as often as they like."""
        last = session.scalar(select(func.max(Gate.position)).where(Gate.edition_id == edition_id)) or 0
        gate = make_gate(
            session,
            actor=actor,
            edition_id=edition_id,
            name=name,
            place=place,
            event_ids=sorted(events),
            checks_time=True,
            position=last + 1,
            now=now,
        )
        gate.rules = {
            "hall": True, "zones": zones, "admits": Admits.OFTEN, "reentry": True, "windows": _windows(zones, hours),
        }  # fmt: skip
        after_commit(session, standing.forget)
        return gate.id

    def follow(
        self,
        session: Session,
        *,
        edition_id: int,
        zones: int,
        events: frozenset[int],
        hours: Sequence[DoorHours],
        now: datetime,
    ) -> int:
        """Let the doors that were set up for these zones have these hours; return how many changed."""
        changed = 0
        for gate_id in _behind(session, edition_id, zones, events, hours):
            [gate] = locked(session, gate_id=gate_id)
            rules = gate.rules or {}
            gate.rules = rules | {"windows": _kept(rules) + _windows(zones, hours)}
            gate.events = list(session.scalars(select(Event).where(Event.id.in_(events))))
            note(
                session, actor=SYSTEM, verb="gate.hours_followed", subject="gate", subject_id=gate.id, now=now
            )
            changed += 1
        if changed:
            after_commit(session, standing.forget)
        return changed


def _behind(
    session: Session, edition_id: int, zones: int, events: frozenset[int], hours: Sequence[DoorHours]
) -> list[int]:
    """Return the doors that follow and do not say what they should, without a lock."""
    wanted = _windows(zones, hours)
    return [
        gate.id
        for gate in session.scalars(select(Gate).where(Gate.edition_id == edition_id).order_by(Gate.id))
        if (gate.rules or {}).get("hall")
        and (gate.rules or {}).get("zones") == zones
        and (_ours(gate.rules or {}) != wanted or {event.id for event in gate.events} != events)
    ]


def _ours(rules: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in rules.get("windows", ()) if one["id"].startswith(_OURS)]


def _kept(rules: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in rules.get("windows", ()) if not one["id"].startswith(_OURS)]


def _windows(zones: int, hours: Sequence[DoorHours]) -> list[dict[str, Any]]:
    """Return the hours as a gate keeps them: the day and minutes of Hạ Long."""
    made = []
    for one in hours[:MOST]:
        since, until = clock.local(one.since), clock.local(one.until)
        days = (until.date() - since.date()).days
        made.append(
            {
                "id": _OURS + one.number,
                "day": since.date().isoformat(),
                "since": since.hour * 60 + since.minute,
                "until": days * 1440 + until.hour * 60 + until.minute,
                "events": sorted(one.events),
                "zones": zones,
                "admits": str(Admits.OFTEN),
                "reentry": True,
            }
            | ({"sessions": sorted(one.sessions), "beside": sorted(one.beside)} if one.sessions else {})
        )
    return made
