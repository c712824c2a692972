"""The ground events stand on: venues with their spaces and closures."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.ground import ClosureForm, SpaceForm, VenueForm, space_values, venue_values
from festival.programme.forms.sending import CopyForm, form_number
from festival.programme.labels import room_label
from festival.programme.models import Space, Venue
from festival.programme.queries.ground import get_space, get_venue_for_desk, ground_of
from festival.programme.services import ground
from festival.programme.services.holding import hold_ground
from festival.programme.types import RoomType
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.locale import gettext as _

blueprint = Blueprint("grounds", __name__)


def _common() -> dict[str, Any]:
    return {"actor": access.signed_in().actor, "now": clock.now()}


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_PROGRAMME)


@blueprint.get("/programme/venues")
@access.staff(Right.SEE_DRAFTS)
def venues() -> str:
    """List the venues with their spaces."""
    return render_template(
        "programme/grounds/venues.html",
        venues=ground_of(current()).venues,
        may_edit=_may_edit(),
        room=lambda space: room_label(RoomType(space.room_type)),
    )


@blueprint.get("/programme/venues/new")
@access.staff(Right.EDIT_PROGRAMME)
def new_venue() -> str:
    """Show an empty form for a venue."""
    return _venue_page(None, VenueForm(formdata=None))


def _venue_page(venue: Venue | None, form: VenueForm) -> str:
    return render_template(
        "programme/grounds/venue.html",
        venue=venue,
        form=form,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@blueprint.post("/programme/venues/new")
@access.staff(Right.EDIT_PROGRAMME)
def make_venue() -> Answer:
    """Add a venue."""
    return _save_venue(None)


@blueprint.get("/programme/venues/<int:venue_id>")
@access.staff(Right.SEE_DRAFTS)
def venue(venue_id: int) -> str:
    """Show one venue."""
    found = get_venue_for_desk(current(), venue_id)
    form = VenueForm(formdata=None, data=venue_values(found))
    form.shows(venue_values(found))
    return _venue_page(found, form)


@blueprint.post("/programme/venues/<int:venue_id>")
@access.staff(Right.EDIT_PROGRAMME)
def change_venue(venue_id: int) -> Answer:
    """Change a venue."""
    get_venue_for_desk(current(), venue_id)
    return _save_venue(venue_id)


def _save_venue(venue_id: int | None) -> Answer:
    form = VenueForm()
    if not form.validate():
        return _venue_page(get_venue_for_desk(current(), venue_id) if venue_id else None, form), 422
    with writing() as session:
        number = _store_venue(session, venue_id, form)
    if number is None:
        return _venue_page(get_venue_for_desk(current(), venue_id or 0), form), 409
    flash(_("The venue is kept."), "good")
    return redirect(url_for(".venue", venue_id=number), 303)


def _store_venue(session: Session, venue_id: int | None, form: VenueForm) -> int | None:
    """Store what the form says and return the venue's number; None where somebody else changed the same."""
    if venue_id is not None:
        hold_ground(session)
        if not form.take_in(venue_values(get_venue_for_desk(session, venue_id))):
            return None
    return ground.save_venue(
        session, venue_id=venue_id, content=form.content(), submission=CopyForm().sent, **_common()
    )


@blueprint.get("/programme/venues/<int:venue_id>/spaces/new")
@access.staff(Right.EDIT_PROGRAMME)
def new_space(venue_id: int) -> str:
    """Show an empty form for a space."""
    return _space_page(
        get_venue_for_desk(current(), venue_id),
        None,
        SpaceForm(formdata=None, data={"room_type": str(RoomType.OTHER)}),
    )


def _space_page(
    venue: Venue, space: Space | None, form: SpaceForm, closure: ClosureForm | None = None
) -> str:
    return render_template(
        "programme/grounds/space.html",
        venue=venue,
        space=space,
        form=form,
        closure=closure or ClosureForm(formdata=None),
        may_edit=_may_edit(),
        submission=form_number(),
    )


@blueprint.post("/programme/venues/<int:venue_id>/spaces/new")
@access.staff(Right.EDIT_PROGRAMME)
def make_space(venue_id: int) -> Answer:
    """Add a space."""
    return _save_space(venue_id, None)


@blueprint.get("/programme/spaces/<int:space_id>")
@access.staff(Right.SEE_DRAFTS)
def space(space_id: int) -> str:
    """Show one space with the times in which it is closed."""
    found = get_space(current(), space_id)
    return _space_page(found.venue, found, _space_form(found))


def _space_form(space: Space) -> SpaceForm:
    form = SpaceForm(formdata=None, data=space_values(space))
    form.shows(space_values(space))
    return form


@blueprint.post("/programme/spaces/<int:space_id>")
@access.staff(Right.EDIT_PROGRAMME)
def change_space(space_id: int) -> Answer:
    """Change a space."""
    return _save_space(get_space(current(), space_id).venue_id, space_id)


def _save_space(venue_id: int, space_id: int | None) -> Answer:
    venue = get_venue_for_desk(current(), venue_id)
    form = SpaceForm()
    if not form.validate():
        return _space_page(venue, get_space(current(), space_id) if space_id else None, form), 422
    with writing() as session:
        number = _store_space(session, venue_id, space_id, form)
    if number is None:
        return _space_page(venue, get_space(current(), space_id or 0), form), 409
    flash(_("The space is kept."), "good")
    return redirect(url_for(".space", space_id=number), 303)


def _store_space(session: Session, venue_id: int, space_id: int | None, form: SpaceForm) -> int | None:
    """Store what the form says and return the space's number; None where somebody else changed the same."""
    if space_id is not None:
        hold_ground(session)
        if not form.take_in(space_values(get_space(session, space_id))):
            return None
    return ground.save_space(
        session,
        venue_id=venue_id,
        space_id=space_id,
        content=form.content(),
        submission=CopyForm().sent,
        **_common(),
    )


@blueprint.post("/programme/spaces/<int:space_id>/closures")
@access.staff(Right.EDIT_PROGRAMME)
def close(space_id: int) -> Answer:
    """Say that a space cannot be used for a time."""
    found = get_space(current(), space_id)
    form = ClosureForm()
    if not form.validate():
        page = _space_page(found.venue, found, _space_form(found), form)
        return page, 422
    starts_at, ends_at = form.times()
    with writing() as session:
        ground.close_space(
            session,
            space_id=space_id,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=form.reason.data,
            submission=CopyForm().sent,
            **_common(),
        )
    flash(_("The space is closed for that time."), "good")
    return redirect(url_for(".space", space_id=space_id), 303)


@blueprint.post("/programme/spaces/<int:space_id>/closures/<int:closure_id>/open")
@access.staff(Right.EDIT_PROGRAMME)
def open_again(space_id: int, closure_id: int) -> Response:
    """Take a closure back."""
    with writing() as session:
        ground.open_space(session, space_id=space_id, closure_id=closure_id, **_common())
    flash(_("The space can be used again."), "good")
    return redirect(url_for(".space", space_id=space_id), 303)
