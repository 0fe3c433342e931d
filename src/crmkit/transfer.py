"""Moving a tenant whole: out to a file, in from one, or straight to another database.

These are for whoever runs the database, as are its own tools: there is no actor, and no right of
an employee is asked. A program that offers them to people decides itself to whom.
"""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from crmkit import __version__
from crmkit.app import MEMORY, scheme_of
from crmkit.errors import BadFile, BadInput
from crmkit.plugins.manager import Plugins
from crmkit.ports.clock import Clock
from crmkit.ports.storage import Storage
from crmkit.services.clock import SystemClock
from crmkit.services.transfer.giving import Progress, fields, lines
from crmkit.services.transfer.lines import FORMAT, Header, Line, Trailer, write_line
from crmkit.services.transfer.reading import read_lines, verify
from crmkit.services.transfer.taking import Moved, take, transferable

__all__ = ["Moved", "Progress", "copy_tenant", "export_tenant", "import_tenant"]

_GZIP = ".gz"


def _silent(done: int, total: int) -> None:
    """Tells nobody."""


def copy_tenant(
    source: str | Storage,
    target: str | Storage,
    *,
    tenant: int = 0,
    as_tenant: int | None = None,
    anew: bool = False,
    progress: Progress = _silent,
) -> Moved:
    """Copies everything a tenant has into another database, and compares the two at the end.

    Both are URLs or open storages; ``tenant`` and ``as_tenant`` (the same unless given) are those
    of URLs. The target's tenant must be empty. A copy that was cut off goes on when it is called
    again, as long as the source is what it was; ``anew`` begins from nothing instead. Raises
    Conflict where the target holds something else or the two differ.
    """
    moved_as = tenant if as_tenant is None else as_tenant
    with _opened(source, tenant) as one, _opened(target, moved_as) as other:
        if one is other:
            message = "source and target are the same"
            raise BadInput(message, where="transfer")
        return take(_given(one, tenant, SystemClock(), progress), other, anew=anew)


def export_tenant(
    source: str | Storage,
    file: Path,
    *,
    tenant: int = 0,
    overwrite: bool = False,
    clock: Clock | None = None,
    progress: Progress = _silent,
) -> Moved:
    """Writes everything a tenant has into a file, which appears whole or not at all.

    A name that ends in ``.gz`` is compressed. Others may go on writing meanwhile: the file holds
    the state at the beginning. Raises BadInput where the file is there already.
    """
    if file.exists() and not overwrite:
        message = "the file is there already"
        raise BadInput(message, where=file.name, hint="give another name")
    counts = {}
    with _opened(source, tenant) as storage, _appearing(file) as out:
        for line in _given(storage, tenant, clock or SystemClock(), progress):
            out.write(write_line(line))
            if isinstance(line, Trailer):
                counts = line.counts
    return Moved(counts)


def import_tenant(
    file: Path,
    target: str | Storage,
    *,
    tenant: int = 0,
    anew: bool = False,
    progress: Progress = _silent,
) -> Moved:
    """Lays a tenant out of a file into an empty tenant, under whatever number.

    The file is read to its end before anything is written; BadFile where it is damaged, cut off
    or of a later crmkit. An import that was cut off goes on when it is called again.
    """
    with _read(file) as (stream, size):
        verify(stream, lambda done, _size: progress(done, 2 * size), size)
        with _opened(target, tenant) as storage:
            return take(_watched(stream, size, progress), storage, anew=anew)


def _given(storage: Storage, tenant: int, clock: Clock, progress: Progress) -> Iterator[Line]:
    header = Header(
        format=FORMAT,
        version=__version__,
        tenant=tenant,
        moment=clock.now(),
        kinds=fields(),
    )
    with transferable(storage).transfer(writes=False) as unit:
        yield from lines(unit, header, progress)


def _watched(stream: BinaryIO, size: int, progress: Progress) -> Iterator[Line]:
    for line in read_lines(stream):
        progress(size + min(stream.tell(), size), 2 * size)
        yield line


@contextmanager
def _opened(where: str | Storage, tenant: int) -> Iterator[Storage]:
    if not isinstance(where, str):
        yield where
        return
    scheme = scheme_of(where)
    if scheme == MEMORY:
        message = "what is in memory belongs to the program that holds it"
        raise BadInput(message, where="url", hint="give the open storage itself")
    storage = Plugins().storage(scheme, {"url": where, "tenant": tenant})
    try:
        yield storage
    finally:
        storage.close()


@contextmanager
def _appearing(file: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """A file beside the wanted one that takes its name when it is whole and on the disk."""
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as raw:
            if file.suffix == _GZIP:
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield packed
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _read(file: Path) -> Iterator[tuple[BinaryIO, int]]:
    """The file's stream and how long it is, as far as that is known."""
    try:
        with file.open("rb") as raw:
            size = file.stat().st_size
            if file.suffix == _GZIP:
                with gzip.GzipFile(fileobj=raw) as packed:
                    yield packed, size  # type: ignore[misc]  # read as a file, which it is
            else:
                yield raw, size
    except OSError as exc:
        message = "the file cannot be read"
        raise BadFile(message, where=file.name, hint="see to its path and permissions") from exc
