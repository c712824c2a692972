"""`./run bench`: what scans, registrations, the programme page and its feeds cost beside a bare transaction or a bare answer.

Each is measured in turn with its floor, several rounds, on PostgreSQL (fsync on) and on SQLite; the figure is the median of
the rounds' ratios. The feeds are measured with an edition of 2,000 events. Bounded: a few minutes, loopback only.
"""

import argparse
import json
import os
import platform
import random
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import String, cast, func, insert, literal, select, text, true
from sqlalchemy.orm import Session

from festival.app import create_app
from festival.core import clock, names
from festival.core.actor import SYSTEM
from festival.core.config import read
from festival.core.db import db
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.gate.services import pairing
from festival.programme.models import Event
from festival.programme.sample import load as load_programme
from festival.registration.links import Links
from festival.registration.models import Registration, Ticket
from festival.registration.qr import Codes
from tests.bench import client, gate, large, logistics, papers, registering, site, verdict
from tests.bench.registering import SECRET
from tests.bench.table import Measure, compare, repeated, serving
from tests.support import postgres
from tests.support.apps import MAIN
from tests.support.load import free_port


def main() -> None:
    """Measure and print a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=4, help="length of one run")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--connections", type=int, default=8)
    asked.add_argument("--tickets", type=int, default=20_000)
    asked.add_argument("--events", type=int, default=2_000, help="of the edition whose feeds are measured")
    asked.add_argument(
        "--only",
        choices=["night", "registration", "programme", "gate", "verdict", "papers", "logistics", "both"],
        default="both",
    )
    asked.add_argument("--database", choices=["postgresql", "sqlite", "both"], default="both")
    options = asked.parse_args()
    print(about())
    if options.only in {"papers", "both"}:
        with tempfile.TemporaryDirectory(prefix="festival-bench-") as folder:
            papers.measure(Path(folder), rounds=options.rounds)
        if options.only == "papers":
            return
    if options.only in {"verdict", "both"}:
        with tempfile.TemporaryDirectory(prefix="festival-bench-") as folder:
            verdict.measure(Path(folder))
        if options.only == "verdict":
            return
    for kind in ("postgresql", "sqlite") if options.database == "both" else (options.database,):
        with tempfile.TemporaryDirectory(prefix="festival-bench-") as folder:
            measure(kind, Path(folder), options)


def about() -> str:
    """Return the machine and the versions in one line."""
    parts = [f"{name} {version(name)}" for name in ("flask", "sqlalchemy", "psycopg", "gunicorn")]
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(parts)}"


def measure(kind: str, folder: Path, options: argparse.Namespace) -> None:
    """Measure on one kind of database."""
    server = postgres.start(durable=True) if kind == "postgresql" else None
    if isinstance(server, postgres.Absent):
        print(f"{kind}: {server.reason}")
        return

    def environ(name: str) -> dict[str, str]:
        url = server.create_database() if server else f"sqlite:///{folder / name}.sqlite"
        return {
            "INSTANCE_DIR": str(folder), "DATABASE_URL": url, "SECRET_KEY": SECRET, "LOG_LEVEL": "error",
            "PORT": str(free_port()), "REGISTRATIONS_PER_NETWORK_HOUR": "1000000", "PUBLIC_URL": "https://hk.example",
        }  # fmt: skip

    try:
        if options.only in {"night", "both"}:
            settings = environ("night")
            key, codes = prepare(settings, options.tickets)
            with serving(settings) as port:
                compare(kind, port, night(port, key, codes), options)
        if options.only in {"registration", "both"}:
            settings = environ("registration")
            prepare(settings, min(options.tickets, 1_000))
            registering.prepare(settings)
            with serving(settings) as port:
                compare(kind, port, registering.measures(port), options)
        if options.only in {"gate", "both"}:
            settings = environ("gate")
            tickets = max(options.tickets, gate.CODES)
            key, codes = prepare(settings, tickets, gate.CODES)
            with serving(settings) as port:
                gate.report(f"{kind}, gate with {tickets:,} tickets", port, key, codes, options)
        if options.only in {"logistics", "both"}:
            logistics.measure(kind, environ("logistics"))
        if options.only in {"programme", "both"}:
            settings = environ("programme")
            large.prepare(settings, options.events)
            with serving(settings) as port:
                compare(kind, port, large.measures(port, options.events), options)
    finally:
        if server:
            server.stop()


SCANNED = 60_000  # codes that are made: no round scans more


def prepare(environ: dict[str, str], tickets: int, most: int | None = None) -> tuple[str, list[str]]:
    """Fill a database with an event and so many tickets; return a device's key and the codes of so many, as a crowd comes.

    A crowd comes in no order: neighbouring rows would spare the database its reading, and a snapshot its size.
    """
    app = create_app(read(environ))
    with app.app_context():
        flask_migrate.upgrade()
        site.make_floor()
        with writing() as session:
            edition = load_programme(session, year=2027, now=clock.now())
            app.extensions["keyring"].make(session, now=clock.now())
            event = session.scalars(select(Event).where(Event.slug == MAIN)).one()
            event.capacity = 10_000_000
            entrance = pairing.make_gate(
                session, actor=SYSTEM, edition_id=edition.id, name=Trilingual("A", "A", "A"), place=Trilingual(), event_ids=[event.id],
                checks_time=False, position=0, now=clock.now(),
            )  # fmt: skip
            token = pairing.offer(
                session,
                actor=SYSTEM,
                gate_id=entrance.id,
                device_name="bench",
                shows_names=True,
                now=clock.now(),
            )
            device = pairing.pair(session, token=token, agent={}, now=clock.now())
            assert isinstance(device, tuple)
            store(event, tickets)
        made = Codes(app.extensions["keyring"], Links("https://hk.example", SECRET))
        numbers = list(current().scalars(select(Ticket.id).order_by(Ticket.id)))
        crowd = random.Random(1711).sample(numbers, min(len(numbers), most or SCANNED))
        codes = []
        for start in range(0, len(crowd), 5_000):
            some = crowd[start : start + 5_000]
            found = {each.id: each for each in current().scalars(select(Ticket).where(Ticket.id.in_(some)))}
            codes += [made.links.ticket_url(made.of(current(), found[number])) for number in some]
        if db.engine.dialect.name == "postgresql":
            current().commit()
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        db.session.remove()
        db.engine.dispose()
    return device[1], codes


def store(event: Event, tickets: int) -> None:
    """Insert so many registrations of one person each, by two statements: a million take no minute."""
    # Registered yesterday: what a gate is told of the last minutes are its scans, not a million tickets made a minute ago.
    session, made_at = current(), clock.now() - timedelta(days=1)
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < tickets))
    digits = func.substr(cast(numbers.c.n + 10_000_000, String), 2)
    party: dict[str, Any] = {
        "event_id": literal(event.id),
        "code": digits,
        "submission": literal("bench-") + digits,
        "language": literal("vi"),
        "mail": literal("b") + digits + literal("@bench.example"),
        "needs": literal(""),
        "needs_note": literal(""),
        "manage_epoch": literal(1),
        "is_sample": true(),
        "kind": literal("party"),
        "category": literal("citizen"),
        "made_at": literal(made_at, Registration.made_at.type),
    }
    _insert_all(session, Registration, party, numbers)
    name = "Nguyễn Mẫu (mẫu)"
    person: dict[str, Any] = {
        "registration_id": Registration.id,
        "event_id": Registration.event_id,
        "position": literal(1),
        "ticket_class": literal(1),
        "name": literal(name),
        "name_folded": literal(names.fold(name)),
        "state": literal("valid"),
        "zones": literal(0),
        "valid_from": literal(event.starts_at - timedelta(hours=3), Ticket.valid_from.type),
        "valid_until": literal(event.ends_at, Ticket.valid_until.type),
        "made_at": Registration.made_at,
        "changed_at": Registration.made_at,
    }
    _insert_all(session, Ticket, person, Registration.__table__)


def _insert_all(session: Session, model: Any, columns: dict[str, Any], source: Any) -> None:
    rows = select(*columns.values()).select_from(source).order_by(next(iter(source.c)))
    session.execute(insert(model).inline().from_select(list(columns), rows))


def night(port: int, key: str, codes: list[str]) -> list[Measure]:
    """Return what is measured of a night with one large event: scans, registrations, the programme page."""
    unused = iter(codes)

    def scans() -> Iterator[bytes]:
        for code in unused:
            claim = {
                "id": str(uuid.uuid4()),
                "ticket": code,
                "gate": 1,
                "direction": "in",
                "at": "2027-11-17T19:00:00+07:00",
                "said": None,
                "offline": False,
            }
            yield client.request(
                "POST",
                "/api/v1/gate/scans",
                json.dumps({"claims": [claim]}).encode(),
                Content_Type="application/json",
                Authorization=f"Device {key}",
            )

    return [
        Measure("one scan", "transaction", 0.60, scans),
        Measure("one registration", "transaction", 0.30, registering.source(port), 303),
        Measure("programme page", "ok", 0.40, repeated(client.request("GET", "/vi/programme"))),
    ]


main()
