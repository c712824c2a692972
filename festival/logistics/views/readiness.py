"""Readiness: the one page on which the leaders see what is done, what is late and what presses most."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from festival.accounts.types import Right
from festival.core.transaction import current
from festival.logistics.queries.agencies import last_day, terms_of
from festival.logistics.queries.readiness import briefs, last_words
from festival.logistics.queries.tasks import orders
from festival.logistics.rules import readiness as rules
from festival.logistics.rules.standing import days_left
from festival.logistics.task_words import area_labels, standing_labels
from festival.logistics.types.readiness import Point
from festival.logistics.types.tasks import TaskState
from festival.logistics.views.seeing import agency_names, brief, seen
from festival.web import access

blueprint = Blueprint("readiness", __name__)

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 640, 220, 40, 24


@dataclass(frozen=True, slots=True)
class Chart:
    """The curve as a drawing: two lines as SVG paths, where today is, and the numbers at their ends."""

    width: int
    height: int
    planned: str
    done: str
    today: int | None
    planned_y: int
    done_y: int
    top: int


@blueprint.get("/readiness")
@access.staff(Right.SEE_ALL_TASKS)
def readiness() -> str:
    """Show how ready the festival is."""
    here = seen()
    session = current()
    tasks = briefs(session, here.edition.id)
    counted = [task for task in tasks if task.state is not TaskState.DROPPED]
    pressing = rules.problems(tasks, orders(session, here.edition.id), here.today)
    areas = rules.areas(tasks, here.today)
    points = rules.curve(tasks, here.today)
    agencies = agency_names()
    terms = [
        (term, last_day(term, here.edition), days_left(last_day(term, here.edition), here.today))
        for term in terms_of(session, here.edition.id)
        if term.met_on is None
    ]
    return render_template(
        "logistics/readiness/readiness.html",
        here=here,
        days=(here.edition.main_day - here.today).days,
        total=len(counted),
        done=sum(one.done for one in areas),
        expected=sum(one.expected for one in areas),
        late=sum(one.late for one in areas),
        at_risk=sum(one.at_risk for one in areas),
        reported=sum(task.state is TaskState.REPORTED for task in counted),
        areas=areas,
        problems=pressing,
        said=last_words(session, [one.task.id for one in pressing]),
        terms=terms,
        points=points,
        chart=_chart(points, here.today, len(counted)),
        brief=lambda agency_id: brief(agencies.get(agency_id or 0)),
        area_labels=area_labels(),
        standing_labels=standing_labels(),
    )


def _chart(points: list[Point], today: object, total: int) -> Chart | None:
    """Return the curve, or None when there is too little to draw."""
    if len(points) < 2 or not total:
        return None
    first, last = points[0].day, points[-1].day
    days = (last - first).days or 1

    def x_of(point: Point) -> int:
        return _LEFT + round((_WIDTH - _LEFT - 90) * (point.day - first).days / days)

    def y_of(count: int) -> int:
        return round((_HEIGHT - _BOTTOM) * (1 - count / total) * 0.92 + 10)

    def path(found: list[tuple[int, int]]) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in found)

    planned = [(x_of(point), y_of(point.planned)) for point in points]
    done = [(x_of(point), y_of(point.done)) for point in points if point.done is not None]
    at_today = next((x_of(point) for point in points if point.day == today), None)
    return Chart(
        _WIDTH,
        _HEIGHT,
        path(planned),
        path(done) if len(done) > 1 else "",
        at_today,
        planned[-1][1],
        done[-1][1] if done else 0,
        total,
    )
