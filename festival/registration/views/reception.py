"""Reception sheets of a day: who arrives and leaves, cars, hotels, food and gifts, on the screen and as A4."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as Answered

from festival.accounts.types import Right
from festival.core.clock import LOCAL
from festival.core.errors import NotFound
from festival.core.transaction import current
from festival.core.trilingual import as_language
from festival.programme.queries import current_edition
from festival.registration.papers import reception as paper
from festival.registration.queries.reception import days_of, sheet_of
from festival.registration.views.hosting import edition_id
from festival.web import access, typesetting
from festival.web.locale import language

blueprint = Blueprint("reception", __name__)


def _asked() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _bounds(day: date) -> tuple[datetime, datetime]:
    since = datetime.combine(day, time(), LOCAL)
    return since, since + timedelta(days=1) - timedelta(microseconds=1)


@blueprint.get("/reception")
@access.staff(Right.SEE_GUEST_CARE)
def day() -> str | Answered:
    """Show a day's sheet: the day that is asked for, else the first on which somebody arrives."""
    session = current()
    days = days_of(session, edition_id())
    chosen = _asked() or (days[0] if days else current_edition(session).main_day)
    return render_template(
        "registration/reception/day.html",
        days=days,
        chosen=chosen,
        sheet=sheet_of(session, edition_id(), chosen, *_bounds(chosen), reader=language()),
    )


@blueprint.get("/reception.pdf")
@access.staff(Right.SEE_GUEST_CARE)
def pdf() -> Response:
    """Give a day's sheet as PDF in Vietnamese or Japanese (or English); there is none without a day."""
    chosen, reader = _asked(), as_language(request.args.get("in")) or language()
    if chosen is None:
        raise NotFound
    sheet = sheet_of(current(), edition_id(), chosen, *_bounds(chosen), reader=reader)
    answer = Response(paper.pdf(sheet, chosen, reader), content_type=typesetting.PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="reception-{chosen}-{reader}.pdf"'
    return answer
