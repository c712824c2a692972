"""Plans and progress of tasks, on both databases: numbers, versions, rings, states, and what is kept of each change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.logistics.models import Task, TaskChange, TaskEntry, TaskItem
from festival.logistics.queries import tasks as reading
from festival.logistics.rules.standing import standing
from festival.logistics.services import laying_out, progressing, tasking
from festival.logistics.services.reminding import any_agency_to_remind, remind_agencies
from festival.logistics.types.tasks import (
    NoWay,
    Ring,
    Scope,
    Standing,
    TaskContent,
    TaskFilters,
    TaskSaved,
    TaskStale,
    TaskState,
)
from festival.outbox.models import Message
from festival.programme.queries import current_edition
from tests.logistics.work import DUE, agency, said, stored, task
from tests.support.apps import NOW

TODAY = NOW.date()


def change(app: Flask, task_id: int, content: TaskContent, version: int = 1) -> TaskSaved | TaskStale | Ring:
    """Change a task's plan."""
    with app.app_context(), writing() as session:
        return tasking.change(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            task_id=task_id,
            version=version,
            content=content,
            now=NOW,
        )


def move(
    app: Flask, task_id: int, to: TaskState, *, manages: bool = True, submission: str | None = None
) -> TaskSaved | NoWay:
    """Let a task go to another state."""
    with app.app_context(), writing() as session:
        return progressing.move(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            task_id=task_id,
            to=to,
            now=NOW,
            manages=manages,
            reason="vì",
            submission=submission,
        )


def report(app: Flask, task_id: int, progress: int, submission: str | None = None) -> TaskSaved | NoWay:
    """Report on a task."""
    with app.app_context(), writing() as session:
        return progressing.report(
            session,
            actor=SYSTEM,
            edition_id=current_edition(session).id,
            task_id=task_id,
            progress=progress,
            text="Đã làm",
            now=NOW,
            submission=submission,
        )


def test_tasks_get_numbers_in_turn_and_one_form_makes_one(app: Flask) -> None:
    assert [stored(app, task(app)).number for _ in range(3)] == [1, 2, 3]
    with app.app_context(), writing() as session:
        edition_id = current_edition(session).id
        made = [
            tasking.add(
                session, actor=SYSTEM, edition_id=edition_id, content=said(), now=NOW, submission="once"
            )
            for _ in range(2)
        ]
    assert made[0].id == made[1].id
    assert [one.changed for one in made] == [True, False]


def test_a_plan_says_all_that_was_sent_and_every_change_is_kept(app: Flask) -> None:
    lead, helper = agency(app, "Sở Y tế"), agency(app, "Công an tỉnh")
    first = task(app, "Trước")
    content = said(
        "Trạm y tế",
        agency_id=lead,
        partners=(helper,),
        after=(first,),
        checklist=("Giường", "Xe"),
        starts_on=DUE - timedelta(days=3),
        text="Hai dòng\nở đây",
        responsible="Bác sĩ Lan (mẫu)",
    )
    number = task(app)
    assert change(app, number, content) == TaskSaved(number)
    with app.app_context():
        found = reading.facts(reading.get_task(current(), Scope(1), number))
        assert found.content == content
        kept = [one.what for one in current().scalars(select(TaskChange).where(TaskChange.task_id == number))]
    assert found.version == 2
    assert kept == ["made", "edited"]
    assert change(app, number, content, version=1) == TaskSaved(number, changed=False)  # says nothing new


def test_who_was_overtaken_gets_what_it_says_now_and_changes_nothing(app: Flask) -> None:
    number = task(app)
    change(app, number, said("Người thứ nhất"))
    outcome = change(app, number, said("Người thứ hai"), version=1)
    assert isinstance(outcome, TaskStale)
    assert outcome.now.content.title.vi == "Người thứ nhất"
    assert stored(app, number).title.vi == "Người thứ nhất"


def test_a_ring_is_refused_by_its_numbers(app: Flask) -> None:
    one, two, three = task(app), task(app), task(app)
    assert change(app, two, said(after=(one,))) == TaskSaved(two)
    assert change(app, three, said(after=(two,))) == TaskSaved(three)
    assert change(app, one, said(after=(three,))) == Ring((1, 2, 3, 1)) or change(
        app, one, said(after=(three,))
    ) == Ring((1, 3, 2, 1))
    assert stored(app, one).before == []


