"""A festival as a newcomer starts it: an empty database, `serve`, and what it prints for the terminal."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from festival.core.clock import LOCAL
from tests.support.load import serving

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
    """Run `serve` on an empty SQLite database in `folder`, until the block ends.

    Its clock begins on 1 November of next year, so that registration is open on whatever day the tests run.
    """
    clock = datetime(datetime.now(UTC).year + 1, 11, 1, 10, 0, tzinfo=LOCAL)
    started = time.monotonic()
    with serving(
        folder,
        f"sqlite:///{folder / 'festival.sqlite'}",
        FESTIVAL_CLOCK=clock.isoformat(),
        REGISTRATIONS_PER_NETWORK_HOUR="100000",
    ) as server:
        said = server.log.read_text(encoding="utf-8")
        yield Site(server.url, _pairing_link(said), _passwords(said), clock, started)


def _pairing_link(said: str) -> str:
    found = re.search(r"^\s*(http\S+/gate/#\S+)$", said, re.MULTILINE)
    assert found, f"no link that pairs a phone was printed: {said}"
    return found[1]


def _passwords(said: str) -> dict[str, str]:
    found = re.findall(r"^  ([a-z]+)\s+(\S+)  \S.*$", said, re.MULTILINE)
    assert len(found) >= 7, f"the sample's accounts were not printed: {said}"
    return dict(found)
