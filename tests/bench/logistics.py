"""Coverage, rosters and tasks of a large festival: 5,000 tasks, 20,000 assignments, 2,000 people, beside an empty answer.

The pages are made in this process, so that their own time is measured and not the network's: wall and processor milliseconds, the
statements each sends with a tenth of all that and with all of it, and the bytes of the page. Two in five shifts lie on the main day.
"""

import gc
import statistics
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from datetime import time as day_time
from itertools import cycle, islice
from typing import Any

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from festival.accounts.types import Role
from festival.app import create_app
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.config import read
from festival.core.db import db
from festival.core.names import fold
from festival.core.transaction import writing
from festival.core.trilingual import Trilingual
from festival.logistics.models import Agency, Assignment, CrewMember, CrewSkill, Post, Shift, Task
from festival.logistics.services import rostering
from festival.logistics.types.crew import Role as At
from festival.logistics.types.crew import Skill
from festival.logistics.types.shifts import AREA_OF, PostKind
from festival.logistics.types.tasks import Area, Priority, TaskState
from festival.programme.models import Edition
from festival.programme.sample import load as load_programme
from festival.registration.models import Person
from tests.accounts.people import enter, make
from tests.architecture.statements import counting

ROUNDS = 3
TASKS, ASSIGNMENTS = 5_000, 20_000
PER_SHIFT, PER_PERSON, POSTS, AGENCIES = 5, 10, 200, 40
PAGES = (
    "/desk/coverage",
    "/desk/coverage?by=role",
    "/desk/coverage?area=medical",
    "/desk/roster",
    "/desk/roster?area=medical",
    "/desk/roster/people",
    "/desk/roster/shifts/1",
    "/desk/roster/tray",
    "/desk/crew",
    "/desk/posts",
    "/desk/tasks",
    "/desk/tasks?q=cong+an",
    "/desk/tasks/list",
    "/desk/tasks/timeline",
    "/desk/tasks/calendar",
    "/desk/tasks/1",
    "/desk/readiness",
)


