"""The desk's side of groups: who comes as a group, a group by phone call, cards to print, how large a group may be."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.core import clock, ids
from festival.core.errors import NotFound
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.queries import current_edition, events_of, get_event
from festival.programme.tables.reading import Refused
from festival.programme.types import EventFacts
from festival.registration import consent, queries
from festival.registration.forms import GroupForm, GroupLimitForm
from festival.registration.labels import group_kind_labels, list_fault_label, short_code
from festival.registration.papers import cards
from festival.registration.services.grouping import limit_groups, register_group
from festival.registration.types import GROUP_CEILING, ListLine, Registered
from festival.registration.views.groups import take_file, why_not
from festival.registration.views.papers import download
from festival.registration.views.speaking import codes, sender
from festival.web import access, locale, typesetting
from festival.web.forms import choices
from festival.web.locale import gettext as _

blueprint = Blueprint("group_desk", __name__)


def _events() -> list[EventFacts]:
    session = current()
    return [one for one in events_of(session, current_edition(session).id) if one.takes_registrations]


@blueprint.get("/groups")
@access.staff(Right.SEE_REGISTRATIONS)
def groups() -> str:
    """List groups, newest first; what is looked for stays in the address."""
    session = current()
    text = tidy(request.args.get("q", ""))[:100]
    events = _events()
    return render_template(
        "registration/group_desk/groups.html",
        rows=queries.groups(session, current_edition(session).id, text),
        events={event.id: event for event in events},
        q=text,
        kinds=group_kind_labels(),
        short_code=short_code,
        may_change=access.signed_in().has(Right.CHANGE_REGISTRATIONS),
    )


@blueprint.get("/groups/new/<int:event_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def new(event_id: int) -> str:
    """Ask for a group that registers by phone call."""
    form = GroupForm(language=locale.language())
    form.submission.data = ids.token(128)
    return _page(_event(event_id), form)


def _event(event_id: int) -> EventFacts:
    event = get_event(current(), event_id)
    if not event.takes_registrations:
        raise NotFound
    return event


def _page(
    event: EventFacts,
    form: GroupForm,
    *,
    refusal: str | None = None,
    preview: tuple[ListLine, ...] | None = None,
    limit: GroupLimitForm | None = None,
) -> str:
    session = current()
    offered = queries.choice(session, event.id, clock.now()).slots
    form.slot.choices = choices(
        (one.id, f"{locale.clock_time(one.starts_at)} – {locale.clock_time(one.ends_at)}") for one in offered
    )
    return render_template(
        "registration/group_desk/new.html",
        event=event,
        form=form,
        limit=limit or GroupLimitForm(formdata=None, most=queries.group_most(session, event.id)),
        ceiling=GROUP_CEILING,
        consent_text=consent.group_text(),
        has_slots=bool(offered),
        refusal=refusal,
        preview=preview,
        fault_label=list_fault_label,
    )


@blueprint.post("/groups/new/<int:event_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def new_now(event_id: int) -> str | Answered | tuple[str, int]:
    """Read the list, or register the group; the desk may go up to what one code can hold."""
    event = _event(event_id)
    form = GroupForm()
    looked = take_file(form)
    if isinstance(looked, Refused):
        form.validate()
        form.take_errors({"file": looked.sentence})
        return _page(event, form, preview=form.lines or None), 422
    valid = form.validate()
    if looked or request.form.get("step") != "send" or not valid:
        return _page(event, form, preview=form.lines or None), 200 if valid else 422
    with writing() as session:
        outcome = register_group(
            session,
            actor=access.signed_in().actor,
            event_id=event.id,
            application=form.application(
                (form.submission.data or ids.token(128))[:43], locale.language(), form.slot.data
            ),
            network=None,
            most=GROUP_CEILING,
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, Registered):
        if outcome.repeated:
            flash(_("This list had already been sent; nobody was registered twice."), "info")
        else:
            flash(_("The group is registered."), "good")
        return redirect(
            url_for("registration.desk.registration", registration_id=outcome.registration_id), 303
        )
    return _page(event, form, preview=form.lines, refusal=why_not(outcome)), 409


@blueprint.post("/groups/limit/<int:event_id>")
@access.staff(Right.CHANGE_REGISTRATIONS)
def limit(event_id: int) -> str | Answered | tuple[str, int]:
    """Say how many people one group of an event may be."""
    event = _event(event_id)
    form = GroupLimitForm()
    if not form.validate():
        blank = GroupForm(formdata=None, language=locale.language())
        blank.submission.data = ids.token(128)
        return _page(event, blank, limit=form), 422
    with writing() as session:
        limit_groups(
            session,
            actor=access.signed_in().actor,
            event_id=event.id,
            most=form.most.data or 1,
            now=clock.now(),
        )
    flash(_("The size of groups is stored."), "good")
    return redirect(url_for(".new", event_id=event.id), 303)


@blueprint.get("/groups/<int:registration_id>/cards.pdf")
@access.staff(Right.SEE_REGISTRATIONS)
def card_sheets(registration_id: int) -> Response:
    """Give the cards of a group, or of any registration, to print at the desk."""
    session = current()
    registration = queries.get_registration(session, registration_id)
    event = get_event(session, registration.event_id)
    made = cards.of_registration(session, registration, event, codes(), language=locale.language())
    if made is None:
        raise NotFound
    return download(made, typesetting.PDF, f"the-qr-{short_code(registration.code, 0)}.pdf")
