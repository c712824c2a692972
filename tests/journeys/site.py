"""A festival as a newcomer starts it: an empty database, `serve`, and what it prints for the terminal."""

import atexit
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from festival.core.clock import LOCAL
from tests.support.load import Running, serving

MAIN = "dem-khai-mac"  # the opening night


@dataclass(frozen=True, slots=True)
class Site:
    """A running server with the sample in it. `passwords` are by login; `pairing_link` works once."""

    url: str
    pairing_link: str
    passwords: dict[str, str]
    clock: datetime
    started: float  # time.monotonic() at which the server's clock read `clock`

    def now(self) -> datetime:
        """Return what time it is on the server, to the second or two that it took to start."""
        return self.clock + timedelta(seconds=time.monotonic() - self.started)


@contextmanager
def newcomers_site(folder: Path) -> Iterator[Site]:
    """Run `serve` in `folder` on what a first start on an empty database has left, until the block ends.

    Its clock begins a minute after the first start's, so that nothing there is of the future.
    """
    first = _first_start()
    shutil.copytree(first.folder, folder, dirs_exist_ok=True)
    clock = first.clock + timedelta(minutes=1)
    started = time.monotonic()
    with _serving(folder, clock) as server:
        link = urlsplit(first.pairing_link)._replace(netloc=urlsplit(server.url).netloc).geturl()
        yield Site(server.url, link, first.passwords, clock, started)


@dataclass(frozen=True, slots=True)
class _Start:
    """What a newcomer's start has left in `folder`, and printed."""

    folder: Path
    pairing_link: str
    passwords: dict[str, str]
    clock: datetime


@cache
def _first_start() -> _Start:
    """Start once in this process on an empty database: migrations and sample take longer than all the rest of a start.

    On 1 November of next year, so that registration is open on whatever day the tests run.
    """
    folder = Path(tempfile.mkdtemp(prefix="festival-first-start-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock = datetime(datetime.now(UTC).year + 1, 11, 1, 10, 0, tzinfo=LOCAL)
    with _serving(folder, clock) as server:
        said = server.log.read_text(encoding="utf-8")
    shutil.rmtree(folder / "metrics")
    return _Start(folder, _pairing_link(said), _passwords(said), clock)


def _serving(folder: Path, clock: datetime) -> AbstractContextManager[Running]:
    return serving(
        folder,
        f"sqlite:///{folder / 'festival.sqlite'}",
        FESTIVAL_CLOCK=clock.isoformat(),
        REGISTRATIONS_PER_NETWORK_HOUR="100000",
    )


def _pairing_link(said: str) -> str:
    found = re.search(r"^\s*(http\S+/gate/#\S+)$", said, re.MULTILINE)
    assert found, f"no link that pairs a phone was printed: {said}"
    return found[1]


def _passwords(said: str) -> dict[str, str]:
    found = re.findall(r"^  ([a-z]+)\s+(\S+)  \S.*$", said, re.MULTILINE)
    assert len(found) >= 7, f"the sample's accounts were not printed: {said}"
    return dict(found)
