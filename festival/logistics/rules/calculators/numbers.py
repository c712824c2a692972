"""The figures of the tables as the calculators take them: exact numbers by name. Pure.

A table that lacks what is asked for breaks a promise (the form keeps it) and raises KeyError.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from festival.core.trilingual import Trilingual
from festival.logistics.types.planning import Column, Figure, Row, Table, TableKind

Steps = tuple[tuple[Decimal | None, int], ...]  # (up to, number)…; None: above all others


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that somebody can choose: what it is called, and its number."""

    name: Trilingual
    value: Decimal


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How people come: shares (in hundredths, together 100) of steps of so many minutes."""

    name: Trilingual
    step: Decimal
    shares: tuple[Decimal, ...]

    @property
    def minutes(self) -> Decimal:
        """How long people come."""
        return self.step * len(self.shares)


@dataclass(frozen=True, slots=True)
class Band:
    """One line of the Purple Guide: `base` first aiders and `per_thousand` for each further thousand begun `over` so many."""

    over: int
    base: int
    per_thousand: Decimal
    least: int
    paramedics: tuple[int, int]
    nurses: tuple[int, int]
    doctor_led: bool


class Numbers:
    """All tables, read."""

    def __init__(self, tables: Mapping[TableKind, Table]) -> None:
        self._tables = tables
        self._figures = {
            Figure(str(row[Column.KEY])): decimal(row[Column.VALUE]) for row in self._rows(TableKind.FIGURES)
        }

    def _rows(self, kind: TableKind) -> tuple[Row, ...]:
        return self._tables[kind].rows

    def figure(self, which: Figure) -> Decimal:
        """Return a single figure."""
        return self._figures[which]

    def choices(self, kind: TableKind, column: Column) -> list[Choice]:
        """Return the rows of a table that are chosen by name."""
        return [Choice(named(row), decimal(row[column])) for row in self._rows(kind)]

    @property
    def scenarios(self) -> list[Choice]:
        """How many times the plan may come, the plan itself first."""
        return self.choices(TableKind.SCENARIOS, Column.FACTOR)

    @property
    def arrivals(self) -> list[Arrivals]:
        """The ways in which people come."""
        return [
            Arrivals(named(row), decimal(row[Column.STEP]), shares(str(row[Column.SHARES])))
            for row in self._rows(TableKind.ARRIVALS)
        ]

    @property
    def bands(self) -> list[Choice]:
        """What is to be done from which density on, the lowest first."""
        found = self.choices(TableKind.DENSITY_BANDS, Column.DENSITY)
        return sorted(found, key=lambda one: one.value)

    @property
    def permitted(self) -> list[tuple[Decimal, int]]:
        """Maurer's points for the permitted number of people, the lowest first."""
        rows = self._rows(TableKind.MAURER_PERMITTED)
        return sorted((decimal(row[Column.UP_TO]), int(row[Column.POINTS])) for row in rows)

    def steps(self, kind: TableKind) -> Steps:
        """Return a table of steps, the one without an end last."""
        rows = [
            (decimal(row[Column.UP_TO]) if row[Column.UP_TO] else None, int(row[Column.NUMBER]))
            for row in self._rows(kind)
        ]
        return tuple(sorted(rows, key=lambda one: (one[0] is None, one[0] or Decimal())))

    @property
    def purple(self) -> list[Band]:
        """The lines of the Purple Guide, the smallest event first."""
        found = [
            Band(
                over=int(row[Column.OVER]),
                base=int(row[Column.BASE]),
                per_thousand=decimal(row[Column.PER_THOUSAND]),
                least=int(row[Column.LEAST]),
                paramedics=(int(row[Column.PARAMEDICS_LEAST]), int(row[Column.PARAMEDICS_MOST])),
                nurses=(int(row[Column.NURSES_LEAST]), int(row[Column.NURSES_MOST])),
                doctor_led=int(row[Column.DOCTOR_LED]) > 0,
            )
            for row in self._rows(TableKind.PURPLE_GUIDE)
        ]
        return sorted(found, key=lambda one: one.over)


def decimal(value: object) -> Decimal:
    """Return the number that a cell holds."""
    return Decimal(str(value))


def shares(text: str) -> tuple[Decimal, ...]:
    """Return the shares that a cell holds: "20 30 40 10"."""
    return tuple(Decimal(part) for part in text.split())


def named(row: Row) -> Trilingual:
    """Return what a row is called."""
    return Trilingual(**row[Column.NAME])


def whole_up(number: Decimal) -> int:
    """Return the next whole number that is not below."""
    whole = int(number)
    return whole if whole >= number else whole + 1


def within(steps: Sequence[tuple[Decimal | None, int]], score: Decimal) -> int:
    """Return what a table of steps says of a score."""
    return next(number for up_to, number in steps if up_to is None or score <= up_to)


def widest(widths: Iterable[Decimal]) -> Decimal:
    """Return the greatest of some widths; 0 where there is none."""
    return max(widths, default=Decimal())
