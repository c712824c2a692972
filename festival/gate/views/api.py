"""What gate phones ask: pair, who am I, snapshot, scans. JSON in and out, `Authorization: Device <key>`."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.transaction import TooLate, current, writing
from festival.core.trilingual import Trilingual
from festival.gate import answers, queries, reports
from festival.gate import snapshot as snapshots
from festival.gate.services import pairing
from festival.gate.services.taking import take
from festival.gate.standing import Standing
from festival.gate.types import (
    MAX_CLAIMS,
    MAX_SCANNED,
    MOST_HERE,
    Claim,
    Direction,
    GateFacts,
    PairedGate,
    PairingRefusal,
)
from festival.registration.links import Links
from festival.registration.qr import Codes
from festival.web import access
from festival.web.compression import accepts_gzip, compress
from festival.web.settings import settings

blueprint = Blueprint("api", __name__)
_TOUCH_SECONDS = 25
_DIRECTIONS = frozenset(str(one) for one in Direction)
_SENTENCES = {
    PairingRefusal.UNKNOWN: Trilingual(
        "Mã ghép máy này không đúng. Mời anh/chị tạo mã mới ở bàn điều hành.",
        "この登録コードは正しくありません。運営デスクで新しいコードを発行してください。",
        "This pairing code is not right. Please make a new one at the desk.",
    ),
    PairingRefusal.USED: Trilingual(
        "Mã ghép máy này đã dùng cho một máy khác. Mỗi máy cần một mã riêng.",
        "この登録コードはすでに使用されています。端末ごとに新しいコードが必要です。",
        "This pairing code has been used. Each phone needs a code of its own.",
    ),
    PairingRefusal.EXPIRED: Trilingual(
        "Mã ghép máy này đã hết hạn. Mời anh/chị tạo mã mới ở bàn điều hành.",
        "この登録コードは有効期限が切れています。運営デスクで新しいコードを発行してください。",
        "This pairing code has expired. Please make a new one at the desk.",
    ),
}


def _codes() -> Codes:
    return Codes(current_app.extensions["keyring"], Links(settings().public_url, settings().secret_key))


def _phone() -> PairedGate:
    standing: Standing = access.device()
    return standing.phone


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _no(status: int, error: str, **more: Any) -> Response:
    response = jsonify({"error": error, **more})
    response.status_code = status
    return response


@blueprint.post("/pair")
@access.public
def pair() -> Response:
    """Make the phone that holds a one-time token a device."""
    body = _body()
    token, agent = body.get("token"), body.get("agent")
    if not isinstance(token, str) or len(token) > 100:
        return _no(400, PairingRefusal.UNKNOWN, sentence=_SENTENCES[PairingRefusal.UNKNOWN].as_dict())
    described = (
        {key: str(value)[:200] for key, value in agent.items() if key in {"browser", "screen"}}
        if isinstance(agent, dict)
        else {}
    )
    with writing() as session:
        result = pairing.pair(session, token=token, agent=described, now=clock.now())
    if isinstance(result, PairingRefusal):
        return _no(
            400 if result is PairingRefusal.UNKNOWN else 410, result, sentence=_SENTENCES[result].as_dict()
        )
    device, key = result
    gate = queries.get_gate(current(), device.gate_id)
    response = jsonify(
        {
            "v": 1,
            "device": _described(
                device.id,
                device.name,
                shows_names=device.shows_names,
                may_help=device.may_help,
                ends_at=device.ends_at,
            ),
            "key": key,
            "gate": {"id": gate.id, "name": gate.name.as_dict()},
            "keys": snapshots.public_keys(current(), current_app.extensions["keyring"]),
            "server_time": clock.now().isoformat(),
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/device")
@access.by_device
def device() -> Response:
    """Tell a device who it is, where it stands and what it admits to."""
    paired = _phone()
    if _is_stale(paired):
        with writing() as session:
            pairing.touch(session, paired.device_id, now=clock.now())
    return _who(paired)


@blueprint.post("/device")
@access.by_device
def report() -> Response:
    """Hear how a device is (version, battery, what it has not sent) and tell it what it is."""
    paired, said = _phone(), _body().get("report")
    if _is_stale(paired):
        with writing() as session:
            pairing.touch(
                session, paired.device_id, now=clock.now(), report=reports.read(said, now=clock.now())
            )
    return _who(paired)


def _who(paired: PairedGate) -> Response:
    gate = queries.get_gate(current(), paired.gate_id)
    return jsonify(
        {
            "device": _described(
                paired.device_id,
                paired.device_name,
                shows_names=paired.shows_names,
                may_help=paired.may_help,
                ends_at=paired.ends_at,
            ),
            "gate": {
                "id": gate.id,
                "name": gate.name.as_dict(),
                "is_open": gate.is_open,
                "checks_time": gate.checks_time,
            },
            "edition": paired.edition_id,
            "events": [
                {"id": e.id, "title": e.title.as_dict(), "starts_at": e.starts_at.isoformat()}
                for e in gate.events
            ],
            "keys": snapshots.public_keys(current(), current_app.extensions["keyring"]),
            "server_time": clock.now().isoformat(),
            "state": "over" if _is_over(paired) else "active",
        }
    )


def _described(
    number: int, name: str, *, shows_names: bool, may_help: bool, ends_at: datetime | None
) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "shows_names": shows_names,
        "may_help": may_help,
        "ends_at": ends_at.isoformat() if ends_at else None,
    }


def _is_over(paired: PairedGate) -> bool:
    return paired.ends_at is not None and clock.now() >= paired.ends_at


@blueprint.get("/snapshot")
@access.by_device
def snapshot() -> Response:
    """Give what a phone needs to judge by itself, or what has changed since `after`. Signed; no personal data."""
    paired = _phone()
    if _is_over(paired):
        return _no(403, "over")
    after = _moment(request.args.get("after"))
    ring = current_app.extensions["keyring"]
    body, signature = snapshots.signed(
        current(), ring, queries.gate_facts(current(), paired.gate_id), after=after, now=clock.now()
    )
    response = Response(body, mimetype="application/json", headers={"X-Snapshot-Signature": signature})
    response.vary.add("Accept-Encoding")
    if accepts_gzip():  # nothing in it is secret or repeats what somebody sent
        response.set_data(compress(body))
        response.headers["Content-Encoding"] = "gzip"
    return response


@blueprint.post("/scans")
@access.by_device
def scans() -> Response:
    """Take up to 500 claims and answer each: posting twice is harmless."""
    standing: Standing = access.device()
    paired = standing.phone
    claims = _claims(_body().get("claims"))
    if claims is None:
        return _no(400, "bad_request")
    if len(claims) > MAX_CLAIMS:
        return _no(413, "too_many_claims", limit=MAX_CLAIMS)
    now = clock.now()
    gate = replace(standing.gate, is_open=False) if _is_over(paired) else standing.gate
    made: list[dict[str, Any]] = []
    if claims:
        try:
            made = _take(paired, gate, claims, now)
        except TooLate:
            made = _take(paired, gate, claims, now, again=True)
    return jsonify({"answers": made, "server_time": now.isoformat()})


def _take(
    paired: PairedGate, gate: GateFacts, claims: list[Claim], now: datetime, *, again: bool = False
) -> list[dict[str, Any]]:
    with writing() as session:
        answered = take(
            session, device=paired, gate=gate, claims=claims, codes=_codes(), now=now, again=again
        )
        if _is_stale(paired):
            pairing.touch(session, paired.device_id, now=now)
        return answers.answers(session, answered, device=paired, gate=gate, now=now)


def _is_stale(paired: PairedGate) -> bool:
    return paired.seen_at is None or (clock.now() - paired.seen_at).total_seconds() > _TOUCH_SECONDS


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _claims(raw: Any) -> list[Claim] | None:
    """Return well-formed claims, each id once; None when any of them is not."""
    if not isinstance(raw, list):
        return None
    claims: dict[UUID, Claim] = {}
    for one in raw:
        claim = _claim(one)
        if claim is None:
            return None
        claims.setdefault(claim.id, claim)
    return list(claims.values())


def _claim(one: Any) -> Claim | None:
    if not isinstance(one, dict):
        return None
    ticket, at, said, direction = (
        one.get("ticket"),
        _moment(one.get("at")),
        one.get("said"),
        one.get("direction", "in"),
    )
    try:
        number = UUID(one.get("id"))
    except (TypeError, ValueError, AttributeError):
        return None
    if (
        not isinstance(ticket, str)
        or at is None
        or direction not in _DIRECTIONS
        or not (said is None or isinstance(said, str))
    ):
        return None
    return Claim(
        number,
        ticket[:MAX_SCANNED],
        direction,
        at,
        said[:20] if said else None,
        bool(one.get("offline")),
        said_code=_short(one.get("said_code"), 20),
        members=_positions(one.get("members")),
        reason=_short(one.get("reason"), 200) or "",
        skew=_whole(one.get("skew")),
        gate=_whole(one.get("gate")),
        rehearsal=_moment(one.get("rehearsal")),
        here=_people(one.get("here")),
    )


def _short(value: Any, longest: int) -> str | None:
    return value[:longest] if isinstance(value, str) and value else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31 else None


def _people(value: Any) -> int | None:
    return value if (_whole(value) or 0) > 0 and value <= MOST_HERE else None


def _positions(value: Any) -> tuple[int, ...]:
    found = value if isinstance(value, list) else []
    return tuple(sorted({one for one in found if isinstance(one, int) and 0 < one < 100}))[:12]
