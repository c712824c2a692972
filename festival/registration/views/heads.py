"""The head of a delegation completes everyone by one link: a list, and one short form for each, saved one by one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import as_language
from festival.programme.catalogue import catalogue
from festival.registration import guest_links
from festival.registration.contacts import shown_phone
from festival.registration.forms.guests import MemberForm, member_values
from festival.registration.guest_words import missing_labels, part_labels
from festival.registration.models import Delegation, Guest
from festival.registration.queries.guests import find_delegation, gaps, members_in_rank
from festival.registration.rules.guests import Missing
from festival.registration.services import delegations as service
from festival.registration.services.people import content_of
from festival.registration.types.guests import GuestContent, GuestPart
from festival.registration.types.people import Stale
from festival.registration.views.hosting import links, named
from festival.web import access, locale
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("heads", __name__)
Answer = str | tuple[str, int] | Response


def _own(code: str) -> Delegation:
    claim = guest_links.read(code)
    found = find_delegation(current(), claim.number) if claim else None
    if claim is None or found is None or not links().opens_delegation(claim, found.epoch):
        raise NotFound
    if "lang" not in request.cookies:
        locale.speak(as_language(found.language) or "vi")
    return found


def _member(delegation: Delegation, guest_id: int) -> Guest:
    found = next((one for one in delegation.guests if one.id == guest_id), None)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/d/<code>")
@access.token
def delegation(code: str) -> str:
    """List the members with what is still missing."""
    found = _own(code)
    labels = missing_labels()
    members = members_in_rank(found.guests)
    asked = {one.id: [labels[gap] for gap in gaps(one) if gap is not Missing.HOTEL] for one in members}
    return render_template(
        "registration/invited/delegation.html",
        edition=catalogue().edition,
        code=code,
        delegation=found,
        members=members,
        asked=asked,
        complete=sum(not one for one in asked.values()),
        parts=part_labels(),
        named=named,
        shown_phone=shown_phone,
    )


@blueprint.get("/d/<code>/<int:guest_id>")
@access.token
def member(code: str, guest_id: int) -> str:
    """Show the form of one member."""
    found = _own(code)
    guest = _member(found, guest_id)
    return _page(code, found, guest, MemberForm(formdata=None, data=member_values(guest, language())))


@blueprint.post("/d/<code>/<int:guest_id>")
@access.token
def save_member(code: str, guest_id: int) -> Answer:
    """Save one member; what was typed stays when another tab was quicker."""
    found = _own(code)
    guest = _member(found, guest_id)
    form = MemberForm()
    if not form.validate():
        return _page(code, found, guest, form), 422
    with writing() as session:
        held = service.lock_guest(session, guest_id)
        if held.delegation_id != found.id:
            raise NotFound
        outcome = service.change_guest(
            session,
            actor=CITIZEN,
            guest_id=guest_id,
            version=form.sent,
            person=form.person(content_of(held.person), language()),
            content=GuestContent(
                delegation_id=held.delegation_id,
                is_head=held.is_head,
                part=GuestPart(held.part),
                dietary=form.dietary.data or "",
                gift=held.gift,
                travel=form.travel,
            ),
            now=clock.now(),
        )
    if isinstance(outcome, Stale):
        now_stored = _member(_own(code), guest_id)
        form.version.data = str(outcome.version)
        return _page(code, found, now_stored, form, overtaken=True), 409
    flash(_("Saved: %(name)s", name=named(outcome.person)), "good")
    following = request.form.get("next", type=int)
    if following and any(one.id == following for one in found.guests):
        return redirect(url_for(".member", code=code, guest_id=following), 303)
    return redirect(url_for(".delegation", code=code, _anchor=f"guest-{guest_id}"), 303)


def _page(code: str, found: Delegation, guest: Guest, form: MemberForm, *, overtaken: bool = False) -> str:
    members = members_in_rank(found.guests)
    place = next(number for number, one in enumerate(members) if one.id == guest.id)
    return render_template(
        "registration/invited/member.html",
        edition=catalogue().edition,
        code=code,
        delegation=found,
        guest=guest,
        form=form,
        place=place + 1,
        of=len(members),
        following=members[place + 1] if place + 1 < len(members) else None,
        stored=member_values(guest, language()) if overtaken else None,
        named=named,
    )
