"""The figures that the migrations bring, for tests of the rules: what is shipped is what the vectors are checked against."""

import runpy
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from festival.core.config import ROOT
from festival.logistics.rules.calculators.numbers import Arrivals, Numbers
from festival.logistics.types.planning import Column, Table, TableKind

_MIGRATION = next((ROOT / "festival" / "migrations" / "versions").glob("*_planning_figures.py"))


def shipped(path: Path = _MIGRATION) -> dict[TableKind, Table]:
    """Return the tables of a new installation."""
    found: dict[str, tuple[str, list[dict[str, Any]]]] = runpy.run_path(str(path))["TABLES"]
    return {
        TableKind(kind): Table(TableKind(kind), tuple(rows), source, 1, datetime(2026, 11, 25, tzinfo=UTC))
        for kind, (source, rows) in found.items()
    }


NUMBERS = Numbers(shipped())
WAVE: Arrivals = NUMBERS.arrivals[0]  # 20, 30, 40, 10 per cent in four half hours


def value(kind: TableKind, column: Column, place: int) -> Decimal:
    """Return the number of one row of a table that is chosen by name."""
    return NUMBERS.choices(kind, column)[place].value
