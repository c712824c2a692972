"""The editor: a day of the working copy in a grid, and what moves events in it."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock, ids
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.programme.draft_words import headline, said
from festival.programme.forms.placing import PlaceForm, placement_values
from festival.programme.forms.sending import CopyForm, VersionForm
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import Drafted, find_content_at, find_put_away, get_draft
from festival.programme.queries.ground import ground_of
from festival.programme.queries.pulse import news_since, pulse
from festival.programme.services import drafting
from festival.programme.services.drafting import Placement, Stale, moved
from festival.programme.types import EditionFacts
from festival.programme.views.answers import (
    Answer,
    asked_day,
    day_of,
    put_away_answer,
    refused,
    stale_answer,
    wants_json,
)
from festival.programme.views.day import day_page
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

blueprint = Blueprint("editor", __name__)


@blueprint.get("/programme")
@access.staff(Right.SEE_DRAFTS)
def day() -> str:
    """Show a day as a grid of places and hours."""
    return day_page()


@blueprint.get("/programme/pulse")
@access.staff(Right.SEE_DRAFTS)
def beat() -> Response:
    """Say whether anything has changed since the word the page knows (its ETag), and what others did to what."""
    session = current()
    edition = current_edition(session)
    now = pulse(session, edition.id)
    if now.word in request.if_none_match:
        answer = Response(status=304)
    else:
        since = request.args.get("since", now.last, type=int)
        me = access.signed_in().actor.id
        found = news_since(session, edition.id, since, but_of=me) if since < now.last else []
        known = account_names(session, {one.made_by for one in found if one.made_by})
        answer = jsonify(
            {
                "word": now.word,
                "last": now.last,
                "news": [headline(one, known) for one in found],
                "drafts": [one.draft_id for one in found],
            }
        )
    answer.set_etag(now.word)
    return answer


@blueprint.get("/programme/<int:draft_id>/place")
@access.staff(Right.EDIT_PROGRAMME)
def move(draft_id: int) -> str:
    """Show the form that places, moves, resizes, copies and unplaces one event: all that dragging does."""
    edition = current_edition(current())
    draft = get_draft(current(), edition.id, draft_id)
    values = placement_values(draft.content)
    values["day"] = values["day"] or asked_day()
    return _move_page(draft, _place_form(edition, values | {"version": draft.version}, blank=True))


def _place_form(
    edition: EditionFacts, values: dict[str, object] | None = None, *, blank: bool = False
) -> PlaceForm:
    kind = {"formdata": None} if blank else {}
    return PlaceForm(**kind, data=values or {}, ground=ground_of(current()), edition=edition)


def _move_page(draft: Drafted, form: PlaceForm) -> str:
    return render_template(
        "programme/editor/move.html",
        draft=draft,
        form=form,
        day=day_of(draft.content),
        submission=request.form.get("submission") or ids.token(128),
    )


@blueprint.post("/programme/<int:draft_id>/place")
@access.staff(Right.EDIT_PROGRAMME)
def place(draft_id: int) -> Answer:
    """Place, move or resize an event; without a day it leaves the timetable."""
    edition = current_edition(current())
    if past := find_put_away(current(), edition.id, draft_id):
        return put_away_answer(past)
    draft = get_draft(current(), edition.id, draft_id)
    form = _place_form(edition)
    if not form.validate():
        return refused(form) if wants_json() else (_move_page(draft, form), 422)
    return _put(draft, form.sent_version, form.placement())


@blueprint.post("/programme/<int:draft_id>/unplace")
@access.staff(Right.EDIT_PROGRAMME)
def unplace(draft_id: int) -> Answer:
    """Take an event out of the timetable; where it should be stays noted."""
    edition = current_edition(current())
    if past := find_put_away(current(), edition.id, draft_id):
        return put_away_answer(past)
    draft = get_draft(current(), edition.id, draft_id)
    content = draft.content
    out = Placement(None, content.minutes, content.venue_id, content.space_id)
    return _put(draft, VersionForm().sent, out)


def _put(draft: Drafted, version: int, placement: Placement) -> Answer:
    edition = current_edition(current())
    with writing() as session:
        outcome = drafting.place(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            draft_id=draft.id,
            version=version,
            placement=placement,
            now=clock.now(),
        )
    if isinstance(outcome, Stale):
        base = find_content_at(current(), draft.id, version) or outcome.now.content
        return stale_answer(outcome, base=base, mine=moved(base, placement))
    return _done(outcome.draft, _placed_sentence(outcome.draft))


def _placed_sentence(draft: Drafted) -> str:
    content, title = draft.content, tr_plain(draft.content.title)
    if content.starts_at is None:
        return _("“%(title)s” is out of the timetable.", title=title)
    ground = ground_of(current())
    return _(
        "“%(title)s”: %(when)s, %(length)s, %(where)s.",
        title=title,
        when=said("starts_at", content.starts_at, ground),
        length=said("minutes", content.minutes, ground),
        where=said("place", (content.venue_id, content.space_id), ground),
    )


def _done(draft: Drafted, sentence: str, *, can_undo: bool = True) -> Answer:
    if wants_json():
        return jsonify({"id": draft.id, "version": draft.version, "sentence": sentence})
    flash(sentence, "good")
    content = draft.content
    return redirect(
        url_for(
            "programme.editor.day",
            day=local(content.starts_at).date().isoformat() if content.starts_at else None,
            moved=draft.id if can_undo else None,
            _anchor=f"event-{draft.id}",
        ),
        303,
    )


@blueprint.post("/programme/<int:draft_id>/copy")
@access.staff(Right.EDIT_PROGRAMME)
def copy(draft_id: int) -> Answer:
    """Make a second event that says the same: at the place the form names, or outside the timetable."""
    edition = current_edition(current())
    draft = get_draft(current(), edition.id, draft_id)
    placed = "minutes" in request.form
    form = _place_form(edition)
    if placed and not form.validate():
        return refused(form) if wants_json() else (_move_page(draft, form), 422)
    actor, now = access.signed_in().actor, clock.now()
    with writing() as session:
        made = drafting.copy(
            session,
            actor=actor,
            edition_id=edition.id,
            draft_id=draft_id,
            now=now,
            submission=CopyForm().sent,
        )
        if placed and made.version == 1:  # the same form sent again finds its copy in its place
            drafting.place(
                session,
                actor=actor,
                edition_id=edition.id,
                draft_id=made.id,
                version=made.version,
                placement=form.placement(),
                now=now,
            )
    made = get_draft(current(), edition.id, made.id)
    title = tr_plain(made.content.title)
    return _done(made, _("There is a copy of “%(title)s” now.", title=title), can_undo=False)
