"""The cue caller's page for the night: what is on, what comes next, and everything that is called.

It works by plain forms; with script it keeps itself up to date and sends calls without leaving the page.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.queries import names as account_names
from festival.accounts.types import Right
from festival.core import clock
from festival.core.clock import local
from festival.core.transaction import current, writing
from festival.programme import durations
from festival.programme.cues import Call, CueFacts
from festival.programme.forms.cue import whole
from festival.programme.queries import current_edition
from festival.programme.queries.sheets import LastCall, Sheet, get_sheet
from festival.programme.rules.run_sheet import (
    LATEST,
    Expected,
    Shifted,
    begins_at,
    expected,
    is_rehearsal,
    roll_up,
    running_late,
    standing,
)
from festival.programme.services import calling
from festival.programme.services.calling import Called, NotNext, Overtaken
from festival.programme.views.sheets import note_labels
from festival.web import access
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("calling", __name__)
STEPS = (1, 2, 5, 10)  # minutes that one press makes the rest later
_SOON = timedelta(hours=24)  # from then on seconds are counted
_LOOKED_AT = timedelta(minutes=2)  # how long a proposal counts: after that the night has gone on


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A cue in the caller's list. `now_at`: when it began or is expected; `late`: seconds after its plan."""

    cue: CueFacts
    number: int
    planned_at: datetime
    now_at: datetime | None
    late: int


@blueprint.get("/run-sheets/<int:draft_id>/call")
@access.staff(Right.CALL_CUES)
def caller(draft_id: int) -> str:
    """Show the caller's page."""
    found = _found(draft_id)
    return render_template("programme/calling/caller.html", sheet=found, live=_live(found), epoch=_epoch())


@blueprint.get("/run-sheets/<int:draft_id>/call/state")
@access.staff(Right.CALL_CUES)
def state(draft_id: int) -> Response:
    """Return how the night stands, for the page that keeps itself up to date; 304 while nothing has changed."""
    return _state(_found(draft_id))


@blueprint.post("/run-sheets/<int:draft_id>/call/start")
@access.staff(Right.CALL_CUES)
def start(draft_id: int) -> Response:
    """Start the next cue."""
    with writing() as session:
        outcome = calling.start(session, **_doing(draft_id), **_seen())
    return _answer(draft_id, outcome)


@blueprint.post("/run-sheets/<int:draft_id>/call/finish")
@access.staff(Right.CALL_CUES)
def finish(draft_id: int) -> Response:
    """End the cue that is running."""
    with writing() as session:
        outcome = calling.finish(session, **_doing(draft_id), **_seen())
    return _answer(draft_id, outcome)


@blueprint.post("/run-sheets/<int:draft_id>/call/skip")
@access.staff(Right.CALL_CUES)
def skip(draft_id: int) -> Response:
    """Leave the next cue out."""
    with writing() as session:
        outcome = calling.skip(session, **_doing(draft_id), **_seen())
    return _answer(draft_id, outcome)


@blueprint.post("/run-sheets/<int:draft_id>/call/undo")
@access.staff(Right.CALL_CUES)
def undo(draft_id: int) -> Response:
    """Take the last call back."""
    with writing() as session:
        outcome = calling.undo(session, **_doing(draft_id), call_id=whole(request.form.get("call")))
    return _answer(draft_id, outcome)


@blueprint.post("/run-sheets/<int:draft_id>/call/reset")
@access.staff(Right.CALL_CUES)
def reset(draft_id: int) -> Response:
    """Let every cue wait again after a rehearsal."""
    with writing() as session:
        outcome = calling.reset(session, **_doing(draft_id), version=whole(request.form.get("version")))
    return _answer(draft_id, outcome)


@blueprint.get("/run-sheets/<int:draft_id>/call/late")
@access.staff(Right.CALL_CUES)
def late(draft_id: int) -> str | tuple[str, int]:
    """Show what a delay would do to the rest, with the gaps kept and with the gaps used up."""
    return _late_page(draft_id, request.args.get("minutes", "5"))


