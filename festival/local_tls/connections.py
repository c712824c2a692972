"""A connection over TLS that says nothing holds no thread for long.

Browsers open connections ahead, shake hands, and may send nothing for minutes. gunicorn reads from them in a thread of its few
and waits without end: eight phones that look ahead would stop the whole site. A proxy in front waits for free; without one we
read for PATIENCE seconds and hang up, and the browser opens another connection when it has something to say.
"""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

PATIENCE = 5.0  # seconds; gunicorn's own for connections without TLS (DEFAULT_WORKER_DATA_TIMEOUT)
THREADS = 32  # unless WEB_THREADS says so: some of them wait


class Connection(ssl.SSLSocket):
    """The server's end of one connection."""

    def do_handshake(self, block: bool = False) -> None:
        """Shake hands. Raises SSLEOFError, as when the other side hung up, where it takes too long."""
        self.settimeout(PATIENCE)
        try:
            super().do_handshake(block)
        except TimeoutError:
            raise ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "no handshake in time") from None
        self.settimeout(None)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Return what came; nothing, as when the other side hung up, where nothing comes in time: then it is over."""
        waits = self.gettimeout() is None
        if waits:
            self.settimeout(PATIENCE)
        try:
            return super().recv(buflen, flags)
        except TimeoutError:
            # gunicorn waits two seconds for the other side to close too, and accepts nobody meanwhile: not here.
            with suppress(OSError):
                self.shutdown(socket.SHUT_RDWR)
            return b""
        finally:
            if waits:
                self.settimeout(None)


def context(_config: Any, make: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Return gunicorn's own context with our connections (its setting `ssl_context`)."""
    made = make()
    made.sslsocket_class = Connection
    return made
