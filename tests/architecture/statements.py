"""How many statements a page sends to the database, and which."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import event

from festival.core import statements
from festival.core.db import db

_ORDER = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@dataclass
class Statements:
    """The statements sent, in their order, without those that only open and close transactions."""

    sent: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sent)


@contextmanager
def counting(app: Flask) -> Iterator[Statements]:
    """Collect what `app` sends to its database inside the block."""
    with app.app_context():
        engine = db.engine
    seen = Statements()

    def note(statement: str) -> None:
        if not statement.startswith(_ORDER):
            seen.sent.append(statement)

    def heard(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        note(statement)

    event.listen(engine, "before_cursor_execute", heard)
    statements.watchers.append(note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", heard)
        statements.watchers.remove(note)
