"""What tests of the editor share: events of their own, and forms as a browser sends them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festival.core.actor import SYSTEM
from festival.core.clock import LOCAL
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.content import EventContent
from festival.programme.queries.drafts import Drafted, get_draft
from festival.programme.queries.ground import ground_of
from festival.programme.services import drafting
from festival.programme.types import Audience, EventKind
from tests.support.apps import csrf_in

EDITION = 1
DAY = "2027-11-17"
EVENING = datetime(2027, 11, 17, 18, 0, tzinfo=LOCAL).astimezone(UTC)


def content(**values: Any) -> EventContent:
    """Return an event of an hour outside the timetable, with other values."""
    plain: dict[str, Any] = {
        "slug": "",
        "title": Trilingual("Tiết mục (mẫu)", "演目（サンプル）", "Number (sample)"),
        "summary": Trilingual(),
        "text": Trilingual(),
        "kind": EventKind.PERFORMANCE,
        "audience": Audience.PUBLIC,
        "venue_id": None,
        "space_id": None,
        "starts_at": None,
        "minutes": 60,
        "doors_before": None,
        "capacity": None,
        "party_max": 6,
        "registration_opens_at": None,
        "registration_closes_at": None,
        "is_main": False,
        "is_cancelled": False,
        "people": (),
    }
    return EventContent(**plain | values)


def make(app: Flask, **values: Any) -> Drafted:
    """Add an event to the working copy."""
    with app.app_context(), writing() as session:
        return drafting.make(
            session, actor=SYSTEM, edition_id=EDITION, content=content(**values), now=datetime.now(UTC)
        )


def on_stage(app: Flask, **values: Any) -> Drafted:
    """Add an event at 18:00 of the main day, on the square's first space."""
    venue_id, space_id = stage(app)
    placed = {"starts_at": EVENING, "venue_id": venue_id, "space_id": space_id}
    return make(app, **placed | values)


def stage(app: Flask) -> tuple[int, int]:
    """Return venue and space of the square's stage."""
    with app.app_context():
        venue = ground_of(current()).venues[0]
        return venue.id, venue.spaces[0].id


def stored(app: Flask, draft: Drafted) -> Drafted:
    """Return a draft as the database has it."""
    with app.app_context():
        return get_draft(current(), EDITION, draft.id)


def fields(draft: Drafted, **values: Any) -> dict[str, Any]:
    """Return the fields of a placement on the stage at 18:00, with other values."""
    plain = {"version": draft.version, "day": DAY, "start": "18:00", "minutes": "60", "where": "v1"}
    return {**plain, **values}


def token(client: FlaskClient) -> str:
    """Return this browser's CSRF token."""
    return csrf_in(client.get("/desk/programme").text)


def send(
    client: FlaskClient, path: str, data: dict[str, Any] | None = None, *, json: bool = False
) -> TestResponse:
    """Post a form, or the same fields as the grid sends them."""
    if json:
        headers = {"X-CSRFToken": token(client), "Accept": "application/json"}
        return client.post(path, data=data or {}, headers=headers)
    return client.post(path, data={"csrf_token": token(client), **(data or {})})


def later(minutes: int) -> datetime:
    """Return 18:00 and so many minutes."""
    return EVENING + timedelta(minutes=minutes)
