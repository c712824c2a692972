"""The board is changed: versions, what a colleague did meanwhile, the same form twice."""

from flask import Flask

from festival.audit.queries import history
from festival.conference.models import PlanRow
from festival.conference.queries.planning import board, get_plan, versions
from festival.conference.services.planning import add_locality, add_plan, change_plan
from festival.conference.types.planning import (
    LocalityKind,
    PlanContent,
    PlanStale,
    PlanStatus,
    PlanTaken,
)
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from tests.conference.plans import content


def added(app: Flask, said: PlanContent, submission: str | None = None) -> int | PlanTaken:
    """Add a plan to Hạ Long."""
    with app.app_context(), writing() as session:
        if not board(session).places:
            add_locality(
                session,
                slug="ha-long",
                name=Trilingual("Hạ Long"),
                kind=LocalityKind.CITY,
                position=1,
            )
        return add_plan(
            session,
            actor=SYSTEM,
            place="ha-long",
            content=said,
            why="",
            submission=submission,
            now=clock.now(),
        )


def changed(app: Flask, plan_id: int, version: int, said: PlanContent) -> int | PlanStale | PlanTaken:
    """Change a plan from a version of it."""
    with app.app_context(), writing() as session:
        return change_plan(
            session,
            actor=SYSTEM,
            plan_id=plan_id,
            version=version,
            content=said,
            why="Họp ngày 1/11 (mẫu)",
            now=clock.now(),
        )


def test_each_change_is_a_version_with_its_reason(app: Flask) -> None:
    number = added(app, content())
    assert isinstance(number, int)
    assert changed(app, number, 1, content(status=PlanStatus.APPROVED, decision="12/QĐ (mẫu)")) == 2
    with app.app_context():
        plan = get_plan(current(), number)
        assert (plan.content.status, plan.content.ready, plan.content.progress) == (
            PlanStatus.APPROVED,
            1,
            100,
        )
        assert [(row.version, row.note) for row in versions(current(), number)] == [
            (2, "Họp ngày 1/11 (mẫu)"),
            (1, ""),
        ]
        assert [entry.verb for entry in history(current(), "plan", number)] == ["edited", "made"]


def test_who_was_overtaken_stores_nothing_and_sees_what_stands(sqlite_app: Flask) -> None:
    number = added(sqlite_app, content())
    assert isinstance(number, int)
    assert changed(sqlite_app, number, 1, content(progress=50)) == 2
    late = changed(sqlite_app, number, 1, content(progress=60))
    assert isinstance(late, PlanStale)
    assert (late.now.version, late.now.content.progress) == (2, 50)
    assert changed(sqlite_app, number, 1, content(progress=50)) == 2  # the same said twice is no quarrel
    with sqlite_app.app_context():
        assert current().get_one(PlanRow, number).version == 2


def test_a_form_sent_twice_adds_one_plan(app: Flask) -> None:
    first = added(app, content(), "form-number-one-1")
    assert added(app, content(progress=3), "form-number-one-1") == first
    with app.app_context():
        assert len(board(current()).plans) == 1


def test_two_plans_of_a_layer_need_two_names(sqlite_app: Flask) -> None:
    first = added(sqlite_app, content(name=Trilingual("Khu A")))
    assert isinstance(first, int)
    assert added(sqlite_app, content(name=Trilingual("khu  à"))) == PlanTaken(first)
    second = added(sqlite_app, content(name=Trilingual("Khu B")))
    assert isinstance(second, int)
    assert changed(sqlite_app, second, 1, content(name=Trilingual("Khu A"))) == PlanTaken(first)


def test_what_is_for_the_desk_is_not_public(sqlite_app: Flask) -> None:
    added(sqlite_app, content(is_public=False))
    with sqlite_app.app_context():
        assert board(current()).plans == ()
        assert len(board(current(), only_public=False).plans) == 1
