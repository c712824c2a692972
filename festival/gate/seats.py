"""Who answers about seats of sessions: the conference, which the gates do not know (app.py says so)."""

from typing import cast

from flask import current_app

from festival.gate.types import GateFacts
from festival.registration.types.passages import Seats


def seats() -> Seats:
    """Return who knows the seats of sessions."""
    return cast("Seats", current_app.extensions["seats"])


def seated_at(gate: GateFacts) -> frozenset[int]:
    """Return the sessions whose seats a gate asks for, or that go on beside them, at any hour."""
    return frozenset().union(*(one.sessions | one.beside for one in gate.windows))
