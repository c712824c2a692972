"""One transaction per request: it commits at its end, rolls back on an exception, and loses nothing beside others."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Connection, bindparam, case, insert, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from festival.core.db import db, write_intent
from festival.core.statements import Prepared, together
from festival.core.throttle import Throttle
from festival.core.transaction import NestedWrite, TooLate, abandon, after_commit, current, last, writing
from festival.programme.models import Edition

THREADS, TIMES = 4, 10


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """Run inside the application, on each database."""
    with app.app_context():
        yield app


def edition() -> Edition:
    """Return the one edition of the sample."""
    return current().scalars(select(Edition)).one()


def stored_year() -> int:
    """Return what the database itself says now."""
    with db.engine.connect() as connection:
        return int(connection.execute(text("SELECT year FROM editions")).scalar_one())


def test_the_end_of_the_block_commits(inside: Flask) -> None:
    with writing() as session:
        session.scalars(select(Edition)).one().year = 2031
        session.flush()
        if db.engine.dialect.name == "postgresql":
            assert stored_year() == 2027  # nobody else sees it before
    assert stored_year() == 2031


def test_an_exception_takes_everything_back(inside: Flask) -> None:
    def broken() -> None:
        with writing() as session:
            session.scalars(select(Edition)).one().year = 2031
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert stored_year() == 2027
    assert edition().year == 2027


def test_an_abandoned_transaction_leaves_nothing_and_is_no_error(inside: Flask) -> None:
    told: list[str] = []
    with writing() as session:
        session.scalars(select(Edition)).one().year = 2031
        session.flush()
        after_commit(session, lambda: told.append("durable"))
        abandon(session)
    assert (stored_year(), edition().year, told) == (2027, 2027, [])
    with writing() as session:  # the next one is not abandoned with it
        session.scalars(select(Edition)).one().year = 2032
    assert stored_year() == 2032


def test_what_the_page_shows_stays_readable_after_the_block(inside: Flask) -> None:
    read_before = edition()
    with writing() as session:
        written = session.scalars(select(Edition)).one()
        written.year = 2031
    db.session.remove()  # not even the session is needed any more
    assert read_before.title.vi
    assert (written.year, written.title.ja != "") == (2031, True)


def test_a_block_inside_a_block_is_refused_and_the_outer_one_undone(inside: Flask) -> None:
    def service_that_owns_a_transaction() -> None:
        with writing() as session:
            session.scalars(select(Edition)).one().year = 2031

    def view() -> None:
        with writing() as session:
            session.scalars(select(Edition)).one().year = 2032
            service_that_owns_a_transaction()

    with pytest.raises(NestedWrite):
        view()
    assert stored_year() == 2027
    with writing():  # and the next one is free
        pass


def test_a_change_outside_of_any_block_is_found_out(inside: Flask) -> None:
    edition().year = 2031
    with pytest.raises(RuntimeError, match="outside"), writing():
        pytest.fail("the stray change would have been committed here")
    current().rollback()
    assert stored_year() == 2027


def test_a_request_that_only_reads_leaves_no_transaction_and_no_lock_behind(inside: Flask) -> None:
    edition()
    assert current().in_transaction()
    with writing():
        pass
    assert not current().in_transaction()


def test_the_write_intent_ends_with_the_block_however_it_ends(inside: Flask) -> None:
    with writing():
        assert write_intent.get() is True
    assert write_intent.get() is False
    with pytest.raises(KeyboardInterrupt), writing():
        raise KeyboardInterrupt
    assert write_intent.get() is False
    assert stored_year() == 2027


def in_threads(app: Flask, work: Callable[[], None]) -> list[BaseException]:
    """Run `work` ten times in each of four threads with a session of its own; return what they raised."""
    together = threading.Barrier(THREADS)
    raised: list[BaseException] = []

    def run() -> None:
        with app.app_context():
            together.wait()
            try:
                for _ in range(TIMES):
                    work()
            except Exception as error:  # noqa: BLE001 (it is what the test is about)
                raised.append(error)

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def add_one(connection: Session | Connection) -> None:
    """Read, think, write: what loses an update when two do it at once."""
    year = connection.execute(select(Edition.year).with_for_update()).scalar_one()
    connection.execute(update(Edition).values(year=year + 1))


@pytest.mark.race
def test_at_the_same_moment_nobodys_change_is_lost(app: Flask) -> None:
    def work() -> None:
        with writing() as session:
            add_one(session)

    assert in_threads(app, work) == []
    with app.app_context():
        assert stored_year() == 2027 + THREADS * TIMES


@pytest.mark.race
def test_in_sqlite_another_process_waits_its_turn(sqlite_app: Flask) -> None:
    """Past the queue inside the process, as a second process or the worker comes: BEGIN IMMEDIATE alone must do."""

    def work() -> None:
        token = write_intent.set(True)
        try:
            with db.engine.begin() as connection:
                add_one(connection)
        finally:
            write_intent.reset(token)

    assert in_threads(sqlite_app, work) == []
    with sqlite_app.app_context():
        assert stored_year() == 2027 + THREADS * TIMES


def test_without_the_write_intent_sqlite_would_turn_honest_people_away(sqlite_app: Flask) -> None:
    """The control: the same two steps, interleaved, under a plain BEGIN."""
    with sqlite_app.app_context(), db.engine.connect() as first, db.engine.connect() as second:
        years = [c.execute(select(Edition.year)).scalar_one() for c in (first, second)]
        first.execute(update(Edition).values(year=years[0] + 1))
        first.commit()
        with pytest.raises(OperationalError, match="locked"):
            second.execute(update(Edition).values(year=years[1] + 1))


def test_in_sqlite_one_may_read_while_another_writes(sqlite_app: Flask) -> None:
    read: list[int] = []

    def look() -> None:
        with sqlite_app.app_context():
            read.append(stored_year())

    with sqlite_app.app_context(), writing() as session:
        session.execute(update(Edition).values(year=2031))
        reader = threading.Thread(target=look)
        reader.start()
        reader.join()
    assert read == [2027]


def test_an_acknowledged_change_survives_a_power_cut(inside: Flask) -> None:
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        else:
            assert (
                connection.exec_driver_sql("SHOW default_transaction_isolation").scalar() == "read committed"
            )


_MAKE = Prepared(insert(Throttle).inline())
_ROW = {"key": "a", "window": datetime(2027, 11, 17, tzinfo=UTC), "count": 1}
_MORE = Prepared(
    update(Throttle)
    .where(Throttle.key == bindparam("which"))
    .values(count=case((Throttle.count + bindparam("more") <= 3, Throttle.count + bindparam("more"))))
)


def counted() -> int | None:
    """Return what the database says of the counter."""
    with db.engine.connect() as connection:
        return connection.scalar(select(Throttle.count).where(Throttle.key == "a"))


def test_the_last_statement_goes_with_the_commit_and_is_seen_after_it(inside: Flask) -> None:
    with writing() as session:
        session.add(Throttle(**_ROW))  # flushed before it
        last(session, _MORE, {"which": "a", "more": 1})
        last(session, _MORE, {"which": "a", "more": 1})
    assert counted() == 3
    with writing() as session:  # and belongs to that transaction alone
        session.scalars(select(Edition)).one()
    assert counted() == 3


def test_what_comes_too_late_leaves_nothing_behind(inside: Flask) -> None:
    told: list[str] = []

    def too_many() -> None:
        with writing() as session:
            session.scalars(select(Edition)).one().year = 2031
            after_commit(session, lambda: told.append("committed"))
            last(session, _MORE, {"which": "a", "more": 3})

    with writing() as session, together(session.connection()) as journey:
        journey.tell(_MAKE, _ROW)
    with pytest.raises(TooLate):
        too_many()
    assert (counted(), stored_year(), told) == (1, 2027, [])
    with writing() as session:  # the connection is as good as new
        last(session, _MORE, {"which": "a", "more": 1})
    assert counted() == 2


def test_an_abandoned_transaction_sends_no_last_statement(inside: Flask) -> None:
    with writing() as session, together(session.connection()) as journey:
        journey.tell(_MAKE, _ROW)
    with writing() as session:
        last(session, _MORE, {"which": "a", "more": 1})
        abandon(session)
    assert counted() == 1
