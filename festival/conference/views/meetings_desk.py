"""Meetings at the desk: the planner's grid, a form that explains each clash, a proposal to take or leave, the setting."""

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from festival.accounts.types import Right
from festival.conference.forms.meetings import MeetingForm, RulesForm, SlotsForm, TablesForm
from festival.conference.labels import meetings as words
from festival.conference.queries.meetings import as_meeting as meeting_of
from festival.conference.queries.meetings import booked, facts_of, get_meeting, interpreters_of, plan_of
from festival.conference.rules.meetings import clashes, propose
from festival.conference.services import meetings as services
from festival.conference.types.meetings import (
    CompanyGroup,
    Facts,
    Meeting,
    MeetingStale,
    Pair,
    Refused,
)
from festival.conference.views.companies_desk import common, edition_id, may_edit
from festival.core import clock
from festival.core.transaction import current, writing
from festival.programme.forms.sending import CopyForm, as_version, form_number
from festival.programme.views.answers import Answer
from festival.registration.queries.people import search_people
from festival.registration.rules import names
from festival.web import access, locale
from festival.web.locale import gettext as _
from festival.web.locale import language, ngettext, tr_plain

blueprint = Blueprint("meetings_desk", __name__)


def _facts() -> Facts:
    return facts_of(current(), edition_id(), clock.now())


def _helpers() -> dict[int, str]:
    said = words.pair_labels()
    return {
        one.id: f"{names.shown(one.person, language())} · {locale.joined(said[Pair(pair)] for pair in one.pairs.split(','))}"
        for one in interpreters_of(current(), edition_id())
    }


@blueprint.get("/conference/meetings")
@access.staff(Right.SEE_CONFERENCE)
def grid() -> str:
    """Show who meets whom, by time and table, with what clashes now."""
    facts, meetings = _facts(), booked(current(), edition_id())
    said = words.clash_sentences()
    return render_template(
        "conference/meetings_desk/grid.html",
        facts=facts,
        meetings={(one.slot_id, one.table_id): one for one in meetings},
        count=len(meetings),
        against={
            one.id: [
                said[clash]
                for clash in dict.fromkeys(clash for clash, _other in clashes(one, meetings, facts))
            ]
            for one in meetings
        },
        helpers=_helpers(),
        plan=plan_of(current(), edition_id()),
        may_edit=may_edit(),
    )


def _form(facts: Facts, *, sent: bool) -> MeetingForm:
    form = MeetingForm() if sent else MeetingForm(formdata=None)
    form.offer(
        {
            one.id: f"{locale.day_short(one.starts_at)} {locale.clock_time(one.starts_at)} – {locale.clock_time(one.ends_at)}"
            for one in facts.slots.values()
            if not one.is_break
        },
        {
            one.id: _("Table %(n)s, zone %(zone)s", n=one.number, zone=one.zone)
            for one in facts.tables.values()
        },
        {one.id: tr_plain(one.name) for one in facts.companies.values()},
        _helpers(),
    )
    return form


def _page(
    number: int, form: MeetingForm, facts: Facts, refused: Refused | None = None, *, overtaken: bool = False
) -> str:
    return render_template(
        "conference/meetings_desk/meeting.html",
        number=number,
        form=form,
        clashes=_explained(refused, facts) if refused else (),
        overtaken=overtaken,
        may_edit=may_edit(),
        submission=form_number(),
    )


def _explained(refused: Refused, facts: Facts) -> list[tuple[str, str]]:
    """Return (sentence, who meets in the meeting it clashes with) of each clash."""
    known = {one.id: one for one in booked(current(), edition_id())}
    said = words.clash_sentences()
    return [
        (said[clash], _who(known[other], facts) if other in known else "") for clash, other in refused.clashes
    ]


def _who(meeting: Meeting, facts: Facts) -> str:
    return " – ".join(tr_plain(facts.companies[one].name) for one in sorted(meeting.companies))


