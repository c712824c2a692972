"""A request gets a thread once it is all there: whoever sends byte by byte keeps nobody waiting.

gunicorn's threads read what a client sends, and wait for it: eight phones on a bad line, or one stranger with eight connections,
would stop the site. Here the process's own loop, which waits for a thousand connections at once, gathers a request until it is
complete, and hands it over then. What is larger than a form (a file) is read by its thread, which waits for it only as long as
a slow line needs. Over our own TLS connections are read by threads, as ever (local_tls/connections.py).
"""

import gc
import re
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

PATIENCE = 20.0  # seconds for a request that fits into ENOUGH, and for the first bytes of a larger one's rest
ENOUGH = 64 * 1024  # bytes that the loop gathers: every form, not every file
COLLECTED_AFTER = 10_000  # objects that were made and not given back, until cycles among them are looked for
RATE = 4 * 1024  # bytes a second that the rest of a file must come with: a tenth of 3G
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)
_NEEDS_A_READER = re.compile(rb"\r\n(transfer-encoding|expect):", re.IGNORECASE)


def is_complete(request: bytes | bytearray) -> bool:
    """Tell whether a request can be handed over: all of it is here, or it does not say how long it is."""
    end = request.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(request[: end + 4])
    if _NEEDS_A_READER.search(head):
        return True
    length = _LENGTH.search(head)
    return len(request) >= end + 4 + (int(length[1]) if length else 0)


class PatientSocket(socket.socket):
    """A connection from which a thread reads the rest of a large request, as long as it comes fast enough."""

    _until = 0.0

    def start_waiting(self) -> None:
        """Count from now on: another request."""
        self._until = time.monotonic() + PATIENCE

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        """Return what came; nothing, as when the other side hung up, when it comes too slowly."""
        if self.gettimeout() is not None:  # the loop asks, or gunicorn with a patience of its own
            return super().recv(bufsize, flags)
        self.settimeout(max(0.001, self._until - time.monotonic()))
        try:
            data = super().recv(bufsize, flags)
        except TimeoutError:
            with suppress(OSError):
                self.shutdown(socket.SHUT_RDWR)
            return b""
        finally:
            self.settimeout(None)
        self._until += len(data) / RATE
        return data


class _Gathered:
    """What a client has said so far, and until when it may go on."""

    def __init__(self, line: PatientSocket, ahead: bytes) -> None:
        self.line = line
        self.said = bytearray(ahead)
        self.until = time.monotonic() + PATIENCE


class GatheringWorker(ThreadWorker):
    """gunicorn's worker with threads, which gathers requests in its loop."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gathered: dict[TConn, _Gathered] = {}

    def run(self) -> None:
        """Serve. What stands when a process begins stays to its end: the collector of cycles need not walk through it again.

        Walking through all classes, addresses and tables stops every thread for a tenth of a second, in the middle of a rush.
        """
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECTED_AFTER)
        super().run()

    def enqueue_req(self, conn: TConn) -> None:
        """Gather what the client of a connection says; gunicorn calls this in its loop when it may have something to say."""
        if conn.cfg.is_ssl or conn.is_http2:
            super().enqueue_req(conn)
            return
        line = conn.sock
        if not isinstance(line, PatientSocket):
            line = conn.sock = PatientSocket(fileno=line.detach())
        line.setblocking(False)
        # What came behind the request before this one is the beginning of this one.
        ahead = _unreader(conn).take_buffered() if conn.parser is not None else b""
        self._gathered[conn] = _Gathered(line, ahead)
        more: Callable[[Any], None] = partial(self._more, conn)
        self.poller.register(line, selectors.EVENT_READ, more)
        if not self._hand_over(conn):
            more(line)

    def _more(self, conn: TConn, _line: Any) -> None:
        """Take what has come."""
        gathered = self._gathered[conn]
        try:
            data = gathered.line.recv(ENOUGH)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
            return
        gathered.said += data
        self._hand_over(conn)

    def _hand_over(self, conn: TConn) -> bool:
        """Give a thread to a request that is complete, or larger than we gather; tell whether it is."""
        gathered = self._gathered[conn]
        if len(gathered.said) < ENOUGH and not is_complete(gathered.said):
            return False
        self._forget(conn)
        gathered.line.setblocking(True)
        gathered.line.start_waiting()
        conn.init()
        _unreader(conn).unread(bytes(gathered.said))
        conn.data_ready = True
        super().enqueue_req(conn)
        return True

    def _forget(self, conn: TConn) -> None:
        del self._gathered[conn]
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def _drop(self, conn: TConn) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Hang up on whoever has not said all in time, and, when we stop, on everybody who has not."""
        super().murder_pending()
        now = time.monotonic()
        late = [conn for conn, one in self._gathered.items() if one.until <= now or not self.alive]
        for conn in late:
            self._drop(conn)


def _unreader(conn: TConn) -> Any:
    """Return what gunicorn's parser of HTTP/1 reads from: bytes that were read before come first."""
    return conn.parser.unreader  # type: ignore[union-attr] # other protocols do not come here
