"""My plan: events starred on the phone without an account, as a page and as a calendar of one's own.

The phone alone knows the stars; `?e=4.8.15` says them to the page. A calendar is made and changed in JSON with a key in a
header, which no other site can send, and read at its secret address.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.signing import derive
from festival.core.transaction import current, writing
from festival.core.trilingual import DEFAULT_LANGUAGE, Language, as_language
from festival.programme.cards import cards, pick
from festival.programme.catalogue import catalogue
from festival.programme.feeds import ical
from festival.programme.feeds.reader import Reader, last_change
from festival.programme.labels import kind_label
from festival.programme.queries.plans import get_plan
from festival.programme.queries.travel import travel_minutes
from festival.programme.rules import planning as rules
from festival.programme.rules import timetable
from festival.programme.services import planning
from festival.programme.services.planning import MOST, Kept, TooOften
from festival.programme.types import EventKind
from festival.web import access, documents, pagecache
from festival.web.documents import Made
from festival.web.locale import gettext as _
from festival.web.locale import language, speak
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("plans", __name__)


@blueprint.get("/<language:lang>/my-plan")
@access.public
@pagecache.shared
def my_plan() -> str:
    """List the events of `?e=` in order of time, and say where two of them cannot both be seen."""
    kept = catalogue()
    chosen = _numbers(request.args.get("e", ""))
    events = [event for event in kept.events if event.id in chosen]
    made = cards(current(), events, clock.now())
    found = rules.warnings(events, travel_minutes(current())) if events else []
    return render_template(
        "programme/plans/my_plan.html",
        edition=kept.edition,
        days=[(day.date, pick(made, day.events)) for day in timetable.by_day(events)],
        count=len(events),
        gone=len(chosen) - len(events),
        warnings=found,
        chosen=".".join(str(event.id) for event in events),
    )


def _numbers(text: str) -> set[int]:
    """Return the events of `4.8.15`; what is no number is not there."""
    words = text.split(".")[:MOST]
    return {int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 10}


@blueprint.post("/api/v1/plans")
@access.public
def make() -> ResponseReturnValue:
    """Make a calendar of the events sent; answer with its key and its address."""
    event_ids, spoken = _sent(fewest=1)
    with writing() as session:
        made = planning.make(
            session,
            event_ids=event_ids,
            language=spoken,
            network=network(),
            secret=_throttle_key(),
            now=clock.now(),
        )
    if isinstance(made, TooOften):
        return _too_often()
    return _private({"key": made.key, "calendar": _calendar_url(made)}, 201)


@blueprint.post("/api/v1/plans/change")
@access.token
def change() -> ResponseReturnValue:
    """Make the calendar of this key say other events."""
    key = _key()
    event_ids, spoken = _sent(fewest=0)
    with writing() as session:
        done = planning.change(
            session,
            key=key,
            event_ids=event_ids,
            language=spoken,
            secret=_throttle_key(),
            now=clock.now(),
        )
    return _too_often() if isinstance(done, TooOften) else _private({"changed": True}, 200)


@blueprint.post("/api/v1/plans/end")
@access.token
def end() -> ResponseReturnValue:
    """End the address of this key for good."""
    with writing() as session:
        planning.end(session, key=_key(), now=clock.now())
    return _private({"ended": True}, 200)


@blueprint.get("/feeds/plans/<address>.ics")
@access.token
def calendar(address: str) -> Response:
    """Send somebody's plan as a calendar."""
    plan = get_plan(current(), address)
    chosen, spoken, changed_at = set(plan.event_ids), _spoken(plan.language), plan.changed_at
    speak(spoken)
    kept = catalogue()

    def made() -> Made:
        reader = Reader(language(), {kind: kind_label(kind) for kind in EventKind}, settings().public_url)
        events = [event for event in kept.events if event.id in chosen]
        body = ical.calendar(events, name=_("My plan – Hokkaido Festival in Hạ Long"), reader=reader)
        return Made(body, _newest(changed_at, last_change(kept.events)))

    key = ("plan", plan.id, changed_at, spoken, kept.revision)
    return documents.shared(key, made, mimetype=ical.MIMETYPE, filename="my-plan.ics")


def _newest(one: datetime, other: datetime | None) -> datetime:
    return one if other is None else max(one, other)


def _spoken(code: str | None) -> Language:
    return as_language(code) or DEFAULT_LANGUAGE


def _key() -> str:
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    if kind != "Plan":
        abort(404)
    return key


def _sent(*, fewest: int) -> tuple[list[int], Language]:
    """Return the events and the language of the JSON that was sent; 400 for anything else."""
    sent = request.get_json(silent=True) if request.is_json else None
    events = sent.get("events") if isinstance(sent, dict) else None
    right = isinstance(events, list) and all(type(one) is int and 0 < one < 2**31 for one in events)
    if not right or not fewest <= len(events or []) <= MOST:
        abort(400)
    assert isinstance(sent, dict)
    said = sent.get("language")
    return list(events or []), _spoken(said if isinstance(said, str) else None)


def _calendar_url(made: Kept) -> str:
    return f"{settings().public_url}/feeds/plans/{made.address}.ics"


def _throttle_key() -> bytes:
    return derive(settings().secret_key, "throttle")


def _too_often() -> ResponseReturnValue:
    return {"error": "too_often"}, 429, {"Retry-After": "3600"}


def _private(body: dict[str, Any], status: int) -> ResponseReturnValue:
    return body, status, {"Cache-Control": "no-store"}
