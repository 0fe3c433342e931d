"""The format of a tenant's stream: lines of JSON, each canonical, each checked.

A header tells the format and the fields of every kind, batches hold rows of one kind, a trailer
tells how many there were. Every ``sha256`` covers all that came before it, so a line that is
changed, lost, doubled or moved is noticed at once. The first one starts from the header's kinds
alone: two streams of the same records have the same sums, whenever they were made.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from attrs import field, mutable

from crmkit.errors import BadFile

if TYPE_CHECKING:
    from hashlib import _Hash

FORMAT = 1
LONGEST = 1 << 28
"""How many bytes a line may take."""


class Header(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="crmkit"):
    """What the stream is, and what its rows are made of: the fields of each kind, in order."""

    format: int
    version: str
    tenant: int
    moment: datetime
    kinds: dict[str, tuple[str, ...]]


class Batch(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="crmkit"):
    """Rows of one kind."""

    kind: str
    count: int
    rows: msgspec.Raw
    sha256: str


class Trailer(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, tag_field="crmkit"):
    """What there was in all: records and their sums by kind, and the number series."""

    counts: dict[str, int]
    sums: dict[str, str]
    series: dict[str, int]
    sha256: str


Line = Header | Batch | Trailer
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Header | Batch | Trailer).decode


class _Format(msgspec.Struct):
    """The one thing that the header of every format has."""

    crmkit: str
    format: int


def write_line(line: Line) -> bytes:
    """The line, with its end."""
    return _encode(line) + b"\n"


def read_line(raw: bytes) -> Line:
    """The line written so; BadFile where it is none."""
    try:
        line: Line = _decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
        raise damaged() from exc
    if write_line(line) != raw:
        raise damaged()
    return line


def read_header(raw: bytes) -> Header:
    """The header written so; BadFile where it is none, or that of a later format."""
    try:
        found = msgspec.json.decode(raw, type=_Format)
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
        message = "this is not a tenant's stream"
        raise BadFile(message, where="stream", hint="crmkit db export makes one") from exc
    if found.format > FORMAT:
        message = f"the stream is of format {found.format}, later than this crmkit knows"
        raise BadFile(message, where="stream", hint="install the newest crmkit")
    line = read_line(raw)
    if not isinstance(line, Header):
        raise damaged()
    return line


def damaged() -> BadFile:
    """The error for a stream that is not as it was written."""
    message = "the stream is damaged or cut off"
    return BadFile(message, where="stream", hint="export it anew; nothing of it was kept")


@mutable
class Sums:
    """Counts and sums of what has passed; equal records in equal order have equal sums."""

    counts: dict[str, int] = field(factory=dict)
    _kinds: "dict[str, _Hash]" = field(factory=dict)
    _all: bytes = b""

    @classmethod
    def of(cls, kinds: Mapping[str, tuple[str, ...]]) -> "Sums":
        """Those before the first batch of such kinds."""
        sums = cls()
        sums._all = sha256(_encode(kinds)).digest()
        return sums

    def add(self, kind: str, rows: bytes, count: int) -> str:
        """Lets a batch pass, and answers with the sum of all until then."""
        of_kind = self._kinds.get(kind) or self._kinds.setdefault(kind, sha256())
        of_kind.update(rows[1:-1] + b",")  # as if all rows of the kind were one list
        self.counts[kind] = self.counts.get(kind, 0) + count
        self._all = sha256(self._all + f"{kind} {count} ".encode() + rows).digest()
        return self._all.hex()

    def trailer(self, header: Header, series: Mapping[str, int]) -> Trailer:
        """What comes at the end; its own sum covers the header too."""
        end = Trailer(
            counts=self.counts,
            sums={kind: found.hexdigest() for kind, found in self._kinds.items()},
            series=dict(series),
            sha256="",
        )
        end.sha256 = sha256(self._all + write_line(header) + write_line(end)).hexdigest()
        return end
