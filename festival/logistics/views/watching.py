"""What all views of the control room begin with: whose eyes, who writes, and the words of its pages."""

from collections.abc import Collection, Iterable
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core.transaction import current
from festival.logistics.labels import incidents as words
from festival.logistics.queries import incidents as reading
from festival.logistics.queries.incidents import LogLine
from festival.logistics.types.incidents import IncidentRefusal, Sight
from festival.logistics.views.rostering import named
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


def names_in(lines: Iterable[LogLine], *more: int | None) -> words.Names:
    """Return the names that lines of the log are read with: accounts (those of `more` too), units, people of the crew."""
    entries = [line.entry for line in lines]
    accounts = {one.made_by for one in entries} | {one.struck_by for one in entries} | set(more)
    return names_of(
        {one for one in accounts if one is not None},
        {one.crew_id for one in entries if one.crew_id is not None},
    )


def names_of(accounts: Collection[int], crew: Collection[int]) -> words.Names:
    """Return number → name of these accounts, of all units, and of these people of the crew."""
    session, here = current(), sight()
    return words.Names(
        people=account_names(session, set(accounts)),
        units={one.id: one.name for one in reading.units(session, here.edition_id)},
        crew={number: named(member) for number, member in reading.crew_of(session, crew).items()},
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
