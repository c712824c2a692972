"""Gateways report what became of a message (docs/text-messages.md): the secret in the address is good for this one message."""

from typing import Any

from flask import Blueprint, request

from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import writing
from festival.outbox.services import take_receipt
from festival.outbox.types import MessageState
from festival.registration.views.speaking import sender
from festival.web import access

blueprint = Blueprint("receipts", __name__)
_REPORTED = {
    state.value: state for state in (MessageState.DELIVERED, MessageState.FAILED, MessageState.BOUNCED)
}
_REASON_LIMIT = 200


@blueprint.post("/messages/receipts/<code>")
@access.token
def report(code: str) -> tuple[dict[str, Any], int]:
    """Take one receipt; the answer says how the message stands. The same receipt twice changes nothing."""
    number = sender().tokens.read_receipt(code)
    if number is None:
        raise NotFound
    told = request.get_json(silent=True)
    state = _REPORTED.get(str(told.get("state"))) if isinstance(told, dict) else None
    if not isinstance(told, dict) or state is None:
        return {"error": "state must be one of delivered, failed, bounced"}, 422
    with writing() as session:
        outcome = take_receipt(
            session,
            number,
            state,
            reason=_reason(told.get("reason")),
            limits=sender().limits,
            now=clock.now(),
        )
    if outcome is None:
        raise NotFound
    return {"state": str(outcome)}, 200


def _reason(said: object) -> str:
    """Return a gateway's reason as one short line without what could be a phone number or an address."""
    words = " ".join(str(said or "").split())[:_REASON_LIMIT]
    return " ".join(
        word for word in words.split(" ") if "@" not in word and sum(c.isdigit() for c in word) < 5
    )
