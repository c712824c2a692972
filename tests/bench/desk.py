"""The registrar's desk with 50,000 parties: page, filters and search in the database, and the whole list as XLSX in little memory.

`python -m tests.bench.desk` prints the times beside a floor: counting all rows of the same table.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import func, select, text

from festival.app import create_app
from festival.core import clock
from festival.core.config import read
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.programme.sample import load as load_programme
from festival.registration.models import Registration
from festival.registration.queries.counts import by_day, standings
from festival.registration.queries.listing import listed
from festival.registration.queries.people_rows import people
from festival.registration.tables import people as people_table
from festival.registration.tables.streaming import as_csv, as_xlsx
from festival.registration.types import RegistrationKind
from festival.registration.types.desk import Filters, PartyState, Presence
from tests.bench import crowd
from tests.support import postgres

ROUNDS = 7
_ASKED = {
    "newest page": Filters(),
    "search: nguyen": Filters(text="nguyen"),
    "search: one letter": Filters(text="n"),
    "search: one kanji": Filters(text="花"),
    "search: nobody": Filters(text="khong co ai"),
    "search: end of a phone": Filters(text="0012 345"),
    "search: part of a mail": Filters(text="khach49@"),
    "filter: cancelled": Filters(state=PartyState.CANCELLED),
    "filter: came": Filters(presence=Presence.CAME),
    "filter: not come, Japanese, needs": Filters(presence=Presence.NOT_YET, language="ja", needs=True),
    "filter: walk-ins of one event": Filters(kind=RegistrationKind.WALK_IN, event_id=1),
    "filter and search": Filters(text="quynh", language="vi", state=PartyState.COMING),
}


def main() -> None:
    """Measure and print a table for each database."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--parties", type=int, default=50_000)
    asked.add_argument("--database", choices=["postgresql", "sqlite", "both"], default="both")
    options = asked.parse_args()
    for kind in ("postgresql", "sqlite") if options.database == "both" else (options.database,):
        with tempfile.TemporaryDirectory(prefix="festival-bench-") as folder:
            measure(kind, Path(folder), options.parties)


def measure(kind: str, folder: Path, parties: int) -> None:
    """Fill a database of one kind and measure."""
    server = postgres.start(durable=True) if kind == "postgresql" else None
    if isinstance(server, postgres.Absent):
        print(f"{kind}: {server.reason}")
        return
    try:
        url = server.create_database() if server else f"sqlite:///{folder}/desk.sqlite"
        app = create_app(
            read(
                {
                    "INSTANCE_DIR": str(folder),
                    "DATABASE_URL": url,
                    "SECRET_KEY": "0" * 32,
                    "LOG_LEVEL": "error",
                }
            )
        )
        with app.test_request_context():
            flask_migrate.upgrade()
            with writing() as session:
                load_programme(session, year=2027, now=clock.now())
            crowd.fill(parties, now=clock.now())
            _lists(kind, parties)
            _figures()
            _files()
            db.session.remove()
            db.engine.dispose()
    finally:
        if server:
            server.stop()


def _lists(kind: str, parties: int) -> None:
    session = current()
    print(f"\n{kind}, {parties:,} parties; median of {ROUNDS} rounds")
    print("| what | ms | × the floor | parties found |\n|---|---|---|---|")
    floor = _timed(lambda: session.scalar(select(func.count()).select_from(Registration)))
    print(f"| floor: count all parties | {floor:.1f} | 1 | {parties:,} |")
    for name, filters in _ASKED.items():
        found = listed(session, edition_id=1, filters=filters)
        spent = _timed(lambda filters=filters: listed(session, edition_id=1, filters=filters))  # type: ignore[misc]
        print(f"| {name} | {spent:.1f} | {spent / floor:.1f} | {found.total:,} |")
    last = _timed(lambda: listed(session, edition_id=1, filters=Filters(), before=60))
    print(f"| the last page | {last:.1f} | {last / floor:.1f} | |")
    sys.stdout.flush()


def _figures() -> None:
    session = current()
    print(f"| figures: all events | {_timed(lambda: standings(session, 1)):.1f} | | |")
    print(f"| figures: by day | {_timed(lambda: by_day(session, 1, None)):.1f} | | |")


def _files() -> None:
    """Print what the whole list costs, and how much more memory it needs than its first thousand rows."""
    session = current()
    for name, make in (("XLSX", _xlsx), ("CSV", as_csv)):
        rows = people_table.rows(people(session, edition_id=1, filters=Filters()), {})
        begun, size, peak = time.perf_counter(), 0, 0
        for number, piece in enumerate(make(people_table.heads(), rows)):
            size += len(piece)
            if number == 3:
                peak = _memory()
        spent = time.perf_counter() - begun
        print(
            f"{name}: {size / 1e6:.1f} MB in {spent:.1f} s, {(_memory() - peak) / 1024:.1f} MB more memory than after 1,500 rows"
        )
    session.execute(text("SELECT 1"))


def _xlsx(heads: Any, rows: Any) -> Any:
    return as_xlsx("bench", heads, rows)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _timed(do: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        current().expire_all()
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