@blueprint.post("/run-sheets/<int:draft_id>/call/late")
@access.staff(Right.CALL_CUES)
def shift(draft_id: int) -> Response | str | tuple[str, int]:
    """Shift the rest as it was shown."""
    typed = request.form.get("minutes", "")
    seen_at = datetime.fromtimestamp(whole(request.form.get("seen"), digits=11), tz=UTC)
    if not 1 <= whole(typed) <= LATEST or request.form.get("gaps") not in {"keep", "use"}:
        return _late_page(draft_id, typed)
    outcome: Called | Overtaken = Overtaken(None)
    if abs(clock.now() - seen_at) <= _LOOKED_AT:
        with writing() as session:
            outcome = calling.shift(
                session,
                **_doing(draft_id),
                version=whole(request.form.get("version")),
                minutes=whole(typed),
                keep_gaps=request.form["gaps"] == "keep",
                seen_at=seen_at,
            )
    if isinstance(outcome, Overtaken):
        return _late_page(draft_id, typed, is_stale=True)
    flash(_("The rest has been shifted."), "good")
    return redirect(url_for("programme.calling.caller", draft_id=draft_id), 303)


def _late_page(draft_id: int, typed: str, *, is_stale: bool = False) -> str | tuple[str, int]:
    found, now = _found(draft_id), clock.now()
    minutes = whole(typed)
    is_wrong = not 1 <= minutes <= LATEST
    shown = 5 if is_wrong else minutes
    start_at = begins_at(found.cues, found.draft.content.starts_at, now)
    seen_at = now.replace(microsecond=0)
    kept = running_late(found.cues, start_at, seen_at, shown, keep_gaps=True)
    used = running_late(found.cues, start_at, seen_at, shown, keep_gaps=False)
    page = render_template(
        "programme/calling/late.html",
        sheet=found,
        rows=list(zip(kept, used, strict=True)),
        minutes=typed if is_wrong else shown,
        proposed=shown,
        steps=STEPS,
        latest=LATEST,
        seen=int(seen_at.timestamp()),
        whole_minutes=_whole_minutes,
        is_stale=is_stale,
        is_wrong=is_wrong,
    )
    if is_stale:
        return page, 409
    return (page, 422) if is_wrong else page


