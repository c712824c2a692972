"""The server's judge and the phone's run one table of every combination."""

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from festival.gate.rules import judge, through
from festival.gate.types import GateFacts, Refusal, TicketFacts, Window
from festival.registration.types import Validity
from festival.registration.types.passes import Opening
from tests.gate.table import cases, parties

SCRIPT = Path(__file__).with_name("js") / "judge-table.js"


@pytest.fixture(scope="module")
def table() -> list[dict[str, Any]]:
    """The cases as JSON gives them."""
    found: list[dict[str, Any]] = json.loads(json.dumps(list(cases())))
    return found


def moment(ms: int | None) -> Any:
    """Return ms since 1970 as an aware moment."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


def _window(said: dict[str, Any]) -> Window:
    early, late = (timedelta(milliseconds=said[name]) for name in ("early", "late"))
    sets = {name: frozenset(said[name]) for name in ("events", "classes", "sessions", "beside")}
    return Window(**said | sets | {"early": early, "late": late})


def by_python(case: dict[str, Any]) -> str | None:
    """Return what the server's judge says."""
    said, stands = case["ticket"], case["gate"]
    gate = GateFacts(
        1, frozenset(stands["events"]), stands["is_open"], stands["checks_time"], frozenset(stands["classes"]), stands["zones"],
        stands["admits"], stands["reentry"], timedelta(milliseconds=stands["early"]), timedelta(milliseconds=stands["late"]),
        stands["is_rehearsal"], {int(event): moment(at) for event, at in stands.get("called_off", {}).items()},
        moment(stands.get("stopped_until")), room=stands.get("room"), directions=stands.get("directions", "both"),
        windows=tuple(_window(one) for one in stands.get("windows", ())),
    )  # fmt: skip
    ticket = said and TicketFacts(
        7, said["event"], said["state"], moment(said["valid_from"]), moment(said["valid_until"]), moment(said["admitted_at"]),
        said["class"], said["zones"], moment(said["left_at"]), said["is_rehearsal"],
        tuple(Opening(zones, Validity(moment(since), moment(until))) for zones, since, until in said.get("openings", ())),
        frozenset(said.get("seats", ())),
    )  # fmt: skip
    return judge(ticket, gate, moment(case["at"]), case["direction"])


def test_the_table_has_every_refusal_a_ticket_can_meet_and_many_cases_of_each(
    table: list[dict[str, Any]],
) -> None:
    found = Counter(case["code"] for case in table)
    assert set(found) == {None, *Refusal} - {Refusal.ERROR}
    assert all(number >= 4 for number in found.values()), found
    assert len(table) > 1000


def test_the_server_judges_by_the_table(table: list[dict[str, Any]]) -> None:
    wrong = [case for case in table if by_python(case) != case["code"]]
    assert wrong[:3] == []


def test_the_phone_judges_by_the_same_table(table: list[dict[str, Any]], node: str, tmp_path: Path) -> None:
    written = tmp_path / "table.json"
    written.write_text(json.dumps(table), encoding="utf-8")
    run = subprocess.run(
        [node, str(SCRIPT), str(written)], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {"cases": len(table), "wrong": []}


def test_both_count_a_party_by_the_same_table(node: str, tmp_path: Path) -> None:
    table = json.loads(json.dumps(list(parties())))
    assert {case["code"] for case in table} == {None, "closed"}
    assert [
        case
        for case in table
        if through(case["outside"], case["here"], case["room"]) != (case["code"], case["people"])
    ] == []
    written = tmp_path / "parties.json"
    written.write_text(json.dumps(table), encoding="utf-8")
    run = subprocess.run(
        [node, str(SCRIPT), "parties", str(written)], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {"cases": len(table), "wrong": []}
