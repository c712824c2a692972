"""Many rows at once: the same on both databases, whatever the columns hold."""

from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

from flask import Flask
from sqlalchemy import Column, MetaData, Table, Text, Uuid, select

from festival.core.db import UtcDateTime
from festival.core.many import among, insert_new, update_each
from festival.core.throttle import Throttle
from festival.core.transaction import current, writing

WINDOW = datetime(2027, 11, 17, 12, tzinfo=UTC)


def test_each_row_is_changed_to_its_own_and_found_among_many(app: Flask) -> None:
    keys = [f"{number} 'x' \\ \"đ\" {{}} %s :n" for number in range(600)]
    later = WINDOW + timedelta(hours=1)
    with app.app_context(), writing() as session:
        session.add_all(Throttle(key=key, window=WINDOW, count=number) for number, key in enumerate(keys))
        session.flush()
        rows = [
            {"key": key, "window": later, "count": 1000 + number} for number, key in enumerate(keys[:500])
        ]
        update_each(session.connection(), cast("Table", Throttle.__table__), "key", rows)
    with app.app_context():
        session = current()
        found = {
            row.key: row
            for row in session.scalars(
                select(Throttle).where(among(session.connection(), Throttle.key, keys))
            )
        }
        assert len(found) == 600
        assert [(found[key].count, found[key].window) for key in (keys[0], keys[499], keys[500])] == [
            (1000, later),
            (1499, later),
            (500, WINDOW),
        ]
        assert (
            session.scalars(select(Throttle).where(among(session.connection(), Throttle.key, []))).all() == []
        )


def test_of_rows_some_of_which_are_there_only_the_others_are_added(app: Flask) -> None:
    table = Table(
        "kept",
        MetaData(),
        Column("id", Uuid, primary_key=True),
        Column("at", UtcDateTime),
        Column("note", Text),
    )
    rows = [
        {"id": UUID(int=number), "at": WINDOW if number % 2 else None, "note": "đã có 見"}
        for number in range(300)
    ]
    numbers = [row["id"] for row in rows]
    with app.app_context(), writing() as session:
        connection = session.connection()
        table.create(connection)
        assert insert_new(connection, table, rows[:100], "id") in (None, set(numbers[:100]))
        told = insert_new(connection, table, [row | {"note": "new"} for row in rows[50:]], "id")
        assert told in (set(), set(numbers[100:]))
        assert insert_new(connection, table, rows[:1], "id") == set()
        stored = connection.execute(select(table).where(among(connection, table.c.id, numbers)))
        found = {row.id: (row.at, row.note) for row in stored}
    assert [found[numbers[one]] for one in (49, 50, 100, 299)] == [
        (WINDOW, "đã có 見"),
        (None, "đã có 見"),
        (None, "new"),
        (WINDOW, "new"),
    ]
    assert len(found) == 300
