"""Statements of the busiest paths: compiled once, sent straight to the driver, several in one journey.

SQLAlchemy still writes the SQL and converts what goes in and comes out. What is spared is its bookkeeping at each execution and, on
PostgreSQL, the wait for each answer before the next question (the driver's pipeline): ten journeys of a registration become
four. Errors and lost connections are told to SQLAlchemy as its own, so that the pages for them stay the same.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, cast

from sqlalchemy import Connection, Delete, Insert, Select, Update, bindparam
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, Any]
_Convert = Callable[[Any], Any] | None
_AT_ONCE = 50  # rows of one INSERT: each number of rows is a statement of its own, and kept
_Askable = Select[Any] | Insert | Update | Delete  # with or without RETURNING


# Told of every statement that is sent here, which SQLAlchemy's own events do not see: the tests count with it.
watchers: list[Callable[[str], None]] = []


class Prepared:
    """One statement, compiled at its first use on each kind of database.

    An INSERT is compiled for the columns that it is given; those left out get the plain default of their class, or NULL. One
    whose new number is not wanted says `.inline()`: otherwise the database would be asked for it.
    """

    def __init__(self, statement: Any) -> None:
        self._statement: _Askable | None = statement
        self._compiled: dict[tuple[object, ...], _Compiled] = {}
        self._lock = threading.Lock()

    @classmethod
    def inserting(cls, make: Callable[[Any], Any]) -> "Prepared":
        """Return an INSERT in the words of each kind of database: `make` gets its `insert`, which knows ON CONFLICT."""
        prepared = cls(None)
        prepared._make = make
        return prepared

    def on(self, dialect: Dialect, *rows: Values) -> "_Compiled":
        """Return the statement as this kind of database takes it with these values (several rows: one INSERT of all)."""
        key = (dialect.name, len(rows), *rows[0])
        found = self._compiled.get(key)
        if found is None:
            with self._lock:
                found = _Compiled(self._statement_for(dialect), list(rows[0]), len(rows), dialect)
                self._compiled[key] = found
        return found

    _make: Callable[[Any], Any] | None = None

    def _statement_for(self, dialect: Dialect) -> "_Askable":
        if self._make is None:
            assert self._statement is not None
            return self._statement
        made: _Askable = self._make(postgres_insert if dialect.name == "postgresql" else sqlite_insert)
        return made


class _Compiled:
    """SQL, and how values go in and come out."""

    def __init__(self, statement: _Askable, columns: list[str], rows: int, dialect: Dialect) -> None:
        fixed: Values = {}
        if isinstance(statement, Insert):
            # What of a row is left out gets its plain default here: SQLAlchemy would fill it in at the execution that is spared.
            fixed = _defaults(statement, columns)
            # Of several rows SQLAlchemy gives only the first one's values the types of their columns.
            types = {name: statement.table.columns[name].type for name in (*columns, *fixed)}
            statement = statement.values(
                [
                    {name: bindparam(f"{name}_{row}", type_=kind) for name, kind in types.items()}
                    for row in range(rows)
                ]
            )
        compiled: SQLCompiler = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self._order = list(compiled.positiontup or []) if compiled.positional else None
        self._written = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._written |= {f"{name}_{row}": value for name, value in fixed.items() for row in range(rows)}
        self._is_insert = isinstance(statement, Insert)
        self._in: list[tuple[str, _Convert]] = [
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in compiled.binds.items()
        ]
        described = (
            statement.column_descriptions
            if isinstance(statement, Select)
            else statement.returning_column_descriptions
        )
        out = [one["type"].dialect_impl(dialect).result_processor(dialect, None) for one in described]
        self._out: list[_Convert] | None = out if any(out) else None

    def values(self, *rows: Values) -> Any:
        """Return what the driver gets for these rows. Raises KeyError when a value is missing."""
        full = dict(self._written)
        if self._is_insert:
            for number, row in enumerate(rows):
                full |= {f"{name}_{number}": value for name, value in row.items()}
        else:
            full |= rows[0]
        made = {name: full[name] if convert is None else convert(full[name]) for name, convert in self._in}
        return made if self._order is None else [made[name] for name in self._order]

    def row(self, found: Sequence[Any]) -> tuple[Any, ...]:
        """Return one row of an answer in Python's words."""
        if self._out is None:
            return tuple(found)
        return tuple(
            value if convert is None else convert(value)
            for value, convert in zip(found, self._out, strict=True)
        )


def _defaults(statement: Insert, columns: Collection[str]) -> dict[str, Any]:
    """Return the defaults of what an INSERT leaves out. Raises TypeError for one that would have to be called."""
    found = {}
    for column in statement.table.columns:
        default = column.default
        if column.key not in columns and default is not None:
            if not default.is_scalar:
                raise TypeError(f"{column} has a default that a prepared INSERT cannot know: give its value")
            found[column.key] = cast("Any", default).arg
    return found


class Answer:
    """What a statement of a journey brings back: to be read once the journey's block has closed."""

    def __init__(self, cursor: Any, compiled: _Compiled) -> None:
        self._cursor = cursor
        self._compiled = compiled

    def rows(self) -> list[tuple[Any, ...]]:
        """Return all rows."""
        return [self._compiled.row(row) for row in self._cursor.fetchall()]

    def one(self) -> tuple[Any, ...]:
        """Return the one row there must be."""
        row = self.first()
        assert row is not None
        return row

    def first(self) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        row = self._cursor.fetchone()
        return None if row is None else self._compiled.row(row)


class Journey:
    """Takes statements along; the database answers when the block ends."""

    def __init__(self, connection: Connection, driver: Any) -> None:
        self._dialect = connection.dialect
        self._driver = driver

    def ask(self, statement: Prepared, values: Values) -> Answer:
        """Send one statement whose rows are wanted."""
        compiled = statement.on(self._dialect, values)
        return Answer(self._send(compiled, values), compiled)

    def tell(self, insert: Prepared, *rows: Values) -> None:
        """Send one INSERT of all these rows (of many, one for each fifty), which have the same columns; nothing comes back."""
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            self._send(insert.on(self._dialect, *some), *some)

    def commit(self) -> None:
        """Commit on the way, after what was sent before; what the database refuses, it rolls back. Only `transaction` calls this.

        SQLite keeps the whole transaction in this process, where a journey saves nothing: it commits as ever.
        """
        if self._dialect.name == "postgresql":
            self._driver.cursor().execute(
                "COMMIT"
            )  # the driver's own commit would wait for an answer of its own

    def _send(self, compiled: _Compiled, *rows: Values) -> Any:
        for watcher in watchers:
            watcher(compiled.sql)
        cursor = self._driver.cursor()
        cursor.execute(compiled.sql, compiled.values(*rows))
        return cursor


@contextmanager
def together(connection: Connection) -> Iterator[Journey]:
    """Send what is asked and told inside the block in one journey; a later statement sees what an earlier one did.

    The transaction is the connection's own. Raises sqlalchemy.exc.DBAPIError as any other execution does.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    dialect = connection.dialect
    error_of_driver = cast("Any", dialect.loaded_dbapi).Error
    try:
        with driver.pipeline() if dialect.name == "postgresql" else nullcontext():
            yield Journey(connection, driver)
    except error_of_driver as error:
        if dialect.is_disconnect(error, driver, None):
            connection.invalidate(error)
        raise DBAPIError.instance(
            None, None, error, error_of_driver, hide_parameters=True, dialect=dialect
        ) from error
