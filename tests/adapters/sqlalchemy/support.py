"""What the tests of the SQL storage share: empty databases, migrated once and copied."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.storage import SqlStorage

_numbers = count()


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_storage(f"sqlite:///{path}").close()
        return path.read_bytes()


def fresh_file(folder: Path) -> Path:
    """A database file with the tables and nothing in them."""
    path = folder / f"{next(_numbers)}.db"
    path.write_bytes(_empty())
    return path


def fresh_storage(folder: Path) -> SqlStorage:
    """An empty storage on a file of its own."""
    return open_storage(f"sqlite:///{fresh_file(folder)}")


@contextmanager
def a_clerk(folder: Path) -> Iterator[Clerk]:
    """A clerk at an empty storage."""
    with closing(fresh_storage(folder)) as storage:
        yield Clerk(storage)
