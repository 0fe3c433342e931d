"""Reading a stream from a file: every line is checked against those before it."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from crmkit.services.transfer.giving import Progress
from crmkit.services.transfer.lines import (
    LONGEST,
    Batch,
    Header,
    Line,
    Sums,
    Trailer,
    damaged,
    read_header,
    read_line,
)
from crmkit.services.transfer.rows import rows_of


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """The lines of a stream; BadFile at the first that is damaged, and where the end is missing.

    A stream of a later format, or with kinds or fields that this crmkit does not know, is refused
    at its header.
    """
    header = read_header(_raw(file))
    for kind, names in header.kinds.items():
        rows_of(kind, names)
    yield header
    sums = Sums.of(header.kinds)
    while True:
        line = read_line(_raw(file))
        if isinstance(line, Trailer):
            break
        if not isinstance(line, Batch):
            raise damaged()
        _demand_whole(line, header, sums)
        yield line
    if line != sums.trailer(header, line.series) or _raw(file):
        raise damaged()
    yield line


def verify(file: BinaryIO, progress: Progress, size: int) -> None:
    """Reads a stream to its end and raises BadFile where it is damaged or cut off."""
    file.seek(0)
    for _ in read_lines(file):
        progress(min(file.tell(), size), size)
    file.seek(0)


def _demand_whole(batch: Batch, header: Header, sums: Sums) -> None:
    if batch.kind not in header.kinds:
        raise damaged()
    if sums.add(batch.kind, bytes(batch.rows), batch.count) != batch.sha256:
        raise damaged()


def _raw(file: BinaryIO) -> bytes:
    try:
        return file.readline(LONGEST)
    except (OSError, EOFError, zlib.error) as exc:  # gzip's words for a file that is none
        raise damaged() from exc
