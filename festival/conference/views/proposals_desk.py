"""A proposal for the wishes that have no meeting, and telling the companies what is planned."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.labels import meetings as words
from festival.conference.queries import meetings as queries
from festival.conference.queries import telling
from festival.conference.rules.meetings import objections, propose
from festival.conference.services import announcing, meetings
from festival.conference.types.meetings import Board, Meeting
from festival.conference.views.companies_desk import edition_id, links
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.sending import VersionForm
from festival.registration.contacts import shown_phone
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext

blueprint = Blueprint("proposals_desk", __name__)
_PLAN = "conference.meetings_desk.plan"


def _board() -> Board:
    return queries.board(current(), queries.get_round(current(), edition_id()), language(), clock.now())


# --- a proposal --------------------------------------------------------------------------------------------------------


@blueprint.get("/conference/meetings/proposal")
@access.staff(Right.EDIT_CONFERENCE)
def proposal() -> str:
    """Show a first fit for the wishes that have no meeting; nothing of it is booked."""
    seen = _board()
    found = propose(seen, clock.now())
    return render_template(
        "conference/proposals_desk/proposal.html",
        board=seen,
        meetings=[(one, _as_word(one)) for one in found.meetings],
        left=[(pair, words.unplaced_sentence(why)) for pair, why in found.left],
        words=words,
    )


@blueprint.post("/conference/meetings/proposal")
@access.staff(Right.EDIT_CONFERENCE)
def take() -> Response:
    """Book the meetings of a proposal that were left ticked, as far as they still fit."""
    wanted = [
        found for word in request.form.getlist("take")[:1000] if (found := _from_word(word)) is not None
    ]
    with writing() as session:
        outcome = meetings.take(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            meetings=wanted,
            reader=language(),
            now=clock.now(),
        )
    flash(
        ngettext("%(n)s meeting is on the plan.", "%(n)s meetings are on the plan.", len(outcome.booked)),
        "good" if outcome.booked else "info",
    )
    if outcome.refused:
        flash(
            ngettext(
                "%(n)s did not fit any more, because the plan has changed meanwhile.",
                "%(n)s did not fit any more, because the plan has changed meanwhile.",
                len(outcome.refused),
            ),
            "bad",
        )
    return redirect(url_for(_PLAN), 303)


def _as_word(one: Meeting) -> str:
    """Return a proposed meeting as a form carries it; what comes back is looked at like anything else."""
    parts = (
        one.slot,
        one.desk,
        ".".join(map(str, one.firms)),
        ".".join(map(str, sorted(one.people))),
        one.interpreter or 0,
    )
    return "-".join(map(str, parts))


def _from_word(word: str) -> Meeting | None:
    try:
        slot, desk, firms, people, interpreter = word[:200].split("-")
        return Meeting(
            int(slot),
            int(desk),
            tuple(int(one) for one in firms.split(".")),
            frozenset(int(one) for one in people.split(".")),
            int(interpreter) or None,
        )
    except ValueError:
        return None


# --- telling the companies ---------------------------------------------------------------------------------------------


@blueprint.get("/conference/meetings/announce")
@access.staff(Right.EDIT_CONFERENCE)
def announcement() -> str:
    """Show whom an announcement would tell what, and whom the desk has still to tell itself."""
    session, of = current(), queries.get_round(current(), edition_id())
    seen = _board()
    found = announcing.still_untold(session, of)
    missing = [one for what in found.by_desk.values() for one in (*what.asked, *what.off)]
    return render_template(
        "conference/proposals_desk/announce.html",
        board=seen,
        news=[(seen.firms[number], found.news[number]) for number in sorted(found.news)],
        by_desk=[(seen.firms[number], found.by_desk[number]) for number in sorted(found.by_desk)],
        rows=telling.meetings_of(session, missing) if missing else {},
        placed={one.id: one for one in seen.meetings},
        phones=telling.phones(session, found.by_desk, language()) if found.by_desk else {},
        shown_phone=shown_phone,
        version=of.version,
        troubled=sum(bool(objections(one, seen)) for one in seen.meetings),
        mails=queries.addresses(session, edition_id()),
        words=words,
    )


@blueprint.post("/conference/meetings/announce")
@access.staff(Right.EDIT_CONFERENCE)
def announce() -> Response:
    """Tell the companies what they do not know yet."""
    with writing() as session:
        outcome = announcing.announce(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            links=links(),
            now=clock.now(),
        )
    flash(
        ngettext(
            "The plan is announced. %(n)s message is on its way.",
            "The plan is announced. %(n)s messages are on their way.",
            outcome.letters,
        ),
        "good",
    )
    if not outcome.without_address:
        return redirect(url_for(_PLAN), 303)
    flash(
        ngettext(
            "%(n)s company has no mail address: please tell it yourself. It stays listed here until you have.",
            "%(n)s companies have no mail address: please tell them yourself. They stay listed here until you have.",
            len(outcome.without_address),
        ),
        "warn",
    )
    return redirect(url_for(".announcement"), 303)


@blueprint.post("/conference/meetings/announce/told")
@access.staff(Right.EDIT_CONFERENCE)
def told() -> Response:
    """Note that the desk has told companies that no mail reaches."""
    companies = {
        int(one) for one in request.form.getlist("company")[:500] if one.isdecimal() and len(one) < 10
    }
    with writing() as session:
        done = announcing.told(
            session,
            actor=access.signed_in().actor,
            of=queries.get_round(session, edition_id()),
            companies=companies,
            seen=VersionForm().sent,
            now=clock.now(),
        )
    if done:
        flash(ngettext("%(n)s company is told.", "%(n)s companies are told.", len(done)), "good")
    else:
        flash(
            _("Nothing was noted: these companies are told already, or the plan was announced anew."), "info"
        )
    return redirect(url_for(".announcement"), 303)
