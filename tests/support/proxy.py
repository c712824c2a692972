"""A network between browser and server that can fail in ways one chooses: gone, or deaf on the way back."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Literal

Mode = Literal["pass", "down", "swallow"]


class Network:
    """Listens on a loopback port of its own and carries bytes to the server's.

    "down": nobody is reached. "swallow": the server gets scans and answers them, but these answers never arrive.
    """

    def __init__(self, port: int) -> None:
        self.mode: Mode = "pass"
        self.swallowed = 0
        self._server = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Return the address under which the server is reached through this network."""
        return f"http://127.0.0.1:{self.port}"

    def switch(self, mode: Mode) -> None:
        """Change how it fails; connections that are open break."""
        self.mode = mode
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop listening."""
        self.switch("down")
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.mode == "down":
                client.close()
                continue
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._server)) as server:
            self._open |= {client, server}
            deaf = threading.Event()
            back = threading.Thread(target=self._back, args=(server, client, deaf), daemon=True)
            back.start()
            with contextlib.suppress(OSError):
                while data := client.recv(65536):
                    if self.mode == "swallow" and data.startswith(b"POST /api/v1/gate/scans"):
                        deaf.set()
                    server.sendall(data)
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            back.join()
            self._open -= {client, server}

    def _back(self, server: socket.socket, client: socket.socket, deaf: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if deaf.is_set():
                    self.swallowed += 1
                    break
                client.sendall(data)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def network_to(port: int) -> Iterator[Network]:
    """Give a network to a server's port until the block ends."""
    made = Network(port)
    try:
        yield made
    finally:
        made.close()
