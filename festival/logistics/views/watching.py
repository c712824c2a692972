"""What all views of the control room begin with: whose eyes, who writes, and the words of its pages."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.transaction import current
from festival.logistics.labels import incidents as words
from festival.logistics.models import ResponseUnit
from festival.logistics.queries import incidents as reading
from festival.logistics.types.incidents import IncidentRefusal, Sight
from festival.programme.queries import current_edition
from festival.web import access


def sight() -> Sight:
    """Return what the person who is signed in may see."""
    return Sight(
        current_edition(current()).id, confidential=access.signed_in().has(Right.SEE_CONFIDENTIAL_INCIDENTS)
    )


def may_write() -> bool:
    """Tell whether the person writes in the log."""
    return access.signed_in().has(Right.WRITE_INCIDENTS)


def back_to(number: int, refused: object = None) -> Response:
    """Go back to an incident, with the sentence of a refusal where there is one."""
    if isinstance(refused, IncidentRefusal):
        flash(words.refusal_sentence(refused), "warn")
    return redirect(url_for("logistics.incident.incident", number=number), 303)


def units_with_standing(
    units: Iterable[ResponseUnit], busy: frozenset[int]
) -> list[tuple[ResponseUnit, bool]]:
    """Return the units in use, the free ones first, each with whether it is out."""
    return sorted(
        ((unit, unit.id in busy) for unit in units if unit.retired_at is None), key=lambda one: one[1]
    )


def list_words(here: Sight, **more: Any) -> dict[str, Any]:
    """Return what the list and the pages beside it are made with."""
    return {
        "words": words,
        "counts": reading.counts(current(), here),
        "may_write": may_write(),
        "sees_confidential": here.confidential,
        **more,
    }
