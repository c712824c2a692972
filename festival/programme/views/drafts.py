"""One event of the working copy: all that it says, what was done to it, and what can be done with it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock, ids
from festival.core.transaction import current, writing
from festival.programme.draft_words import deed_of, field_label
from festival.programme.forms.event import EventForm, event_values
from festival.programme.forms.sending import CopyForm, VersionForm
from festival.programme.queries import current_edition
from festival.programme.queries.drafts import (
    Drafted,
    PastChange,
    find_content_at,
    find_put_away,
    get_draft,
    history_of,
)
from festival.programme.queries.ground import ground_of, participants_of
from festival.programme.rules.merging import changed_names
from festival.programme.services import drafting
from festival.programme.services.drafting import Saved, Stale
from festival.programme.types import Audience, EditionFacts, EventKind
from festival.programme.views.answers import Answer, asked_day, day_of, stale_answer
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import joined

blueprint = Blueprint("drafts", __name__)

_NEW = {"kind": str(EventKind.PERFORMANCE), "audience": str(Audience.PUBLIC), "minutes": 60, "party_max": 6}


def _form(edition: EditionFacts, values: dict[str, Any] | None = None, *, blank: bool = False) -> EventForm:
    session = current()
    kind = {"formdata": None} if blank else {}
    return EventForm(
        **kind,
        data=values or {},
        ground=ground_of(session),
        edition=edition,
        participants=participants_of(session, edition.id),
    )


@blueprint.get("/programme/new")
@access.staff(Right.EDIT_PROGRAMME)
def new() -> str:
    """Show an empty form for an event; day and place may stand in the address."""
    form = _form(
        current_edition(current()), _NEW | {"submission": ids.token(128), "day": asked_day()}, blank=True
    )
    if (key := request.args.get("where", "")) and form.ground.find(key):
        form.where.data = key
    return render_template("programme/editor/new.html", form=form)


@blueprint.post("/programme/new")
@access.staff(Right.EDIT_PROGRAMME)
def make() -> Answer:
    """Add an event to the working copy; the same form sent twice adds one."""
    edition = current_edition(current())
    form = _form(edition)
    if not form.validate():
        return render_template("programme/editor/new.html", form=form), 422
    with writing() as session:
        made = drafting.make(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            content=form.content(),
            now=clock.now(),
            submission=CopyForm().sent,
        )
    flash(_("The event is in the draft. Nobody outside sees it before it is published."), "good")
    return redirect(url_for(".draft", draft_id=made.id), 303)


@blueprint.get("/programme/<int:draft_id>")
@access.staff(Right.SEE_DRAFTS)
def draft(draft_id: int) -> str:
    """Show one event with its form and its history."""
    edition = current_edition(current())
    found = get_draft(current(), edition.id, draft_id)
    form = _form(edition, event_values(found.content) | {"version": found.version}, blank=True)
    return _page(found, form)


def _page(found: Drafted, form: EventForm, *, merging: bool = False) -> str:
    past = history_of(current(), found.id)
    return render_template(
        "programme/editor/draft.html",
        draft=found,
        form=form,
        day=day_of(found.content),
        done=9 - found.content.missing(),
        history=_history(past),
        may_edit=access.signed_in().has(Right.EDIT_PROGRAMME),
        merging=merging,
        submission=ids.token(128),
    )


def _history(past: list[PastChange]) -> list[tuple[str, str]]:
    """Return each change with the names of what it touched, newest first."""
    known = account_names(current(), {one.made_by for one in past if one.made_by})
    before = [None, *past[:-1]]
    return [
        (
            deed_of(one, known),
            joined(field_label(n) for n in changed_names(last.content, one.content)) if last else "",
        )
        for last, one in reversed(list(zip(before, past, strict=True)))
    ]


@blueprint.post("/programme/<int:draft_id>")
@access.staff(Right.EDIT_PROGRAMME)
def save(draft_id: int) -> Answer:
    """Change what an event says."""
    edition = current_edition(current())
    form = _form(edition)
    if past := find_put_away(current(), edition.id, draft_id):
        return _put_away_page(form, past)
    found = get_draft(current(), edition.id, draft_id)
    if not form.validate():
        return _page(found, form), 422
    base = find_content_at(current(), draft_id, form.sent_version) or found.content
    mine = form.content(base)
    with writing() as session:
        outcome = drafting.change(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            draft_id=draft_id,
            version=form.sent_version,
            content=mine,
            now=clock.now(),
        )
    if isinstance(outcome, Stale):
        return stale_answer(outcome, base=base, mine=mine)
    flash(_("Your changes are kept.") if outcome.changed else _("Nothing was different."), "good")
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@blueprint.post("/programme/<int:draft_id>/merge")
@access.staff(Right.EDIT_PROGRAMME)
def merge(draft_id: int) -> Answer:
    """Show the form again with both people's changes put together; nothing is stored yet."""
    edition = current_edition(current())
    form = _form(edition)
    if past := find_put_away(current(), edition.id, draft_id):
        return _put_away_page(form, past)
    return _page(get_draft(current(), edition.id, draft_id), form, merging=True)


def _put_away_page(form: EventForm, past: PastChange) -> Answer:
    """Show what was typed about an event that somebody put away meanwhile: kept, it is a new one."""
    form.submission.data = ids.token(128)
    told = deed_of(past, account_names(current(), {past.made_by} if past.made_by else set()))
    return render_template("programme/editor/new.html", form=form, told=told), 409


@blueprint.post("/programme/<int:draft_id>/cancel")
@access.staff(Right.EDIT_PROGRAMME)
def cancel(draft_id: int) -> Answer:
    """Call an event off in the draft."""
    return _set_cancelled(draft_id, cancelled=True)


@blueprint.post("/programme/<int:draft_id>/reinstate")
@access.staff(Right.EDIT_PROGRAMME)
def reinstate(draft_id: int) -> Answer:
    """Take a cancellation back."""
    return _set_cancelled(draft_id, cancelled=False)


def _set_cancelled(draft_id: int, *, cancelled: bool) -> Answer:
    edition = current_edition(current())
    with writing() as session:
        outcome = drafting.cancel(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            draft_id=draft_id,
            version=VersionForm().sent,
            now=clock.now(),
            cancelled=cancelled,
        )
    if isinstance(outcome, Saved):
        off = _(
            "The event is called off in the draft. It stays visible as called off once that is published."
        )
        flash(off if cancelled else _("The event takes place after all, in the draft."), "good")
    else:
        flash(_("Somebody changed this event meanwhile. Please look at it and press again."), "warn")
    return redirect(url_for(".draft", draft_id=draft_id), 303)


@blueprint.post("/programme/<int:draft_id>/discard")
@access.staff(Right.EDIT_PROGRAMME)
def discard(draft_id: int) -> Response:
    """Put away an event that was never published."""
    edition = current_edition(current())
    found = get_draft(current(), edition.id, draft_id)
    with writing() as session:
        gone = drafting.discard(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            draft_id=draft_id,
            version=VersionForm().sent,
            now=clock.now(),
        )
    if isinstance(gone, Stale):
        flash(_("Somebody changed this event meanwhile. Please look at it and press again."), "warn")
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    if not gone:
        flash(_("People have seen this event. It can be called off, not put away."), "bad")
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    flash(_("The event is put away."), "good")
    day = day_of(found.content)
    return redirect(url_for("programme.editor.day", day=day.isoformat() if day else None), 303)
