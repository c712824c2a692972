"""A guest's own page behind a personal link: the invitation, the answer, a deputy, the ticket, the questions afterwards."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from festival.core import clock
from festival.core.actor import CITIZEN
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import Language, as_language
from festival.programme.catalogue import catalogue
from festival.programme.queries import get_event
from festival.registration import guest_links
from festival.registration.forms.guests import DeputyForm
from festival.registration.forms.invitations import answers_form, answers_in
from festival.registration.guest_words import invitation_label
from festival.registration.models import Invitation, Person, Ticket
from festival.registration.queries.accreditation import may_have_badge, with_photo
from festival.registration.queries.invitations import (
    answers_of,
    find_invitation,
    live_ticket,
    questions_of,
    terms_of,
)
from festival.registration.queries.seating import seats_of
from festival.registration.rules import names
from festival.registration.rules.invitations import may_answer, why_off
from festival.registration.services import answering, deputizing
from festival.registration.services.answering import Answered
from festival.registration.services.people import content_of
from festival.registration.types import Full, TicketState
from festival.registration.types.guests import InvitationState, NotNow
from festival.registration.types.people import Honorific, Stale
from festival.registration.views.hosting import coming, links, named
from festival.registration.views.speaking import codes
from festival.web import access, locale
from festival.web.forms import Form
from festival.web.locale import gettext as _
from festival.web.locale import language

blueprint = Blueprint("invited", __name__)
Answer = str | tuple[str, int] | Response


def own(code: str) -> Invitation:
    """Return the invitation that a link opens. Raises NotFound."""
    claim = guest_links.read(code)
    found = find_invitation(current(), claim.number) if claim else None
    if claim is None or found is None or not links().opens_invitation(claim, found.epoch):
        raise NotFound
    if "lang" not in request.cookies:  # a link in a letter opens in the guest's language
        locale.speak(as_language(found.guest.person.language) or "vi")
    return found


@blueprint.get("/i/<code>")
@access.token
def invitation(code: str) -> str:
    """Show the invitation as it stands."""
    return _page(code, own(code))


def _page(
    code: str,
    found: Invitation,
    *,
    deputy_form: DeputyForm | None = None,
    answer_form: Form | None = None,
) -> str:
    session, now = current(), clock.now()
    event = get_event(session, found.event_id)
    terms, _version = terms_of(session, found.event_id)
    state = InvitationState(found.state)
    guest, person = found.guest.person, coming(found)
    ticket = live_ticket(session, found.registration_id)
    is_valid = ticket is not None and ticket.state == TicketState.VALID
    questions = questions_of(session, found.event_id) if is_coming(state) else []
    given = answers_of(session, [found.id]).get(found.id, {}) if questions else {}
    reader = language()
    home = found.guest.delegation
    return render_template(
        "registration/invited/invitation.html",
        edition=catalogue().edition,
        code=code,
        event=event,
        off=why_off(event.state, event.ends_at, now),
        invitation=found,
        state=state,
        state_label=invitation_label(state),
        terms=terms,
        is_late=terms.answer_by is not None and now > terms.answer_by,
        may_accept=_may(found, InvitationState.ACCEPTED, terms.answer_by, event.ends_at)
        or (state is InvitationState.ACCEPTED and ticket is None),
        may_decline=_may(found, InvitationState.DECLINED, terms.answer_by, event.ends_at),
        greeting=names.addressed(guest, Honorific(guest.honorific), reader),
        name=named(person),
        guest_name=named(guest),
        qr=_drawn(person, ticket, is_valid=is_valid),
        ticket=ticket,
        seat=seats_of(session, [found.event_id]).get(found.id),
        questions=questions,
        missing=[one for one in questions if one.is_needed and not given.get(one.id)],
        answer_form=answer_form or answers_form(questions, given, reader),
        deputy_form=deputy_form or DeputyForm(formdata=None, data={"version": found.version}),
        delegation_path=links().delegation_path(home.id, home.epoch)
        if home is not None and found.guest.is_head and found.deputy_id is None
        else None,
        photo_url=url_for("registration.own_photos.guest", code=code)
        if is_coming(state) and may_have_badge(session, person.id)
        else None,
        has_photo=bool(with_photo(session, [person.id])),
    )


def is_coming(state: InvitationState) -> bool:
    """Tell whether somebody comes by an invitation in this state."""
    return state in {InvitationState.ACCEPTED, InvitationState.REVIEW}


def _may(found: Invitation, then: InvitationState, answer_by: datetime | None, ends_at: datetime) -> bool:
    state = InvitationState(found.state)
    return (
        state is not then
        and may_answer(state, then, ends_at=ends_at, answer_by=answer_by, now=clock.now()) is None
    )


def _drawn(person: Person, ticket: Ticket | None, *, is_valid: bool) -> Markup | None:
    if ticket is None or not is_valid:
        return None
    made = codes()
    return made.svg(
        made.of(current(), ticket), title=_("QR code of the ticket for %(name)s", name=named(person))
    )


@blueprint.post("/i/<code>/accept")
@access.token
def accept(code: str) -> Response:
    """Say yes."""
    found = own(code)
    with writing() as session:
        outcome = answering.accept(
            session, actor=CITIZEN, invitation_id=found.id, links=links(), now=clock.now()
        )
    _say(outcome, _("Thank you. We look forward to seeing you."))
    return _back(code)


@blueprint.post("/i/<code>/decline")
@access.token
def decline(code: str) -> Response:
    """Say no."""
    found = own(code)
    with writing() as session:
        outcome = answering.decline(
            session, actor=CITIZEN, invitation_id=found.id, links=links(), now=clock.now()
        )
    _say(outcome, _("Thank you for telling us. We are sorry that you cannot come."))
    return _back(code)


@blueprint.post("/i/<code>/deputy")
@access.token
def deputy(code: str) -> Answer:
    """Let somebody else come; or, without a deputy, come after all."""
    found = own(code)
    form = DeputyForm()
    wanted = None
    if request.form.get("myself") != "yes":
        if not form.validate():
            return _page(code, found, deputy_form=form), 422
        spoken: Language = as_language(found.guest.person.language) or "vi"
        wanted = form.person(content_of(found.guest.person), spoken)
    with writing() as session:
        outcome = deputizing.send_deputy(
            session,
            actor=CITIZEN,
            invitation_id=found.id,
            version=form.sent,
            deputy=wanted,
            links=links(),
            now=clock.now(),
        )
    _say(
        outcome,
        _("Thank you. The earlier ticket is no longer valid; your deputy has a new one, on this page.")
        if wanted is not None
        else _("Thank you. The ticket is in your own name again."),
    )
    return _back(code)


@blueprint.post("/i/<code>/questions")
@access.token
def questions(code: str) -> Answer:
    """Answer what is asked after an acceptance."""
    found = own(code)
    asked = questions_of(current(), found.event_id)
    form = answers_form(asked, {}, language())
    if not asked:
        abort(404)
    if not form.validate():
        return _page(code, found, answer_form=form), 422
    with writing() as session:
        outcome = answering.answer_questions(
            session,
            actor=CITIZEN,
            invitation_id=found.id,
            answers=answers_in(form, asked),
            now=clock.now(),
        )
    _say(outcome, _("Thank you, your answers are stored."))
    return _back(code)


def _say(outcome: Answered | NotNow | Full | Stale, done: str) -> None:
    if isinstance(outcome, Full):
        flash(
            _("We are sorry: there is no place left. Please call the organizers. Nothing was changed."), "bad"
        )
    elif isinstance(outcome, Stale):
        flash(
            _(
                "This page was open twice, and something has changed in the meantime. Please look and try again."
            ),
            "warn",
        )
    elif isinstance(outcome, NotNow):
        flash(
            _("This can no longer be answered here. Please call the organizers. Nothing was changed."), "warn"
        )
    elif outcome.state is InvitationState.REVIEW:
        flash(
            _("Thank you. The organizers look at the change; until then the ticket does not admit."), "info"
        )
    else:
        flash(done, "good")


def _back(code: str) -> Response:
    return redirect(url_for(".invitation", code=code), 303)
