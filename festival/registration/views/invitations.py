"""Invitations at the desk: how the answers stand, and listing, writing, reminding, approving, withdrawing."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.queries import events_of
from festival.registration.forms.guests import VersionedForm
from festival.registration.forms.invitations import ChosenForm
from festival.registration.guest_words import INVITATION_KINDS, invitation_label, matter_labels, off_sentences
from festival.registration.models import Invitation, Question
from festival.registration.queries.completing import coming_incomplete
from festival.registration.queries.guests import delegation_names, guests_of
from festival.registration.queries.invitations import (
    all_invitations,
    answers_of,
    counts_of,
    get_invitation,
    invitations_of,
    questions_of,
    terms_of,
)
from festival.registration.rules.invitations import why_off
from festival.registration.services import answering, inviting
from festival.registration.types import Full
from festival.registration.types.guests import Counts, InvitationState, NotNow, Off
from festival.registration.types.people import Stale
from festival.registration.views.hosting import (
    common,
    edition_id,
    event_of_edition,
    links,
    may_change,
    named,
    overtaken,
    title,
)
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/invitations")
@access.staff(Right.SEE_GUESTS)
def events() -> str:
    """List the events with how their invitations stand."""
    session = current()
    found = events_of(session, edition_id())
    return render_template(
        "registration/invitations/events.html",
        events=found,
        counts=counts_of(session, [event.id for event in found]),
    )


@blueprint.get("/invitations/<int:event_id>")
@access.staff(Right.SEE_GUESTS)
def event(event_id: int) -> str:
    """Show the invitations of an event; filters stay in the address."""
    session = current()
    found = event_of_edition(event_id)
    state = request.args.get("state", "")
    filters = {
        "state": state if state in set(InvitationState) else "",
        "deputies": request.args.get("deputies") == "1",
        "delegation_id": request.args.get("delegation", type=int),
        "text": tidy(request.args.get("q", ""))[:100],
    }
    page = invitations_of(session, event_id, number=request.args.get("page", 1, type=int), **filters)  # type: ignore[arg-type]
    questions = questions_of(session, event_id)
    terms, _version = terms_of(session, event_id)
    kept = {name: value for name, value in request.args.items() if name != "page"}

    def address(number: int) -> str:
        return url_for(".event", event_id=event_id) + "?" + urlencode({**kept, "page": number})

    counts = counts_of(session, [event_id])[event_id]
    off = why_off(found.state, found.ends_at, clock.now())
    incomplete = {one.id for one in coming_incomplete(session, event_id)}
    return render_template(
        "registration/invitations/event.html",
        event=found,
        off=off_sentences()[off] if off else "",
        page={
            "rows": page.rows,
            "number": page.number,
            "pages": page.pages,
            "total": page.total,
            "previous_url": address(page.number - 1) if page.number > 1 else None,
            "next_url": address(page.number + 1) if page.number < page.pages else None,
        },
        filters=filters,
        figures=_figures(counts),
        unasked=counts.listed,
        unanswered=counts.sent,
        incomplete=incomplete,
        delegations=delegation_names(session, found.edition_id),
        questions=questions,
        answers=answers_of(session, [one.id for one in page.rows]),
        said=_said,
        because=_because,
        terms=terms,
        invitation_label=invitation_label,
        kinds=INVITATION_KINDS,
        states=list(InvitationState),
        link_of=lambda one: links().invitation_url(one.id, one.epoch),
        named=named,
        title_of=title,
        may_change=may_change(),
    )


def _figures(counts: Counts) -> list[tuple[str, int, str]]:
    return [
        (_("Coming"), counts.accepted, "accepted"),
        (_("To be approved"), counts.review, "review"),
        (_("Waiting for an answer"), counts.sent, "sent"),
        (_("Not coming"), counts.declined, "declined"),
        (_("Not asked yet"), counts.listed, "listed"),
        (_("Sent a deputy"), counts.deputies, ""),
    ]


def _said(question: Question, value: str) -> str:
    """Return an answer in the reader's words."""
    if question.kind == "choice" and value.isdecimal() and int(value) < len(question.choices):
        return question.choices[int(value)].in_(language())
    return value


