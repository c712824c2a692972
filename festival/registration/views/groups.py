"""A school, company or ward registers by a list, and its own page: who is on it, more people, cards to print."""

from typing import Literal

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from festival.core import clock, ids
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.places import PlacesStatus
from festival.programme.queries import get_event
from festival.programme.tables.reading import Refused
from festival.programme.tables.writing import CSV, XLSX
from festival.programme.types import EventFacts
from festival.registration import consent, group_tables, queries, rules, submission
from festival.registration.forms import GroupForm, GroupMoreForm
from festival.registration.labels import list_fault_label, short_code
from festival.registration.models import Group, Registration
from festival.registration.papers import cards
from festival.registration.services.changing import grow
from festival.registration.services.grouping import Outcome, register_group
from festival.registration.types import (
    Fixed,
    Full,
    Grown,
    ListLine,
    NoSlot,
    NotOpen,
    Registered,
    TicketState,
    TooLarge,
    TooMany,
)
from festival.registration.views.own import own_registration
from festival.registration.views.papers import download
from festival.registration.views.speaking import codes, sender
from festival.web import access, locale, typesetting
from festival.web.forms import Form, choices
from festival.web.locale import gettext as _
from festival.web.locale import ngettext
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("groups", __name__)


def _event(slug: str) -> EventFacts:
    event = catalogue().event(slug)
    if not event.takes_registrations:
        raise NotFound
    return event


# --- the list ----------------------------------------------------------------------------------------------------------


@blueprint.get("/<language:lang>/events/<slug>/register/group")
@access.public
def register(slug: str) -> str:
    """Show the form of a group."""
    form = GroupForm(language=locale.language())
    form.submission.data = submission.sign(settings().secret_key, submission.new())
    return _page(_event(slug), form)


@blueprint.get("/<language:lang>/group-list.<kind>")
@access.public
def template(kind: str) -> Response:
    """Give an empty list to fill in."""
    if kind not in {"xlsx", "csv"}:
        raise NotFound
    wanted: Literal["xlsx", "csv"] = "csv" if kind == "csv" else "xlsx"
    body = group_tables.template(wanted)
    return download(body, f"{CSV}; charset=utf-8" if wanted == "csv" else XLSX, f"{_('group-list')}.{wanted}")


def _page(
    event: EventFacts,
    form: GroupForm,
    *,
    refusal: str | None = None,
    preview: tuple[ListLine, ...] | None = None,
) -> str:
    session = current()
    offered = queries.choice(session, event.id, clock.now()).slots
    form.slot.choices = choices(
        (one.id, f"{locale.clock_time(one.starts_at)} – {locale.clock_time(one.ends_at)}") for one in offered
    )
    return render_template(
        "registration/groups/register.html",
        edition=catalogue().edition,
        event=event,
        form=form,
        most=queries.group_most(session, event.id),
        is_open=rules.admits_registration(event, clock.now()) is None,
        consent_text=consent.group_text(),
        has_slots=bool(offered),
        refusal=refusal,
        preview=preview,
        fault_label=list_fault_label,
    )


@blueprint.post("/<language:lang>/events/<slug>/register/group")
@access.public
def register_now(slug: str) -> str | Answered | tuple[str, int]:
    """Read the list and show it line by line ("look"), or register everybody on it ("send")."""
    event = _event(slug)
    form = GroupForm()
    secret = settings().secret_key
    read = submission.read(secret, form.submission.data or "")
    if read is None:
        form.submission.data = submission.sign(secret, submission.new())
        words = _(
            "This form was not opened here, or long ago. Please check your entries and send it once more."
        )
        return _page(event, form, refusal=words), 422
    number, shown_at = read
    looked = take_file(form)
    if isinstance(looked, Refused):
        form.validate()
        form.take_errors({"file": looked.sentence})
        return _page(event, form, preview=form.lines or None), 422
    valid = form.validate()
    if looked or request.form.get("step") != "send" or not valid:
        return _page(event, form, preview=form.lines or None), 200 if valid else 422
    if form.website.data or (clock.now() - shown_at).total_seconds() < submission.MIN_SECONDS:
        return _page(
            event,
            form,
            preview=form.lines,
            refusal=_("That was very quick. Please check the list and send it once more."),
        ), 422
    with writing() as session:
        outcome = register_group(
            session,
            actor=CITIZEN,
            event_id=event.id,
            application=form.application(number, locale.language(), form.slot.data),
            network=network(),
            per_network=settings().registrations_per_network_hour,
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, Registered):
        if outcome.repeated:
            flash(_("This list had already been sent; nobody was registered twice."), "info")
        else:
            flash(_("The places of your group are sure. Please keep this page."), "good")
        return redirect(sender().links.manage_path(outcome.registration_id, outcome.manage_epoch), 303)
    status = 429 if isinstance(outcome, TooMany) else 409
    return _page(event, form, preview=form.lines, refusal=why_not(outcome)), status