def test_a_tick_outlives_a_change_of_the_checklist(sqlite_app: Flask) -> None:
    number = task(sqlite_app, checklist=("Giường", "Xe"))
    with sqlite_app.app_context(), writing() as session:
        item = session.scalars(select(TaskItem).where(TaskItem.text == "Xe")).one()
        progressing.tick(
            session, actor=SYSTEM, edition_id=1, task_id=number, item_id=item.id, done=True, now=NOW
        )
    change(sqlite_app, number, said(checklist=("Xe", "Băng ca")))
    assert [(item.text, item.done_at is not None) for item in stored(sqlite_app, number).items] == [
        ("Xe", True),
        ("Băng ca", False),
    ]
    other = task(sqlite_app)
    with sqlite_app.app_context(), pytest.raises(NotFound), writing() as session:
        progressing.tick(
            session, actor=SYSTEM, edition_id=1, task_id=other, item_id=item.id, done=True, now=NOW
        )


def test_an_agency_reports_and_the_organizers_accept(app: Flask) -> None:
    number = task(app)
    assert report(app, number, 40) == TaskSaved(number)
    assert stored(app, number).state == TaskState.DOING
    assert report(app, number, 100, submission="r") == TaskSaved(number)
    assert report(app, number, 100, submission="r") == TaskSaved(number, changed=False)
    assert move(app, number, TaskState.DONE, manages=False) == NoWay(TaskState.REPORTED)
    assert move(app, number, TaskState.DONE) == TaskSaved(number)
    done = stored(app, number)
    assert (done.state, done.progress, done.done_on, done.version) == ("done", 100, TODAY, 4)
    assert report(app, number, 10) == NoWay(TaskState.DONE)
    assert move(app, number, TaskState.DOING, manages=False) == NoWay(TaskState.DONE)
    assert move(app, number, TaskState.DOING) == TaskSaved(number)
    assert (stored(app, number).progress, stored(app, number).done_on) == (90, None)
    with app.app_context():
        assert current().scalar(select(func.count()).select_from(TaskEntry)) == 4


def test_a_way_that_the_table_does_not_know_is_refused_and_a_double_click_moves_once(
    sqlite_app: Flask,
) -> None:
    number = task(sqlite_app)
    assert move(sqlite_app, number, TaskState.DONE) == NoWay(TaskState.TODO)
    assert move(sqlite_app, number, TaskState.BLOCKED, submission="b") == TaskSaved(number)
    assert move(sqlite_app, number, TaskState.BLOCKED, submission="b") == TaskSaved(number, changed=False)


def test_what_is_waited_for_is_still_waited_for_after_a_report(sqlite_app: Flask) -> None:
    number = task(sqlite_app)
    move(sqlite_app, number, TaskState.BLOCKED)
    report(sqlite_app, number, 30)
    assert (stored(sqlite_app, number).state, stored(sqlite_app, number).progress) == ("blocked", 30)


def test_the_list_and_the_rule_agree_how_every_task_stands(app: Flask) -> None:
    with app.app_context(), writing() as session:
        edition_id = current_edition(session).id
        for n, state in enumerate(TaskState):
            for days in (-1, 0, 3, 4):
                for begins in (None, -5, -2):
                    for progress in (0, 50):
                        starts = None if begins is None else TODAY + timedelta(days=begins)
                        made = tasking.add(
                            session,
                            actor=SYSTEM,
                            edition_id=edition_id,
                            content=said(f"{n}", due_on=TODAY + timedelta(days=days), starts_on=starts),
                            now=NOW,
                        )
                        found = session.get_one(Task, made.id)
                        found.state, found.progress = state, progress
        session.flush()
    with app.app_context():
        session = current()
        scope = Scope(1)
        everything = reading.all_matching(session, scope, TaskFilters(), today=TODAY, limit=999)
        for wanted in Standing:
            listed = reading.all_matching(
                session, scope, TaskFilters(standing=wanted), today=TODAY, limit=999
            )
            assert {one.id for one in listed} == {
                one.id
                for one in everything
                if standing(
                    one.state,
                    one.content.due_on,
                    TODAY,
                    starts_on=one.content.starts_on,
                    progress=one.progress,
                )
                is wanted
            }, wanted


