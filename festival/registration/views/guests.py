"""Delegations and guests at the desk: the list with what is missing, one delegation, one guest."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core.names import fold, tidy
from festival.core.transaction import current, writing
from festival.core.trilingual import Language
from festival.programme.forms.sending import CopyForm, form_number
from festival.registration.contacts import shown_phone
from festival.registration.forms.guests import (
    OF_THE_PERSON,
    DelegationForm,
    GuestForm,
    delegation_values,
    guest_values,
)
from festival.registration.guest_words import INVITATION_KINDS, invitation_label, part_labels
from festival.registration.models import Delegation, Guest, Person
from festival.registration.queries.guests import (
    delegation_names,
    delegations,
    gaps,
    get_delegation,
    get_guest,
    guests_of,
    invitations_by_guest,
    members_in_rank,
    travel_of,
)
from festival.registration.queries.invitations import invited_events
from festival.registration.services import delegations as service
from festival.registration.services.people import content_of
from festival.registration.types.guests import GuestContent, GuestPart, TooMany
from festival.registration.types.people import Stale
from festival.registration.views.hosting import (
    common,
    edition_id,
    gap_words,
    links,
    may_change,
    may_see_care,
    named,
    overtaken,
    title,
)
from festival.registration.views.picking import picked, picking
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext

blueprint = Blueprint("guests", __name__)
Answer = str | tuple[str, int] | Response


@blueprint.get("/guests")
@access.staff(Right.SEE_GUESTS)
def delegations_list() -> str:
    """List the delegations and the guests who come alone, with what is still missing; filters stay in the address."""
    session, edition = current(), edition_id()
    text = tidy(request.args.get("q", ""))[:100]
    only_gaps = request.args.get("missing") == "1"
    matching = {guest.id for guest in guests_of(session, edition, text=text)} if text else None
    wanted = fold(text)
    groups = []
    for one in delegations(session, edition):
        by_name = bool(text) and wanted in one.name_folded
        members = members_in_rank(one.guests)
        shown = [g for g in members if matching is None or by_name or g.id in matching]
        lacking = [g for g in members if gaps(g)]
        if (text and not shown and not by_name) or (only_gaps and not lacking):
            continue
        groups.append((one, members, len(members) - len(lacking), shown if text else []))
    alone = [
        guest
        for guest in guests_of(session, edition, text=text)
        if guest.delegation_id is None and (not only_gaps or gaps(guest))
    ]
    return render_template(
        "registration/guests/delegations.html",
        groups=groups,
        alone=alone,
        q=text,
        only_gaps=only_gaps,
        gaps=gap_words,
        named=named,
        title_of=title,
        may_change=may_change(),
        sees_care=may_see_care(),
    )


@blueprint.get("/delegations/new")
@access.staff(Right.CHANGE_GUESTS)
def new_delegation() -> str:
    """Show an empty form for a delegation."""
    return _delegation_form(None, DelegationForm(formdata=None, data={"language": "ja"}))


@blueprint.post("/delegations/new")
@access.staff(Right.CHANGE_GUESTS)
def make_delegation() -> Answer:
    """Add a delegation."""
    form = DelegationForm()
    if not form.validate():
        return _delegation_form(None, form), 422
    with writing() as session:
        made = service.make_delegation(
            session,
            edition_id=edition_id(),
            content=form.content,
            submission=CopyForm().sent,
            **common(),
        )
    flash(_("The delegation is stored. Now add its members."), "good")
    return redirect(url_for(".delegation", delegation_id=made.id), 303)


@blueprint.get("/delegations/<int:delegation_id>")
@access.staff(Right.SEE_GUESTS)
def delegation(delegation_id: int) -> str:
    """Show one delegation: its members, what is missing, its answers and its link."""
    session = current()
    found = get_delegation(session, edition_id(), delegation_id)
    members = members_in_rank(found.guests)
    events = {event.id: event for event in invited_events(session, found.edition_id)}
    return render_template(
        "registration/guests/delegation.html",
        delegation=found,
        members=members,
        invitations=invitations_by_guest(session, [one.id for one in members]),
        events=events,
        gaps=gap_words,
        parts=part_labels(),
        invitation_label=invitation_label,
        kinds=INVITATION_KINDS,
        travel_of=travel_of,
        named=named,
        title_of=title,
        shown_phone=shown_phone,
        link=links().delegation_url(found.id, found.epoch) if may_change() else None,
        may_change=may_change(),
        sees_care=may_see_care(),
    )


@blueprint.get("/delegations/<int:delegation_id>/edit")
@access.staff(Right.CHANGE_GUESTS)
def edit_delegation(delegation_id: int) -> str:
    """Show the form of a delegation."""
    found = get_delegation(current(), edition_id(), delegation_id)
    return _delegation_form(found, DelegationForm(formdata=None, data=delegation_values(found)))


@blueprint.post("/delegations/<int:delegation_id>/edit")
@access.staff(Right.CHANGE_GUESTS)
def change_delegation(delegation_id: int) -> Answer:
    """Change a delegation."""
    form = DelegationForm()
    found = get_delegation(current(), edition_id(), delegation_id)
    if not form.validate():
        return _delegation_form(found, form), 422
    with writing() as session:
        outcome = service.change_delegation(
            session,
            edition_id=found.edition_id,
            delegation_id=delegation_id,
            version=form.sent,
            content=form.content,
            **common(),
        )
    if isinstance(outcome, Stale):
        flash(overtaken(), "warn")
        return redirect(url_for(".edit_delegation", delegation_id=delegation_id), 303)
    flash(_("Saved."), "good")
    return redirect(url_for(".delegation", delegation_id=delegation_id), 303)


def _delegation_form(found: Delegation | None, form: DelegationForm) -> str:
    return render_template(
        "registration/guests/delegation_form.html", delegation=found, form=form, submission=form_number()
    )


@blueprint.post("/delegations/<int:delegation_id>/new-link")
@access.staff(Right.CHANGE_GUESTS)
def new_link(delegation_id: int) -> Response:
    """End the old link of a delegation; the page shows the new one."""
    get_delegation(current(), edition_id(), delegation_id)
    with writing() as session:
        service.end_delegation_link(session, delegation_id=delegation_id, **common())
    flash(_("The old link is dead. Please hand over the new one."), "good")
    return redirect(url_for(".delegation", delegation_id=delegation_id), 303)


@blueprint.get("/guests/new")
@access.staff(Right.CHANGE_GUESTS)
def new_guest() -> str:
    """Show an empty form for a guest."""
    spoken: Language = language()
    chosen = request.args.get("delegation", 0, type=int)
    known = picked(edition_id())
    form = _guest_form_of({"delegation": chosen, "language": spoken}, known)
    for one in delegation_names(current(), edition_id()):
        if one.id == chosen and known is None:
            form.language.data = one.language
    return _guest_page(None, form, known)


@blueprint.post("/guests/new")
@access.staff(Right.CHANGE_GUESTS)
def make_guest() -> Answer:
    """Put a guest on the list."""
    known = picked(edition_id())
    form = _guest_form_of(None, known)
    if not form.validate():
        return _guest_page(None, form, known), 422
    care = None if may_see_care() else GuestContent()
    with writing() as session:
        outcome = service.add_guest(
            session,
            edition_id=edition_id(),
            person=known or form.person(None),
            content=form.content(care=care),
            submission=CopyForm().sent,
            **common(),
        )
    if isinstance(outcome, TooMany):
        form.take_errors({"delegation": _too_many(outcome)})
        return _guest_page(None, form, known), 422
    flash(_("The guest is on the list."), "good")
    return _back_to(outcome)


def _too_many(outcome: TooMany) -> str:
    return ngettext(
        "A delegation has at most %(n)s member.", "A delegation has at most %(n)s members.", outcome.most
    )


@blueprint.get("/guests/<int:guest_id>")
@access.staff(Right.SEE_GUESTS)
def guest(guest_id: int) -> str:
    """Show one guest: as a form to who may change it."""
    found = get_guest(current(), edition_id(), guest_id)
    return _guest_page(found, _guest_form_of(guest_values(found)))


@blueprint.post("/guests/<int:guest_id>")
@access.staff(Right.CHANGE_GUESTS)
def change_guest(guest_id: int) -> Answer:
    """Change a guest."""
    found = get_guest(current(), edition_id(), guest_id)
    form = _guest_form_of(None)
    if not form.validate():
        return _guest_page(found, form), 422
    with writing() as session:
        held = service.lock_guest(session, guest_id)
        care = None if may_see_care() else GuestContent(dietary=held.dietary, travel=held.travel)
        outcome = service.change_guest(
            session,
            guest_id=guest_id,
            version=form.sent,
            person=form.person(content_of(found.person)),
            content=form.content(care=care),
            **common(),
        )
    if isinstance(outcome, Stale):
        flash(overtaken(), "warn")
        return redirect(url_for(".guest", guest_id=guest_id), 303)
    flash(_("Saved."), "good")
    return _back_to(outcome)


@blueprint.post("/guests/<int:guest_id>/remove")
@access.staff(Right.CHANGE_GUESTS)
def remove_guest(guest_id: int) -> Response:
    """Take a guest off the list, once no invitation is left."""
    found = get_guest(current(), edition_id(), guest_id)
    with writing() as session:
        removed = service.remove_guest(session, guest_id=guest_id, **common())
    if not removed:
        flash(_("This guest has been invited. Withdraw the invitation instead."), "warn")
        return redirect(url_for(".guest", guest_id=guest_id), 303)
    flash(_("The guest is no longer on the list."), "good")
    if found.delegation_id:
        return redirect(url_for(".delegation", delegation_id=found.delegation_id), 303)
    return redirect(url_for(".delegations_list"), 303)


def _guest_form_of(values: dict[str, object] | None, known: Person | None = None) -> GuestForm:
    """Return the form; of a person who is known it asks only what concerns the guest."""
    form = GuestForm() if values is None else GuestForm(formdata=None, data=values)
    for name in OF_THE_PERSON if known else ():
        delattr(form, name)
    form.offer([(one.id, one.name.in_(language())) for one in delegation_names(current(), edition_id())])
    return form


def _guest_page(found: Guest | None, form: GuestForm, known: Person | None = None) -> str:
    session = current()
    return render_template(
        "registration/guests/guest.html",
        guest=found,
        form=form,
        submission=form_number(),
        known=known,
        picking=picking(edition_id()),
        named=named,
        common=found.delegation if found else None,
        invitations=invitations_by_guest(session, [found.id]).get(found.id, []) if found else [],
        events={one.id: one for one in invited_events(session, found.edition_id)} if found else {},
        invitation_label=invitation_label,
        kinds=INVITATION_KINDS,
        parts=part_labels(),
        is_guest=GuestPart.GUEST,
        may_change=may_change(),
        sees_care=may_see_care(),
    )


def _back_to(guest: Guest) -> Response:
    if guest.delegation_id:
        return redirect(
            url_for(".delegation", delegation_id=guest.delegation_id, _anchor=f"guest-{guest.id}"), 303
        )
    return redirect(url_for(".delegations_list"), 303)
