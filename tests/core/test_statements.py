"""Statements that go straight to the driver say and bring back the same as through SQLAlchemy."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from festival.audit.models import AuditEntry
from festival.core.statements import Prepared, together
from festival.core.throttle import Throttle
from festival.core.transaction import current, writing
from festival.outbox.models import Message
from tests.architecture.statements import counting

AT = datetime(2027, 11, 17, 13, 5, 6, 789_000, tzinfo=UTC)
_ENTRY = Prepared(insert(AuditEntry).inline())
_ADD = Prepared.inserting(lambda insert: insert(Throttle).on_conflict_do_nothing().returning(Throttle.key))
_MORE = Prepared(
    update(Throttle)
    .where(Throttle.key == bindparam("which"))
    .values(count=Throttle.count + bindparam("people"))
    .returning(Throttle.count, Throttle.window)
)
_LOOK = Prepared(select(Throttle.window, Throttle.count).where(Throttle.key == bindparam("which")))


def test_values_and_answers_are_converted_as_ever(app: Flask) -> None:
    with app.app_context(), writing() as session:
        with together(session.connection()) as journey:
            added = journey.ask(_ADD, {"key": "a", "window": AT, "count": 2})
            again = journey.ask(_ADD, {"key": "a", "window": AT, "count": 7})
            more = journey.ask(_MORE, {"which": "a", "people": 3})
            seen = journey.ask(_LOOK, {"which": "a"})
            nobody = journey.ask(_LOOK, {"which": "b"})
        assert (added.rows(), again.first(), more.one()) == ([("a",)], None, (5, AT))
        assert (seen.rows(), nobody.rows()) == ([(AT, 5)], [])
    with app.app_context():
        kept = current().get(Throttle, {"key": "a", "window": AT})
        assert kept is not None
        assert kept.count == 5


def test_json_and_plain_defaults_of_columns(app: Flask) -> None:
    row = {
        "at": AT,
        "actor_kind": "system",
        "actor_id": None,
        "verb": "tried",
        "subject": "x",
        "subject_id": 1,
    }
    letter = {
        "cause": "c", "channel": "mail", "recipient": "a@mau.example", "language": "vi", "subject": "", "text": "",
        "made_at": AT, "due_at": AT,
    }  # fmt: skip
    with app.app_context(), writing() as session, together(session.connection()) as journey:
        journey.tell(
            _ENTRY,
            row | {"details": {"tên": "髙﨑"}},
            row | {"details": None, "verb": "twice"},
            row | {"details": {"số": 2}, "verb": "thrice"},
        )
        journey.tell(Prepared(insert(Message).inline()), letter)
    with app.app_context():
        entries = current().scalars(select(AuditEntry).where(AuditEntry.subject == "x")).all()
        assert [(entry.verb, entry.details) for entry in entries] == [
            ("tried", {"tên": "髙﨑"}),
            ("twice", None),
            ("thrice", {"số": 2}),
        ]
        message = current().scalars(select(Message).where(Message.cause == "c")).one()
        assert (message.state, message.tries, message.link) == ("queued", 0, None)


def test_what_the_database_refuses_is_told_as_sqlalchemy_tells_it_and_nothing_stays(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(IntegrityError) as refused:
            _add_twice()
        assert isinstance(refused.value, DBAPIError)
        assert "'a'" not in str(refused.value), "values of people stand in no message"
        assert current().scalars(select(Throttle).where(Throttle.key == "a")).all() == []


def _add_twice() -> None:
    row = {"key": "a", "window": AT, "count": 1}
    with writing() as session, together(session.connection()) as journey:
        journey.ask(_ADD, row)
        journey.tell(Prepared(insert(Throttle).inline()), row)


def test_a_value_that_is_missing_is_noticed(sqlite_app: Flask) -> None:
    with (
        sqlite_app.app_context(),
        writing() as session,
        together(session.connection()) as journey,
        pytest.raises(KeyError),
    ):
        journey.ask(_LOOK, {})


def test_a_default_that_must_be_called_is_no_surprise_at_night(sqlite_app: Flask) -> None:
    called = Table("called", MetaData(), Column("id", Integer), Column("made", Integer, default=lambda: 1))
    with (
        sqlite_app.app_context(),
        writing() as session,
        together(session.connection()) as journey,
        pytest.raises(TypeError, match="made"),
    ):
        journey.tell(Prepared(insert(called).inline()), {"id": 1})


def test_many_rows_are_few_statements_and_each_is_counted(app: Flask) -> None:
    """The budgets of pages see these statements too."""
    rows = [{"key": f"k{number:03}", "window": AT, "count": number} for number in range(120)]
    with (
        counting(app) as statements,
        app.app_context(),
        writing() as session,
        together(session.connection()) as journey,
    ):
        journey.tell(Prepared(insert(Throttle).inline()), *rows)
    assert len(statements) == 3
    with app.app_context():
        kept = current().scalars(select(Throttle).order_by(Throttle.key)).all()
        assert [(one.key, one.count) for one in kept] == [(row["key"], row["count"]) for row in rows]
