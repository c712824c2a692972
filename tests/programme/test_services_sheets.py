"""Run sheets on a real database: nobody's change is lost, no cue is started twice, and every call can be taken back."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from festival.audit.models import AuditEntry
from festival.core import clock
from festival.core.actor import SYSTEM
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Trilingual
from festival.programme.cues import Call, CueContent, CueFacts, CueState
from festival.programme.models import Cue, CueCall, Participant
from festival.programme.queries import get_public_event
from festival.programme.queries.sheets import Sheet, get_sheet, sheets_of
from festival.programme.rules.run_sheet import running_late
from festival.programme.services import calling, sheets
from festival.programme.services.calling import Called, NotNext, Overtaken
from festival.programme.services.sheets import AlreadyCalled, Saved, Stale
from tests.support.apps import NOW, FakeClock

T = TypeVar("T")
EDITION = 1
EVENT = "hoi-cho-18-11"  # an event whose sheet nobody has written
CONTENT = CueContent(Trilingual("Trống hội", "太鼓", "Drums"), seconds=300)


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """Run inside the application, on each database."""
    with app.app_context():
        yield app


def draft_id() -> int:
    """Return the number of the event whose sheet is written here."""
    return get_public_event(current(), EDITION, EVENT).id


def sheet() -> Sheet:
    """Return the sheet as it is stored."""
    current().rollback()
    return get_sheet(current(), EDITION, draft_id())


def do(act: Callable[..., T], **values: object) -> T:
    """Do something to the sheet in a transaction of its own."""
    number = draft_id()
    with writing() as session:
        return act(
            session,
            **{"actor": SYSTEM, "edition_id": EDITION, "draft_id": number, "now": clock.now()} | values,
        )


def write(*titles: str, **values: object) -> list[CueFacts]:
    """Add cues of five minutes."""
    return [
        do(sheets.add, content=replace(CONTENT, title=Trilingual(title), **values))  # type: ignore[arg-type]
        for title in titles
    ]


def titles() -> list[str]:
    """Return the titles in the order of the sheet."""
    return [cue.content.title.vi for cue in sheet().cues]


def states() -> list[str]:
    """Return how the cues stand."""
    return [str(cue.state) for cue in sheet().cues]


def start(cue: CueFacts, **values: object) -> Called | Overtaken | NotNext:
    """Start a cue as somebody who has seen it in this state."""
    return do(calling.start, **{"cue_id": cue.id, "calls": cue.calls} | values)


# --- writing -------------------------------------------------------------------------------------------------------------


def test_an_event_without_a_sheet_has_an_empty_one(inside: Flask) -> None:
    empty = sheet()
    assert (empty.version, empty.cues, empty.removed, empty.last_call) == (0, (), (), None)
    with pytest.raises(NotFound):
        get_sheet(current(), EDITION, 999)
    with pytest.raises(NotFound):
        do(sheets.add, draft_id=999, content=CONTENT)
    with pytest.raises(NotFound):
        do(calling.start, cue_id=1, calls=0)


def test_cues_stand_in_the_order_in_which_they_are_put(inside: Flask) -> None:
    first, second = write("A", "B")
    do(sheets.add, content=replace(CONTENT, title=Trilingual("A2")), after=first.id)
    copied = do(sheets.copy, cue_id=second.id)
    assert titles() == ["A", "A2", "B", "B"]
    do(sheets.move, cue_id=copied.id, version=copied.version, before=first.id)
    assert titles() == ["B", "A", "A2", "B"]
    moved = sheet().cues[0]
    do(sheets.move, cue_id=moved.id, version=moved.version, before=None)
    assert titles() == ["A", "A2", "B", "B"]


def test_a_copy_says_the_same_but_for_its_fixed_start(inside: Flask) -> None:
    [cue] = write("A", starts_after=600, owner="Đạo diễn (mẫu)", light=Trilingual("Đèn xanh"))
    copied = do(sheets.copy, cue_id=cue.id)
    assert copied.content == replace(cue.content, starts_after=None)


def test_a_form_sent_twice_adds_one_cue(inside: Flask) -> None:
    made = [do(sheets.add, content=CONTENT, submission=number) for number in ("a", "b", "a")]
    assert made[0].id == made[2].id != made[1].id
    assert len(sheet().cues) == 2
    copies = [do(sheets.copy, cue_id=made[0].id, submission="c") for _ in range(2)]
    assert copies[0].id == copies[1].id


def test_who_changes_a_cue_second_is_told_what_it_says_now(inside: Flask) -> None:
    [cue] = write("A")
    changed = do(sheets.change, cue_id=cue.id, version=1, content=replace(CONTENT, seconds=60))
    assert isinstance(changed, Saved)
    second = do(sheets.change, cue_id=cue.id, version=1, content=replace(CONTENT, seconds=90))
    assert isinstance(second, Stale)
    assert (second.now.content.seconds, second.now.version, second.now.changed_at) == (60, 2, NOW)
    again = do(sheets.change, cue_id=cue.id, version=1, content=replace(CONTENT, seconds=60))
    assert again == Saved(changed.cue, changed=False)  # the same change sent again is no quarrel
    assert isinstance(do(sheets.move, cue_id=cue.id, version=1, before=None), Stale)
    assert isinstance(do(sheets.remove, cue_id=cue.id, version=1), Stale)


def test_what_is_removed_is_kept_and_can_be_put_back_where_it_stood(inside: Flask) -> None:
    _, second, _ = write("A", "B", "C")
    do(sheets.remove, cue_id=second.id, version=1)
    assert do(sheets.remove, cue_id=second.id, version=1).changed is False  # type: ignore[union-attr]
    assert titles() == ["A", "C"]
    assert [cue.content.title.vi for cue in sheet().removed] == ["B"]
    late = do(sheets.change, cue_id=second.id, version=1, content=CONTENT)
    assert isinstance(late, Stale)
    assert late.now.is_removed
    do(sheets.put_back, cue_id=second.id)
    assert titles() == ["A", "B", "C"]
    assert not do(sheets.put_back, cue_id=second.id).changed


def test_participants_perform_in_a_cue(inside: Flask) -> None:
    with writing() as session:
        person = Participant(edition_id=EDITION, name=Trilingual("Đoàn Yosakoi (mẫu)"), is_sample=True)
        session.add(person)
    [cue] = write("A", people=(person.id,))
    assert [name.vi for name in sheet().cues[0].names] == ["Đoàn Yosakoi (mẫu)"]
    do(sheets.change, cue_id=cue.id, version=1, content=CONTENT)
    assert sheet().cues[0].content.people == ()


def test_the_list_shows_what_has_or_needs_a_sheet(inside: Flask) -> None:
    before = {one.id: one for one in sheets_of(current(), EDITION)}
    assert draft_id() not in before  # a fair needs none
    assert {one.kind for one in before.values()} <= {"ceremony", "performance", "conference", "seminar"}
    write("A", "B")
    after = {one.id: one for one in sheets_of(current(), EDITION)}
    assert (after[draft_id()].cues, after[draft_id()].seconds, after[draft_id()].called) == (2, 600, 0)


def test_two_who_write_the_first_cue_at_the_same_time_both_do(app: Flask) -> None:
    ready = threading.Barrier(6)

    def one(number: int) -> None:
        with app.app_context():
            draft_id()
            current().rollback()
            ready.wait(10)
            write(str(number))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(6)))
    with app.app_context():
        assert sorted(titles()) == list("012345")
        positions = current().scalars(select(Cue.position).where(Cue.draft_id == draft_id())).all()
        assert sorted(positions) == [1, 2, 3, 4, 5, 6]


# --- the night -----------------------------------------------------------------------------------------------------------


def test_starting_the_next_ends_the_one_before(inside: Flask, fake_clock: FakeClock) -> None:
    first, second, third = write("A", "B", "C")
    assert isinstance(start(first), Called)
    fake_clock.pass_(minutes=6)
    assert isinstance(start(second), Called)
    assert states() == ["running" if n == 1 else "done" if n == 0 else "waiting" for n in range(3)]
    done = sheet().cues[0]
    assert (done.started_at, done.ended_at) == (NOW, NOW + timedelta(minutes=6))
    assert isinstance(do(calling.finish, cue_id=second.id, calls=1), Called)
    assert isinstance(do(calling.skip, cue_id=third.id, calls=0), Called)
    assert states() == ["done", "done", "skipped"]


def test_a_call_that_is_sent_again_changes_nothing(inside: Flask, fake_clock: FakeClock) -> None:
    first, second = write("A", "B")
    start(first)
    fake_clock.pass_(minutes=1)
    answer = start(first)
    assert isinstance(answer, Overtaken)
    assert answer.by is not None
    assert (answer.by.call, answer.by.cue_id, answer.by.called_at) == (Call.START, first.id, NOW)
    assert sheet().cues[0].started_at == NOW
    assert isinstance(do(calling.finish, cue_id=first.id, calls=0), Overtaken)
    assert isinstance(do(calling.skip, cue_id=first.id, calls=0), Overtaken)
    assert states() == ["running", "waiting"]
    assert current().scalar(select(func.count()).select_from(CueCall)) == 1
    assert isinstance(start(second), Called)


def test_only_the_next_can_be_started_or_skipped_and_only_what_runs_finished(inside: Flask) -> None:
    first, second = write("A", "B")
    answer = start(second)
    assert isinstance(answer, NotNext)
    assert answer.first is not None
    assert answer.first.id == first.id
    assert isinstance(do(calling.skip, cue_id=second.id, calls=0), NotNext)
    assert isinstance(do(calling.finish, cue_id=first.id, calls=0), NotNext)
    assert states() == ["waiting", "waiting"]


def test_changing_the_words_of_a_cue_does_not_stand_in_the_callers_way(inside: Flask) -> None:
    [cue] = write("A")
    do(sheets.change, cue_id=cue.id, version=1, content=replace(CONTENT, light=Trilingual("Đèn đỏ")))
    assert isinstance(start(cue), Called)
    changed = do(sheets.change, cue_id=cue.id, version=2, content=CONTENT)
    assert isinstance(changed, Saved)  # nor the other way round


def test_what_had_its_turn_is_not_moved_or_removed_and_nothing_comes_before_it(inside: Flask) -> None:
    first, second, third = write("A", "B", "C")
    start(first)
    assert isinstance(do(sheets.move, cue_id=first.id, version=1, before=None), AlreadyCalled)
    assert isinstance(do(sheets.remove, cue_id=first.id, version=1), AlreadyCalled)
    do(sheets.move, cue_id=third.id, version=1, before=first.id)
    assert titles() == ["A", "C", "B"]
    do(sheets.remove, cue_id=second.id, version=1)
    start(sheet().cues[1])
    do(sheets.put_back, cue_id=second.id)
    assert titles() == ["A", "C", "B"]


def test_every_call_can_be_taken_back_in_its_turn(inside: Flask, fake_clock: FakeClock) -> None:
    first, second, third = write("A", "B", "C")
    stood = [sheet()]
    for act, cue, calls in ((start, first, 0), (start, second, 0)):
        fake_clock.pass_(minutes=5)
        act(replace(cue, calls=calls))
        stood.append(sheet())
    fake_clock.pass_(minutes=5)
    do(calling.finish, cue_id=second.id, calls=1)
    stood.append(sheet())
    do(calling.skip, cue_id=third.id, calls=0)
    for before in reversed(stood):
        last = sheet().last_call
        assert last is not None
        assert isinstance(do(calling.undo, call_id=last.id), Called)
        assert isinstance(do(calling.undo, call_id=last.id), Overtaken)  # once
        now = sheet()
        assert [replace(cue, calls=0) for cue in now.cues] == [replace(cue, calls=0) for cue in before.cues]
        assert now.last_call == before.last_call
    assert isinstance(
        start(first), Overtaken
    )  # the first start comes again from a bad network, after it was taken back


def test_the_rest_is_shifted_as_it_was_proposed_and_back(inside: Flask, fake_clock: FakeClock) -> None:
    write("A", "B")
    write("C", starts_after=1200)
    planned = sheet().draft.content.starts_at
    assert planned is not None
    fake_clock.set(planned)
    before = sheet()
    proposed = running_late(before.cues, planned, planned, 12, keep_gaps=False)
    fake_clock.pass_(seconds=30)  # somebody looks at the proposal
    values = {"minutes": 12, "keep_gaps": False, "seen_at": planned}
    assert isinstance(do(calling.shift, version=before.version, **values), Called)
    after = sheet()
    assert [cue.held_until for cue in after.cues] == [one.held_until for one in proposed]
    assert isinstance(do(calling.shift, version=before.version, **values), Overtaken)  # a double click
    assert after.last_call is not None
    do(calling.undo, call_id=after.last_call.id)
    assert [cue.held_until for cue in sheet().cues] == [None, None, None]


def test_after_a_rehearsal_all_wait_again(inside: Flask) -> None:
    first, second = write("A", "B")
    start(first)
    do(calling.skip, cue_id=second.id, calls=0)
    version = sheet().version
    assert isinstance(do(calling.reset, version=version - 1), Overtaken)
    assert isinstance(do(calling.reset, version=version), Called)
    assert states() == ["waiting", "waiting"]
    last = sheet().last_call
    assert last is not None
    do(calling.undo, call_id=last.id)
    assert states() == ["running", "skipped"]


def test_every_call_is_in_the_record(inside: Flask) -> None:
    [cue] = write("A")
    start(cue)
    last = sheet().last_call
    assert last is not None
    do(calling.undo, call_id=last.id)
    verbs = current().scalars(
        select(AuditEntry.verb)
        .where(AuditEntry.subject == "draft", AuditEntry.subject_id == draft_id())
        .order_by(AuditEntry.id)
    )
    assert verbs.all()[-3:] == ["cue.added", "call.start", "call.undone"]


def test_the_database_allows_one_cue_at_a_time(inside: Flask) -> None:
    first, second = write("A", "B")
    start(first)
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(update(Cue).where(Cue.id == second.id).values(started_at=NOW))


def race(app: Flask, act: Callable[[Session, int], object], callers: int = 8) -> list[object]:
    """Let so many do the same thing to the sheet at the same moment; return what each was told."""
    ready = threading.Barrier(callers)

    def one(number: int) -> object:
        with app.app_context():
            ready.wait(10)
            with writing() as session:
                return act(session, number)

    with ThreadPoolExecutor(callers) as pool:
        return list(pool.map(one, range(callers)))


@pytest.mark.race
def test_of_eight_callers_who_start_the_same_cue_one_does(app: Flask) -> None:
    with app.app_context():
        first, second = write("A", "B")
        start(first)
        number = draft_id()

    def act(session: Session, _number: int) -> object:
        return calling.start(
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            draft_id=number,
            cue_id=second.id,
            calls=0,
            now=clock.now(),
        )

    told = race(app, act)
    assert sorted(type(one).__name__ for one in told) == ["Called", *["Overtaken"] * 7]
    with app.app_context():
        assert states() == ["done", "running"]
        assert sheet().cues[1].calls == 1
        assert current().scalar(select(func.count()).select_from(CueCall)) == 2


@pytest.mark.race
def test_who_starts_and_who_skips_the_same_cue_at_once_do_not_both(app: Flask) -> None:
    with app.app_context():
        first, _ = write("A", "B")
        number = draft_id()

    def act(session: Session, caller: int) -> object:
        return (calling.start, calling.skip)[caller % 2](
            session,
            actor=SYSTEM,
            edition_id=EDITION,
            draft_id=number,
            cue_id=first.id,
            calls=0,
            now=clock.now(),
        )

    told = race(app, act)
    assert sum(isinstance(one, Called) for one in told) == 1
    with app.app_context():
        assert sheet().cues[0].state in {CueState.RUNNING, CueState.SKIPPED}
        assert sheet().cues[1].state is CueState.WAITING
