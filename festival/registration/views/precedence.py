"""The order of precedence: by drag, by form, and with the keyboard."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.transaction import current, writing
from festival.registration.queries.guests import guests_of
from festival.registration.services.delegations import move_guest
from festival.registration.views.hosting import common, edition_id, may_change, named, title
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("precedence", __name__)


@blueprint.get("/precedence")
@access.staff(Right.SEE_GUESTS)
def precedence() -> str:
    """Show all guests by rank."""
    return render_template(
        "registration/guests/precedence.html",
        guests=guests_of(current(), edition_id()),
        named=named,
        title_of=title,
        may_change=may_change(),
    )


@blueprint.post("/precedence/move")
@access.staff(Right.CHANGE_GUESTS)
def move() -> Response:
    """Put a guest, or a guest with the whole delegation, before another one, at a place, or at the end."""
    who = request.form.get("guest", 0, type=int)
    edition = edition_id()
    with writing() as session:
        moved = move_guest(
            session,
            edition_id=edition,
            guest_id=who,
            before=_before(who, [guest.id for guest in guests_of(session, edition)]),
            with_delegation=request.form.get("all") == "1",
            **common(),
        )
    if moved:
        flash(_("The order of precedence is changed."), "good")
    return redirect(url_for(".precedence", _anchor=f"guest-{who}"), 303)


def _before(who: int, order: list[int]) -> int | None:
    """Return before whom the form says somebody goes: `before` is a guest, `place` a rank from 1."""
    if "place" not in request.form:
        return request.form.get("before", type=int)
    rest = [one for one in order if one != who]
    place = max(1, request.form.get("place", len(order), type=int))
    return rest[place - 1] if place <= len(rest) else None
