"""Where somebody of the crew is sent, as their own pages show it."""

from typing import Any

from festival.core import clock
from festival.core.transaction import current
from festival.logistics.labels import incidents as incident_words
from festival.logistics.models import CrewMember
from festival.logistics.queries.called import orders_for
from festival.logistics.queries.incidents import word_of
from festival.logistics.types.incidents import NEXT_ANSWERS


def order_words(member: CrewMember) -> dict[str, Any]:
    """Return what a page needs to show where somebody is sent."""
    orders = orders_for(current(), member, clock.now())
    return {
        "orders": orders,
        "word": word_of(orders),
        "unit_answers": NEXT_ANSWERS,
        "incident_words": incident_words,
    }
