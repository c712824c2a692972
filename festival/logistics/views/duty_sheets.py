"""Assignment sheets after ICS-204: for the posts or the teams of a day, given out as Word or PDF in the language of who reads them."""

from typing import Any

from flask import Blueprint, render_template, request

from festival.accounts.types import Right
from festival.core import clock
from festival.core.transaction import current, writing
from festival.logistics.forms.filters import number_from
from festival.logistics.forms.reports import SheetForm
from festival.logistics.papers.duty_sheets import duty_sheets
from festival.logistics.papers.official import typst, word
from festival.logistics.papers.report_heads import standard_head
from festival.logistics.queries import crew, shifts
from festival.logistics.queries import reports as reading
from festival.logistics.services import reporting
from festival.logistics.task_words import area_labels
from festival.logistics.types.reports import FileKind, Head, ReportKind, Roster
from festival.logistics.views import rostering
from festival.logistics.views.reports import Answer, area_asked, download, kind_labels, reader_asked
from festival.logistics.views.rostering import Here, here
from festival.web import access
from festival.web.locale import tr_plain

blueprint = Blueprint("duty_sheets", __name__)


@blueprint.get("/reports/sheets")
@access.staff(Right.SEE_ROSTER)
def sheets() -> str:
    """Show whose sheets there are on a day, with the form of what stands on all of them."""
    place = here()
    head = _head(place)
    form = SheetForm(formdata=None, data={**head.as_json(), "phones": True})
    return _page(place, _roster(place), form)


@blueprint.post("/reports/sheets")
@access.staff(Right.SEE_ROSTER)
def give_out() -> Answer:
    """Give the sheets out as the button says."""
    place = here()
    roster, form = _roster(place), SheetForm()
    if not form.validate() or request.form.get("file") not in set(FileKind):
        return _page(place, roster, form), 422
    file, reader, now = FileKind(request.form["file"]), reader_asked(), clock.now()
    phones = bool(form.phones.data)
    content = duty_sheets(roster, form.head(), reader, author=access.signed_in().name, now=now, phones=phones)
    if not content.sheets:
        return _page(place, roster, form), 422
    made = typst.sheets_pdf(content) if file is FileKind.PDF else word.sheets_word(content)
    with writing() as session:
        said: dict[str, Any] = {
            "actor": access.signed_in().actor,
            "kind": ReportKind.SHEET,
            "language": reader,
            "now": now,
        }
        if place.manages:
            reporting.keep_head(
                session, edition_id=place.edition.id, agency_id=None, head=form.head(), **said
            )
        reporting.note_given_out(
            session, file=file, rows=sum(bool(one.name) for one in roster.duties), phones=phones, **said
        )
    return download(made, file, f"phieu-phan-cong-{roster.day}-{reader}")


def _by_team() -> bool:
    return request.args.get("by") == "team"


def _roster(place: Here) -> Roster:
    session, day = current(), rostering.asked_day(place.edition)
    post_id, team_id = number_from(request.args.get("post")), number_from(request.args.get("team"))
    if post_id is not None:
        shifts.get_post(session, place.edition.id, post_id)
    if team_id is not None:
        crew.get_team(session, place.edition.id, team_id)
    return reading.roster(
        session,
        place.edition,
        day=day.day,
        since=day.since,
        until=day.until,
        reader=reader_asked(),
        area=area_asked(),
        post_id=post_id,
        team_id=team_id,
        by_team=_by_team(),
    )


def _head(place: Here) -> Head:
    reader = reader_asked()
    kept = reading.find_head(
        current(), edition_id=place.edition.id, agency_id=None, kind=ReportKind.SHEET, language=reader
    )
    return kept or standard_head(ReportKind.SHEET, reader, place.edition, None)


def _page(place: Here, roster: Roster, form: SheetForm) -> str:
    session, team = current(), _by_team()
    day = rostering.asked_day(place.edition)
    units = (
        {one.id: one.name for one in crew.teams(session, place.edition.id)}
        if team
        else {one.id: f"{one.code} · {tr_plain(one.name)}" for one in shifts.posts(session, place.edition.id)}
    )
    counted: dict[int, tuple[int, int]] = {}
    for one in roster.duties:
        key = one.team_id if team else one.post_id
        assert key is not None
        people, missing = counted.get(key, (0, 0))
        counted[key] = (people + bool(one.name), missing + one.missing)
    return render_template(
        "logistics/reports/sheets.html",
        here=place,
        day=day,
        form=form,
        by_team=team,
        units=units,
        counted={key: counted[key] for key in units if key in counted},
        unit="team" if team else "post",
        query={
            name: text
            for name in ("day", "by", "area", "post", "team", "in")
            if (text := request.args.get(name))
        },
        reader=reader_asked(),
        areas=area_labels(),
        kinds=kind_labels(),
    )