def _because(invitation: Invitation, questions: list[Question]) -> list[str]:
    """Return what waits for approval, in words."""
    labels = matter_labels() | {f"question:{one.id}": one.label.in_(language()) for one in questions}
    return [labels.get(word, word) for word in invitation.changed.split(",") if word]


@blueprint.get("/invitations/<int:event_id>/list")
@access.staff(Right.CHANGE_GUESTS)
def choose(event_id: int) -> str:
    """Show the guests who are not on the event's list."""
    session = current()
    found = event_of_edition(event_id)
    listed = {one.guest_id for one in all_invitations(session, event_id)}
    guests = [guest for guest in guests_of(session, found.edition_id) if guest.id not in listed]
    return render_template(
        "registration/invitations/choose.html",
        event=found,
        guests=guests,
        form=ChosenForm(formdata=None),
        named=named,
        title_of=title,
    )


@blueprint.post("/invitations/<int:event_id>/list")
@access.staff(Right.CHANGE_GUESTS)
def list_guests(event_id: int) -> Response:
    """Put guests on the event's list; nobody is written to yet."""
    found = event_of_edition(event_id)
    form = ChosenForm()
    with writing() as session:
        known = [guest.id for guest in guests_of(session, found.edition_id)]
        chosen = set(known) if form.everybody.data == "yes" else set(form.chosen.data or [])
        added = inviting.list_for(
            session, event_id=event_id, guest_ids=[one for one in known if one in chosen], **common()
        )
    flash(
        ngettext("%(n)s guest is on the list now.", "%(n)s guests are on the list now.", added),
        "good" if added else "warn",
    )
    return _back(event_id)


@blueprint.post("/invitations/<int:event_id>/send")
@access.staff(Right.CHANGE_GUESTS)
def send(event_id: int) -> Response:
    """Write to everybody on the list who was not asked, or to the one who is named."""
    event_of_edition(event_id)
    one = request.form.get("invitation", type=int)
    with writing() as session:
        outcome = inviting.send(
            session,
            event_id=event_id,
            invitation_ids=None if one is None else [one],
            links=links(),
            **common(),
        )
    if isinstance(outcome, Off):
        return _refused(event_id, outcome)
    written, without = outcome
    flash(
        ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", written),
        "good" if written else "info",
    )
    if without:
        flash(
            ngettext(
                "%(n)s guest has no address. Please hand over the personal link that stands in the list.",
                "%(n)s guests have no address. Please hand over the personal links that stand in the list.",
                without,
            ),
            "warn",
        )
    return _back(event_id)


