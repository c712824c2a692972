"""What a helper's phone asks, on line only: who is in a party, who has no code, who comes without a ticket. Nothing of it is kept there."""

from typing import Any, cast, get_args

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.core.trilingual import Language
from festival.gate import queries
from festival.gate.labels import class_label
from festival.gate.reading import read_all
from festival.gate.services import helping
from festival.gate.standing import Standing
from festival.gate.types import MAX_SCANNED, PairedGate, TooOften
from festival.registration.links import Links
from festival.registration.qr import Codes
from festival.registration.queries import get_registration
from festival.registration.types import Full, Registered
from festival.web import access
from festival.web.settings import settings

blueprint = Blueprint("helping", __name__)
LONGEST = 80  # characters of a search or a name
PEOPLE_MAX = 6


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _no(status: int, error: str, **more: Any) -> Response:
    response = jsonify({"error": error, **more})
    response.status_code = status
    return response


def _private(data: dict[str, Any]) -> Response:
    response = jsonify(data | {"server_time": clock.now().isoformat()})
    response.headers["Cache-Control"] = "no-store"
    return response


def _helper() -> PairedGate | Response:
    """Return the phone when it may look guests up now, else the refusal."""
    standing: Standing = access.device()
    phone = standing.phone
    is_over = phone.ends_at is not None and clock.now() >= phone.ends_at
    return _no(403, "not_allowed") if is_over or not phone.may_help else phone


@blueprint.post("/party")
@access.by_device
def party() -> Response:
    """Tell who belongs to a party's code: names only for phones that may show them."""
    standing: Standing = access.device()
    phone, text = standing.phone, _body().get("ticket")
    if not isinstance(text, str) or len(text) > MAX_SCANNED:
        return _no(400, "bad_request")
    codes = Codes(current_app.extensions["keyring"], Links(settings().public_url, settings().secret_key))
    session = current()
    reading = read_all(session, codes, [text], edition_id=phone.edition_id).get(text)
    if reading is None or not reading.is_party:
        return _no(404, "no_party")
    number = reading.registration or queries.party_of(session, reading.ticket or 0)
    if number is None:
        return _no(404, "no_party")
    members = queries.members_of(session, number, with_names=phone.shows_names)
    return _private(
        {
            "members": [
                {
                    "position": one.position,
                    "name": one.name,
                    "inside": one.is_inside,
                    "class_label": class_label(one.ticket_class).as_dict(),
                }
                for one in members
            ]
        }
    )


@blueprint.post("/search")
@access.by_device
def search() -> Response:
    """Find guests by name (from one character), the end of their phone number, organisation or code."""
    phone, text = _helper(), tidy(str(_body().get("q") or ""))[:LONGEST]
    if not isinstance(phone, PairedGate):
        return phone
    if not text:
        return _private({"found": [], "more": False})
    with writing() as session:
        outcome = helping.search(
            session, device=phone, text=text, secret=settings().secret_key.encode(), now=clock.now()
        )
    if isinstance(outcome, TooOften):
        return _no(429, "too_often")
    found, more = outcome
    return _private(
        {
            "found": [
                {
                    "code": one.code,
                    "name": one.name,
                    "organisation": one.organisation,
                    "class_label": class_label(one.ticket_class).as_dict(),
                    "blocked": one.state == "blocked",
                    "inside": one.is_inside,
                    "event": one.event.as_dict(),
                }
                for one in found
            ],
            "more": more,
        }
    )


@blueprint.get("/photo/<int:ticket_id>")
@access.by_device
def photo(ticket_id: int) -> Response:
    """Give the photo of the person whose ticket has just been scanned, to compare."""
    phone = _helper()
    if not isinstance(phone, PairedGate):
        return phone
    jpeg = queries.photo_behind(current(), ticket_id, phone.edition_id)
    if jpeg is None:
        return _no(404, "no_photo")
    return Response(jpeg, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@blueprint.post("/walk-in")
@access.by_device
def walk_in() -> Response:
    """Register a party that stands at the gate, within the places there are; returns the short code that admits it."""
    phone, said = _helper(), _body()
    if not isinstance(phone, PairedGate):
        return phone
    standing: Standing = access.device()
    now = clock.now()
    numbers = [said.get(name) for name in ("people", "children")]
    language, submission = said.get("language"), said.get("submission")
    events = queries.walk_in_events(current(), standing.gate.events, now)
    wanted = said.get("event") or (events[0] if events else None)
    people, children = (one if isinstance(one, int) and not isinstance(one, bool) else -1 for one in numbers)
    if (
        not (1 <= people <= PEOPLE_MAX and 0 <= children <= people)
        or language not in get_args(Language)
        or not isinstance(submission, str)
        or not 16 <= len(submission) <= 38
    ):
        return _no(400, "bad_request")
    if wanted not in events:
        return _no(409, "not_open")
    with writing() as session:
        outcome = helping.register(
            session,
            device=phone,
            event_id=wanted,
            people=people,
            children=children,
            name=tidy(str(said.get("name") or ""))[:LONGEST],
            language=cast("Language", language),
            submission=submission,
            secret=settings().secret_key.encode(),
            now=now,
        )
    if isinstance(outcome, TooOften):
        return _no(429, "too_often")
    if not isinstance(outcome, Registered):
        left = outcome.left if isinstance(outcome, Full) else None
        return _no(409, "full" if isinstance(outcome, Full) else "not_open", left=left)
    return _private({"code": get_registration(current(), outcome.registration_id).code, "people": people})
