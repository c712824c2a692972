"""Who answers about doors: the gates, which the conference does not know (app.py says so)."""

from typing import cast

from flask import current_app

from festival.registration.types.passages import Doors


def doors() -> Doors:
    """Return who knows the doors of halls."""
    return cast("Doors", current_app.extensions["doors"])
