"""Databases for the figures: built once, copied for every run, and the CPU time that they take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

from attrs import frozen
from sqlalchemy import Engine, NullPool, create_engine, make_url

_SECOND = 1e9


@frozen
class Bases:
    """The databases of one engine: files of a folder, or those of a PostgreSQL server."""

    server: str | None
    folder: Path

    def url(self, name: str) -> str:
        """Where the database of this name is."""
        if self.server is None:
            return f"sqlite:///{self.folder / name}.db"
        named = make_url(self.server).set(database=f"crmkit_bench_{name}")
        return named.render_as_string(hide_password=False)

    @contextmanager
    def made(self, name: str, like: str | None = None) -> Iterator[str]:
        """A database that is there for a while: empty, or a copy of another one."""
        self._drop(name)
        if self.server is not None:
            template = f"crmkit_bench_{like}" if like else "template0"
            self._do(f"CREATE DATABASE crmkit_bench_{name} TEMPLATE {template}")
        elif like:
            copyfile(self.folder / f"{like}.db", self.folder / f"{name}.db")
        try:
            yield self.url(name)
        finally:
            self._drop(name)

    def _drop(self, name: str) -> None:
        if self.server is not None:
            self._do(f"DROP DATABASE IF EXISTS crmkit_bench_{name} WITH (FORCE)")
            return
        for end in ("", "-wal", "-shm"):
            (self.folder / f"{name}.db{end}").unlink(missing_ok=True)

    def _do(self, statement: str) -> None:
        assert self.server is not None
        engine: Engine = create_engine(
            self.server, isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


@frozen
class Meter:
    """Milliseconds of CPU: of this process, and of the server's processes for the database."""

    url: str

    def now(self) -> tuple[float, float]:
        """Of the client, of the server, both so far."""
        return time.process_time() * 1e3, self._server() * 1e3

    def _server(self) -> float:
        database = make_url(self.url).database
        if not self.url.startswith("postgresql"):
            return 0.0
        return sum(
            _seconds(each) for each in Path("/proc").glob("[0-9]*") if _serves(each, database)
        )


def _serves(process: Path, database: str | None) -> bool:
    try:
        command = (process / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return False
    return command.startswith("postgres:") and f" {database} " in command


def _seconds(process: Path) -> float:
    """What the scheduler has counted, to the nanosecond."""
    return int((process / "schedstat").read_text().split()[0]) / _SECOND
