"""Alembic's surroundings: the running application's engine, and the house's types written as plain ones.

A migration describes the database of its day and imports nothing of ours, so that it still runs when our classes have changed.
"""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from festival.core.db import TrilingualText, UtcDateTime


def _render(kind: str, item: Any, _context: Any) -> Any:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, TrilingualText):
        return "sa.JSON()"
    return False


def _run() -> None:
    database = current_app.extensions["migrate"].db
    with database.engine.connect() as connection:
        _let_tables_be_made_anew(connection, allowed=True)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_item=_render,
            render_as_batch=True,  # SQLite cannot alter a table: it is made anew
            compare_type=False,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _let_tables_be_made_anew(connection, allowed=False)


def _let_tables_be_made_anew(connection: Connection, *, allowed: bool) -> None:
    """In SQLite a table that others refer to is dropped and made anew, which must not cascade into them.

    Their references are checked as a whole afterwards. The switch does nothing inside a transaction, so the driver is asked.
    """
    if connection.dialect.name != "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    if not allowed:
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration left references to nothing: {broken[:5]}")
    driver.execute(f"PRAGMA foreign_keys={'OFF' if allowed else 'ON'}")


_run()
