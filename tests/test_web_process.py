"""Slow clients against the server that `./run serve` starts: they hold neither a thread, nor the write lock, nor a place."""

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from festival.web_process import ENOUGH, is_complete
from tests.registration.crowd import Browser, forms
from tests.support.apps import MAIN
from tests.support.load import Running, serving

THREADS = 4
SLOW = 3 * THREADS


@pytest.mark.parametrize(
    ("request_", "complete"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\ncontent-length:3\r\n\r\nabc", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nX: 1\r\n\r\nContent-Length: 9\r\n\r\n", True),  # in the body it says nothing
        (b"", False),
    ],
)
def test_what_a_complete_request_is(request_: bytes, *, complete: bool) -> None:
    assert is_complete(request_) is complete


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Running]:
    """A server of few threads on a festival with a programme."""
    tmp_path = tmp_path_factory.mktemp("slow")
    database = tmp_path / "slow.sqlite"
    database.write_bytes(sqlite_template.read_bytes())
    with serving(
        tmp_path,
        f"sqlite:///{database}",
        WEB_THREADS=str(THREADS),
        FESTIVAL_CLOCK="2027-11-01T10:00:00+07:00",
    ) as running:
        yield running


def dribble(site: Running, head: bytes, body: bytes, stop: threading.Event) -> None:
    """Say `head` at once and then one byte after the other, until told to stop or hung up on."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as line:
        line.sendall(head)
        for position in range(len(body)):
            if stop.wait(0.2):
                return
            try:
                line.sendall(body[position : position + 1])
            except OSError:
                return


def test_twelve_who_send_byte_by_byte_keep_nobody_waiting(site: Running) -> None:
    honest = Browser(site.port)  # has the form already
    path = f"/vi/events/{MAIN}/register"
    [number, other] = forms(site.log.parent, 2)
    body = (f"csrf_token={honest.csrf}&submission={other}&names-0=" + "x" * 400).encode()
    posting = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nCookie: {honest.cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    asking = (f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n").encode()
    stop = threading.Event()
    with ExitStack() as ends:
        ends.callback(honest.connection.close)
        for each in range(SLOW):
            sends = (asking, b"X-Slow: " + b"x" * 500) if each % 3 == 0 else (posting, body)
            line = threading.Thread(target=dribble, args=(site, *sends, stop), daemon=True)
            line.start()
            ends.callback(line.join, 5)
        ends.callback(stop.set)  # the last that is noted is the first that is done
        time.sleep(1.5)  # all of them are in the middle of it
        began = time.monotonic()
        for _ in range(5):
            with urllib.request.urlopen(f"{site.url}/vi/", timeout=10) as answer:
                assert answer.status == 200
        status, where = honest.register(number, 2, "nhanh")  # reads and writes
        took = time.monotonic() - began
        ends.pop_all().close()
    assert (status, where.startswith("/t/")) == (303, True)
    assert took < 8, took  # no speed is tested: a held thread costs PATIENCE, three times over


def test_a_file_is_read_by_its_thread_and_comes_through(site: Running) -> None:
    """Larger than what the loop gathers: refused for what it is (too large for this form), not for its size on the way."""
    body = b"contact=" + b"x" * (ENOUGH * 4)
    request = urllib.request.Request(f"{site.url}/vi/find-ticket", data=body, method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    refused.value.close()
    assert refused.value.code == 400  # no token: it was read to its end


def test_requests_on_one_connection_follow_each_other(site: Running) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line, line.makefile("rb") as heard:

        def hear() -> list[bytes]:
            said = list(iter(heard.readline, b"\r\n"))
            return [said[0].split()[1], heard.readline()]

        one = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        line.sendall(one + one[:20])  # the second one has begun already
        assert hear() == [b"200", b"ok\n"]
        line.sendall(one[20:] + one)  # the end of the second, and the third
        assert [hear(), hear()] == [[b"200", b"ok\n"]] * 2
        line.sendall(one)
        assert hear() == [b"200", b"ok\n"]
