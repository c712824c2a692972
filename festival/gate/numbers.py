"""Sets of ticket numbers, written small: a bitmap where they lie close, the steps between them where they are few.

static/gate/numbers.js reads the same. 100,000 tickets of which any may be used are 12.5 KB.
"""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

_STEP = 3  # characters a step takes at least, with its comma


def packed(numbers: Iterable[int]) -> dict[str, Any]:
    """Return {"steps": [first, difference, …]} or {"first": number, "bits": base64}, whichever is shorter."""
    ordered = sorted(set(numbers))
    if not ordered:
        return {"steps": []}
    first = ordered[0] & ~7
    size = (ordered[-1] - first) // 8 + 1
    if len(ordered) * _STEP <= size * 4 // 3:
        return {"steps": _steps(ordered)}
    bits = bytearray(size)
    for number in ordered:
        place = number - first
        bits[place >> 3] |= 1 << (place & 7)
    return {"first": first, "bits": base64.b64encode(bits).decode()}


def unpacked(said: dict[str, Any]) -> set[int]:
    """Return the numbers of a packed set."""
    found: set[int] = set()
    if "steps" in said:
        number = 0
        for step in said["steps"]:
            number += step
            found.add(number)
        return found
    for place, byte in enumerate(base64.b64decode(said["bits"])):
        for bit in range(8):
            if byte >> bit & 1:
                found.add(said["first"] + place * 8 + bit)
    return found


def _steps(ordered: Sequence[int]) -> list[int]:
    before, steps = 0, []
    for number in ordered:
        steps.append(number - before)
        before = number
    return steps
