"""Run sheets at the desk: which events have one, writing one, and printing it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.actor import Actor
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.core.trilingual import Language
from festival.programme import durations
from festival.programme.cues import LONGEST, NOTES, CueFacts
from festival.programme.forms.cue import CueForm, cue_values, fixed_start, whole
from festival.programme.labels import kind_label
from festival.programme.queries import current_edition
from festival.programme.queries.ground import participants_of
from festival.programme.queries.sheets import Sheet, get_cue, get_sheet, sheets_of
from festival.programme.rules.run_sheet import Line, called, roll_up, total
from festival.programme.services import sheets as writing_sheets
from festival.programme.services.sheets import AlreadyCalled, Saved, Stale
from festival.web import access
from festival.web.locale import clock_time, moment, speaking
from festival.web.locale import gettext as _

blueprint = Blueprint("sheets", __name__)
_PAPER: tuple[Language, ...] = ("vi", "ja")  # the crews of both countries read the same sheet


@dataclass(frozen=True, slots=True)
class Row:
    """A cue as the table shows it. `at`: its planned start as people read it; `before` are the cues it would move before."""

    number: int
    cue: CueFacts
    line: Line
    at: str
    fixed: str
    may_move: bool
    up: int | None
    down: int | None
    is_first: bool
    is_last: bool


@blueprint.get("/run-sheets")
@access.staff(Right.SEE_DRAFTS)
def sheets() -> str:
    """List the events that have a run sheet or need one."""
    session = current()
    found = sheets_of(session, current_edition(session).id)
    return render_template(
        "programme/sheets/sheets.html", sheets=found, said=durations.said, kind_label=kind_label
    )


@blueprint.get("/run-sheets/<int:draft_id>")
@access.staff(Right.SEE_DRAFTS)
def sheet(draft_id: int) -> str:
    """Show an event's run sheet."""
    return _page("programme/sheets/sheet.html", _found(draft_id))


@blueprint.get("/run-sheets/<int:draft_id>/print")
@access.staff(Right.SEE_DRAFTS)
def paper(draft_id: int) -> str:
    """Show it for A4, Vietnamese and Japanese side by side."""
    words = {}
    for lang in _PAPER:
        with speaking(lang):
            words[lang] = note_labels()
    return _page("programme/sheets/paper.html", _found(draft_id), words=words, paper=_PAPER)


@blueprint.get("/run-sheets/<int:draft_id>/cues/new")
@access.staff(Right.EDIT_PROGRAMME)
def new(draft_id: int) -> str:
    """Show the form of a new cue."""
    found = _found(draft_id)
    form = _form(
        found, data={"submission": secrets.token_urlsafe(16), "after": request.args.get("after", "")}
    )
    return _cue_page(found, form)


@blueprint.post("/run-sheets/<int:draft_id>/cues")
@access.staff(Right.EDIT_PROGRAMME)
def add(draft_id: int) -> Response | tuple[str, int]:
    """Add a cue."""
    found = _found(draft_id)
    form = _form(found)
    if not form.validate():
        return _cue_page(found, form), 422
    with writing() as session:
        made = writing_sheets.add(
            session,
            **_doing(draft_id),
            content=form.content(),
            after=form.after_seen,
            submission=(form.submission.data or "")[:43] or None,
        )
    flash(_("The item has been added."), "good")
    return _back(draft_id, made.id)


@blueprint.get("/run-sheets/<int:draft_id>/cues/<int:cue_id>")
@access.staff(Right.EDIT_PROGRAMME)
def cue(draft_id: int, cue_id: int) -> str | Response:
    """Show the form of a cue."""
    found = _found(draft_id)
    facts = get_cue(current(), draft_id, cue_id)
    if facts.is_removed:
        flash(_("This item has been removed. You can put it back below."), "warn")
        return _back(draft_id)
    values = cue_values(facts.content, found.draft.content.starts_at)
    form = _form(found, data={**values, "version": str(facts.version)})
    form.shows(form.values(facts.content))
    return _cue_page(found, form, facts)


