"""One table of cases for both judges: every combination of what a ticket, a gate and a moment can be, with the answer.

The answer is looked up in a list in the order in which the gate says what is wrong, independent of either judge. The table is
made here and handed to Node as JSON; the Python judge reads the same JSON.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

FROM, UNTIL = 1_826_532_000_000, 1_826_550_000_000  # 2027-11-17, 17:00 and 22:00 in Hạ Long, in ms
MINUTE, DAY = 60_000, 86_400_000
EARLY, LATE = 10, 20  # minutes of tolerance at gates that have one
_LOCAL = timedelta(hours=7)

TIMES = {
    "long before": FROM - EARLY * MINUTE - 1,
    "at the edge of what is early": FROM - EARLY * MINUTE,
    "a moment early": FROM - 1,
    "at the first moment": FROM,
    "at the last moment": UNTIL - 1,
    "at the end": UNTIL,
    "at the edge of what is late": UNTIL + LATE * MINUTE - 1,
    "long after": UNTIL + LATE * MINUTE,
}
# (admitted at, left at): today is that of FROM; yesterday ended at local midnight.
USES = {
    "fresh": (None, None),
    "inside": (FROM, None),
    "left": (FROM, FROM + MINUTE),
    "inside since yesterday": (FROM - DAY, None),
    "in and out yesterday": (FROM - DAY, FROM - DAY + MINUTE),
}
_FEW = {FROM, UNTIL + LATE * MINUTE}
# Zones with hours of their own: one twice, one on the second day; and the whole event for an hour with one zone all along.
OPENINGS = (
    (0b001, FROM, FROM + 60 * MINUTE),
    (0b001, UNTIL - 60 * MINUTE, UNTIL),
    (0b010, FROM + DAY, UNTIL + DAY),
)
EVERYWHERE = ((0, FROM, FROM + 60 * MINUTE), (0b010, FROM, UNTIL + DAY))
RULES = tuple(product(("once", "daily", "often"), (False, True)))


def cases() -> Iterator[dict[str, Any]]:
    """Yield {ticket, gate, at, direction, code}; moments and durations in ms."""
    gate: dict[str, Any]
    for state, (event, kind, zones), (is_open, checks, stopped), tolerance, at, use, (admits, reentry), direction, rehearsals in product(
        ("valid", "cancelled", "revoked", "blocked"),
        _PLACES,
        ((True, True, None), (False, True, None), (True, False, None), (True, True, UNTIL)),
        (False, True),
        TIMES.values(),
        USES.values(),
        RULES,
        ("in", "out"),
        ((False, False), (True, True), (True, False), (False, True)),
    ):  # fmt: skip
        plain = (admits, reentry) == RULES[0]
        if (tolerance and not plain) or (
            (state, rehearsals) != ("valid", (False, False)) and (at not in _FEW or not plain)
        ):
            continue  # tens of thousands of cases, and no new thought
        gate = {
            "events": [1, 3], "classes": [1, 5] if zones else [], "zones": 0b0110 if zones else 0, "is_open": is_open,
            "checks_time": checks, "admits": admits, "reentry": reentry, "is_rehearsal": rehearsals[1], "stopped_until": stopped,
            "early": EARLY * MINUTE if tolerance else 0, "late": LATE * MINUTE if tolerance else 0,
        }  # fmt: skip
        ticket = {
            "event": event, "class": kind, "zones": max(zones, 0), "state": state, "valid_from": FROM, "valid_until": UNTIL,
            "admitted_at": use[0], "left_at": use[1], "is_rehearsal": rehearsals[0],
        }  # fmt: skip
        yield {
            "ticket": ticket,
            "gate": gate,
            "at": at,
            "direction": direction,
            "code": _answer(ticket, gate, at, direction),
        }
    for event, at, use, direction, is_open in product(
        (1, 2, 3), TIMES.values(), USES.values(), ("in", "out"), (True, False)
    ):
        gate = {
            "events": [1, 3], "classes": [], "zones": 0, "is_open": is_open, "checks_time": True, "admits": "once",
            "reentry": False, "is_rehearsal": False, "early": 0, "late": 0, "called_off": {"3": FROM + 1},
        }  # fmt: skip
        ticket = {
            "event": event, "class": 1, "zones": 0, "state": "valid", "valid_from": FROM, "valid_until": UNTIL,
            "admitted_at": use[0], "left_at": use[1], "is_rehearsal": False,
        }  # fmt: skip
        code = _answer(ticket, gate, at, direction)
        yield {"ticket": ticket, "gate": gate, "at": at, "direction": direction, "code": code}
    yield from _hours()
    yield from _zones_at_hours()
    yield from _seats()
    for is_open, direction in product((True, False), ("in", "out")):
        gate = {
            "events": [1], "classes": [], "zones": 0, "is_open": is_open, "checks_time": True, "admits": "once",
            "reentry": False, "is_rehearsal": False, "early": 0, "late": 0, "stopped_until": None,
        }  # fmt: skip
        yield {"ticket": None, "gate": gate, "at": FROM, "direction": direction, "code": "invalid"}


def parties() -> Iterator[dict[str, Any]]:
    """Yield {outside, here, room, code, people}: how many of a party go through, tried person by person."""
    for outside, here, room in product(
        (1, 2, 13, 40), (None, 1, 2, 12, 39, 40, 127), (None, -3, 0, 1, 2, 12, 13, 40)
    ):
        walking = [n for n in range(outside) if here is None or n < here]
        waits = room is not None and any(n >= room for n in range(len(walking)))
        yield {
            "outside": outside, "here": here, "room": room, "code": "closed" if waits else None,
            "people": 0 if waits else len(walking),
        }  # fmt: skip


_TODAY = (FROM + 7 * 3_600_000) // DAY
_H = 60
_PLAIN: dict[str, Any] = {
    "day": None, "events": [], "classes": [], "zones": 0, "directions": "both", "admits": "once", "reentry": False, "early": 0, "late": 0,
    "sessions": [], "beside": [],
}  # fmt: skip
# Sets of windows: hours in minutes from local midnight; what each changes is said beside it.
_WINDOWS: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"since": 17 * _H, "until": 22 * _H}],
    [{"since": 18 * _H, "until": 26 * _H, "late": LATE * MINUTE}],  # beyond midnight
    [{"day": _TODAY, "since": 17 * _H, "until": 20 * _H}],
    [{"day": _TODAY - 1, "since": 17 * _H, "until": 27 * _H}],  # yesterday's night is not this evening
    [{"day": _TODAY + 1, "since": 0, "until": 24 * _H}],
    [
        {"since": 16 * _H, "until": 17 * _H, "classes": [2]},
        {"since": 17 * _H, "until": 24 * _H},
    ],  # delegates first
    [
        {"since": 0, "until": 24 * _H},
        {"since": 18 * _H, "until": 20 * _H, "directions": "out"},
    ],  # an hour within a day
    [
        {"since": 18 * _H, "until": 20 * _H, "directions": "in"},
        {"since": 0, "until": 24 * _H, "admits": "often"},
    ],
    [
        {"since": 17 * _H, "until": 23 * _H, "events": [3]},
        {"since": 17 * _H, "until": 19 * _H, "zones": 0b10},
    ],  # the later of two
    [{"since": 15 * _H, "until": 23 * _H, "reentry": True, "early": 120 * MINUTE}],
    [{"since": 17 * _H, "until": 22 * _H, "admits": "daily"}],
)
_MOMENTS = (
    FROM - 60 * MINUTE, FROM - 1, FROM, FROM + 60 * MINUTE, FROM + 90 * MINUTE, FROM + 180 * MINUTE - 1, FROM + 180 * MINUTE,
    UNTIL - 1, UNTIL, UNTIL + 3 * 60 * MINUTE, UNTIL + 4 * 60 * MINUTE,
)  # fmt: skip


def _hours() -> Iterator[dict[str, Any]]:
    """Yield cases of gates with hours, and of gates that count who leaves."""
    for windows, (event, kind, zones), at, use, direction, room, is_open in product(
        _WINDOWS, ((1, 1, 0), (3, 2, 0b100), (1, 2, 0b10)), _MOMENTS, USES.values(), ("in", "out"), (None, 0, 2), (True, False)
    ):  # fmt: skip
        if (room is not None or not is_open) and use[0] is not None:
            continue
        gate = {
            "events": [1, 3], "classes": [], "zones": 0, "is_open": is_open, "checks_time": True, "admits": "once", "reentry": False,
            "is_rehearsal": False, "early": 0, "late": 0, "stopped_until": None, "directions": "both", "room": room,
            "windows": [_PLAIN | window for window in windows],
        }  # fmt: skip
        ticket = {
            "event": event, "class": kind, "zones": zones, "state": "valid", "valid_from": FROM, "valid_until": UNTIL,
            "admitted_at": use[0], "left_at": use[1], "is_rehearsal": False,
        }  # fmt: skip
        code = _answer(ticket, _of_the_hour(gate, at), at, direction)
        yield {"ticket": ticket, "gate": gate, "at": at, "direction": direction, "code": code}


def _of_the_hour(gate: dict[str, Any], at: int) -> dict[str, Any]:
    """Return the gate as its hours have it, found by asking each day for the moments at which a window begins and ends."""
    if not gate["windows"]:
        return gate
    holding = []
    for place, window in enumerate(gate["windows"]):
        for day in range(_TODAY - 3, _TODAY + 3):
            midnight = day * DAY - 7 * 3_600_000
            begins, ends = (midnight + window[name] * MINUTE for name in ("since", "until"))
            if window["day"] in {None, day} and begins <= at < ends:
                holding.append((begins, place))
    if not holding:
        return gate | {"is_open": False}
    window = gate["windows"][max(holding)[1]]
    return gate | {key: value for key, value in window.items() if key != "events" or value}


def _zones_at_hours() -> Iterator[dict[str, Any]]:
    """Yield tickets whose zones have hours of their own, at gates to each of them."""
    for zones, (early, late), at, direction, use, checks in product(
        (0, 0b001, 0b010, 0b100, 0b110, 0b1000),
        ((0, 0), (EARLY, LATE)),
        sorted({edge + shift for _, *edges in OPENINGS for edge in edges for shift in (-EARLY * MINUTE - 1, -1, 0, 1, LATE * MINUTE)}),
        ("in", "out"),
        (USES["fresh"], USES["inside"]),
        (True, False),
    ):  # fmt: skip
        gate = {
            "events": [1], "classes": [], "zones": zones, "is_open": True, "checks_time": checks, "admits": "once", "reentry": False,
            "is_rehearsal": False, "early": early * MINUTE, "late": late * MINUTE, "stopped_until": None,
        }  # fmt: skip
        for openings in (OPENINGS, EVERYWHERE):
            ticket = {
                "event": 1, "class": 4, "zones": 0b011 if openings is OPENINGS else 0, "state": "valid", "valid_from": FROM,
                "valid_until": UNTIL + DAY, "admitted_at": use[0], "left_at": use[1], "is_rehearsal": False, "openings": openings,
            }  # fmt: skip
            code = _answer(ticket, gate, at, direction)
            yield {"ticket": ticket, "gate": gate, "at": at, "direction": direction, "code": code}


def _seats() -> Iterator[dict[str, Any]]:
    """Yield cases of a hall whose doors ask for a seat at some hours: in one session, in two at the change, and beside others."""
    windows = [
        {"since": 17 * _H, "until": 23 * _H, "admits": "often"},
        {"since": 18 * _H, "until": 19 * _H, "admits": "often", "sessions": [11], "beside": [21]},
        {"since": 19 * _H, "until": 20 * _H, "admits": "often", "sessions": [11, 12], "beside": [21, 22]},
        {"since": 20 * _H, "until": 21 * _H, "sessions": [12]},
    ]
    moments = [FROM + minutes * MINUTE for minutes in (30, 60, 90, 120, 150, 180, 210, 240)] + [
        FROM + 60 * MINUTE - 1
    ]
    for seats, at, use, direction, rehearsals, (state, is_open) in product(
        ([], [11], [12], [11, 12], [21], [22], [12, 21], [99]), moments, (USES["fresh"], USES["inside"]), ("in", "out"),
        ((False, False), (True, True)), (("valid", True), ("valid", False), ("blocked", True)),
    ):  # fmt: skip
        gate = {
            "events": [1, 3], "classes": [], "zones": 0b010, "is_open": is_open, "checks_time": True, "admits": "once", "reentry": False,
            "is_rehearsal": rehearsals[1], "early": 0, "late": 0, "stopped_until": None, "directions": "both",
            "windows": [_PLAIN | {"zones": 0b010} | window for window in windows],
        }  # fmt: skip
        ticket = {
            "event": 1, "class": 2, "zones": 0, "state": state, "valid_from": FROM, "valid_until": UNTIL,
            "admitted_at": use[0], "left_at": use[1], "is_rehearsal": rehearsals[0], "seats": seats,
        }  # fmt: skip
        code = _answer(ticket, _of_the_hour(gate, at), at, direction)
        yield {"ticket": ticket, "gate": gate, "at": at, "direction": direction, "code": code}


# Event, class and zones of a ticket; zones 0 stands for a gate that asks for none, -1 for a ticket without any.
_PLACES = (
    (1, 1, 0),
    (2, 1, 0),
    (3, 5, 0b0100),
    (3, 5, -1),
    (3, 2, 0b0100),
    (3, 5, 0b1001),
    (2, 2, 0b1001),
    (3, 2, 0b1001),
)


def _answer(ticket: dict[str, Any], gate: dict[str, Any], at: int, direction: str) -> str | None:
    into = direction == "in"
    used, left = ticket["admitted_at"], ticket["left_at"]
    again = used is None or gate["admits"] == "often" or (gate["reentry"] and left is not None)
    again = again or (gate["admits"] == "daily" and _date(used) != _date(at))
    timed = into and gate["checks_time"]
    too_early, too_late = _off_hours(ticket, gate, at)
    order = [
        (ticket["is_rehearsal"] != gate["is_rehearsal"], "rehearsal"),
        (ticket["state"] != "valid", ticket["state"]),
        (ticket["event"] not in gate["events"], "wrong_event"),
        (bool(gate["classes"]) and ticket["class"] not in gate["classes"], "wrong_class"),
        (gate["zones"] != 0 and ticket["zones"] != 0 and gate["zones"] & ticket["zones"] == 0, "wrong_zone"),
        (not into and (used is None or left is not None), "not_inside"),
        (into and at >= gate.get("called_off", {}).get(str(ticket["event"]), math.inf), "cancelled"),
        (timed and too_early, "not_yet_valid"),
        (timed and too_late, "expired"),
        (into and _sits(ticket, gate) == "beside", "wrong_session"),
        (into and _sits(ticket, gate) == "nowhere", "no_seat"),
        (into and not again, "already_admitted"),
        (into and not gate["is_open"], "closed"),
        (into and at < (gate.get("stopped_until") or -math.inf), "closed"),
        (gate.get("directions", "both") not in {"both", direction}, "closed"),
        (into and (gate["room"] if gate.get("room") is not None else 1) < 1, "closed"),
    ]
    return next((code for wrong, code in order if wrong), None)


def _sits(ticket: dict[str, Any], gate: dict[str, Any]) -> str:
    """Return where the holder sits as the door sees it, by a plan of who sits where."""
    asked = gate.get("sessions", ())
    if not asked or ticket["is_rehearsal"]:
        return "here"
    plan = dict.fromkeys(gate["beside"], "beside") | dict.fromkeys(asked, "here")
    found = {plan.get(one, "nowhere") for one in ticket.get("seats", ())}
    return "here" if "here" in found else "beside" if "beside" in found else "nowhere"


def _off_hours(ticket: dict[str, Any], gate: dict[str, Any], at: int) -> tuple[bool, bool]:
    """Return (too early, too late), minute by minute of a time line: independent of how either judge looks for it."""
    plain = ((ticket["zones"], ticket["valid_from"], ticket["valid_until"]),)
    lines = [
        (since, until)
        for zones, since, until in ticket.get("openings") or plain
        if zones == 0
        or gate["zones"] == 0
        or {bit for bit in range(8) if zones >> bit & gate["zones"] >> bit & 1}
    ]
    inside = [since - gate["early"] <= at and at - gate["late"] < until for since, until in lines]
    ahead = [at < since for since, _ in lines]
    return not any(inside) and any(ahead), not any(inside) and not any(ahead)


def _date(moment: int) -> Any:
    return (datetime.fromtimestamp(moment / 1000, UTC) + _LOCAL).date()
