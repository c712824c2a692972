"""Who is admitted, in cases that have a name; every combination stands in table.py, for both judges."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from festival.core.config import ROOT
from festival.gate.labels import refusal_label
from festival.gate.rules import judge, judge_party
from festival.gate.types import GateFacts, Refusal, TicketFacts

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
FROM, UNTIL = datetime.fromisoformat(CASES["valid_from"]), datetime.fromisoformat(CASES["valid_until"])


def ticket(**changes: Any) -> TicketFacts:
    """A valid, unused ticket for event 1."""
    return replace(TicketFacts(7, 1, "valid", FROM, UNTIL, None), **changes)


def gate(**changes: Any) -> GateFacts:
    """An open gate of event 1."""
    return replace(GateFacts(1, frozenset({1}), is_open=True, checks_time=True), **changes)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_cases_with_a_name(case: dict[str, Any]) -> None:
    admitted_at = FROM if case.get("used") else None
    facts = None
    if case.get("known", True):
        facts = ticket(event=case.get("event", 1), state=case.get("state", "valid"), admitted_at=admitted_at)
    stands = gate(is_open=case.get("open", True), checks_time=case.get("checks_time", True))
    assert judge(facts, stands, datetime.fromisoformat(case["at"])) == case["code"]


def test_of_a_party_everybody_still_outside_is_admitted() -> None:
    inside, outside, blocked = ticket(id=1, admitted_at=FROM), ticket(id=2), ticket(id=3, state="blocked")
    assert judge_party([inside, outside, blocked], gate(), FROM) == (None, [outside])
    assert judge_party([inside, blocked], gate(), FROM) == (Refusal.ALREADY_ADMITTED, [])
    assert judge_party([blocked], gate(), FROM) == (Refusal.BLOCKED, [])
    assert judge_party([], gate(), FROM) == (Refusal.CANCELLED, [])
    assert judge_party([outside], gate(), UNTIL) == (Refusal.EXPIRED, [])


@pytest.mark.parametrize("code", list(Refusal))
def test_every_refusal_has_words_wherever_it_is_told(sqlite_app: Flask, code: Refusal) -> None:
    """On a phone, in the figures of the board, and among the last scans of the first page of the desk."""
    said = json.loads((ROOT / "festival" / "gate" / "sentences.json").read_text(encoding="utf-8"))
    key = "used_at" if code is Refusal.ALREADY_ADMITTED else f"reason_{code}"
    assert set(said[key]) == {"vi", "ja", "en"}
    assert f'"{code}": _(' in (ROOT / "templates" / "pages" / "desk" / "dashboard.html").read_text("utf-8")
    with sqlite_app.test_request_context():
        assert refusal_label(code)
