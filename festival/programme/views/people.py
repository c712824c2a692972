"""Who appears in events, and how long the ways between venues take."""

import re
from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.core import clock
from festival.core.names import tidy
from festival.core.transaction import current, writing
from festival.programme.forms.ground import ParticipantForm, participant_values
from festival.programme.forms.sending import CopyForm, form_number
from festival.programme.queries import current_edition
from festival.programme.queries.ground import (
    appearances,
    get_participant,
    ground_of,
    participants_of,
    ways,
)
from festival.programme.services import ground
from festival.programme.services.ground import Overtaken
from festival.programme.services.holding import hold_edition
from festival.programme.views.answers import Answer
from festival.web import access
from festival.web.forms import Form
from festival.web.locale import gettext as _
from festival.web.locale import ngettext, tr_plain

blueprint = Blueprint("people", __name__)
MOST_MINUTES = 1440


def _may_edit() -> bool:
    return access.signed_in().has(Right.EDIT_PROGRAMME)


@blueprint.get("/programme/people")
@access.staff(Right.SEE_DRAFTS)
def people() -> str:
    """List who can appear in events."""
    return _people_page(ParticipantForm(formdata=None))


def _people_page(form: ParticipantForm) -> str:
    session = current()
    edition = current_edition(session)
    return render_template(
        "programme/people/people.html",
        people=sorted(participants_of(session, edition.id), key=lambda one: tr_plain(one.name)),
        counts=appearances(session, edition.id),
        form=form,
        may_edit=_may_edit(),
        submission=form_number(),
    )


@blueprint.post("/programme/people")
@access.staff(Right.EDIT_PROGRAMME)
def make() -> Answer:
    """Add a person or a group."""
    form = ParticipantForm()
    return _save(None, form) if form.validate() else (_people_page(form), 422)


@blueprint.get("/programme/people/<int:participant_id>")
@access.staff(Right.EDIT_PROGRAMME)
def person(participant_id: int) -> str:
    """Show one person or group."""
    found = get_participant(current(), current_edition(current()).id, participant_id)
    form = ParticipantForm(formdata=None, data=participant_values(found))
    form.shows(participant_values(found))
    return render_template("programme/people/person.html", person=found, form=form)


@blueprint.post("/programme/people/<int:participant_id>")
@access.staff(Right.EDIT_PROGRAMME)
def change(participant_id: int) -> Answer:
    """Change a person or group."""
    found = get_participant(current(), current_edition(current()).id, participant_id)
    form = ParticipantForm()
    if not form.validate():
        return render_template("programme/people/person.html", person=found, form=form), 422
    return _save(participant_id, form)


def _save(participant_id: int | None, form: ParticipantForm) -> Answer:
    edition = current_edition(current())
    with writing() as session:
        number = _store(session, edition.id, participant_id, form)
    if number is None:
        found = get_participant(current(), edition.id, participant_id or 0)
        return render_template("programme/people/person.html", person=found, form=form), 409
    flash(_("The name is kept."), "good")
    return redirect(url_for(".people"), 303)


def _store(
    session: Session, edition_id: int, participant_id: int | None, form: ParticipantForm
) -> int | None:
    """Store the name and return the number; None where somebody else changed the same."""
    if participant_id is not None:
        hold_edition(session, edition_id)
        if not form.take_in(participant_values(get_participant(session, edition_id, participant_id))):
            return None
    return ground.save_participant(
        session,
        actor=access.signed_in().actor,
        edition_id=edition_id,
        participant_id=participant_id,
        name=form.name_,
        submission=CopyForm().sent,
        now=clock.now(),
    )


@blueprint.post("/programme/people/<int:participant_id>/remove")
@access.staff(Right.EDIT_PROGRAMME)
def remove(participant_id: int) -> Response:
    """Take out somebody who appears nowhere."""
    edition = current_edition(current())
    with writing() as session:
        gone = ground.remove_participant(
            session,
            actor=access.signed_in().actor,
            edition_id=edition.id,
            participant_id=participant_id,
            now=clock.now(),
        )
    if gone:
        flash(_("The name is taken out."), "good")
    else:
        flash(_("This name stands in events or run sheets. Please take it out of them first."), "bad")
    return redirect(url_for(".people"), 303)


@blueprint.get("/programme/ways")
@access.staff(Right.SEE_DRAFTS)
def travel() -> str:
    """Show how many minutes the way from each venue to each other takes."""
    known = _ways_now()
    return _ways_page(known, {}, known)


def _ways_now() -> dict[str, str]:
    return {f"{start}-{end}": str(minutes) for (start, end), minutes in ways(current()).items()}


def _ways_page(values: dict[str, str], errors: dict[str, str], seen: dict[str, str]) -> str:
    return render_template(
        "programme/people/ways.html",
        venues=ground_of(current()).venues,
        values=values,
        errors=errors,
        seen=seen,
        form=Form(formdata=None),
        may_edit=_may_edit(),
    )


@blueprint.post("/programme/ways")
@access.staff(Right.EDIT_PROGRAMME)
def set_travel() -> Answer:
    """Change the ways that the form names; an empty field says that nobody knows."""
    known = {venue.id for venue in ground_of(current()).venues}
    pairs = [(start, end) for start in known for end in known if start != end]
    typed = _typed("way", pairs)
    seen = {key: text for key, text in _typed("was", pairs).items() if _fits(text)}
    errors = {
        key: _("Please enter whole minutes up to 1,440.") for key, text in typed.items() if not _fits(text)
    }
    if errors:
        return _ways_page(typed, errors, seen), 422
    with writing() as session:
        outcome = ground.set_ways(
            session,
            actor=access.signed_in().actor,
            minutes=_minutes(typed),
            seen=_minutes(seen) if seen else None,
            now=clock.now(),
        )
    if isinstance(outcome, Overtaken):
        errors = {f"{start}-{end}": _overtaken(minutes) for (start, end), minutes in outcome.now.items()}
        return _ways_page(_ways_now() | typed, errors, _ways_now()), 409
    flash(ngettext("%(n)s way was changed.", "%(n)s ways were changed.", outcome), "good")
    return redirect(url_for(".travel"), 303)


def _typed(name: str, pairs: Iterable[tuple[int, int]]) -> dict[str, str]:
    form = request.form
    return {f"{s}-{e}": tidy(form[f"{name}-{s}-{e}"]) for s, e in pairs if f"{name}-{s}-{e}" in form}


def _minutes(said: dict[str, str]) -> dict[tuple[int, int], int | None]:
    found: dict[tuple[int, int], int | None] = {}
    for key, text in said.items():
        start, _dash, end = key.partition("-")
        found[int(start), int(end)] = int(text) if text else None
    return found


def _overtaken(minutes: int | None) -> str:
    if minutes is None:
        return _("Somebody emptied this field meanwhile. Save again if your number is right.")
    return ngettext(
        "Somebody entered %(n)s minute here meanwhile. Save again if your number is right.",
        "Somebody entered %(n)s minutes here meanwhile. Save again if your number is right.",
        minutes,
    )


def _fits(text: str) -> bool:
    return not text or bool(re.fullmatch(r"[0-9]{1,4}", text) and int(text) <= MOST_MINUTES)
