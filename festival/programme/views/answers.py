"""What the editor's views answer when something is refused or somebody else was faster: a page, or JSON for the grid."""

from datetime import date

from flask import jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.core.clock import local
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.programme.content import EventContent
from festival.programme.draft_words import deed_of, field_label, said
from festival.programme.forms.event import event_values, sent_again
from festival.programme.queries.drafts import PastChange
from festival.programme.queries.ground import Ground, ground_of
from festival.programme.rules.merging import divergences, merged
from festival.programme.services.drafting import Stale
from festival.web.forms import Form
from festival.web.locale import gettext as _
from festival.web.locale import joined, sentences

Answer = str | Response | tuple[str, int] | tuple[Response, int]


def wants_json() -> bool:
    """Tell whether the grid asks, and not a form."""
    return request.accept_mimetypes.best == "application/json"


def day_of(content: EventContent) -> date | None:
    """Return the local day an event begins on."""
    return local(content.starts_at).date() if content.starts_at else None


def asked_day() -> date | None:
    """Return the day that the address names, if it is one that can be meant."""
    try:
        found = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def refused(form: Form) -> tuple[Response, int]:
    """Answer the grid that what it asked for is not possible."""
    errors = {field.name: str(field.errors[0]) for field in form if field.errors}
    return jsonify({"error": "refused", "errors": errors, "sentence": " ".join(errors.values())}), 422


def put_away_answer(past: PastChange) -> Answer:
    """Tell the grid that somebody put the event away meanwhile; a form gets the page of what is not there."""
    if not wants_json():
        raise NotFound
    known = account_names(current(), {past.made_by} if past.made_by else set())
    return jsonify({"error": "gone", "sentence": deed_of(past, known)}), 409


def _wanted(base: EventContent, mine: EventContent, theirs: EventContent, ground: Ground) -> str | None:
    """Return in a sentence what stands now and what was asked for; None where both are the same."""
    mine_only = [one for one in divergences(base, mine, theirs) if one.by_me]
    if not mine_only:
        return None
    return _(
        "It stands as: %(theirs)s. You asked for: %(mine)s.",
        theirs=joined(said(one.name, one.theirs, ground) for one in mine_only),
        mine=joined(said(one.name, one.mine, ground) for one in mine_only),
    )


def stale_answer(stale: Stale, *, base: EventContent, mine: EventContent) -> Answer:
    """Show both versions of a draft that somebody else changed meanwhile; nothing is stored and nothing typed is lost.

    `base` is what the draft said when `mine` was begun.
    """
    session = current()
    known = account_names(session, {one.made_by for one in stale.since if one.made_by})
    deeds = [deed_of(one, known) for one in stale.since[-3:]]
    told = str(sentences(deeds)) or _("Somebody changed it meanwhile.")
    if wants_json():
        url = url_for("programme.drafts.draft", draft_id=stale.now.id)
        wanted = _wanted(base, mine, stale.now.content, ground_of(session))
        return jsonify({"error": "stale", "sentence": str(sentences([told, wanted])), "url": url}), 409
    ground = ground_of(session)
    both = merged(base, mine, stale.now.content)
    values = event_values(both) | {"version": stale.now.version}
    page = render_template(
        "programme/editor/stale.html",
        draft=stale.now,
        told=told,
        rows=[
            {
                "label": field_label(one.name),
                "theirs": said(one.name, one.theirs, ground),
                "mine": said(one.name, one.mine, ground),
                "by_me": one.by_me,
                "by_them": one.by_them,
            }
            for one in divergences(base, mine, stale.now.content)
        ],
        kept=sent_again(values),
    )
    return page, 409
