"""The sample edition's class: forty people marked as samples, seen at the desk, and written to by nobody."""

from flask import Flask
from sqlalchemy import func, select

from festival.accounts.types import Role
from festival.core import clock
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from festival.programme.models import Edition
from festival.registration.models import Group, Registration, Ticket
from festival.sample.parties import group
from tests.accounts.people import enter, make


def test_a_class_of_forty_is_there_and_marked_as_a_sample(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing() as session:
        group(session, session.scalars(select(Edition)).one(), now=clock.now())
    with sqlite_app.app_context():
        session = current()
        one = session.scalars(select(Registration).join(Group)).one()
        assert one.is_sample
        names = session.scalars(select(Ticket.name).where(Ticket.position > 0)).all()
        assert len(set(names)) == 40
        assert all("mẫu" in name or "サンプル" in name for name in names)
        assert session.scalar(select(func.count()).select_from(Message)) == 0
    desk = enter(sqlite_app, make(sqlite_app, Role.REGISTRAR)).get("/desk/groups")
    assert desk.status_code == 200
    assert "Lớp 5A, Trường Tiểu học Mẫu (mẫu)" in desk.text
