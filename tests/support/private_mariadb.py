"""A MariaDB of the test's own, which may be killed and started again."""

import getpass
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep

import pymysql
import pytest
from sqlalchemy import URL

from tests.support.servers import MARIADB

_SECONDS = 60
_BASE = "shop"


class PrivateMariaDb:
    """A server on an empty folder, at a port of its own."""

    def __init__(self, folder: Path) -> None:
        """Makes its files and starts it."""
        self._data = folder / "data"
        self._port = _free_port()
        made = URL.create(MARIADB, getpass.getuser(), None, "127.0.0.1", self._port, _BASE)
        made = made.update_query_dict({"charset": "utf8mb4"})
        self.url = made.render_as_string(hide_password=False)
        install = [str(_program("mariadb-install-db")), "--no-defaults", f"--datadir={self._data}"]
        install += ["--auth-root-authentication-method=normal", "--skip-test-db"]
        install += [f"--user={getpass.getuser()}"]
        subprocess.run(install, check=True, capture_output=True)
        self.start()
        with self._connected() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {_BASE} CHARACTER SET utf8mb4")

    def kill(self) -> None:
        """Ends it by SIGKILL, and waits until it is no more."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def start(self) -> None:
        """Starts it again, at the same address, and waits until it answers."""
        words = [
            str(_program("mariadbd")),
            "--no-defaults",
            f"--datadir={self._data}",
            f"--port={self._port}",
        ]
        words += [f"--socket={self._data}/sock", "--bind-address=127.0.0.1"]
        words += [f"--user={getpass.getuser()}", "--innodb-buffer-pool-size=64M"]
        self._process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = monotonic() + _SECONDS
        while True:
            try:
                self._connected().close()
            except pymysql.Error:
                assert monotonic() < until
                sleep(0.1)
            else:
                return

    def delete(self) -> None:
        """Stops it and takes its files away."""
        self.kill()
        shutil.rmtree(self._data)

    def _connected(self) -> "pymysql.Connection[pymysql.cursors.Cursor]":
        return pymysql.connect(host="127.0.0.1", port=self._port, user=getpass.getuser())


@contextmanager
def a_private_mariadb() -> Iterator[PrivateMariaDb]:
    """A running server without tables; skips the test where no MariaDB is installed."""
    if _program("mariadbd") is None or _program("mariadb-install-db") is None:
        pytest.skip("no MariaDB is installed: mariadbd, mariadb-install-db")
    server = PrivateMariaDb(Path(mkdtemp()))
    try:
        yield server
    finally:
        server.delete()


def _program(name: str) -> str | None:
    """Where it is: servers lie in folders that are on nobody's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
