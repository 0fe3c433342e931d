"""A disk on which power can be cut: what was not synced since is kept by the sector, at random.

Every write goes on to a real file and onto a tape as well; so one run gives as many cuts as there
are places on its tape.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from random import Random

import apsw
from attrs import field, frozen

_SECTOR = 512
_KEPT = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_WAL


@frozen
class Write:
    """Bytes written at a place."""

    file: str
    at: int
    data: bytes

    def parts(self) -> Iterator["Write"]:
        """What is written of each sector; power may be cut between any two."""
        begin, end = self.at, self.at + len(self.data)
        while begin < end:
            stop = min(begin - begin % _SECTOR + _SECTOR, end)
            yield Write(self.file, begin, self.data[begin - self.at : stop - self.at])
            begin = stop

    def apply(self, content: bytearray) -> None:
        """Writes it; what lies between the end and the place is zeros."""
        content.extend(bytes(max(0, self.at - len(content))))
        content[self.at : self.at + len(self.data)] = self.data


@frozen
class Truncate:
    """A file cut off at a size."""

    file: str
    size: int

    def parts(self) -> Iterator["Truncate"]:
        """All at once."""
        yield self

    def apply(self, content: bytearray) -> None:
        """Cuts the file off."""
        del content[self.size :]


@frozen
class Sync:
    """The disk's word that all that was written to the file is lasting."""

    file: str


@frozen
class Delete:
    """A file taken out of its folder, which is not synced."""

    file: str


@frozen
class Acknowledged:
    """A commit answered with success."""


Event = Write | Truncate | Sync | Delete | Acknowledged


@frozen
class Tape:
    """What happened to the files that were there at the beginning, and to those made since."""

    beginning: Mapping[str, bytes]
    events: list[Event] = field(factory=list)

    def cut(self, at: int, chance: Random) -> dict[str, bytearray]:
        """The files that are found after a power cut behind so many events."""
        return self._left(self.events[:at], lambda: chance.random() < 1 / 2)

    def stored(self) -> Iterator[dict[str, bytearray]]:
        """The files as they were at the beginning and after each commit acknowledged."""
        yield self._left([], _always)
        for at, event in enumerate(self.events):
            if isinstance(event, Acknowledged):
                yield self._left(self.events[:at], _always)

    def acknowledged(self, at: int) -> int:
        """How many commits were acknowledged by then."""
        return sum(isinstance(event, Acknowledged) for event in self.events[:at])

    def _left(self, events: Iterable[Event], keeps: Callable[[], bool]) -> dict[str, bytearray]:
        files = _Files(self.beginning)
        for event in events:
            files.take(event)
        return files.left(keeps)


class _Files:
    """What the disk has for certain, and what it may have or not."""

    def __init__(self, beginning: Mapping[str, bytes]) -> None:
        self._lasting = defaultdict(bytearray, {k: bytearray(v) for k, v in beginning.items()})
        self._pending: dict[str, list[Write | Truncate]] = defaultdict(list)
        self._deleted: set[str] = set()

    def take(self, event: Event) -> None:
        match event:
            case Write() | Truncate():
                self._pending[event.file].append(event)
            case Sync():
                for change in self._pending.pop(event.file, ()):
                    change.apply(self._lasting[event.file])
            case Delete():
                self._deleted.add(event.file)

    def left(self, keeps: Callable[[], bool]) -> dict[str, bytearray]:
        for changes in self._pending.values():
            for part in (part for change in changes for part in change.parts()):
                if keeps():
                    part.apply(self._lasting[part.file])
        gone = {name for name in self._deleted if keeps()}
        return {name: content for name, content in self._lasting.items() if name not in gone}


def _always() -> bool:
    return True


def record(path: Path, statements: Iterable[str]) -> Tape:
    """The tape of statements carried out in the file, on a connection that is closed then."""
    tape = Tape({path.name: path.read_bytes()})
    disk = _Disk(tape)
    connection = apsw.Connection(str(path), vfs=disk.name)
    for statement in statements:
        connection.execute(statement).fetchall()
        if statement == "COMMIT":
            tape.events.append(Acknowledged())
    connection.close()
    disk.unregister()
    return tape


class _Disk(apsw.VFS):
    name = "crmkit-tape"

    def __init__(self, tape: Tape) -> None:
        super().__init__(self.name, "")
        self._events = tape.events

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        if flags[0] & _KEPT and name is not None:
            return _File(name, flags, self._events)
        return apsw.VFSFile("", name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - SQLite's
        self._events.append(Delete(Path(filename).name))
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, name: str | apsw.URIFilename, flags: list[int], events: list[Event]) -> None:
        super().__init__("", name, flags)
        whole = name if isinstance(name, str) else name.filename()
        self._file, self._events = Path(whole).name, events

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._events.append(Write(self._file, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        self._events.append(Truncate(self._file, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        super().xSync(flags)
        self._events.append(Sync(self._file))