def test_pages_go_forth_and_back_by_key(app: Flask) -> None:
    numbers = [task(app, f"Việc {n}", due_on=DUE + timedelta(days=n // 2)) for n in range(7)]
    with app.app_context():
        session, scope = current(), Scope(1)

        def page(key: str = "", *, back: bool = False) -> tuple[list[int], str | None, str | None]:
            found = reading.page_of(
                session, scope, TaskFilters(), today=TODAY, key=key, back=back, per_page=3
            )
            return [one.id for one in found.tasks], found.previous, found.following

        first, none, key = page()
        assert (first, none) == (numbers[:3], None)
        second, back, key = page(key or "")
        assert second == numbers[3:6]
        third, _back, none = page(key or "")
        assert (third, none) == (numbers[6:], None)
        assert page(back or "", back=True)[0] == numbers[:3]
        assert page("2027-99-99.1")[0] == numbers[:3]


def test_a_task_is_found_without_accents_by_number_and_by_who_does_it(sqlite_app: Flask) -> None:
    number = task(sqlite_app, "Cấm đường Trần Quốc Nghiễn", responsible="Đỗ Thùy (mẫu)")
    task(sqlite_app, "Việc khác")
    with sqlite_app.app_context():
        for text in ("duong nghien", "#1", "1", "do thuy"):
            found = reading.page_of(current(), Scope(1), TaskFilters(text=text), today=TODAY)
            assert [one.id for one in found.tasks] == [number], text


def test_the_standard_list_comes_once_with_agencies_terms_and_order(app: Flask) -> None:
    with app.app_context():
        edition = current_edition(current())
    for expected in (True, False):
        with app.app_context(), writing() as session:
            before = laying_out.outlook(session, edition)
            added = laying_out.lay_out(session, actor=SYSTEM, edition=edition, now=NOW)
        assert (added > 100) is expected
        assert added == len(before.tasks)
    with app.app_context():
        found = current().scalars(select(Task).where(Task.code == "pr-10")).one()
        assert found.due_on == edition.main_day - timedelta(days=1)
        before_it = current().get_one(Task, found.before[0].before_id)
        assert before_it.code == "pr-09"
        assert laying_out.outlook(current(), edition).terms == 0


def test_each_agency_gets_one_letter_a_morning_about_what_is_due(app: Flask) -> None:
    lead = agency(app, "Sở Y tế", mail="soyte@quangninh.example")
    helper = agency(app, "Công an tỉnh", mail="congan@quangninh.example")
    agency(app, "Không có thư")
    task(app, "Trạm y tế", agency_id=lead, partners=(helper,), due_on=TODAY - timedelta(days=1))
    task(app, "Xe cứu thương", agency_id=lead, due_on=TODAY + timedelta(days=3))
    task(app, "Còn lâu", agency_id=lead, due_on=TODAY + timedelta(days=5))
    for _ in range(2):
        with app.app_context(), writing() as session:
            remind_agencies(session, public_url="https://le-hoi.example", now=NOW)
    with app.app_context():
        assert not any_agency_to_remind(current(), now=NOW)
        assert any_agency_to_remind(current(), now=NOW + timedelta(days=1))
        assert not any_agency_to_remind(current(), now=NOW + timedelta(hours=20))  # 6 in the morning
        first, second = current().scalars(select(Message).order_by(Message.id)).all()
    assert first.recipient == "soyte@quangninh.example"
    assert "1 nhiệm vụ quá hạn" in first.subject
    assert "Trạm y tế" in first.text
    assert "Xe cứu thương" in first.text
    assert "Còn lâu" not in first.text
    assert "phối hợp" in second.text


def test_what_a_task_names_must_be_there(sqlite_app: Flask) -> None:
    number = task(sqlite_app)
    for wrong in (
        replace(said(), agency_id=99),
        replace(said(), partners=(99,)),
        replace(said(), after=(99,)),
        replace(said(), directive_id=99),
    ):
        with pytest.raises(NotFound):
            change(sqlite_app, number, wrong)
