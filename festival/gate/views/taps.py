"""What the clicker of a paired phone asks: what there is to count, and that its taps are kept. JSON, `Authorization: Device <key>`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.transaction import current, writing
from festival.gate import glance
from festival.gate.queries import crowd as crowds
from festival.gate.queries.crowd import Crowd
from festival.gate.services import counting, pairing
from festival.gate.standing import Standing
from festival.gate.types import MAX_TAPS, MOST_TAPPED, Direction, LimitKind, PairedGate, Taps
from festival.web import access

blueprint = Blueprint("taps", __name__)
_TOUCH_SECONDS = 25


def _phone() -> PairedGate:
    standing: Standing = access.device()
    return standing.phone


@blueprint.get("/counting")
@access.by_device
def counting_points() -> Response:
    """Give the ways at which one can count, the classes of people, and how full the zones are."""
    phone, session = _phone(), current()
    ways = crowds.crossings(session, phone.edition_id)
    names = {zone.id: zone.name.as_dict() for zone in crowds.zones(session, phone.edition_id)}
    return jsonify(
        {
            "ways": [
                {
                    "id": way.id,
                    "name": way.name.as_dict(),
                    "gate": way.gate_id,
                    "outer": way.outer_id,
                    "inner": way.inner_id,
                }
                for way in ways
            ],
            "zone_names": {str(number): name for number, name in names.items()},
            "classes": [{"id": one.id, "name": one.name.as_dict()} for one in crowds.count_classes(session)],
            "zones": _zones(glance.crowd(phone.edition_id, clock.now())),
            "server_time": clock.now().isoformat(),
        }
    )


@blueprint.post("/taps")
@access.by_device
def taps() -> Response:
    """Keep up to 500 batches of taps; sending them again changes nothing."""
    phone, now = _phone(), clock.now()
    body = request.get_json(silent=True)
    batches = _batches(body.get("taps") if isinstance(body, dict) else None)
    if batches is None:
        return _no(400, "bad_request")
    if len(batches) > MAX_TAPS:
        return _no(413, "too_many_taps", limit=MAX_TAPS)
    kept: dict[UUID, bool] = {}
    if batches:
        with writing() as session:
            kept = counting.keep(session, device=phone, taps=batches, now=now)
            if phone.seen_at is None or (now - phone.seen_at).total_seconds() > _TOUCH_SECONDS:
                pairing.touch(session, phone.device_id, now=now)
    return jsonify(
        {
            "answers": [{"id": str(number), "kept": is_kept} for number, is_kept in kept.items()],
            "zones": _zones(glance.crowd(phone.edition_id, now)),
            "server_time": now.isoformat(),
        }
    )


def _no(status: int, error: str, **more: Any) -> Response:
    response = jsonify({"error": error, **more})
    response.status_code = status
    return response


def _zones(read: Crowd) -> dict[str, Any]:
    return {
        str(line.zone.id): {
            "people": line.people,
            "capacity": line.zone.capacity,
            "share": line.share,
            "level": max(line.levels[LimitKind.DENSITY], line.levels[LimitKind.FILL]),
            "doubtful": line.stand.is_doubtful,
        }
        for line in read.lines
    }


def _batches(raw: Any) -> list[Taps] | None:
    """Return well-formed batches, each id once; None when any of them is not."""
    if not isinstance(raw, list):
        return None
    found: dict[UUID, Taps] = {}
    for one in raw:
        batch = _batch(one) if isinstance(one, dict) else None
        if batch is None:
            return None
        found.setdefault(batch.id, batch)
    return list(found.values())


def _batch(one: dict[str, Any]) -> Taps | None:
    try:
        number, at = UUID(one.get("id")), datetime.fromisoformat(one.get("at", ""))
    except (TypeError, ValueError, AttributeError):
        return None
    way, kind, people, skew = one.get("way"), one.get("class"), one.get("people"), one.get("skew")
    whole = all(type(value) is int for value in (way, kind, people))
    if not whole or at.tzinfo is None or one.get("direction") not in set(Direction):
        return None
    assert isinstance(way, int)
    assert isinstance(kind, int)
    assert isinstance(people, int)
    if abs(people) > MOST_TAPPED or not 0 < way < 2**31 or not 0 < kind < 2**31:
        return None
    known = skew if type(skew) is int and abs(skew) < 2**31 else None
    return Taps(number, way, kind, Direction(str(one["direction"])), people, at, known)
