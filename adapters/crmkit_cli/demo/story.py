"""The story: what the demo's files tell, read into values."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from attrs import frozen

T = TypeVar("T")


@frozen(kw_only=True)
class Step:
    """Something that was done about an inquiry."""

    at: datetime
    do: Literal["call", "convert", "move", "fail"]
    result: str | None = None
    amount: str | None = None
    stage: str = ""
    reason: str | None = None


@frozen(kw_only=True)
class Asked:
    """One inquiry as the client wrote it, and what is made of it."""

    id: str
    at: datetime
    channel: str
    source: str | None
    person: int
    name: str | None
    phone: str | None
    email: str | None
    telegram: str | None
    goal: str | None
    text: str
    manager: str
    steps: tuple[Step, ...]


@frozen(kw_only=True)
class Week:
    """The inquiries of the week that begins on ``monday``."""

    monday: date
    inquiries: tuple[Asked, ...]


@frozen(kw_only=True)
class TruePerson:
    """Somebody who exists, with the keys that are theirs alone, and one they share."""

    id: int
    name: str
    keys: tuple[str, ...]
    shared: str | None


@frozen(kw_only=True)
class TrueRow:
    """A row of a client file, and who is behind it."""

    file: str
    row: int
    person: int | None
    name: str
    keys: tuple[str, ...]
    fault: str | None


@frozen(kw_only=True)
class Truth:
    """Who is really behind the rows of the client files."""

    seed: int
    people: tuple[TruePerson, ...]
    rows: tuple[TrueRow, ...]
    orders: tuple[Mapping[str, int | bool], ...]
    wrong_companies: tuple[int, ...]


def read(path: Path, of: type[T]) -> T:
    """The file's story."""
    return msgspec.json.decode(path.read_bytes(), type=of)
