"""The planning board as investors read it: what each locality has ready, what is coming, and whom to ask."""

from typing import Literal

from flask import Blueprint, Response, render_template, request

from festival.conference.forms.planning import wanted
from festival.conference.labels import planning as words
from festival.conference.queries.planning import Board, board
from festival.conference.rules import planning as rules
from festival.conference.tables import planning as tables
from festival.conference.types.planning import LocalityKind, PlanLayer, PlanStatus
from festival.core import clock
from festival.core.transaction import current
from festival.programme.catalogue import catalogue
from festival.web import access, pagecache

blueprint = Blueprint("planning", __name__)


@blueprint.get("/conference/planning")
@access.public
@pagecache.shared
def planning() -> str:
    """Show the board: sums, localities by layers, and the plans a reader asked for."""
    found = board(current())
    today = clock.local(clock.now()).date()
    asked = wanted(request.args, found.places)
    layers = _layers(found)
    return render_template(
        "conference/planning/board.html",
        edition=catalogue().edition,
        board=found,
        figures=rules.figures(found.plans),
        layers=layers,
        rows=[place for place in found.places if any(found.of(place, layer) for layer in layers)],
        asked=asked,
        plans=rules.chosen(found.plans, asked, today),
        today=today,
        timing=rules.timing,
        words=words,
        PlanStatus=PlanStatus,
        query=request.query_string.decode("ascii", "replace"),
    )


def _layers(found: Board) -> tuple[PlanLayer, ...]:
    """Return the layers that stand as columns: those in which more localities than the province have a plan."""
    local = {plan.content.layer for plan in found.plans if plan.place.kind is not LocalityKind.PROVINCE}
    return tuple(layer for layer in PlanLayer if layer in local)


@blueprint.get("/conference/planning/<slug>")
@access.public
@pagecache.shared
def locality(slug: str) -> str:
    """Show all plans of one locality with decision, agency and day."""
    found = board(current())
    place = found.place(slug)
    return render_template(
        "conference/planning/locality.html",
        edition=catalogue().edition,
        board=found,
        place=place,
        plans=found.of(place),
        today=clock.local(clock.now()).date(),
        timing=rules.timing,
        words=words,
    )


@blueprint.get("/conference/planning.<any(xlsx,csv):kind>")
@access.public
def export(kind: Literal["xlsx", "csv"]) -> Response:
    """Give the plans a reader asked for as a table."""
    found = board(current())
    today = clock.local(clock.now()).date()
    plans = rules.chosen(found.plans, wanted(request.args, found.places), today)
    answer = Response(tables.export(plans, today, kind), content_type=tables.TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="planning-board.{kind}"'
    return answer
