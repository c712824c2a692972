"""What a party changes itself on its own page: names, how many they are, how they are reached, and who holds a ticket."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.programme.catalogue import catalogue
from festival.programme.places import PlacesStatus
from festival.programme.queries import get_event
from festival.registration import queries, rules
from festival.registration.contacts import shown_phone
from festival.registration.forms import MoreForm, NamesForm, PassOnForm, ReachForm, SlotForm
from festival.registration.models import Registration, Ticket
from festival.registration.services.changing import grow, reach, rename
from festival.registration.services.moving import move_slot
from festival.registration.services.transferring import pass_on
from festival.registration.types import (
    Fixed,
    Full,
    Grown,
    NoSlot,
    NotOpen,
    NotTold,
    PassedOn,
    TicketClass,
    TicketState,
    TooLarge,
)
from festival.registration.views.own import own_registration
from festival.registration.views.speaking import sender
from festival.web import access, locale
from festival.web.forms import choices
from festival.web.locale import gettext as _
from festival.web.locale import ngettext

blueprint = Blueprint("changing", __name__)


@blueprint.get("/t/<code>/change")
@access.token
def change(code: str) -> str | Response:
    """Show all that can be changed, in one page of short forms."""
    registration = own_registration(code)
    if _why_not(registration) is not None:
        return _back(code)
    return _page(code, registration)


def _why_not(registration: Registration) -> Fixed | None:
    event = get_event(current(), registration.event_id)
    return rules.why_party_fixed(registration.kind, event, clock.now())


def _back(code: str, anchor: str | None = None) -> Response:
    return redirect(url_for("registration.tickets.ticket", code=code, _anchor=anchor), 303)


def _page(
    code: str,
    registration: Registration,
    *,
    names: NamesForm | None = None,
    more: MoreForm | None = None,
    reached: ReachForm | None = None,
    slot: SlotForm | None = None,
    refusal: str | None = None,
) -> str:
    session = current()
    event = get_event(session, registration.event_id)
    shown = queries.live_tickets(registration)
    changeable = _changeable(registration)
    valid = [ticket for ticket in shown if ticket.state == TicketState.VALID]
    room = _room(registration)
    return render_template(
        "registration/changing/change.html",
        edition=catalogue().edition,
        event=event,
        code=code,
        registration=registration,
        people=valid,
        fixed=[ticket for ticket in valid if ticket not in changeable],
        changeable=changeable,
        companions={one.position for one in valid if one.ticket_class == TicketClass.COMPANION},
        room=room,
        most=rules.most_people(event),
        is_open=rules.admits_registration(event, clock.now()) is None,
        names=names or _names_form(registration),
        more=more or MoreForm(formdata=None, room=room),
        reached=reached or _reach_form(registration),
        slot=_slot_form(registration, slot),
        refusal=refusal,
    )


def _changeable(registration: Registration) -> list[Ticket]:
    return [
        ticket
        for ticket in queries.live_tickets(registration)
        if rules.why_ticket_fixed(ticket.state, ticket.admitted_at) is None
    ]


def _room(registration: Registration) -> int:
    """Return how many more people this party may be."""
    event = get_event(current(), registration.event_id)
    valid = [one for one in queries.live_tickets(registration) if one.state == TicketState.VALID]
    people = rules.counted(ticket.ticket_class for ticket in valid)
    return max(0, rules.most_people(event) - people) if valid else 0


def _names_form(registration: Registration) -> NamesForm:
    tickets = _changeable(registration)
    return NamesForm(
        formdata=None, positions=[ticket.position for ticket in tickets], names=[t.name for t in tickets]
    )


def _slot_form(registration: Registration, sent: SlotForm | None) -> SlotForm | None:
    """Return the arrival times there are to choose from; None where the event has none."""
    offered = queries.choice(current(), registration.event_id, clock.now()).slots
    if not offered:
        return None
    form = sent or SlotForm(formdata=None, slot=registration.slot_id)
    form.slot.choices = choices(
        (
            one.id,
            _(
                "%(start)s – %(end)s, %(left)s places left",
                start=locale.clock_time(one.starts_at),
                end=locale.clock_time(one.ends_at),
                left=locale.number(one.left),
            ),
        )
        for one in offered
    )
    return form


def _reach_form(registration: Registration) -> ReachForm:
    return ReachForm(
        formdata=None,
        phone=shown_phone(registration.phone) if registration.phone else "",
        mail=registration.mail or "",
        language=registration.language,
    )


@blueprint.post("/t/<code>/names")
@access.token
def names(code: str) -> str | Response | tuple[str, int]:
    """Put other names on the tickets of people who are not inside yet."""
    registration = own_registration(code)
    form = NamesForm(positions=[ticket.position for ticket in _changeable(registration)])
    if not form.validate():
        return _page(code, registration, names=form), 422
    with writing() as session:
        outcome = rename(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            names=form.by_position,
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, Fixed):
        flash(_fixed(outcome), "bad")
    elif outcome:
        flash(ngettext("%(n)s name has been changed.", "%(n)s names have been changed.", outcome), "good")
    else:
        flash(_("Nothing had to be changed."), "info")
    return _back(code)


@blueprint.post("/t/<code>/more")
@access.token
def more(code: str) -> str | Response | tuple[str, int]:
    """Take more people into the party."""
    registration = own_registration(code)
    form = MoreForm(room=rules.most_people(get_event(current(), registration.event_id)))
    if not form.validate():
        form.show(_room(registration))
        return _page(code, registration, more=form), 422
    with writing() as session:
        outcome = grow(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            number=form.number.data or "",
            names=form.people,
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, Grown):
        if outcome.repeated:
            flash(_("This form had already been sent; nobody was added twice."), "info")
        else:
            flash(
                ngettext(
                    "%(n)s person has been added. The ticket is below.",
                    "%(n)s people have been added. Their tickets are below.",
                    outcome.people,
                ),
                "good",
            )
        return _back(code)
    if isinstance(outcome, Fixed):
        flash(_fixed(outcome), "bad")
        return _back(code)
    registration = own_registration(code)
    form.show(_room(registration))
    return _page(code, registration, more=form, refusal=_why_no_more(outcome)), 409


def _why_no_more(outcome: TooLarge | Full | NotOpen) -> str:
    if isinstance(outcome, TooLarge):
        return ngettext(
            "A party of this activity may be %(n)s person. Please register the others as a party of their own.",
            "A party of this activity may be at most %(n)s people. Please register the others as a party of their own.",
            outcome.most,
        )
    if isinstance(outcome, NotOpen):
        if outcome.status is PlacesStatus.NOT_YET:
            return _("Registration has not opened yet. Nobody was added.")
        return _("Registration for this activity is over. Nobody was added.")
    return (
        ngettext(
            "Only %(n)s place is left. Nobody was added; your tickets stay as they are.",
            "Only %(n)s places are left. Nobody was added; your tickets stay as they are.",
            outcome.left,
        )
        if outcome.left
        else _("All places are taken. Nobody was added; your tickets stay as they are.")
    )


@blueprint.post("/t/<code>/contact")
@access.token
def contact(code: str) -> str | Response | tuple[str, int]:
    """Change phone, mail and language."""
    registration = own_registration(code)
    form = ReachForm()
    if not form.validate():
        return _page(code, registration, reached=form), 422
    new = form.reach(locale.language())
    with writing() as session:
        outcome = reach(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            new=new,
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, Fixed):
        flash(_fixed(outcome), "bad")
    elif outcome:
        with locale.speaking(new.language):
            flash(_("We reach you there from now on."), "good")
    else:
        flash(_("Nothing had to be changed."), "info")
    answer = _back(code)
    locale.remember(answer, new.language)  # whoever asks for messages in a language reads it too
    return answer


@blueprint.post("/t/<code>/slot")
@access.token
def slot(code: str) -> str | Response | tuple[str, int]:
    """Let the whole party arrive at another time."""
    registration = own_registration(code)
    form = SlotForm()
    if not form.validate():
        return _page(code, registration, slot=form), 422
    with writing() as session:
        outcome = move_slot(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            slot_id=form.slot.data,
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, Full | NoSlot):
        refusal = _("This arrival time is full or over. You keep the one you have.")
        return _page(code, own_registration(code), slot=form, refusal=refusal), 409
    if isinstance(outcome, Fixed):
        flash(_fixed(outcome), "bad")
    elif outcome:
        flash(
            _(
                "Your arrival time has been changed. Please use the tickets as they are shown now: they hold the new time."
            ),
            "good",
        )
    else:
        flash(_("Nothing had to be changed."), "info")
    return _back(code)


# --- to another person -------------------------------------------------------------------------------------------------


@blueprint.get("/t/<code>/pass-on/<int:position>")
@access.token
def pass_ticket(code: str, position: int) -> str | Response:
    """Ask who gets a ticket, and say what then happens."""
    registration = own_registration(code)
    if _why_not(registration) is not None:
        return _back(code)
    return _pass_page(code, _to_pass(registration, position), PassOnForm(language=locale.language()))


def _to_pass(registration: Registration, position: int) -> Ticket:
    ticket = next((one for one in _changeable(registration) if one.position == position), None)
    if ticket is None:
        raise NotFound
    return ticket


def _pass_page(code: str, ticket: Ticket, form: PassOnForm, refusal: str | None = None) -> str:
    return render_template(
        "registration/changing/pass_on.html",
        edition=catalogue().edition,
        event=get_event(current(), ticket.event_id),
        code=code,
        ticket=ticket,
        form=form,
        refusal=refusal,
    )


@blueprint.post("/t/<code>/pass-on/<int:position>")
@access.token
def pass_ticket_now(code: str, position: int) -> str | Response | tuple[str, int]:
    """Give a ticket to another person."""
    registration = own_registration(code)
    form = PassOnForm()
    if not form.validate():
        return _pass_page(code, _to_pass(registration, position), form), 422
    with writing() as session:
        outcome = pass_on(
            session,
            actor=CITIZEN,
            registration_id=registration.id,
            position=position,
            name=form.name.data,
            reach=form.reach(locale.language()),
            sender=sender(),
            now=clock.now(),
        )
    if isinstance(outcome, NotTold):
        refusal = _(
            "We have written to this contact several times in the last hour. Please try again in an hour, or give another contact. The ticket is "
            "still yours."
        )
        return _pass_page(code, _to_pass(registration, position), form, refusal), 429
    if isinstance(outcome, PassedOn):
        if outcome.repeated:
            flash(_("This ticket had already been passed on."), "info")
        else:
            flash(
                _(
                    "The ticket has been passed on. The old code admits nobody any more; the new holder gets a message with a code of their own."
                ),
                "good",
            )
    else:
        flash(_fixed(outcome), "bad")
    return _back(code)


def _fixed(why: Fixed) -> str:
    return {
        Fixed.USED: _("This person has already been admitted, so the ticket stays as it is."),
        Fixed.VOID: _("This ticket is no longer valid, so nothing was changed."),
        Fixed.OVER: _("This activity is over or called off, so nothing was changed."),
        Fixed.NOT_YOURS: _("The organizers keep this registration. Please ask them to change it."),
    }[why]
