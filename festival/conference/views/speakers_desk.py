"""The speakers' desk: one table for each event of the conference, with what is missing, letters to many, and a file."""

from collections.abc import Iterable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.conference.forms.speaking import TermsForm, terms_values
from festival.conference.labels import speaking as words
from festival.conference.queries.speaking import Speaking, speakers_of, terms_of
from festival.conference.rules import speaking as rules
from festival.conference.services import speaking
from festival.conference.tables import speakers as table
from festival.conference.types.speaking import Lacking, SpeakerState
from festival.conference.views.hall import conference_events
from festival.conference.views.speaker_link import links
from festival.core import clock
from festival.core.errors import NotFound
from festival.core.transaction import current, writing
from festival.core.trilingual import LANGUAGES
from festival.programme.tables.writing import XLSX
from festival.programme.types import EventFacts
from festival.registration.guest_words import off_sentences
from festival.registration.rules import names
from festival.registration.types.guests import Off
from festival.registration.types.people import Stale
from festival.web import access, pagecache
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext

blueprint = Blueprint("speakers_desk", __name__)


def event_asked() -> EventFacts:
    """Return the event that the address or the form asks for, else the first of the conference. Raises NotFound."""
    events = conference_events()
    number = request.values.get("event", None, type=int)
    found = next(iter(events.values()), None) if number is None else events.get(number)
    if found is None:
        raise NotFound(number)
    return found


def _chosen(listed: Iterable[Speaking]) -> tuple[list[Speaking], str, str]:
    """Return who fits the filters of the address, and these."""
    state, missing = request.args.get("state", ""), request.args.get("missing", "")
    found = [
        one
        for one in listed
        if (state not in set(SpeakerState) or one.told.state == state)
        and (missing not in set(Lacking) or missing in rules.lacking(one.told))
    ]
    return found, state, missing


@blueprint.get("/conference/speakers")
@access.staff(Right.SEE_CONFERENCE)
def speakers() -> str:
    """Show who speaks at an event, and what is missing of whom."""
    if not conference_events():
        return render_template("conference/speakers_desk/none.html")
    event = event_asked()
    return _page(event, TermsForm(formdata=None, data=terms_values(terms_of(current(), event.id))))


def _page(event: EventFacts, form: TermsForm) -> str:
    listed, now = speakers_of(current(), event.id), clock.now()
    shown, state, missing = _chosen(listed)
    reader = language()
    return render_template(
        "conference/speakers_desk/speakers.html",
        event=event,
        events=conference_events().values(),
        listed=shown,
        total=len(listed),
        counts={one: sum(each.told.state is one for each in listed) for one in SpeakerState},
        lacking={
            one.person.id: [what for what in Lacking if what in rules.lacking(one.told)] for one in shown
        },
        codes=LANGUAGES,
        brought=rules.brought,
        still=rules.still_named,
        named=lambda person: names.shown(person, reader),
        to_ask=sum(one.told.state is SpeakerState.LISTED for one in listed),
        to_remind=sum(
            rules.is_reminded(one.told, sent_at=one.row.sent_at, reminded_at=one.row.reminded_at, now=now)
            for one in listed
            if one.row is not None and one.person.mail and not one.person.is_sample
        ),
        state=state,
        missing=missing,
        form=form,
        terms=terms_of(current(), event.id),
        words=words,
        states=SpeakerState,
        kinds=Lacking,
        may_edit=access.signed_in().has(Right.EDIT_CONFERENCE),
    )


@blueprint.get("/conference/speakers.xlsx")
@access.staff(Right.EDIT_CONFERENCE)
def export() -> Response:
    """Give all that is known of an event's speakers as a table; contacts are in it, so it is for who may write to them."""
    event = event_asked()
    made = table.export(speakers_of(current(), event.id))
    answer = Response(made, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="speakers-{event.slug}.xlsx"'
    return answer


@blueprint.post("/conference/speakers/invite")
@access.staff(Right.EDIT_CONFERENCE)
def invite() -> Answered:
    """Ask those who are ticked."""
    event = event_asked()
    ticked = request.form.getlist("person", type=int)[:500]
    with writing() as session:
        outcome = speaking.invite(
            session,
            actor=access.signed_in().actor,
            event=event,
            person_ids=ticked,
            links=links(),
            now=clock.now(),
        )
    if isinstance(outcome, Off):
        return _off(event, outcome)
    written, without = outcome
    pagecache.forget()  # who is asked is not shown with biography and photo before they agree
    if written:
        flash(
            ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", written),
            "good",
        )
    if without:
        flash(
            ngettext(
                "%(n)s speaker has no mail address: please hand over the link on their page.",
                "%(n)s speakers have no mail address: please hand over the links on their pages.",
                without,
            ),
            "warn",
        )
    if not written and not without:
        flash(_("Nobody is ticked who has not been asked yet."), "warn")
    return _back(event)


def _off(event: EventFacts, why: Off) -> Answered:
    flash(off_sentences()[why], "warn")
    return _back(event)


@blueprint.post("/conference/speakers/remind")
@access.staff(Right.EDIT_CONFERENCE)
def remind() -> Answered:
    """Write to everybody who owes something."""
    event = event_asked()
    with writing() as session:
        number = speaking.remind(
            session, actor=access.signed_in().actor, event=event, links=links(), now=clock.now()
        )
    if isinstance(number, Off):
        return _off(event, number)
    flash(
        ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", number)
        if number
        else _("Nobody has to be reminded now: all have answered, or were written to within two days."),
        "good" if number else "info",
    )
    return _back(event)


@blueprint.post("/conference/speakers/terms")
@access.staff(Right.EDIT_CONFERENCE)
def set_terms() -> Answered | tuple[str, int]:
    """Say until when speakers answer and bring their slides."""
    event, form = event_asked(), TermsForm()
    if not form.validate():
        return _page(event, form), 422
    with writing() as session:
        outcome = speaking.set_terms(
            session,
            actor=access.signed_in().actor,
            event_id=event.id,
            content=form.content,
            now=clock.now(),
        )
    if isinstance(outcome, Stale):
        flash(
            _(
                "Somebody else has saved this in the meantime. Nothing of yours was stored; here is what stands now."
            ),
            "warn",
        )
    else:
        flash(_("The deadlines are kept."), "good")
    return _back(event)


def _back(event: EventFacts) -> Answered:
    return redirect(url_for(".speakers", event=event.id), 303)
