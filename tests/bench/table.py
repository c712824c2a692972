"""Starts the measured server, measures each path beside its floor, and prints a table."""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.request import urlopen

from festival.core.config import ROOT
from tests.bench import client

Source = Callable[[], Iterator[bytes]]
Floor = Literal["transaction", "ok"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: what is sent, beside which floor, the ratio aimed at, and the status expected."""

    name: str
    floor: Floor
    aim: float
    requests: Source
    status: int = 200


@contextmanager
def serving(environ: dict[str, str]) -> Iterator[int]:
    """Serve with these settings inside the block, and give the port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.site"], cwd=ROOT, env={**os.environ, **environ}
    )
    try:
        port = int(environ["PORT"])
        _wait(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def compare(title: str, port: int, measures: list[Measure], options: argparse.Namespace) -> None:
    """Measure each path beside its floor and print the ratios."""
    floors = {
        "transaction": repeated(client.request("POST", "/bench/transaction")),
        "ok": repeated(client.request("GET", "/bench/ok")),
    }
    print(f"\n{title}, {options.connections} connections, {options.rounds} rounds of {options.seconds:g} s")
    print(
        "| what | a second | p50 ms | p95 ms | p99 ms | floor | floor a second | ratio | aim |\n|---|---|---|---|---|---|---|---|---|"
    )
    for measure in measures:
        pairs = []
        for _ in range(options.rounds):
            below = _run(port, floors[measure.floor], options)
            above = _run(port, measure.requests, options)
            if set(above.statuses) != {measure.status}:
                raise RuntimeError(f"{measure.name}: {above.statuses}")
            pairs.append((below, above))
        ratio = statistics.median(above.per_second / below.per_second for below, above in pairs)
        below, above = sorted(pairs, key=lambda pair: pair[1].per_second)[len(pairs) // 2]
        print(
            f"| {measure.name} | {above.per_second:.0f} | {above.p50:.1f} | {above.p95:.1f} | {above.p99:.1f} "
            f"| bare {measure.floor} | {below.per_second:.0f} | {ratio:.0%} | {measure.aim:.0%} |"
        )
        sys.stdout.flush()


def repeated(raw: bytes) -> Source:
    """Return a source of the same request for ever."""

    def source() -> Iterator[bytes]:
        while True:
            yield raw

    return source


def _run(port: int, requests: Source, options: argparse.Namespace) -> client.Measured:
    return client.run(port, requests, connections=options.connections, seconds=options.seconds)


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            with urlopen(f"http://127.0.0.1:{port}/bench/ok"):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
