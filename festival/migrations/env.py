"""Alembic's surroundings: the running application's engine, and the house's types written as plain ones.

A migration describes the database of its day and imports nothing of ours, so that it still runs when our classes have changed.
"""

from typing import Any

from alembic import context
from flask import current_app

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


_run()
