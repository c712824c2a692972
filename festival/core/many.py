"""Hundreds of rows in one statement: PostgreSQL takes them as one JSON value, SQLite, which has no journey to save, one by one.

Five hundred rows with a dozen columns each are six thousand parameters to bind, convert and send; as one value they cost a third.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Table,
    any_,
    bindparam,
    cast,
    literal,
    text,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call] # as SQLAlchemy has it


def is_postgresql(connection: Connection) -> bool:
    """Tell which of the two databases this is."""
    return connection.dialect.name == "postgresql"


def among(connection: Connection, column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Return `column IN values`, on PostgreSQL as one array: the statement is then the same for any number of values."""
    if not is_postgresql(connection):
        found: ColumnElement[bool] = column.in_(values)
        return found
    kind = ARRAY(column.type)
    array: ColumnElement[bool] = column == any_(cast(literal(list(values), kind), kind))
    return array


def insert_new(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], key: str
) -> set[Any] | None:
    """Insert rows that have the same columns and return the `key` of those that were not there before; None: all of them."""
    if is_postgresql(connection):
        found = connection.execute(_insert(table, tuple(rows[0]), key), {"rows": _packed(rows)})
        return {row[0] for row in found}
    made = sqlite_insert(table).on_conflict_do_nothing(index_elements=[key])
    return None if connection.execute(made, rows).rowcount == len(rows) else set()


def update_each(connection: Connection, table: Table, key: str, rows: Sequence[dict[str, Any]]) -> None:
    """Set the columns of each row, all of which have the same, where `key` is the row's."""
    if is_postgresql(connection):
        connection.execute(_update(table, tuple(rows[0]), key), {"rows": _packed(rows)})
        return
    names = [name for name in rows[0] if name != key]
    statement = (
        update(table)
        .where(table.c[key] == bindparam("the_key"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    connection.execute(
        statement, [{"the_key": row[key]} | {f"new_{name}": row[name] for name in names} for row in rows]
    )


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
