"""A day of the working copy as the editor shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from festival.core.clock import local
from festival.programme.draft_words import length, where
from festival.programme.labels import kind_label
from festival.programme.queries.drafts import Drafted
from festival.programme.queries.ground import Ground
from festival.programme.rules.clashes.facts import Closed
from festival.programme.rules.daygrid import Block, Column, Grid, Place, lay_out, place_of
from festival.web.locale import clock_time, moment, tr_plain
from festival.web.locale import gettext as _

SHORT = 14  # rows in which title and marks do not both have room


@dataclass(frozen=True, slots=True)
class Card:
    """One event: in the grid or in the list of those without a place. `clash` is "hard", "soft" or None."""

    draft: Drafted
    title: str
    kind: str
    hours: str
    length: str
    where: str
    place: str
    start: str
    shape: str
    clash: str | None
    began_before: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class ClosedTime:
    """A time in which nothing can be put there, and why."""

    hours: str
    reason: str
    shape: str


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A place with what happens there."""

    key: str
    name: str
    venue: str
    lanes: int
    cards: tuple[Card, ...]
    closed: tuple[ClosedTime, ...]

    @property
    def is_used(self) -> bool:
        """Whether there is anything to see in it."""
        return bool(self.cards or self.closed)


@dataclass(frozen=True, slots=True)
class Board:
    """A day: columns, the hours at their side, and what has no place in time or space."""

    day: date
    first_hour: int
    hours: tuple[int, ...]
    columns: tuple[BoardColumn, ...]
    unplaced: tuple[Card, ...]


def make_board(
    drafts: Sequence[Drafted],
    ground: Ground,
    *,
    day: date,
    venue_id: int | None,
    clashes: Mapping[int, str],
    closures: Mapping[int, Sequence[Closed]],
) -> Board:
    """Lay the drafts of a day out; `clashes` says how bad it stands with which draft, `closures` are by space."""
    by_id = {draft.id: draft for draft in drafts}
    contents = {draft.id: draft.content for draft in drafts}
    grid = lay_out(contents, ground.places(venue_id), day, closures)
    return Board(
        day,
        grid.first_hour,
        tuple(range(grid.first_hour, 24)),
        tuple(_column(column, grid, by_id, ground, clashes) for column in grid.columns),
        tuple(_card(d, ground, clashes.get(d.id)) for d in drafts if not d.content.is_placed),
    )


def _column(
    column: Column, grid: Grid, drafts: Mapping[int, Drafted], ground: Ground, clashes: Mapping[int, str]
) -> BoardColumn:
    place = column.place
    venue, space = ground.venue(place.venue_id), ground.space(place.space_id)
    return BoardColumn(
        place.key,
        tr_plain(space.name) if space else tr_plain(venue.name if venue else None),
        tr_plain(venue.name) if venue and space else _("Without a space"),
        column.lanes,
        tuple(_card(drafts[b.id], ground, clashes.get(b.id), b, grid.day) for b in column.blocks),
        tuple(
            ClosedTime(
                _hours(shade.closed.starts_at, shade.closed.ends_at, grid.day),
                shade.closed.reason,
                f"row-{shade.row} span-{shade.rows}",
            )
            for shade in column.shades
        ),
    )


def _card(
    draft: Drafted,
    ground: Ground,
    clash: str | None,
    block: Block | None = None,
    day: date | None = None,
) -> Card:
    content = draft.content
    place: Place | None = place_of(content)
    shape = [f"kind-{content.kind}".replace("_", "-")]
    if block is not None:
        shape += [f"row-{block.row}", f"span-{block.rows}", f"lane-{block.lane}"]
        shape += ["is-short"] if block.rows < SHORT else []
    shape += ["is-hidden"] if content.is_hidden else []
    shape += ["is-cancelled"] if content.is_cancelled else []
    shape += [f"has-{clash}"] if clash else []
    return Card(
        draft,
        tr_plain(content.title),
        kind_label(content.kind),
        _hours(content.starts_at, content.ends_at, day),
        length(content.minutes),
        where(ground, content.venue_id, content.space_id),
        place.key if place else "",
        f"{local(content.starts_at):%Y-%m-%dT%H:%M}" if content.starts_at else "",
        " ".join(shape),
        clash,
        bool(block and block.began_before),
        bool(block and block.goes_on),
    )


def _hours(starts_at: datetime | None, ends_at: datetime | None, day: date | None) -> str:
    if starts_at is None or ends_at is None:
        return ""
    first = clock_time(starts_at) if local(starts_at).date() == day else moment(starts_at)
    last = clock_time(ends_at) if local(ends_at).date() in (day, local(starts_at).date()) else moment(ends_at)
    return f"{first} – {last}"
