"""The settings of the application that serves this request."""

from typing import cast

from flask import current_app

from festival.core.config import Settings


def settings() -> Settings:
    """Return the running application's settings."""
    return cast("Settings", current_app.extensions["settings"])
