"""The public programme and its feeds with an edition of thousands of events, which is made for it."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle
from typing import Any
from urllib.request import Request, urlopen

import flask_migrate
from sqlalchemy import insert, select

from festival.app import create_app
from festival.core import clock
from festival.core.config import read
from festival.core.db import db
from festival.core.transaction import writing
from festival.programme.models import Event
from festival.programme.sample import load as load_programme
from tests.bench import client, site
from tests.bench.table import Measure, repeated

_FEEDS = {
    "calendar": "/feeds/programme.ics",
    "schedule.xml": "/feeds/schedule.xml",
    "schedule.json": "/feeds/schedule.json",
    "JSON API": "/api/v1/programme",
}


def prepare(environ: dict[str, str], events: int) -> None:
    """Fill a database with a published edition of so many events."""
    app = create_app(read(environ))
    with app.app_context():
        flask_migrate.upgrade()
        site.make_floor()
        with writing() as session:
            load_programme(session, year=2027, now=clock.now())
        with writing() as session:
            patterns = session.scalars(select(Event).order_by(Event.id)).all()
            session.execute(insert(Event), list(_copies(patterns, events - len(patterns))))
        db.session.remove()
        db.engine.dispose()


def _copies(patterns: Sequence[Event], count: int) -> Iterator[dict[str, Any]]:
    """Return rows like the patterns, each with a name of its own and some minutes later than the one before."""
    last = patterns[-1].id
    for number, pattern in zip(range(1, count + 1), cycle(patterns), strict=False):
        later = timedelta(minutes=5 * (number % 288))
        same = {column.key: getattr(pattern, column.key) for column in Event.__table__.columns}
        yield same | {
            "id": last + number,
            "guid": str(uuid.uuid4()),
            "slug": f"{pattern.slug[:70]}-{number}",
            "starts_at": pattern.starts_at + later,
            "ends_at": pattern.ends_at + later,
            "doors_at": None,
            "is_main": False,
        }


def measures(port: int, events: int) -> list[Measure]:
    """Return the pages and feeds: whole as a phone takes them, and asked for again by who has them."""
    page = client.request("GET", "/vi/programme", Accept_Encoding="gzip")
    found = [Measure(f"programme page, {events:,} events", "ok", 0.40, repeated(page))]
    for name, path in _FEEDS.items():
        whole = client.request("GET", path, Accept_Encoding="gzip")
        again = client.request("GET", path, Accept_Encoding="gzip", If_None_Match=_tag(port, path))
        found += [
            Measure(f"{name}, {events:,} events", "ok", 0.20, repeated(whole)),
            Measure(f"{name}, unchanged", "ok", 0.60, repeated(again), 304),
        ]
    return found


def _tag(port: int, path: str) -> str:
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(request) as answer:
        return str(answer.headers["ETag"])
