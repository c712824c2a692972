"""Tasks, agencies and accounts for the tests of logistics."""

from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festival.accounts.types import Role
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.logistics.models import Agency, Task
from festival.logistics.services import directing, tasking
from festival.logistics.types.agencies import AgencyContent, DirectiveContent
from festival.logistics.types.tasks import Area, TaskContent
from festival.programme.queries import current_edition
from tests.accounts.people import enter, make
from tests.support.apps import NOW

DUE = date(2027, 11, 10)


def said(title: str = "Lập sơ đồ vị trí trực", **more: Any) -> TaskContent:
    """Return what a task says."""
    values: dict[str, Any] = {"area": Area.SECURITY, "due_on": DUE, **more}
    return TaskContent(title=Trilingual(vi=title), **values)


def task(app: Flask, title: str = "Lập sơ đồ vị trí trực", **more: Any) -> int:
    """Add a task; return its id."""
    with app.app_context(), writing() as session:
        edition = current_edition(session)
        return tasking.add(
            session, actor=SYSTEM, edition_id=edition.id, content=said(title, **more), now=NOW
        ).id


def agency(app: Flask, name: str = "Công an tỉnh", *members: int, mail: str = "") -> int:
    """Add an agency for which these accounts work; return its id."""
    with app.app_context(), writing() as session:
        made = directing.save_agency(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            agency_id=None,
            content=AgencyContent(Trilingual(vi=name), members=members, mail=mail),
            now=NOW,
        )
        assert made is not None
        return made


def directive(app: Flask) -> int:
    """Add a directive; return its id."""
    with app.app_context(), writing() as session:
        return directing.add_directive(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            content=DirectiveContent(
                "152-TB/TU (mẫu)", date(2027, 7, 1), "Thường trực Tỉnh ủy", Trilingual(vi="Kết luận")
            ),
            now=NOW,
        )


def stored(app: Flask, task_id: int) -> Task:
    """Return a task as the database has it."""
    with app.app_context():
        return current().scalars(select(Task).where(Task.id == task_id)).one()


def all_agencies(app: Flask) -> list[Agency]:
    """Return all agencies."""
    with app.app_context():
        return list(current().scalars(select(Agency).order_by(Agency.id)))


def coordinator(app: Flask) -> FlaskClient:
    """Somebody who manages tasks."""
    return enter(app, make(app, Role.COORDINATOR))


def officer(app: Flask, name: str = "Công an tỉnh") -> tuple[FlaskClient, int]:
    """Somebody who works for an agency, and the agency's id."""
    account = make(app, Role.CREW)
    return enter(app, account), agency(app, name, account)
