"""A small HTTP client for load: keep-alive connections in one event loop, whole answers read, latencies kept.

It shares the machine's cores with the server; the floors are measured with it too, so that ratios stay honest.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: answers a second, milliseconds at the percentiles, and how often each status came."""

    per_second: float
    p50: float
    p95: float
    p99: float
    statuses: dict[int, int]


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Return the bytes of one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def run(port: int, requests: Callable[[], Iterator[bytes]], *, connections: int, seconds: float) -> Measured:
    """Send what `requests` yields over so many connections for so many seconds (or until it ends)."""
    return asyncio.run(_run(port, requests(), connections, seconds))


async def _run(port: int, requests: Iterator[bytes], connections: int, seconds: float) -> Measured:
    took: list[float] = []
    statuses: Counter[int] = Counter()
    began = time.perf_counter()
    limit = began + seconds

    async def one(number: int) -> None:
        # Each from an address of its own, as a crowd comes: what counts by network must not make them wait for each other.
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(f"127.0.{number}.1", 0))
        for raw in requests:
            start = time.perf_counter()
            if start > limit:
                break
            writer.write(raw)
            statuses[await _answer(reader)] += 1
            took.append((time.perf_counter() - start) * 1000)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one(number) for number in range(connections)))
    spent = time.perf_counter() - began
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return Measured(len(took) / spent, cuts[49], cuts[94], cuts[98], dict(statuses))


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line[:15].lower() == b"content-length:"), 0)
    if length:
        await reader.readexactly(length)
    return int(lines[0].split()[1])
