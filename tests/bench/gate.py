"""Many scans at once, and what a phone takes to judge by: batches of 500, the whole snapshot and its changes."""

import argparse
import json
import statistics
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from urllib.parse import quote
from urllib.request import Request, urlopen

from festival.core import clock
from tests.bench import client
from tests.bench.table import Measure, compare

BATCH = 500
BATCHES = 40  # and as many codes as they need
PHONES = (8, 32)
SINGLE = 9_000  # scans one by one at most, at each number of phones
CODES = 2 * BATCH * BATCHES + len(PHONES) * SINGLE
AIM = 5_000  # scans a second


def report(title: str, port: int, key: str, codes: Sequence[str], options: argparse.Namespace) -> None:
    """Measure at a gate of one event and print: scans one by one beside the bare transaction, then batches and snapshots."""
    for number, phones in enumerate(PHONES):
        unused = partial(iter, _one_by_one(codes[number * SINGLE : (number + 1) * SINGLE], key))
        rush = argparse.Namespace(connections=phones, rounds=options.rounds, seconds=options.seconds)
        compare(title, port, [Measure("one scan", "transaction", 0.60, unused)], rush)
    codes = codes[len(PHONES) * SINGLE :]
    print(f"\n{title}")
    print("| what | result | aim |\n|---|---|---|")
    head = {"Authorization": f"Device {key}", "Accept-Encoding": "gzip"}
    snapshot = f"http://127.0.0.1:{port}/api/v1/gate/snapshot"
    size, first = _fetch(snapshot, head)
    _line("whole snapshot, some thousands inside", size, first, 200_000)
    half = len(codes) // 2
    for connections, some in ((1, codes[:half]), (4, codes[half:])):
        bodies = list(_batches(some, key))
        measured = client.run(port, bodies.__iter__, connections=connections, seconds=60)
        if set(measured.statuses) != {200}:
            raise RuntimeError(str(measured.statuses))
        print(
            f"| batches of {BATCH}, {connections} phones | {measured.per_second * BATCH:,.0f} scans a second, "
            f"p50 {measured.p50:.0f} ms, p95 {measured.p95:.0f} ms | {AIM:,} |"
        )
    cursor = (clock.now() - timedelta(minutes=1)).isoformat()
    time.sleep(16)  # a whole snapshot is read anew only then
    size, took = _fetch(snapshot, head)
    _line(f"whole snapshot, {len(codes):,} more inside", size, took, 200_000)
    took_each = [_fetch(f"{snapshot}?after={quote(cursor)}", head) for _ in range(5)]
    _line(
        "changes of some minutes of rush",
        took_each[0][0],
        statistics.median(each[1] for each in took_each),
        None,
    )
    cursor = (clock.now() + timedelta(minutes=1)).isoformat()  # the overlap of a minute taken off
    took_each = [_fetch(f"{snapshot}?after={quote(cursor)}", head) for _ in range(5)]
    _line(
        "changes when nothing has changed",
        took_each[0][0],
        statistics.median(each[1] for each in took_each),
        None,
    )


def _line(what: str, size: int, took: float, aim: int | None) -> None:
    print(
        f"| {what} | {size / 1000:.1f} KB compressed, {took * 1000:.0f} ms | {f'{aim / 1000:.0f} KB' if aim else ''} |"
    )


def _fetch(url: str, head: dict[str, str]) -> tuple[int, float]:
    start = time.perf_counter()
    with urlopen(Request(url, headers=head), timeout=120) as answer:
        return len(answer.read()), time.perf_counter() - start


def _one_by_one(codes: Sequence[str], key: str) -> Iterator[bytes]:
    """Yield scans of guests who wait."""
    for code in codes:
        claim = {"id": str(uuid.uuid4()), "ticket": code, "gate": 1, "direction": "in", "at": clock.now().isoformat(),
                 "said": None, "offline": False}  # fmt: skip
        yield client.request(
            "POST", "/api/v1/gate/scans", json.dumps({"claims": [claim]}).encode(), Content_Type="application/json",
            Authorization=f"Device {key}",
        )  # fmt: skip


def _batches(codes: Sequence[str], key: str) -> Iterator[bytes]:
    """Yield batches of offline scans, as a phone sends that was without a network."""
    at = (clock.now() - timedelta(minutes=5)).isoformat()
    for start in range(0, len(codes) - BATCH + 1, BATCH):
        claims = [
            {"id": str(uuid.uuid4()), "ticket": code, "gate": 1, "direction": "in", "at": at, "said": "admitted",
             "said_code": None, "offline": True, "skew": 120}
            for code in codes[start : start + BATCH]
        ]  # fmt: skip
        yield client.request(
            "POST", "/api/v1/gate/scans", json.dumps({"claims": claims}).encode(), Content_Type="application/json",
            Authorization=f"Device {key}",
        )  # fmt: skip