@blueprint.get("/conference/meetings/new")
@access.staff(Right.EDIT_CONFERENCE)
def new() -> str:
    """Show an empty form, at the place of the grid that was pressed."""
    facts = _facts()
    form = _form(facts, sent=False)
    form.slot.data, form.table.data = request.args.get("slot", ""), request.args.get("table", "")
    return _page(0, form, facts)


@blueprint.post("/conference/meetings/new")
@access.staff(Right.EDIT_CONFERENCE)
def add() -> Answer:
    """Book a meeting."""
    return _book(0)


@blueprint.get("/conference/meetings/<int:meeting_id>")
@access.staff(Right.SEE_CONFERENCE)
def meeting(meeting_id: int) -> str:
    """Show one meeting."""
    facts = _facts()
    form = _form(facts, sent=False)
    form.show(meeting_of(get_meeting(current(), edition_id(), meeting_id)))
    return _page(meeting_id, form, facts)


@blueprint.post("/conference/meetings/<int:meeting_id>")
@access.staff(Right.EDIT_CONFERENCE)
def move(meeting_id: int) -> Answer:
    """Move a meeting, or change who meets."""
    get_meeting(current(), edition_id(), meeting_id)
    return _book(meeting_id)


def _book(number: int) -> Answer:
    facts = _facts()
    form = _form(facts, sent=True)
    if not form.validate():
        return _page(number, form, facts), 422
    said = common()
    with writing() as session:
        outcome = services.book(
            session,
            meeting=form.meeting(number, as_version(form.version.data)),
            submission=CopyForm().sent,
            **said,
        )
    if isinstance(outcome, Refused):
        return _page(number, form, facts, outcome), 409
    if isinstance(outcome, MeetingStale):
        form.version.data = str(outcome.version)
        return _page(number, form, facts, overtaken=True), 409
    flash(_("The meeting is booked."), "good")
    return redirect(url_for(".grid"), 303)


@blueprint.post("/conference/meetings/<int:meeting_id>/cancel")
@access.staff(Right.EDIT_CONFERENCE)
def cancel(meeting_id: int) -> Response:
    """Cancel a meeting."""
    said = common()
    with writing() as session:
        services.cancel(session, meeting_id=meeting_id, **said)
    flash(_("The meeting is cancelled; its table is free again."), "good")
    return redirect(url_for(".grid"), 303)


@blueprint.get("/conference/meetings/proposal")
@access.staff(Right.EDIT_CONFERENCE)
def proposal() -> str:
    """Show what would fit; nothing of it is booked."""
    facts = _facts()
    made = propose(facts, booked(current(), edition_id()))
    said = words.clash_sentences()
    return render_template(
        "conference/meetings_desk/proposal.html",
        facts=facts,
        proposal=made,
        packed=json.dumps(
            [[one.slot_id, one.table_id, sorted(one.companies), one.interpreter_id] for one in made.meetings]
        ),
        who=lambda one: _who(one, facts),
        name=lambda number: tr_plain(facts.companies[number].name),
        why=lambda one: locale.sentences(said[clash] for clash in one.why),
        helpers=_helpers(),
        strengths=words.strength_labels(),
    )


@blueprint.post("/conference/meetings/proposal")
@access.staff(Right.EDIT_CONFERENCE)
def take() -> Response:
    """Book those of a proposal that still fit."""
    said = common()
    with writing() as session:
        done, left = services.book_proposed(
            session, meetings=_unpacked(request.form.get("meetings", "")), **said
        )
    flash(ngettext("%(n)s meeting is booked.", "%(n)s meetings are booked.", done), "good")
    if left:
        flash(_("Some of the proposal no longer fitted and was left out."), "warn")
    return redirect(url_for(".grid"), 303)


