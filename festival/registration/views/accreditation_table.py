"""What accreditations are made of: zones, categories with their rights, agencies with their links, the back of badges."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.programme.forms.sending import form_number
from festival.programme.queries import current_edition, events_of
from festival.programme.views.answers import Answer
from festival.registration.accreditation_words import class_labels, colour_labels, said_parts, zone_words
from festival.registration.agency_links import AgencyLinks
from festival.registration.forms.accreditation import (
    AgencyForm,
    CategoryForm,
    TermsForm,
    ZoneForm,
    opening_values,
)
from festival.registration.models import Agency, Category, Zone
from festival.registration.queries.accreditation import (
    agencies,
    categories,
    get_agency,
    get_category,
    get_zone,
    terms,
    zones,
)
from festival.registration.services import accreditation_tables as tables
from festival.registration.types.accreditation import Colour
from festival.registration.types.passes import ZONES_MAX
from festival.registration.types.people import Stale
from festival.registration.views.badges import EMERGENCY
from festival.web import access
from festival.web.forms import choices
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain
from festival.web.settings import settings

blueprint = Blueprint("accreditation_table", __name__)


def _edition_id() -> int:
    return current_edition(current()).id


def _common() -> dict[str, Any]:
    return {"actor": access.signed_in().actor, "edition_id": _edition_id(), "now": clock.now()}


def _overtaken(form: Any, stale: Stale) -> None:
    form.version.data = str(stale.version)
    flash(_("Somebody else has changed this in the meantime. Please look at it again."), "warn")


@blueprint.get("/accreditation/table")
@access.staff(Right.MANAGE_ACCREDITATION)
def table() -> str:
    """Show zones, categories × zones × hours, agencies, and the back of badges."""
    session = current()
    edition_id = _edition_id()
    found = terms(session, edition_id)
    values: dict[str, Any] = {"emergency": EMERGENCY, "version": 0}
    if found:
        values = {"emergency": found.emergency, "version": found.version}
        values |= {f"note_{code}": found.note.exact(code) for code in LANGUAGES}
    return _table_page(TermsForm(formdata=None, data=values))


def _table_page(form: TermsForm) -> str:
    session = current()
    edition_id = _edition_id()
    grounds, found = zones(session, edition_id), categories(session, edition_id)
    return render_template(
        "registration/accreditation_table/table.html",
        zones=grounds,
        zones_max=ZONES_MAX,
        categories=found,
        parts={one.id: said_parts(one.offered, grounds) for one in found},
        events={event.id: event for event in events_of(session, edition_id)},
        classes=class_labels(),
        colours=colour_labels(),
        agencies=agencies(session, edition_id),
        form=form,
    )


@blueprint.post("/accreditation/table/back")
@access.staff(Right.MANAGE_ACCREDITATION)
def save_terms() -> Answer:
    """Say what stands on the back of badges."""
    form = TermsForm()
    if not form.validate():
        return _table_page(form), 422
    with writing() as session:
        done = tables.save_terms(
            session, version=form.sent, emergency=form.emergency.data, words=form.words(), **_common()
        )
    if isinstance(done, Stale):
        _overtaken(form, done)
        return _table_page(form), 409
    flash(_("The back of badges is kept."), "good")
    return redirect(url_for(".table"), 303)


# --- zones -------------------------------------------------------------------------------------------------------------


@blueprint.get("/accreditation/zones/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def new_zone() -> str:
    """Show an empty form for a zone."""
    return _zone_page(None, ZoneForm(formdata=None, data={"colour": str(Colour.SEA)}))


@blueprint.get("/accreditation/zones/<int:zone_id>")
@access.staff(Right.MANAGE_ACCREDITATION)
def zone(zone_id: int) -> str:
    """Show one zone."""
    found = get_zone(current(), _edition_id(), zone_id)
    values = {"letter": found.letter, "colour": found.colour, "version": found.version}
    return _zone_page(found, ZoneForm(formdata=None, data=values | _names(found)))


def _names(found: Zone | Category) -> dict[str, str]:
    return {f"name_{code}": found.name.exact(code) for code in LANGUAGES}


def _zone_page(found: Zone | None, form: ZoneForm) -> str:
    return render_template("registration/accreditation_table/zone.html", zone=found, form=form)


@blueprint.post("/accreditation/zones/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def make_zone() -> Answer:
    """Add a zone."""
    return _save_zone(None)


@blueprint.post("/accreditation/zones/<int:zone_id>")
@access.staff(Right.MANAGE_ACCREDITATION)
def change_zone(zone_id: int) -> Answer:
    """Change a zone."""
    return _save_zone(get_zone(current(), _edition_id(), zone_id))


def _save_zone(found: Zone | None) -> Answer:
    form = ZoneForm()
    if not form.validate():
        return _zone_page(found, form), 422
    with writing() as session:
        done = tables.save_zone(
            session,
            zone_id=found.id if found else None,
            version=form.sent,
            content=form.content(),
            **_common(),
        )
    if isinstance(done, Stale):
        _overtaken(form, done)
        return _zone_page(found, form), 409
    if done is None:
        form.take_errors({"letter": _("Another zone has this letter, or all eight zones are given out.")})
        return _zone_page(found, form), 409
    flash(_("The zone is kept."), "good")
    return redirect(url_for(".table"), 303)


@blueprint.post("/accreditation/zones/<int:zone_id>/remove")
@access.staff(Right.MANAGE_ACCREDITATION)
def remove_zone(zone_id: int) -> Response:
    """Take a zone out that nothing names."""
    with writing() as session:
        done = tables.remove_zone(session, zone_id=zone_id, **_common())
    if done:
        flash(_("The zone is gone."), "good")
    else:
        flash(_("A category or an accreditation names this zone. It stays."), "warn")
    return redirect(url_for(".table"), 303)


# --- categories --------------------------------------------------------------------------------------------------------


@blueprint.get("/accreditation/categories/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def new_category() -> str:
    """Show an empty form for a category."""
    main = next((event.id for event in events_of(current(), _edition_id()) if event.is_main), None)
    values = {"submission": form_number(), "event_id": main, "ticket_class": 4, "colour": str(Colour.SEA)}
    return _category_page(None, CategoryForm(formdata=None, data=values))


@blueprint.get("/accreditation/categories/<int:category_id>")
@access.staff(Right.MANAGE_ACCREDITATION)
def category(category_id: int) -> str:
    """Show one category."""
    found = get_category(current(), _edition_id(), category_id)
    plain = ("version", "colour", "ticket_class", "event_id", "needs_photo")
    values: dict[str, Any] = {name: getattr(found, name) for name in plain} | _names(found)
    values["openings"] = opening_values(found.offered)
    return _category_page(found, CategoryForm(formdata=None, data=values))


def _offer(form: CategoryForm) -> None:
    session = current()
    edition_id = _edition_id()
    form.offer(zone_words(zones(session, edition_id)), more="more" in request.form)
    form.event_id.choices = choices((one.id, tr_plain(one.title)) for one in events_of(session, edition_id))


def _category_page(found: Category | None, form: CategoryForm) -> str:
    _offer(form)
    return render_template("registration/accreditation_table/category.html", category=found, form=form)


@blueprint.post("/accreditation/categories/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def make_category() -> Answer:
    """Add a category."""
    return _save_category(None)


@blueprint.post("/accreditation/categories/<int:category_id>")
@access.staff(Right.MANAGE_ACCREDITATION)
def change_category(category_id: int) -> Answer:
    """Change a category."""
    return _save_category(get_category(current(), _edition_id(), category_id))


def _save_category(found: Category | None) -> Answer:
    form = CategoryForm()
    _offer(form)
    if "more" in request.form:  # one line more, nothing kept yet
        return render_template("registration/accreditation_table/category.html", category=found, form=form)
    if not form.validate():
        return _category_page(found, form), 422
    with writing() as session:
        done = tables.save_category(
            session,
            category_id=found.id if found else None,
            version=form.sent,
            content=form.content(),
            submission=form_number(),
            **_common(),
        )
    if isinstance(done, Stale):
        _overtaken(form, done)
        return _category_page(found, form), 409
    flash(_("The category is kept."), "good")
    return redirect(url_for(".table"), 303)


# --- agencies ----------------------------------------------------------------------------------------------------------


@blueprint.get("/accreditation/agencies/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def new_agency() -> str:
    """Show an empty form for an agency."""
    return _agency_page(None, AgencyForm(formdata=None, data={"submission": form_number(), "most": 10}))


@blueprint.get("/accreditation/agencies/<int:agency_id>")
@access.staff(Right.MANAGE_ACCREDITATION)
def agency(agency_id: int) -> str:
    """Show one agency with its link."""
    found = get_agency(current(), _edition_id(), agency_id)
    values: dict[str, Any] = {"name": found.name, "most": found.most, "version": found.version}
    values["category_id"] = found.category_id or 0
    if found.closes_at:
        values["closes_at"] = local(found.closes_at).replace(tzinfo=None)
    return _agency_page(found, AgencyForm(formdata=None, data=values))


def _offer_categories(form: AgencyForm) -> None:
    found = categories(current(), _edition_id())
    form.category_id.choices = choices(
        [(0, _("Any category")), *((one.id, tr_plain(one.name)) for one in found)]
    )


def _agency_page(found: Agency | None, form: AgencyForm) -> str:
    _offer_categories(form)
    links = AgencyLinks(settings().public_url, settings().secret_key)
    return render_template(
        "registration/accreditation_table/agency.html",
        agency=found,
        form=form,
        link=links.url(found.id, found.epoch) if found else None,
    )


@blueprint.post("/accreditation/agencies/new")
@access.staff(Right.MANAGE_ACCREDITATION)
def make_agency() -> Answer:
    """Add an agency."""
    return _save_agency(None)


@blueprint.post("/accreditation/agencies/<int:agency_id>")
@access.staff(Right.MANAGE_ACCREDITATION)
def change_agency(agency_id: int) -> Answer:
    """Change an agency."""
    return _save_agency(get_agency(current(), _edition_id(), agency_id))


def _save_agency(found: Agency | None) -> Answer:
    form = AgencyForm()
    _offer_categories(form)
    if not form.validate():
        return _agency_page(found, form), 422
    with writing() as session:
        done = tables.save_agency(
            session,
            agency_id=found.id if found else None,
            version=form.sent,
            name=form.name.data,
            category_id=form.category_id.data or None,
            most=form.most.data or 1,
            closes_at=form.closes_at.utc,
            submission=form_number(),
            **_common(),
        )
    if isinstance(done, Stale):
        _overtaken(form, done)
        return _agency_page(found, form), 409
    flash(_("The agency is kept. Its link stands below."), "good")
    return redirect(url_for(".agency", agency_id=done.id), 303)


@blueprint.post("/accreditation/agencies/<int:agency_id>/new-link")
@access.staff(Right.MANAGE_ACCREDITATION)
def new_link(agency_id: int) -> Response:
    """End an agency's link."""
    with writing() as session:
        tables.end_agency_link(session, agency_id=agency_id, **_common())
    flash(_("The old link is dead. The new one stands below."), "good")
    return redirect(url_for(".agency", agency_id=agency_id), 303)
