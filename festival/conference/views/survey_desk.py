"""What the survey of a session has come to: charts with their tables, remarks, a file, and the code that leads to it."""

from flask import Blueprint, Response, render_template

from festival.accounts.types import Right
from festival.conference.labels import survey as words
from festival.conference.queries.survey import opinions
from festival.conference.rules.survey import is_open, results
from festival.conference.tables import survey as table
from festival.conference.views.sessions_desk import session_of_desk
from festival.conference.views.survey import survey_address
from festival.core import clock
from festival.core.transaction import current
from festival.programme.tables.writing import XLSX
from festival.registration.rules.charts import ROW, bars
from festival.web import access, qr
from festival.web.locale import gettext as _
from festival.web.locale import tr_plain

blueprint = Blueprint("survey_desk", __name__)


@blueprint.get("/conference/sessions/<int:session_id>/survey")
@access.staff(Right.SEE_CONFERENCE)
def survey_results(session_id: int) -> str:
    """Show what the answers come to."""
    one = session_of_desk(session_id)
    found = results(opinions(current(), session_id))
    ratings, useful, organisations = words.rating_labels(), words.useful_labels(), words.organisation_labels()
    where = survey_address(session_id)
    return render_template(
        "conference/survey_desk/results.html",
        session_=one,
        found=found,
        is_open=is_open(one, clock.now()),
        charts=[
            ("ratings", _("How it was"), bars([(ratings[k], n, None) for k, n in found.ratings.items()])),
            ("useful", _("What was useful"), bars([(useful[k], n, None) for k, n in found.useful.items()])),
            (
                "organisations",
                _("Who answered"),
                bars([(organisations[k], n, None) for k, n in found.organisations.items()]),
            ),
        ],
        row=ROW,
        address=where,
        qr_svg=qr.svg(
            where, title=_("QR code of the survey: %(session)s", session=tr_plain(one.content.title))
        ),
    )


@blueprint.get("/conference/sessions/<int:session_id>/survey.xlsx")
@access.staff(Right.SEE_CONFERENCE)
def export(session_id: int) -> Response:
    """Give the answers as a table."""
    session_of_desk(session_id)
    answer = Response(table.export(opinions(current(), session_id)), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="survey-{session_id}.xlsx"'
    return answer
