"""The words of planning figures: which tables there are, what their columns hold, and which questions they answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]  # column → text as it was typed; a name is {"vi": …, "ja": …, "en": …}


class TableKind(StrEnum):
    """A table of figures. Each is data with a source, that the desk can change."""

    SCENARIOS = "scenarios"
    LANE_RATES = "lane_rates"
    LANE_REDUCTIONS = "lane_reductions"
    ARRIVALS = "arrivals"
    AREAS = "areas"
    DENSITY_MARKS = "density_marks"
    DENSITY_BANDS = "density_bands"
    EXIT_RATES = "exit_rates"
    EMERGENCIES = "emergencies"
    FIGURES = "figures"
    MAURER_PERMITTED = "maurer_permitted"
    MAURER_FACTORS = "maurer_factors"
    MAURER_AIDERS = "maurer_aiders"
    MAURER_TRANSPORT = "maurer_transport"
    MAURER_EMERGENCY = "maurer_emergency"
    MAURER_DOCTORS = "maurer_doctors"
    MAURER_COMMAND = "maurer_command"
    MAURER_POSTS = "maurer_posts"
    PURPLE_GUIDE = "purple_guide"


class Cell(StrEnum):
    """What a column holds."""

    NAME = "name"  # in three languages
    NUMBER = "number"
    WHOLE = "whole"
    END = "end"  # a number, empty in the last row: above all others
    SHARES = "shares"  # numbers that make 100
    SOURCE = "source"
    KEY = "key"  # the word by which the program asks for a row; such rows are neither added nor taken away


class Column(StrEnum):
    """A column of a table."""

    NAME = "name"
    KEY = "key"
    FACTOR = "factor"
    PER_MINUTE = "per_minute"
    LESS = "less"
    STEP = "step"  # minutes
    SHARES = "shares"
    AREA = "area"  # m² a person
    DENSITY = "density"  # people per m²
    MINUTES = "minutes"
    VALUE = "value"
    UP_TO = "up_to"
    OVER = "over"
    NUMBER = "number"
    POINTS = "points"
    LEAST = "least"
    BASE = "base"
    PER_THOUSAND = "per_thousand"
    PARAMEDICS_LEAST = "paramedics_least"
    PARAMEDICS_MOST = "paramedics_most"
    NURSES_LEAST = "nurses_least"
    NURSES_MOST = "nurses_most"
    DOCTOR_LED = "doctor_led"  # 1 or 0
    SOURCE = "source"


_NAME, _SOURCE = (Column.NAME, Cell.NAME), (Column.SOURCE, Cell.SOURCE)
_STEPS = ((Column.UP_TO, Cell.END), (Column.NUMBER, Cell.WHOLE))
SHAPES: Mapping[TableKind, tuple[tuple[Column, Cell], ...]] = {
    TableKind.SCENARIOS: (_NAME, (Column.FACTOR, Cell.NUMBER)),
    TableKind.LANE_RATES: (_NAME, (Column.PER_MINUTE, Cell.NUMBER), _SOURCE),
    TableKind.LANE_REDUCTIONS: (_NAME, (Column.LESS, Cell.NUMBER)),
    TableKind.ARRIVALS: (_NAME, (Column.STEP, Cell.NUMBER), (Column.SHARES, Cell.SHARES), _SOURCE),
    TableKind.AREAS: (_NAME, (Column.AREA, Cell.NUMBER)),
    TableKind.DENSITY_MARKS: (_NAME, (Column.DENSITY, Cell.NUMBER), _SOURCE),
    TableKind.DENSITY_BANDS: (_NAME, (Column.DENSITY, Cell.NUMBER)),
    TableKind.EXIT_RATES: (_NAME, (Column.PER_MINUTE, Cell.NUMBER), _SOURCE),
    TableKind.EMERGENCIES: (_NAME, (Column.MINUTES, Cell.NUMBER)),
    TableKind.FIGURES: ((Column.KEY, Cell.KEY), _NAME, (Column.VALUE, Cell.NUMBER), _SOURCE),
    TableKind.MAURER_PERMITTED: ((Column.UP_TO, Cell.NUMBER), (Column.POINTS, Cell.WHOLE)),
    TableKind.MAURER_FACTORS: (_NAME, (Column.FACTOR, Cell.NUMBER)),
    TableKind.MAURER_AIDERS: _STEPS,
    TableKind.MAURER_TRANSPORT: _STEPS,
    TableKind.MAURER_EMERGENCY: _STEPS,
    TableKind.MAURER_DOCTORS: _STEPS,
    TableKind.MAURER_COMMAND: _STEPS,
    TableKind.MAURER_POSTS: _STEPS,
    TableKind.PURPLE_GUIDE: (
        (Column.OVER, Cell.WHOLE), (Column.BASE, Cell.WHOLE), (Column.PER_THOUSAND, Cell.NUMBER), (Column.LEAST, Cell.WHOLE),
        (Column.PARAMEDICS_LEAST, Cell.WHOLE), (Column.PARAMEDICS_MOST, Cell.WHOLE), (Column.NURSES_LEAST, Cell.WHOLE),
        (Column.NURSES_MOST, Cell.WHOLE), (Column.DOCTOR_LED, Cell.WHOLE), _SOURCE,
    ),
}  # fmt: skip


class Figure(StrEnum):
    """A single number of the table of figures, by the word the rules ask for it."""

    ENTRY_MINUTES = "entry_minutes"  # in which the safe capacity must be able to come in
    HOLDING_DENSITY = "holding_density"  # people per m²
    EXIT_MINUTES = "exit_minutes"
    LEAST_EXIT = "least_exit"  # metres
    PER_STEWARD = "per_steward"
    STEWARD_LOW = "steward_low"
    STEWARD_HIGH = "steward_high"
    RELIEF = "relief"  # per cent
    MAURER_EXPECTED = "maurer_expected"
    MAURER_PER_BEGUN = "maurer_per_begun"
    MAURER_ENCLOSED = "maurer_enclosed"
    MAURER_VIP_GROUP = "maurer_vip_group"
    MAURER_VIP_POINTS = "maurer_vip_points"
    MAURER_VIP_MOST = "maurer_vip_most"
    MAURER_VIOLENCE = "maurer_violence"


class Question(StrEnum):
    """What a calculator answers."""

    ENTRY = "entry"
    CAPACITY = "capacity"
    EXITS = "exits"
    STEWARDS = "stewards"
    MEDICAL = "medical"


TABLES_OF: Mapping[Question, tuple[TableKind, ...]] = {
    Question.ENTRY: (
        TableKind.LANE_RATES,
        TableKind.LANE_REDUCTIONS,
        TableKind.ARRIVALS,
        TableKind.SCENARIOS,
    ),
    Question.CAPACITY: (
        TableKind.AREAS,
        TableKind.DENSITY_BANDS,
        TableKind.DENSITY_MARKS,
        TableKind.EXIT_RATES,
        TableKind.EMERGENCIES,
        TableKind.FIGURES,
        TableKind.SCENARIOS,
    ),
    Question.EXITS: (TableKind.EXIT_RATES, TableKind.FIGURES, TableKind.SCENARIOS),
    Question.STEWARDS: (TableKind.FIGURES, TableKind.SCENARIOS),
    Question.MEDICAL: (
        TableKind.MAURER_PERMITTED,
        TableKind.MAURER_FACTORS,
        TableKind.MAURER_AIDERS,
        TableKind.MAURER_TRANSPORT,
        TableKind.MAURER_EMERGENCY,
        TableKind.MAURER_DOCTORS,
        TableKind.MAURER_COMMAND,
        TableKind.MAURER_POSTS,
        TableKind.PURPLE_GUIDE,
        TableKind.FIGURES,
        TableKind.SCENARIOS,
    ),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands: its rows, where they come from, and which version it is."""

    kind: TableKind
    rows: tuple[Row, ...]
    source: str
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TableStale:
    """Somebody else has changed the table meanwhile; nothing was stored."""

    now: Table
    by: int | None


class Role(StrEnum):
    """Whom or what a result asks for."""

    LANE = "lane"
    STEWARD = "steward"
    FIRST_AIDER = "first_aider"
    TRANSPORT_AMBULANCE = "transport_ambulance"
    EMERGENCY_AMBULANCE = "emergency_ambulance"
    DOCTOR = "doctor"
    FIRST_AID_POST = "first_aid_post"


@dataclass(frozen=True, slots=True)
class Need:
    """So many of a role, as a calculator has worked them out."""

    role: Role
    number: int
