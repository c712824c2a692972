"""Citizens register, and find their tickets again."""

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import TooLate, current, writing
from festival.programme.catalogue import catalogue, forget
from festival.programme.types import EventFacts
from festival.registration import queries, submission
from festival.registration.forms import FindForm
from festival.registration.services.finding import ask_for_links
from festival.registration.services.joining import join
from festival.registration.services.registering import register as register_party
from festival.registration.types import (
    Application,
    Full,
    Joined,
    NoSlot,
    NotOpen,
    Outdated,
    Registered,
    TooMany,
    TooManyWaiting,
)
from festival.registration.views import party_form
from festival.registration.views.speaking import sender
from festival.web import access, locale
from festival.web.locale import gettext as _
from festival.web.requests import network
from festival.web.settings import settings

blueprint = Blueprint("public", __name__)


# --- register ----------------------------------------------------------------------------------------------------------


def _event(slug: str) -> EventFacts:
    event = catalogue().event(slug)
    if not event.takes_registrations:
        raise NotFound
    return event


@blueprint.get("/<language:lang>/events/<slug>/register")
@access.public
def register(slug: str) -> str | Response:
    """Show the form, or say why there is none now; what takes no registrations has a page that says so.

    A browser is led to an address of this opening, to which it can go back (see submission.py); a program that fetches the
    page has no way back and gets it at once.
    """
    event = catalogue().event(slug)
    if not event.takes_registrations:
        return redirect(url_for("programme.public.event", slug=slug), 303)
    opened = request.args.get("form", "")
    if not submission.is_opening(opened):
        if party_form.is_browser():
            return redirect(url_for(".register", slug=slug, form=submission.opening()), 303)
        return party_form.fresh(event, submission.new())
    number = party_form.number_of(event, opened)
    return party_form.fresh(event, number, was_sent=queries.was_sent(current(), number))


@blueprint.post("/<language:lang>/events/<slug>/register")
@access.public
def register_now(slug: str) -> str | Response | tuple[str, int]:
    """Take the form: the answer is the party's ticket page."""
    event = _event(slug)
    form = party_form.opened_for(event)
    secret = settings().secret_key
    read = submission.read(secret, form.submission.data or "")
    valid = form.validate()
    if read is None:
        form.submission.data = submission.sign(secret, submission.new())
        return party_form.page(
            event,
            form,
            _("This form was not opened here, or long ago. Please check your entries and send it once more."),
        ), 422
    if not valid:
        return party_form.page(event, form), 422
    number, shown_at = read
    if form.website.data or party_form.too_quick(number, shown_at):
        form.submission.data = submission.sign(secret, number)
        return party_form.page(
            event, form, _("That was very quick. Please check the names and send the form once more.")
        ), 422
    application = form.application(number, locale.language())
    waits = bool(form.wait.data)
    any_time = "slot" in form and application.slot_id is None
    outcome: Registered | Joined | Full | NotOpen | NoSlot | TooMany | TooManyWaiting = Full(0)
    if not any_time:
        outcome = _register(event, application)
    if waits and isinstance(outcome, Full):
        outcome = _join(event, application)
    if isinstance(outcome, Registered | Joined):
        if outcome.repeated:
            party_form.say_that_it_was_sent(slug, outcome, application)
        elif isinstance(outcome, Registered):
            flash(_("Your places are sure. Please keep this page: it holds your tickets."), "good")
        return redirect(sender().links.manage_path(outcome.registration_id, outcome.manage_epoch), 303)
    status = 429 if isinstance(outcome, TooMany | TooManyWaiting) else 409
    may_wait = isinstance(outcome, Full)
    return party_form.page(event, form, party_form.why_not(outcome), may_wait=may_wait), status


def _register(event: EventFacts, application: Application) -> Registered | Full | NotOpen | NoSlot | TooMany:
    """Register a party: in a crowd without holding what everybody waits for, and after being overtaken twice by holding it."""
    for attempt in range(4):
        try:
            with writing() as session:
                outcome = register_party(
                    session,
                    actor=CITIZEN,
                    event=event,
                    application=application,
                    network=network(),
                    per_network=settings().registrations_per_network_hour,
                    sender=sender(),
                    now=clock.now(),
                    at_commit=attempt < 2,
                )
        except TooLate:
            continue
        if not isinstance(outcome, Outdated):
            return outcome
        forget()
        event = _event(event.slug)
    raise RuntimeError("an event changes faster than it can be read")


def _join(
    event: EventFacts, application: Application
) -> Joined | NotOpen | NoSlot | TooMany | TooManyWaiting:
    with writing() as session:
        return join(
            session,
            actor=CITIZEN,
            event=event,
            application=application,
            network=network(),
            per_network=settings().registrations_per_network_hour,
            sender=sender(),
            now=clock.now(),
        )


# --- find a lost link --------------------------------------------------------------------------------------------------


@blueprint.get("/<language:lang>/find-ticket")
@access.public
def find() -> str:
    """Ask for a phone or a mail."""
    return render_template(
        "registration/public/find.html", edition=catalogue().edition, form=FindForm(), sent=False
    )


@blueprint.post("/<language:lang>/find-ticket")
@access.public
def find_now() -> str | tuple[str, int]:
    """Send what is registered there; the page says the same whether or not anything is."""
    form = FindForm()
    edition = catalogue().edition
    if not form.validate():
        return render_template("registration/public/find.html", edition=edition, form=form, sent=False), 422
    with writing() as session:
        allowed = ask_for_links(
            session, phone=form.phone, mail=form.mail, network=network(), sender=sender(), now=clock.now()
        )
    if not allowed:
        abort(429)
    return render_template("registration/public/find.html", edition=edition, form=form, sent=True)