@blueprint.post("/run-sheets/<int:draft_id>/cues/<int:cue_id>")
@access.staff(Right.EDIT_PROGRAMME)
def change(draft_id: int, cue_id: int) -> Response | tuple[str, int]:
    """Change a cue, or show what somebody else has made of it meanwhile beside what was typed."""
    found = _found(draft_id)
    facts = get_cue(current(), draft_id, cue_id)
    form = _form(found)
    if not form.validate():
        return _cue_page(found, form, facts), 422
    with writing() as session:
        outcome = writing_sheets.change(
            session, **_doing(draft_id), cue_id=cue_id, version=form.version_seen, content=form.content()
        )
    if isinstance(outcome, Stale):
        return _cue_page(found, form, outcome.now, stale=outcome.now), 409
    flash(_("The item has been saved.") if outcome.changed else _("Nothing was changed."), "good")
    return _back(draft_id, cue_id)


@blueprint.post("/run-sheets/<int:draft_id>/cues/<int:cue_id>/move")
@access.staff(Right.EDIT_PROGRAMME)
def move(draft_id: int, cue_id: int) -> Response:
    """Put a cue before another one."""
    with writing() as session:
        outcome = writing_sheets.move(
            session,
            **_doing(draft_id),
            cue_id=cue_id,
            version=whole(request.form.get("version")),
            before=whole(request.form.get("before")) or None,
        )
    _say(outcome, _("The item has been moved."))
    return _back(draft_id, cue_id)


@blueprint.post("/run-sheets/<int:draft_id>/cues/<int:cue_id>/copy")
@access.staff(Right.EDIT_PROGRAMME)
def copy(draft_id: int, cue_id: int) -> Response:
    """Add a cue that says the same."""
    with writing() as session:
        made = writing_sheets.copy(
            session,
            **_doing(draft_id),
            cue_id=cue_id,
            submission=request.form.get("submission", "")[:43] or None,
        )
    flash(_("The copy stands behind the original. Change what is different."), "good")
    return _back(draft_id, made.id)


@blueprint.post("/run-sheets/<int:draft_id>/cues/<int:cue_id>/remove")
@access.staff(Right.EDIT_PROGRAMME)
def remove(draft_id: int, cue_id: int) -> Response:
    """Take a cue out of the sheet."""
    with writing() as session:
        outcome = writing_sheets.remove(
            session, **_doing(draft_id), cue_id=cue_id, version=whole(request.form.get("version"))
        )
    _say(outcome, _("The item has been removed. You can put it back below."))
    return _back(draft_id)


@blueprint.post("/run-sheets/<int:draft_id>/cues/<int:cue_id>/put-back")
@access.staff(Right.EDIT_PROGRAMME)
def put_back(draft_id: int, cue_id: int) -> Response:
    """Put a removed cue back."""
    with writing() as session:
        writing_sheets.put_back(session, **_doing(draft_id), cue_id=cue_id)
    flash(_("The item is back in the run sheet."), "good")
    return _back(draft_id, cue_id)


def note_labels() -> dict[str, str]:
    """Return how the notes to the crews are called."""
    labels = {"stage": _("Stage"), "light": _("Light"), "sound": _("Sound"), "screen": _("Screen")}
    return {name: labels[name] for name in NOTES}


def offset_or_clock(offset: int, starts_at: datetime | None) -> str:
    """Return when something begins so many seconds after an event's start: 20:05, 20:05:30, or +5:00 without a time."""
    if starts_at is None:
        return f"+{durations.said(offset)}"
    when = starts_at + timedelta(seconds=offset)
    second = local(when).second
    return clock_time(when) + (f":{second:02}" if second else "")


def _found(draft_id: int) -> Sheet:
    session = current()
    return get_sheet(session, current_edition(session).id, draft_id)


def _doing(draft_id: int) -> dict[str, Any]:
    actor: Actor = access.signed_in().actor
    return {
        "actor": actor,
        "edition_id": current_edition(current()).id,
        "draft_id": draft_id,
        "now": clock.now(),
    }


