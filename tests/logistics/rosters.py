"""Posts, shifts and people of the crew for the tests of rosters."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festival.accounts.types import Role as StaffRole
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Language, Trilingual
from festival.logistics.crew_links import CrewLinks
from festival.logistics.models import Assignment, CrewMember, Post, Shift
from festival.logistics.post_codes import PostCodes
from festival.logistics.services import enlisting, manning, rostering
from festival.logistics.types.crew import CrewContent, Role, Skill
from festival.logistics.types.shifts import AssignmentState, DemandContent, PostContent, PostKind
from festival.logistics.types.tasks import Area
from festival.programme.queries import current_edition
from festival.registration.types.people import PersonContent
from festival.web.settings import settings
from tests.accounts.people import enter, make
from tests.support.apps import NOW, csrf

NIGHT = datetime(2027, 11, 17, 11, 0, tzinfo=UTC)  # 18:00 in Hạ Long


def edition_id(app: Flask) -> int:
    """Return the edition."""
    with app.app_context():
        return current_edition(current()).id


def member(
    app: Flask,
    name: str = "Mẫu An (mẫu)",
    *skills: Skill,
    days: dict[Skill, date] | None = None,
    language: Language = "vi",
    **more: Any,
) -> int:
    """Add somebody to the crew; return their number."""
    with app.app_context(), writing() as session:
        edition = current_edition(session).id
        number = len(session.scalars(select(CrewMember.id)).all())
        return enlisting.add_member(
            session,
            actor=SYSTEM,
            edition_id=edition,
            person=PersonContent("Lê", name, language, phone=f"+849123{number:05}"),
            content=CrewContent(
                area=more.pop("area", Area.MEDICAL),
                skills=tuple((one, (days or {}).get(one)) for one in skills),
                **more,
            ),
            submission=None,
            now=NOW,
        ).id


def post(app: Flask, code: str = "Y1", kind: PostKind = PostKind.FIRST_AID, **more: Any) -> int:
    """Add a post; return its number."""
    values: dict[str, Any] = {
        "area": Area.MEDICAL,
        "name": Trilingual("Chốt y tế", "救護所", "First aid"),
        "briefing": Trilingual("Trực tại chốt.", "詰所で待機。", "Stay at the post."),
        "contact": "Trưởng tiểu ban (mẫu)",
        "contact_phone": "+84912345699",
        "venue_id": 1,
        "x": 68,
        "y": 75,
        **more,
    }
    with app.app_context(), writing() as session:
        made = manning.save_post(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            post_id=None,
            version=0,
            content=PostContent(code=code, kind=kind, **values),
            submission=None,
            now=NOW,
        )
        assert isinstance(made, Post)
        return made.id


def shift(
    app: Flask,
    post_id: int,
    begin: float = 0,
    hours: float = 4,
    *,
    need: tuple[int, int] = (1, 2),
    role: Role = Role.MEMBER,
    skill: Skill | None = None,
    is_open: bool = False,
) -> int:
    """Add a demand with its shift, so many hours after 18:00 of the main night; return the shift's number."""
    start = NIGHT + timedelta(hours=begin)
    with app.app_context(), writing() as session:
        edition = current_edition(session).id
        demand = manning.add_demand(
            session,
            actor=SYSTEM,
            edition_id=edition,
            post_id=post_id,
            content=DemandContent(start, start + timedelta(hours=hours), role, skill, *need),
            submission=None,
            now=NOW,
        )
        manning.make_shifts(
            session, actor=SYSTEM, edition_id=edition, hours=24, is_open=is_open, post_ids=[post_id], now=NOW
        )
        return session.scalars(select(Shift.id).where(Shift.demand_id == demand.id)).one()


def put(
    app: Flask, shift_id: int, crew_id: int, *, reason: str = "", now: datetime = NOW, **more: Any
) -> rostering.Outcome:
    """Put somebody on a shift."""
    with app.app_context(), writing() as session:
        return rostering.assign(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            shift_id=shift_id,
            crew_id=crew_id,
            reason=reason,
            now=now,
            **more,
        )


def held(app: Flask, shift_id: int, crew_id: int, *, confirmed: bool = True) -> int:
    """Put somebody on a shift for certain; return the assignment's number."""
    state = AssignmentState.CONFIRMED if confirmed else AssignmentState.OFFERED
    found = put(app, shift_id, crew_id, state=state)
    assert isinstance(found, rostering.Assigned), found
    return found.assignment.id


def assignment(app: Flask, assignment_id: int) -> Assignment:
    """Return an assignment as the database has it."""
    with app.app_context():
        return current().scalars(select(Assignment).where(Assignment.id == assignment_id)).one()


def path_of(app: Flask, crew_id: int) -> str:
    """Return the address of somebody's own page."""
    with app.app_context():
        found = current().get_one(CrewMember, crew_id)
        return CrewLinks(settings().public_url, settings().secret_key).path(crew_id, found.epoch)


def code_of(app: Flask, post_id: int) -> str:
    """Return the code that hangs at a post."""
    with app.app_context():
        found = current().get_one(Post, post_id)
        return PostCodes(settings().public_url, settings().secret_key).code(post_id, found.epoch)


def desk(app: Flask, role: StaffRole = StaffRole.COORDINATOR) -> FlaskClient:
    """Somebody at the desk."""
    return enter(app, make(app, role))


def send(client: FlaskClient, path: str, at: str, **data: Any) -> TestResponse:
    """Send a form that stands on the page `at`; of the own pages one always has a form."""
    if at.startswith("/c/"):
        at = "/".join(at.split("/")[:3]) + "/away"
    return client.post(path, data={"csrf_token": csrf(client, at), **data})