def take_file(form: GroupForm) -> bool | Refused:
    """Put the people of a file that came along into the list; False when there is none."""
    sent = form.file.data
    if not sent or not sent.filename:
        return False
    lines = group_tables.read(sent.stream.read(group_tables.MOST_BYTES + 1))
    if isinstance(lines, Refused):
        return lines
    form.people.data = "\n".join(line.name for line in lines)
    return True


def why_not(outcome: Outcome) -> str:
    """Return in a sentence why a group got no places, and that nothing was stored."""
    if isinstance(outcome, TooLarge):
        return ngettext(
            "A group of this activity may be %(n)s person. Please call the organizers; they can raise it.",
            "A group of this activity may be at most %(n)s people. Please call the organizers; they can raise it.",
            outcome.most,
        )
    if isinstance(outcome, TooMany):
        return _(
            "Very many people register from your network just now. Please try again in an hour, or use a mobile connection. Nothing was stored."
        )
    if isinstance(outcome, NotOpen):
        if outcome.status is PlacesStatus.NOT_YET:
            return _("Registration has not opened yet. Nothing was stored.")
        return _("Registration for this event is over. Nothing was stored.")
    if isinstance(outcome, NoSlot):
        return _("Please choose an arrival time. Nothing was stored.")
    left = outcome.left if isinstance(outcome, Full) else 0
    if left == 0:
        return _("There are not enough places for the whole group. Nothing was stored.")
    return ngettext(
        "Only %(n)s place is left, not enough for the whole group. Nothing was stored.",
        "Only %(n)s places are left, not enough for the whole group. Nothing was stored.",
        left,
    )


# --- the group's own page ----------------------------------------------------------------------------------------------


def group_page(
    code: str,
    registration: Registration,
    group: Group,
    more: GroupMoreForm | None = None,
    refusal: str | None = None,
) -> str:
    """Return the page of who answers for a group."""
    session = current()
    event = get_event(session, registration.event_id)
    shown = queries.live_tickets(registration)
    valid = [ticket for ticket in shown if ticket.state == TicketState.VALID]
    party = queries.party_ticket(registration)
    made = codes()
    return render_template(
        "registration/groups/group.html",
        edition=catalogue().edition,
        event=event,
        code=code,
        registration=registration,
        group=group,
        people=shown,
        valid=valid,
        gone=queries.passed_on(session, shown),
        most=queries.group_most(session, event.id),
        party_svg=made.svg(made.of(session, party, people=len(valid)), title=_("QR code of the whole group"))
        if party and len(valid) > 1
        else None,
        party_code=short_code(registration.code, 0),
        short=lambda position: short_code(registration.code, position),
        can_change=rules.why_party_fixed(registration.kind, event, clock.now()) is None,
        is_open=rules.admits_registration(event, clock.now()) is None,
        more=more or GroupMoreForm(formdata=None, number=ids.token(128)),
        refusal=refusal,
        form=Form(formdata=None),
    )


@blueprint.post("/t/<code>/more-people")
@access.token
def more_people(code: str) -> str | Answered | tuple[str, int]:
    """Take more people into a group."""
    registration = own_registration(code)
    group = queries.find_group(current(), registration.id)
    if group is None:
        raise NotFound
    form = GroupMoreForm()
    if not form.validate():
        return group_page(code, registration, group, form), 422
    with writing() as session:
        outcome = grow(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            number=form.number.data or "",
            names=[line.name for line in form.lines],
            most=queries.group_most(session, registration.event_id),
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, Grown):
        if outcome.repeated:
            flash(_("This form had already been sent; nobody was added twice."), "info")
        else:
            flash(
                ngettext(
                    "%(n)s person is on the list now too.",
                    "%(n)s people are on the list now too.",
                    outcome.people,
                ),
                "good",
            )
        return redirect(url_for("registration.tickets.ticket", code=code), 303)
    refusal = _("This group can no longer be changed.") if isinstance(outcome, Fixed) else why_not(outcome)
    registration = own_registration(code)
    return group_page(code, registration, group, form, refusal), 409


@blueprint.get("/t/<code>/cards.pdf")
@access.token
def card_sheets(code: str) -> Response:
    """Give cards with a QR code for everybody, ten on a sheet: for groups, and for families who want paper."""
    registration = own_registration(code)
    session = current()
    event = get_event(session, registration.event_id)
    made = cards.of_registration(session, registration, event, codes(), language=locale.language())
    if made is None:
        raise NotFound
    return download(made, typesetting.PDF, f"the-qr-{short_code(registration.code, 0)}.pdf")
