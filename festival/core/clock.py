"""The one place that knows what time it is.

Times are aware and in UTC inside the program; pages show them in `LOCAL`. A rehearsal may shift the clock with FESTIVAL_CLOCK; tests replace it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
JAPAN = ZoneInfo("Asia/Tokyo")

_offset = timedelta()


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Return the present as an aware UTC datetime."""
    return _source() + _offset


def start_at(moment: datetime) -> None:
    """Shift the clock so that it reads `moment` now and runs on from there (rehearsals)."""
    global _offset  # noqa: PLW0603 (one clock for the whole process is what this module is)
    _offset = moment.astimezone(UTC) - datetime.now(UTC)


def replace_source(source: Callable[[], datetime] | None) -> None:
    """Take the time from `source` (tests); None goes back to the system's clock."""
    global _source, _offset  # noqa: PLW0603
    _offset = timedelta()
    _source = source if source is not None else _system


def local(moment: datetime) -> datetime:
    """Return `moment` in the festival's own time zone."""
    return moment.astimezone(LOCAL)
