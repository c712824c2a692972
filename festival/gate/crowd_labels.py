"""How things of zones and counting are called."""

from festival.gate.types import CorrectionKind, Direction, LimitKind
from festival.web.locale import gettext as _
from festival.web.locale import number


def level_label(kind: str, level: int) -> str:
    """Return what a level of a zone is called; 0 is when no limit holds."""
    if kind == LimitKind.DENSITY:
        return (_("Normal"), _("Watch"), _("Act"), _("Stop entry"), _("Emergency"))[min(level, 4)]
    return (
        _("Room enough"),
        _("Filling up"),
        _("Nearly full"),
        _("Almost no room"),
        _("Full"),
    )[min(level, 4)]


def level_tone(level: int) -> str:
    """Return the kind of tag that goes with a level."""
    return ("good", "lavender", "warn", "bad", "bad")[min(level, 4)]


def to_do(kind: str, level: int) -> str:
    """Return what is advised at a level; people decide."""
    if kind == LimitKind.DENSITY:
        return (
            _("Nothing needs to be done."),
            _("Keep an eye on it: walking becomes slow. Have a look on the spot."),
            _("Act now: guide people to other zones and slow down entry."),
            _("Stop entry to this zone and open more ways out."),
            _("Emergency: clear the ways out, call the control room and the medical posts."),
        )[min(level, 4)]
    return (
        _("Nothing needs to be done."),
        _("Look where else people can go."),
        _("Guide newcomers to other zones and prepare to stop entry."),
        _("Let in only as many as leave."),
        _("Full: stop entry to this zone."),
    )[min(level, 4)]


def limit_words(kind: str, at_least: int) -> str:
    """Return a limit in words: 2 people/m², 85 %."""
    if kind == LimitKind.DENSITY:
        return _("%(n)s people per m²", n=number(at_least / 100))
    return _("%(n)s %% of its capacity", n=number(at_least))


def limit_kind_label(kind: str) -> str:
    """Return what is watched."""
    return {
        LimitKind.DENSITY: _("Density (people per m²)"),
        LimitKind.FILL: _("How full (per cent of the capacity)"),
    }[LimitKind(kind)]


def correction_label(kind: str) -> str:
    """Return how somebody puts a count right."""
    return {
        CorrectionKind.HEAD_COUNT: _("People were counted: so many are there"),
        CorrectionKind.ADJUSTMENT: _("So many are missing in the count (below zero: too many)"),
    }[CorrectionKind(kind)]


def direction_label(direction: str) -> str:
    """Return a direction of counting."""
    return {Direction.IN: _("In"), Direction.OUT: _("Out")}[Direction(direction)]