def measure(kind: str, environ: dict[str, str]) -> None:
    """Fill a database of one kind, a tenth first, and print what each page costs."""
    app = create_app(read(environ))
    with app.app_context():
        flask_migrate.upgrade()
        with writing() as session:
            load_programme(session, year=2027, now=clock.now())
    client = enter(app, make(app, Role.ADMINISTRATOR))
    _fill(app, TASKS // 10, ASSIGNMENTS // 10)
    before = {path: _statements(app, client, path) for path in PAGES}
    _fill(app, TASKS, ASSIGNMENTS)
    floor = _timed(client, "/healthz")[0]
    print(f"\n{kind}, {TASKS:,} tasks, {ASSIGNMENTS:,} assignments; median of {ROUNDS} rounds")
    print(
        "| page | wall ms | processor ms | × the floor | statements: a tenth → all | KB |\n|---|---|---|---|---|---|"
    )
    print(f"| floor: /healthz | {floor:.1f} | | 1 | | |")
    for path in PAGES:
        wall, processor, size = _timed(client, path)
        counted = f"{before[path]} → {_statements(app, client, path)}"
        print(
            f"| {path} | {wall:.0f} | {processor:.0f} | {wall / floor:.0f} | {counted} | {size / 1024:.0f} |",
            flush=True,
        )
    _proposing(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _proposing(app: Flask) -> None:
    with app.app_context():
        begun = time.perf_counter()
        with writing() as session:
            found = rostering.propose_open(
                session, actor=SYSTEM, edition_id=_edition(session).id, now=clock.now()
            )
        spent = time.perf_counter() - begun
    print(f"proposals for all open places: {len(found.pairs):,} in {spent:.1f} s")


def _timed(client: FlaskClient, path: str) -> tuple[float, float, int]:
    """Return median wall and processor milliseconds, and the bytes of the answer."""
    client.get(path)
    walls, processor, size = [], [], 0
    for _ in range(ROUNDS):
        gc.collect()
        begun, busy = time.perf_counter(), time.process_time()
        answer = client.get(path)
        walls.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - busy) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        size = len(answer.data)
    return statistics.median(walls), statistics.median(processor), size


def _statements(app: Flask, client: FlaskClient, path: str) -> int:
    with counting(app) as sent:
        client.get(path)
    return len(sent)


# --- a large festival ----------------------------------------------------------------------------------------------------


def _edition(session: Session) -> Edition:
    return session.scalars(select(Edition)).one()


def _fill(app: Flask, tasks: int, assignments: int) -> None:
    """Add rows until there are so many tasks and assignments."""
    with app.app_context(), writing() as session:
        edition = _edition(session)
        agencies, posts = _agencies(session), _posts(session, edition)
        crew = _crew(session, edition, assignments // PER_PERSON, agencies)
        shifts = _shifts(session, edition, assignments // PER_SHIFT, posts)
        _assignments(session, shifts, crew)
        _tasks(session, edition, tasks, agencies)
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        else:
            with writing() as session:
                session.execute(text("ANALYZE"))


def _count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def _name(text_vi: str) -> Trilingual:
    return Trilingual(text_vi, f"{text_vi} 見本", f"{text_vi} sample")


def _add(session: Session, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    found = list(rows)
    if found:
        session.execute(insert(model), found)


def _agencies(session: Session) -> list[int]:
    _add(
        session,
        Agency,
        (
            {"code": f"cq{n}", "name": _name(f"Cơ quan {n} (mẫu)"), "short": f"CQ{n}", "mail": "", "position": n, "reminds": False}
            for n in range(_count(session, Agency), AGENCIES)
        ),
    )  # fmt: skip
    return list(session.scalars(select(Agency.id).order_by(Agency.id)))


def _posts(session: Session, edition: Edition) -> list[int]:
    kinds = list(PostKind)
    _add(
        session,
        Post,
        (
            {
                "edition_id": edition.id, "code": f"V{n}", "kind": kinds[n % len(kinds)], "area": AREA_OF[kinds[n % len(kinds)]],
                "name": _name(f"Vị trí {n} (mẫu)"), "briefing": Trilingual(), "venue_id": 1, "x": n % 180, "y": n % 190,
            }
            for n in range(_count(session, Post), POSTS)
        ),
    )  # fmt: skip
    return list(session.scalars(select(Post.id).order_by(Post.id)))


def _crew(session: Session, edition: Edition, people: int, agencies: list[int]) -> list[int]:
    areas = (Area.SECURITY, Area.MEDICAL, Area.TRAFFIC, Area.PEOPLE, Area.RECEPTION)
    known, now = _count(session, CrewMember), clock.now()
    first = (session.scalar(select(func.max(Person.id))) or 0) + 1
    numbers = range(people - known)
    _add(
        session,
        Person,
        (
            {
                "id": first + n, "edition_id": edition.id, "family": "Nguyễn", "given": f"Mẫu {known + n} (mẫu)", "language": "vi", "position": Trilingual(), "organisation": Trilingual(),
                "folded": fold(f"Nguyễn Mẫu {known + n}"), "phone": f"+8491{first + n:07}", "made_at": now, "changed_at": now,
            }
            for n in numbers
        ),
    )  # fmt: skip
    _add(
        session,
        CrewMember,
        (
            {
                "edition_id": edition.id, "person_id": first + n, "agency_id": agencies[n % len(agencies)],
                "area": areas[n % len(areas)], "changed_at": now,
            }
            for n in numbers
        ),
    )  # fmt: skip
    if db.engine.dialect.name == "postgresql":
        session.execute(
            text("SELECT setval(pg_get_serial_sequence('persons', 'id'), (SELECT max(id) FROM persons))")
        )
    crew = list(session.scalars(select(CrewMember.id).order_by(CrewMember.id)))
    skills = list(Skill)
    _add(
        session,
        CrewSkill,
        (
            {"crew_id": one, "skill": skill}
            for n, one in enumerate(crew[known:])
            for skill in {skills[n % len(skills)], skills[n * 3 % len(skills)]}
        ),
    )
    return crew


def _shifts(session: Session, edition: Edition, count: int, posts: list[int]) -> list[int]:
    """Add shifts of four hours: of five two on the main day, the others on the days around it."""
    midnight = datetime.combine(edition.main_day, day_time(), clock.LOCAL)
    days = (0, -1, 0, 1, 2)
    known = _count(session, Shift)
    _add(
        session,
        Shift,
        (
            {
                "edition_id": edition.id, "post_id": posts[n % len(posts)], "starts_at": since, "ends_at": since + timedelta(hours=4),
                "role": At.LEAD if n % 17 == 0 else At.MEMBER, "skill": None, "minimum": PER_SHIFT - 1, "target": PER_SHIFT + n % 3,
                "is_open": n % 9 == 0,
            }
            for n in range(known, count)
            for since in [midnight + timedelta(days=days[n % 5], hours=7 + 2 * (n // 5 % 6))]
        ),
    )  # fmt: skip
    return list(session.scalars(select(Shift.id).order_by(Shift.id)))[known:]


def _assignments(session: Session, shifts: list[int], crew: list[int]) -> None:
    now, people = clock.now(), cycle(crew)
    _add(
        session,
        Assignment,
        (
            {
                "shift_id": shift, "crew_id": who, "state": ("confirmed", "confirmed", "offered")[(shift + who) % 3], "told": 1,
                "made_at": now, "changed_at": now,
            }
            for shift in shifts
            for who in islice(people, PER_SHIFT)
        ),
    )  # fmt: skip


def _tasks(session: Session, edition: Edition, count: int, agencies: list[int]) -> None:
    areas, states, priorities = list(Area), list(TaskState), list(Priority)
    now, known = clock.now(), _count(session, Task)
    _add(
        session,
        Task,
        (
            {
                "edition_id": edition.id, "number": n + 1, "area": areas[n % len(areas)], "title": _name(f"Nhiệm vụ công an số {n + 1} (mẫu)"),
                "folded": fold(f"#{n + 1} nhiem vu cong an so {n + 1}"), "agency_id": agencies[n % len(agencies)],
                "due_on": edition.main_day - timedelta(days=n % 200), "starts_on": edition.main_day - timedelta(days=n % 200 + 20),
                "state": states[n * 7 % len(states)], "priority": priorities[n % 4], "progress": n % 100, "changed_at": now,
            }
            for n in range(known, count)
        ),
    )  # fmt: skip