def _unpacked(text: str) -> list[Meeting]:
    """Return the meetings that the page carried; nothing for what it did not make."""
    try:
        return [
            Meeting(
                0,
                int(slot),
                int(table),
                frozenset(int(one) for one in companies),
                int(helper) if helper else None,
            )
            for slot, table, companies, helper in json.loads(text)
        ]
    except (ValueError, TypeError):
        return []


@blueprint.post("/conference/meetings/publish")
@access.staff(Right.EDIT_CONFERENCE)
def publish() -> Response:
    """Let companies see their meetings."""
    said = common()
    with writing() as session:
        services.publish(session, **said)
    flash(_("Companies see their meetings from now on."), "good")
    return redirect(url_for(".grid"), 303)


# --- the setting -------------------------------------------------------------------------------------------------------


@blueprint.get("/conference/meetings/setting")
@access.staff(Right.SEE_CONFERENCE)
def setting() -> str:
    """Show times, tables, interpreters and who may ask whom."""
    return _setting()


def _setting(**forms: Any) -> str:
    plan = plan_of(current(), edition_id())
    rules = RulesForm(formdata=None)
    rules.walk_minutes.data, rules.wish_days.data = plan.walk_minutes, plan.wish_days
    query = request.args.get("q", "").strip()
    shown = {
        "rules": rules,
        "slots_form": SlotsForm(formdata=None),
        "tables_form": TablesForm(formdata=None),
        **forms,
    }
    return render_template(
        "conference/meetings_desk/setting.html",
        facts=_facts(),
        groups=words.group_labels(),
        pairs=words.pair_labels(),
        helpers=_helpers(),
        query=query,
        offered=search_people(current(), edition_id=edition_id(), text=query, per_page=12).rows
        if query
        else (),
        named=lambda person: names.shown(person, language()),
        may_edit=may_edit(),
        **shown,
    )


@blueprint.post("/conference/meetings/setting/rules")
@access.staff(Right.EDIT_CONFERENCE)
def set_rules() -> Answer:
    """Keep the rules and the table of who may ask whom."""
    form = RulesForm()
    if not form.validate():
        return _setting(rules=form), 422
    asked = {
        (one, two)
        for one in CompanyGroup
        for two in CompanyGroup
        if request.form.get(f"may-{one}-{two}") == "1"
    }
    said = common()
    with writing() as session:
        services.set_rules(
            session,
            walk_minutes=form.walk_minutes.data or 0,
            wish_days=form.wish_days.data or 1,
            matrix=asked,
            **said,
        )
    return _kept()


@blueprint.post("/conference/meetings/setting/slots")
@access.staff(Right.EDIT_CONFERENCE)
def add_slots() -> Answer:
    """Add times."""
    form = SlotsForm()
    if not form.validate():
        return _setting(slots_form=form), 422
    said = common()
    with writing() as session:
        services.add_slots(session, times=form.times(), is_break=bool(form.is_break.data), **said)
    return _kept()


@blueprint.post("/conference/meetings/setting/tables")
@access.staff(Right.EDIT_CONFERENCE)
def add_tables() -> Answer:
    """Add tables."""
    form = TablesForm()
    if not form.validate():
        return _setting(tables_form=form), 422
    said = common()
    with writing() as session:
        services.add_tables(session, count=form.count.data or 1, zone=form.zone.data, **said)
    return _kept()


@blueprint.post("/conference/meetings/setting/interpreters")
@access.staff(Right.EDIT_CONFERENCE)
def set_interpreter() -> Answer:
    """Let a person interpret."""
    pairs = [Pair(pair) for pair in request.form.getlist("pair") if pair in set(Pair)]
    if not pairs:
        flash(_("Please choose the languages."), "bad")
        return redirect(url_for(".setting"), 303)
    said = common()
    with writing() as session:
        services.set_interpreter(
            session, person_id=request.form.get("person", 0, type=int), pairs=pairs, **said
        )
    return _kept()


def _kept() -> Response:
    flash(_("The setting is kept."), "good")
    return redirect(url_for(".setting"), 303)
