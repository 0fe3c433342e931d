"""A network that fails: a proxy before a server, which cuts or silences its connections."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

Fault = Literal["none", "before", "after", "black hole", "drip", "reset"]
"""``before``: a COMMIT never reaches the server; ``after``: its answer never comes back.

In a ``black hole`` nothing goes either way and nobody hangs up; a ``drip`` lets answers through
by a few bytes at a time; a ``reset`` breaks off in the middle of an answer.
"""
_SIZE, _DROP, _PAUSE = 65536, 16, 0.005
_COMMIT = re.compile(rb"COMMIT(?!TED)")


class Proxy:
    """Passes bytes between clients and a server; ``fault`` takes effect at once."""

    def __init__(self, target: tuple[str, int]) -> None:
        """Listens at a port of its own."""
        self.fault: Fault = "none"
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Lets nobody in any more."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(self._target)
                _Pair(self, client, server)


class _Pair:
    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._committing = False
        for run in (self._requests, self._answers):
            threading.Thread(target=run, daemon=True).start()

    def _requests(self) -> None:
        with suppress(OSError):
            while data := self._client.recv(_SIZE):
                fault = self._proxy.fault
                if fault == "black hole":
                    continue
                if _COMMIT.search(data) and fault in {"before", "after"}:
                    self._committing = True
                    if fault == "before":
                        break
                self._server.sendall(data)
        self._hang_up(*[self._client] * self._committing, self._server)
        self._client.close()

    def _answers(self) -> None:
        with suppress(OSError):
            while data := self._server.recv(_SIZE):
                fault = self._proxy.fault
                if self._committing:
                    break
                if fault == "black hole":
                    continue
                if fault == "reset":
                    self._client.sendall(data[: len(data) // 2])
                    break
                self._pass_on(data, drips=fault == "drip")
        self._hang_up(self._client, self._server)
        self._server.close()

    def _pass_on(self, data: bytes, *, drips: bool) -> None:
        step = _DROP if drips else len(data)
        for at in range(0, len(data), step):
            self._client.sendall(data[at : at + step])
            if drips:
                time.sleep(_PAUSE)

    def _hang_up(self, *ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def a_proxy(target: tuple[str, int]) -> Iterator[Proxy]:
    """A proxy before the server."""
    made = Proxy(target)
    try:
        yield made
    finally:
        made.close()
