"""Who keeps what the conference hands over: the board of tasks, which the conference does not know (app.py says so)."""

from typing import cast

from flask import current_app

from festival.registration.types.errands import Errands


def errands() -> Errands:
    """Return who keeps errands."""
    return cast("Errands", current_app.extensions["errands"])
