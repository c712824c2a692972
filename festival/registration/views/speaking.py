"""What every view of registration that speaks to citizens uses: who writes messages, who makes codes."""

from flask import current_app

from festival.registration.messaging import Sender
from festival.registration.qr import Codes
from festival.web.settings import settings


def sender() -> Sender:
    """Return what writes this installation's messages; made once, for its keys are derived."""
    known: Sender | None = current_app.extensions.get("sender")
    if known is None:
        known = Sender(settings().public_url, settings().secret_key)
        current_app.extensions["sender"] = known
    return known


def codes() -> Codes:
    """Return what makes and reads this installation's codes."""
    return Codes(current_app.extensions["keyring"], sender().links)