def _page(template: str, found: Sheet, **more: Any) -> str:
    lines = roll_up(found.cues)
    starts_at = found.draft.content.starts_at
    return render_template(
        template,
        sheet=found,
        event=found.draft.content,
        rows=_rows(found, lines),
        total=total(lines, found.draft.content.minutes),
        said=durations.said,
        kind_label=kind_label,
        notes=note_labels(),
        ends=offset_or_clock(lines[-1].ends_after if lines else 0, starts_at),
        fresh=lambda: secrets.token_urlsafe(16),
        **more,
    )


def _rows(found: Sheet, lines: tuple[Line, ...]) -> list[Row]:
    starts_at = found.draft.content.starts_at
    done, ids = called(found.cues), [line.cue.id for line in lines]
    rows = []
    for place, line in enumerate(lines):
        rows.append(
            Row(
                number=place + 1,
                cue=line.cue,
                line=line,
                at=offset_or_clock(line.offset, starts_at),
                fixed=fixed_start(line.cue.content.starts_after, starts_at),
                may_move=place >= done,
                up=ids[place - 1] if place else None,
                down=ids[place + 2] if place + 2 < len(ids) else None,
                is_first=place == done,
                is_last=place == len(ids) - 1,
            )
        )
    return rows


def _form(found: Sheet, **more: Any) -> CueForm:
    """Return the cue's form; who performs is chosen among those of the event, or among all who can appear."""
    session = current()
    everybody = participants_of(session, current_edition(session).id)
    return CueForm(found.draft.content, {one.id: one.name for one in everybody}, **more)


def _cue_page(
    found: Sheet, form: CueForm, facts: CueFacts | None = None, stale: CueFacts | None = None
) -> str:
    differing: list[tuple[str, str, str]] = []
    who = None
    if stale is not None:
        form.version.data = str(stale.version)
        if not stale.is_removed:
            form.take_in(form.values(stale.content))
        differing = _differing(form, stale, found.draft.content.starts_at)
        who = account_names(current(), {stale.changed_by} if stale.changed_by else set()).get(
            stale.changed_by or 0
        )
        if stale.is_removed:
            form.submission.data = secrets.token_urlsafe(16)
    is_new = facts is None or facts.is_removed
    return render_template(
        "programme/sheets/cue.html",
        sheet=found,
        event=found.draft.content,
        form=form,
        cue=None if is_new else facts,
        stale=stale,
        stale_by=who or _("The system"),
        stale_at=moment(stale.changed_at) if stale and stale.changed_at else "",
        differing=differing,
        notes=note_labels(),
        longest=LONGEST,
    )


def _differing(form: CueForm, now: CueFacts, starts_at: datetime | None) -> list[tuple[str, str, str]]:
    """Return (field, what was typed, what it says now) where the two differ."""
    found = []
    for name, value in cue_values(now.content, starts_at).items():
        if name in ("people", "others"):
            continue
        typed = form[name].data or ""
        if str(typed) != str(value):
            found.append((form[name].label.text, str(typed), str(value)))
    return found


def _say(outcome: Saved | Stale | AlreadyCalled, done: str) -> None:
    if isinstance(outcome, AlreadyCalled):
        flash(_("This item has already had its turn. It stays where it is."), "warn")
        return
    if isinstance(outcome, Stale):
        now = outcome.now
        who = account_names(current(), {now.changed_by} if now.changed_by else set()).get(now.changed_by or 0)
        flash(
            _(
                "Nothing was changed: %(who)s changed this item on %(when)s. Please look at it as it is now.",
                who=who or _("The system"),
                when=moment(now.changed_at) if now.changed_at else "",
            ),
            "warn",
        )
        return
    flash(done if outcome.changed else _("Nothing was changed."), "good")


def _back(draft_id: int, cue_id: int | None = None) -> Response:
    anchor = f"cue-{cue_id}" if cue_id else None
    return redirect(url_for("programme.sheets.sheet", draft_id=draft_id, _anchor=anchor), 303)
