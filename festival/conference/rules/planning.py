"""What the planning board says of plans: sums, lateness, what a reader asked for, what a change has changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from festival.conference.types.planning import (
    READY,
    LayerFigures,
    LocalityKind,
    Plan,
    PlanContent,
    PlanLayer,
    PlanStatus,
    Timing,
    Wanted,
)

SOON = timedelta(days=60)  # two months: a file that is not submitted by then is hardly approved in time
# Which layers a locality can have at all: a district has no urban master plan, a city no townships.
LAYERS_OF = {
    LocalityKind.PROVINCE: frozenset({PlanLayer.PROVINCIAL, PlanLayer.ZONING, PlanLayer.LAND_USE}),
    LocalityKind.CITY: frozenset({PlanLayer.URBAN, PlanLayer.ZONING, PlanLayer.LAND_USE}),
    LocalityKind.TOWN: frozenset({PlanLayer.URBAN, PlanLayer.ZONING, PlanLayer.LAND_USE}),
    LocalityKind.DISTRICT: frozenset(
        {PlanLayer.DISTRICT, PlanLayer.TOWNSHIP, PlanLayer.ZONING, PlanLayer.LAND_USE}
    ),
}


def timing(plan: PlanContent, today: date) -> Timing:
    """Return how a plan stands to the day it is due.

    A day that has passed says "late" only where the figures are younger than it: older ones may just not say that it is done.
    """
    if plan.status in READY:
        return Timing.READY
    if plan.due_on is None:
        return Timing.OPEN
    if plan.due_on < today:
        return Timing.LATE if plan.as_of > plan.due_on else Timing.UNCONFIRMED
    return Timing.SOON if plan.due_on - today <= SOON else Timing.ON_TIME


def settled(plan: PlanContent) -> PlanContent:
    """Return the plan with what follows from its status: what is ready is ready as a whole."""
    if plan.status in READY:
        return replace(plan, ready=plan.total, progress=100)
    return plan


def wrong_counts(plan: PlanContent) -> bool:
    """Tell whether the numbers contradict the status: an unfinished row in which all plans are ready, or more than all."""
    return plan.status not in READY and plan.ready >= plan.total


def pieces_of(plan: PlanContent) -> tuple[tuple[PlanStatus, int], ...]:
    """Return how many of a row's plans are how far: the ready ones, then the rest in the row's own state."""
    if plan.status in READY:
        return ((plan.status, plan.total),)
    made = [(PlanStatus.APPROVED, plan.ready), (plan.status, plan.total - plan.ready)]
    return tuple((status, count) for status, count in made if count)


def figures(plans: Iterable[Plan]) -> tuple[LayerFigures, ...]:
    """Return the sums of each layer that has a plan, in the order of the layers."""
    by_layer: dict[PlanLayer, list[PlanContent]] = {}
    for plan in plans:
        by_layer.setdefault(plan.content.layer, []).append(plan.content)
    return tuple(_figures(layer, by_layer[layer]) for layer in PlanLayer if layer in by_layer)


def _figures(layer: PlanLayer, plans: Sequence[PlanContent]) -> LayerFigures:
    counted: Counter[PlanStatus] = Counter()
    due: Counter[date] = Counter()
    for plan in plans:
        counted.update(dict(pieces_of(plan)))
        if plan.due_on and plan.status not in READY:
            due[plan.due_on] += plan.total - plan.ready
    in_order = tuple((status, counted[status]) for status in reversed(PlanStatus) if counted[status])
    next_day = min(due, default=None)
    return LayerFigures(
        layer=layer,
        total=sum(counted.values()),
        ready=sum(count for status, count in in_order if status in READY),
        pieces=in_order,
        due=None if next_day is None else (next_day, due[next_day]),
    )


def is_late(plan: PlanContent, today: date) -> bool:
    """Tell whether somebody should ask about the plan: it is late, or its day has passed without a word."""
    return timing(plan, today) in {Timing.LATE, Timing.UNCONFIRMED}


def chosen(plans: Iterable[Plan], wanted: Wanted, today: date) -> tuple[Plan, ...]:
    """Return the plans a reader asked for, in their order."""
    return tuple(
        plan
        for plan in plans
        if (wanted.layer is None or plan.content.layer is wanted.layer)
        and (wanted.status is None or plan.content.status is wanted.status)
        and (wanted.place is None or plan.place.slug == wanted.place)
        and (not wanted.late or is_late(plan.content, today))
    )


def changes(before: PlanContent | None, after: PlanContent) -> tuple[tuple[str, Any, Any], ...]:
    """Return (field, before, after) of what differs; a plan that was not there before has changed in nothing."""
    if before is None:
        return ()
    return tuple(
        (field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(PlanContent)
        if getattr(before, field.name) != getattr(after, field.name)
    )