@blueprint.post("/invitations/<int:event_id>/remind")
@access.staff(Right.CHANGE_GUESTS)
def remind(event_id: int) -> Response:
    """Write again to those who have not answered."""
    event_of_edition(event_id)
    with writing() as session:
        written = inviting.remind(session, event_id=event_id, links=links(), **common())
    if isinstance(written, Off):
        return _refused(event_id, written)
    if written:
        flash(ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", written), "good")
    else:
        flash(
            _("Nobody needs a reminder: all have answered, or were written to in the last three days."),
            "info",
        )
    return _back(event_id)


@blueprint.post("/invitations/<int:event_id>/ask-for-details")
@access.staff(Right.CHANGE_GUESTS)
def ask_for_details(event_id: int) -> Response:
    """Ask those who come and have not said everything."""
    event_of_edition(event_id)
    with writing() as session:
        written = inviting.remind_of_details(session, event_id=event_id, links=links(), **common())
    if isinstance(written, Off):
        return _refused(event_id, written)
    if written:
        flash(
            ngettext(
                "%(n)s guest is asked for what is missing.",
                "%(n)s guests are asked for what is missing.",
                written,
            ),
            "good",
        )
    else:
        flash(
            _("Nobody is written to: nothing is missing, or they were asked in the last three days."), "info"
        )
    return _back(event_id)


@blueprint.post("/invitations/<int:event_id>/<int:invitation_id>/approve")
@access.staff(Right.CHANGE_GUESTS)
def approve(event_id: int, invitation_id: int) -> Response:
    """Say yes to what changed."""
    event_of_edition(event_id)
    get_invitation(current(), event_id, invitation_id)
    with writing() as session:
        outcome = inviting.approve(
            session,
            event_id=event_id,
            invitation_id=invitation_id,
            version=VersionedForm().sent,
            links=links(),
            **common(),
        )
    _say(outcome, _("Approved. The ticket is valid again."))
    return _back(event_id, invitation_id)


@blueprint.post("/invitations/<int:event_id>/<int:invitation_id>/ask-again")
@access.staff(Right.CHANGE_GUESTS)
def ask_again(event_id: int, invitation_id: int) -> Response:
    """Say no to what changed, and ask once more."""
    event_of_edition(event_id)
    get_invitation(current(), event_id, invitation_id)
    with writing() as session:
        outcome = inviting.ask_again(
            session,
            event_id=event_id,
            invitation_id=invitation_id,
            version=VersionedForm().sent,
            links=links(),
            **common(),
        )
    _say(outcome, _("Not approved. The guest is asked once more."))
    return _back(event_id, invitation_id)


@blueprint.post("/invitations/<int:event_id>/<int:invitation_id>/withdraw")
@access.staff(Right.CHANGE_GUESTS)
def withdraw(event_id: int, invitation_id: int) -> Response:
    """Take an invitation back."""
    event_of_edition(event_id)
    get_invitation(current(), event_id, invitation_id)
    with writing() as session:
        outcome = inviting.withdraw(
            session, event_id=event_id, invitation_id=invitation_id, links=links(), **common()
        )
    _say(outcome, _("The invitation is withdrawn; its link and its ticket are dead."))
    return _back(event_id, invitation_id)


@blueprint.post("/invitations/<int:event_id>/<int:invitation_id>/new-link")
@access.staff(Right.CHANGE_GUESTS)
def new_link(event_id: int, invitation_id: int) -> Response:
    """End the old link of an invitation; the list shows the new one."""
    event_of_edition(event_id)
    get_invitation(current(), event_id, invitation_id)
    with writing() as session:
        inviting.end_link(session, event_id=event_id, invitation_id=invitation_id, **common())
    flash(_("The old link is dead. Please hand over the new one."), "good")
    return _back(event_id, invitation_id)


@blueprint.post("/invitations/<int:event_id>/<int:invitation_id>/answer")
@access.staff(Right.CHANGE_GUESTS)
def note_answer(event_id: int, invitation_id: int) -> Response:
    """Note what a guest has answered by phone or on paper."""
    event_of_edition(event_id)
    get_invitation(current(), event_id, invitation_id)
    comes = request.form.get("answer") == "yes"
    outcome: answering.Answered | NotNow | Full
    with writing() as session:
        if comes:
            outcome = answering.accept(session, invitation_id=invitation_id, links=links(), **common())
        else:
            outcome = answering.decline(session, invitation_id=invitation_id, links=links(), **common())
    if isinstance(outcome, Full):
        flash(_("The event has no place left. Nothing was stored."), "bad")
    else:
        _say(outcome if isinstance(outcome, NotNow) else None, _("The answer is noted."))
    return _back(event_id, invitation_id)


def _refused(event_id: int, off: Off) -> Response:
    flash(off_sentences()[off], "warn")
    return _back(event_id)


def _say(outcome: NotNow | Stale | None, done: str) -> None:
    if isinstance(outcome, Stale):
        flash(overtaken(), "warn")
    elif isinstance(outcome, NotNow):
        flash(_("This cannot be done now: the invitation stands otherwise, or the event is over."), "warn")
    else:
        flash(done, "good")


def _back(event_id: int, invitation_id: int | None = None) -> Response:
    anchor = f"invitation-{invitation_id}" if invitation_id else None
    return redirect(url_for(".event", event_id=event_id, _anchor=anchor), 303)
