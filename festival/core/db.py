"""The database: one metadata with named constraints, the column types of the house, and what each engine needs."""

import json
import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from festival.core.trilingual import Trilingual

# Names are what a form, a migration and an error message call a constraint by.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC (SQLite knows no zones and keeps it without one)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TrilingualText(TypeDecorator[Trilingual]):
    """A Trilingual as a JSON object of its three texts."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Trilingual | None, _dialect: Dialect) -> Any:
        return None if value is None else value.as_dict()

    def process_result_value(self, value: Any, _dialect: Dialect) -> Trilingual | None:
        return None if value is None else Trilingual(**value)


class Base(DeclarativeBase):
    """Base of every stored class."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, Trilingual: TrilingualText, dict[str, Any]: JSON},
    )


# expire_on_commit=False: a page is made after the transaction has closed, from what it has read.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

# Set by `transaction.writing()`: SQLite must take its write lock when the transaction begins, not at its first write.
write_intent: ContextVar[bool] = ContextVar("write_intent", default=False)


def engine_options(database_url: str, threads: int) -> dict[str, Any]:
    """Return Flask-SQLAlchemy's engine options for this database and this many threads in a process."""
    options: dict[str, Any] = {
        "hide_parameters": True,
        "json_serializer": lambda value: json.dumps(value, ensure_ascii=False),
    }
    if database_url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 10}
    else:
        options |= {
            "pool_size": threads,
            "max_overflow": 2,
            "pool_pre_ping": False,
            "pool_recycle": 1800,
            "pool_timeout": 10,
        }
    return options


def init_app(app: Flask) -> None:
    """Bind the database to `app` and teach its engine the manners of its kind."""
    db.init_app(app)
    with app.app_context():
        _prepare(db.engine)


def _prepare(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver must not open transactions by itself: `_on_begin` says how they begin.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged registration survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-16000")  # 16 MB a connection
        # A batch of scans touches a thousand pages: copying them into the file after each one cost an eighth of it.
        cursor.execute("PRAGMA wal_autocheckpoint=8000")  # 32 MB
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write_intent.get() else "BEGIN")
