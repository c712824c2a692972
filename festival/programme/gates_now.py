"""The question that the leaders' page asks of the gates: how many are there, and how many can let people in at this moment?

Gates lie above the programme, and logistics beside them, so neither may import them; app.py says who answers
(`app.extensions["gates_now"]`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class GatesNow:
    """Gates that are open, and how many of them have a phone that has just been heard of."""

    gates: int
    ready: int


Answer = Callable[[Session, int, datetime], GatesNow]


def gates_now(session: Session, edition_id: int, now: datetime) -> GatesNow:
    """Return how the gates of an edition stand (one statement)."""
    return cast("Answer", current_app.extensions["gates_now"])(session, edition_id, now)
