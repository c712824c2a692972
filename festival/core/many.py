"""Hundreds of rows in one statement: PostgreSQL takes them as one JSON value, SQLite, which has no journey to save, one by one.

Five hundred rows with a dozen columns each are six thousand parameters to bind, convert and send; as one value they cost a third.
SQLite's driver is handed the rows as it stores them, each different value of a column made ready once.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Table,
    any_,
    cast,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call] # as SQLAlchemy has it


def is_postgresql(connection: Connection) -> bool:
    """Tell which of the two databases this is."""
    return connection.dialect.name == "postgresql"


def among(connection: Connection, column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Return `column IN values` with all of them as one value: the statement is then the same for any number of them."""
    if not is_postgresql(connection):
        ready = _binder(column, connection.dialect)
        packed = json.dumps([ready(value) for value in values] if ready else list(values))
        found: ColumnElement[bool] = column.in_(select(func.json_each(packed).table_valued("value").c.value))
        return found
    kind = ARRAY(column.type)
    array: ColumnElement[bool] = column == any_(cast(literal(list(values), kind), kind))
    return array


def insert_new(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], key: str
) -> set[Any] | None:
    """Insert rows that have the same columns and return the `key` of those that were not there before.

    None: all of them. Empty: some were there, or all; which is to be asked.
    """
    names = tuple(rows[0])
    if is_postgresql(connection):
        found = connection.execute(_insert(table, names, key), {"rows": _packed(rows)})
        return {row[0] for row in found}
    made = connection.exec_driver_sql(
        _plain_insert(table, names, key), _stored(connection, table, names, rows)
    )
    return None if made.rowcount == len(rows) else set()


def update_each(connection: Connection, table: Table, key: str, rows: Sequence[dict[str, Any]]) -> None:
    """Set the columns of each row, all of which have the same, where `key` is the row's."""
    if is_postgresql(connection):
        connection.execute(_update(table, tuple(rows[0]), key), {"rows": _packed(rows)})
        return
    names = (*(name for name in rows[0] if name != key), key)
    connection.exec_driver_sql(_plain_update(table, names), _stored(connection, table, names, rows))


def _binder(column: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what makes a value of this column ready for the driver; None where it is as it is."""
    made: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return made


def _stored(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[dict[str, Any]]
) -> list[tuple[Any, ...]]:
    columns = []
    for name in names:
        values, ready = [row[name] for row in rows], _binder(table.c[name], connection.dialect)
        if ready is not None:
            known = {value: ready(value) for value in set(values)}
            values = [known[value] for value in values]
        columns.append(values)
    return list(zip(*columns, strict=True))


@cache
def _plain_insert(table: Table, names: tuple[str, ...], key: str) -> str:
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({columns}) VALUES ({marks}) ON CONFLICT ({key}) DO NOTHING"  # noqa: S608 # names of our own


@cache
def _plain_update(table: Table, names: tuple[str, ...]) -> str:
    """Return the statement that sets all but the last of these, the key."""
    *changed, key = names
    changes = ", ".join(f'"{name}" = ?' for name in changed)
    return f'UPDATE {table.name} SET {changes} WHERE "{key}" = ?'  # noqa: S608 # the same


@cache
def _insert(table: Table, names: tuple[str, ...], key: str) -> Any:
    columns = ", ".join(f'"{name}"' for name in names)
    return text(
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {_recordset(table, names)} "  # noqa: S608 # names of our own
        f"ON CONFLICT ({key}) DO NOTHING RETURNING {key}"
    ).columns(table.c[key])


@cache
def _update(table: Table, names: tuple[str, ...], key: str) -> Any:
    changes = ", ".join(f'"{name}" = said."{name}"' for name in names if name != key)
    return text(
        f'UPDATE {table.name} SET {changes} FROM {_recordset(table, names)} WHERE {table.name}."{key}" = said."{key}"'  # noqa: S608 # the same
    )


def _recordset(table: Table, names: Iterable[str]) -> str:
    kinds = ", ".join(f'"{name}" {_kind(table.c[name])}' for name in names)
    return f"jsonb_to_recordset(CAST(:rows AS jsonb)) AS said({kinds})"


def _kind(column: Column[Any]) -> str:
    return column.type.compile(_DIALECT)


def _packed(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, default=_plain, separators=(",", ":"))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    raise TypeError(type(value))