def _whole_minutes(one: Shifted) -> int:
    """Return how many minutes lie between the two times as they are shown, without their seconds."""
    shown = [moment.replace(second=0, microsecond=0) for moment in (one.before, one.after)]
    return int((shown[1] - shown[0]).total_seconds() // 60)


def with_seconds(moment: datetime) -> str:
    """Return 20:05:30."""
    return local(moment).strftime("%H:%M:%S")


def _found(draft_id: int) -> Sheet:
    session = current()
    return get_sheet(session, current_edition(session).id, draft_id)


def _doing(draft_id: int) -> dict[str, Any]:
    return {
        "actor": access.signed_in().actor,
        "edition_id": current_edition(current()).id,
        "draft_id": draft_id,
        "now": clock.now(),
    }


def _seen() -> dict[str, Any]:
    return {"cue_id": whole(request.form.get("cue")), "calls": whole(request.form.get("calls"))}


def _live(found: Sheet) -> dict[str, Any]:
    """Return what the living part of the page is made from; the same as long as nothing has changed."""
    now = clock.now()
    start_at = begins_at(found.cues, found.draft.content.starts_at, now)
    coming = expected(found.cues, start_at, now)
    where = standing(found.cues, start_at, now)
    idle_until = _idle_until(found, where.next, start_at)
    behind = int(where.behind.total_seconds() / 60)  # whole minutes, towards the plan
    return {
        "sheet": found,
        "where": where,
        "rows": _rows(found, coming, start_at),
        "behind": behind,
        "behind_words": late_words(behind),
        "now_ends": where.now and where.now.starts_at + timedelta(seconds=where.now.cue.content.seconds),
        "idle_until": idle_until,
        "is_rehearsal": is_rehearsal(found.cues, found.draft.content.starts_at),
        "is_soon": idle_until is not None and idle_until - now < _SOON,
        "last": _last(found),
        "notes": note_labels(),
        "said": durations.said,
        "with_seconds": with_seconds,
        "steps": STEPS,
    }


def _idle_until(found: Sheet, following: Expected | None, start_at: datetime) -> datetime | None:
    """Return when the next cue should begin while nothing is on: it stays the same although time passes."""
    if following is None or found.draft.content.starts_at is None:
        return None
    long_ago = start_at - timedelta(days=1)
    planned = expected(found.cues, start_at, long_ago)
    return next(one.starts_at for one in planned if one.cue.id == following.cue.id)


def _rows(found: Sheet, coming: tuple[Expected, ...], start_at: datetime) -> list[LiveRow]:
    when = {one.cue.id: one.starts_at for one in coming}
    rows = []
    for number, line in enumerate(roll_up(found.cues), 1):
        planned = start_at + timedelta(seconds=line.offset)
        at = when.get(line.cue.id)
        late = int((at - planned).total_seconds()) if at else 0
        rows.append(LiveRow(line.cue, number, planned, at, late))
    return rows


def _state(found: Sheet, said: str = "", *, is_good: bool = True) -> Response:
    html = render_template("programme/components/live.html", live=_live(found), with_token=False)
    tag = hashlib.sha256(html.encode()).hexdigest()[:32]
    if not said and request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = jsonify(html=html, said=said, good=is_good)
    response.set_etag(tag)
    response.headers["Festival-Now"] = _epoch()  # milliseconds: the page counts by the server's clock
    return response


def _epoch() -> str:
    return str(int(clock.now().timestamp() * 1000))


def _answer(draft_id: int, outcome: Called | Overtaken | NotNext) -> Response:
    said = _sentence(outcome)
    if request.accept_mimetypes.best == "application/json":
        return _state(_found(draft_id), said, is_good=isinstance(outcome, Called))
    if said:
        flash(said, "warn")
    return redirect(url_for("programme.calling.caller", draft_id=draft_id), 303)


def _sentence(outcome: Called | Overtaken | NotNext) -> str:
    """Return why nothing was changed; the empty string when the call is done."""
    if isinstance(outcome, NotNext):
        if outcome.first is None:
            return _("This item is not running. Nothing was changed.")
        return _(
            "Items are called in their order. Next is “%(title)s”.",
            title=tr_plain(outcome.first.content.title),
        )
    if isinstance(outcome, Overtaken):
        if outcome.by is None:
            return _("Somebody else was faster. Nothing was changed; the page shows how it stands now.")
        return _(
            "%(who)s was faster at %(when)s. Nothing was changed; the page shows how it stands now.",
            who=_name(outcome.by),
            when=with_seconds(outcome.by.called_at),
        )
    return ""


def _name(call: LastCall) -> str:
    number = call.called_by
    return account_names(current(), {number} if number else set()).get(number or 0, _("The system"))


def _last(found: Sheet) -> dict[str, Any] | None:
    """Return the last call in words, with what takes it back."""
    call = found.last_call
    if call is None:
        return None
    cue = found.find(call.cue_id) if call.cue_id else None
    title = tr_plain(cue.content.title) if cue else ""
    words = {
        Call.START: _("Started: %(title)s", title=title),
        Call.FINISH: _("Ended: %(title)s", title=title),
        Call.SKIP: _("Left out: %(title)s", title=title),
        Call.SHIFT: _("The rest was shifted"),
        Call.RESET: _("All items were set back"),
    }
    return {
        "id": call.id,
        "words": words[call.call],
        "who": _name(call),
        "at": with_seconds(call.called_at),
    }


def late_words(minutes: int) -> str:
    """Return how far the night is from its plan."""
    if minutes == 0:
        return _("On time")
    if minutes > 0:
        return ngettext("%(n)s minute late", "%(n)s minutes late", minutes)
    return ngettext("%(n)s minute early", "%(n)s minutes early", -minutes)
