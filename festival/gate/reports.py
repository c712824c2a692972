"""What a phone says of itself: taken as far as it is well formed, so that nothing else gets into the database through it."""

from datetime import datetime
from typing import Any

_WHOLE = {
    "battery": (0, 100),
    "waiting": (0, 1_000_000),
    "skew": (-(2**40), 2**40),
    "files": (0, 10_000),
    "counts": (0, 2**31),
}
_SHORT = {"version": 20, "decoder": 10, "signatures": 10, "camera": 20}
_MOMENTS = ("snapshot_at", "scanned_at")


def read(said: Any, *, now: datetime) -> dict[str, Any] | None:
    """Return what is kept of a report, with the moment it came; None for none."""
    if not isinstance(said, dict):
        return None
    kept: dict[str, Any] = {"at": now.isoformat()}
    for name, (least, most) in _WHOLE.items():
        value = said.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            kept[name] = value
    for name, longest in _SHORT.items():
        value = said.get(name)
        if isinstance(value, str) and value.isascii():
            kept[name] = value[:longest]
    for name in _MOMENTS:
        try:
            kept[name] = datetime.fromisoformat(str(said.get(name))).isoformat()
        except ValueError:
            continue
    return kept
