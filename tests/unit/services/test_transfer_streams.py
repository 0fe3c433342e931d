"""Streams of a tenant: what is not as it was written is refused, and nothing of it is kept."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.errors import BadFile
from crmkit.memory.storage import MemoryStorage
from crmkit.services.transfer.lines import Header, Sums, write_line
from crmkit.testing.builders import NOON, a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit.transfer import export_tenant, import_tenant
from tests.unit.services.streams import exported, is_empty


@pytest.fixture
def shop() -> MemoryStorage:
    """A storage with a few clients."""
    storage = MemoryStorage()
    Clerk(storage).create(*(a_contact(nth, name=f"Ёж {nth}") for nth in range(1, 30)))
    return storage


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_byte_of_a_stream_can_be_changed_unnoticed(data: st.DataObject) -> None:
    whole = _a_stream()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
    _refuse(whole[:place] + bytes([byte]) + whole[place + 1 :])


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_end_of_a_stream_can_be_cut_off_unnoticed(data: st.DataObject) -> None:
    whole = _a_stream()
    _refuse(whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.parametrize("order", [(0, 2, 1), (0, 1, 1), (0, 2)], ids=["moved", "doubled", "lost"])
def test_lines_moved_doubled_or_lost_are_noticed(order: tuple[int, ...]) -> None:
    lines = _a_stream().splitlines(keepends=True)
    _refuse(b"".join([*(lines[nth] for nth in order), *lines[3:]]))


def test_what_follows_the_end_is_noticed() -> None:
    _refuse(_a_stream() + b"\n")


def test_a_compressed_stream_cut_off_or_damaged_is_refused(
    shop: MemoryStorage, tmp_path: Path
) -> None:
    file = tmp_path / "shop.jsonl.gz"
    export_tenant(shop, file)
    whole = file.read_bytes()
    for broken in (whole[:-9], b"no gzip", whole[:50] + b"\x00\xff" + whole[52:]):
        file.write_bytes(broken)
        with pytest.raises(BadFile):
            import_tenant(file, MemoryStorage())


def test_a_compressed_stream_is_read_back(shop: MemoryStorage, tmp_path: Path) -> None:
    target, file = MemoryStorage(), tmp_path / "shop.jsonl.gz"
    moved = export_tenant(shop, file)
    assert import_tenant(file, target).counts == moved.counts
    assert gzip.decompress(file.read_bytes()).startswith(b'{"crmkit":"Header"')


def _refuse(stream: bytes) -> None:
    target, file = MemoryStorage(), _Scratch.file()
    file.write_bytes(stream)
    with pytest.raises(BadFile):
        import_tenant(file, target)
    assert is_empty(target)


class _Scratch:
    """A file for streams, and one stream, made once."""

    path: Path | None = None
    stream: bytes = b""

    @classmethod
    def file(cls) -> Path:
        assert cls.path is not None
        return cls.path


@pytest.fixture(autouse=True, scope="module")
def _scratch(tmp_path_factory: pytest.TempPathFactory) -> None:
    _Scratch.path = tmp_path_factory.mktemp("streams") / "stream"
    storage = MemoryStorage()
    Clerk(storage).create(*(a_contact(nth, name=f"Ёж {nth}") for nth in range(1, 4)))
    _Scratch.stream = exported(storage, _Scratch.path).read_bytes()


def _a_stream() -> bytes:
    return _Scratch.stream


def _forged(header: Mapping[str, object], rows: bytes = b"[]") -> bytes:
    """A stream with sums that are right, of a header and one batch of clients."""
    first = msgspec.convert(header, Header)
    sums = Sums.of(first.kinds)
    found = sums.add("contact", rows, 1)
    batch = b'{"crmkit":"Batch","kind":"contact","count":1,"rows":%b,"sha256":"%b"}\n'
    end = write_line(sums.trailer(first, {}))
    return write_line(first) + batch % (rows, found.encode()) + end


def _header(**changed: object) -> dict[str, object]:
    kinds = {"contact": ("id", "version", "created_at", "number", "name", "party")}
    header = {"crmkit": "Header", "format": 1, "version": "0", "tenant": 0, "moment": NOON}
    return {**header, "kinds": kinds, **changed}


def test_an_older_stream_without_some_fields_is_read_with_their_defaults(tmp_path: Path) -> None:
    key = a_contact().id.hex()
    row = b'[["%b",3,"2026-03-02T12:00:00Z","7","Anna","person"]]' % key.encode()
    file, target = tmp_path / "older", MemoryStorage()
    file.write_bytes(_forged(_header(), row))
    import_tenant(file, target)
    (found,) = Clerk(target).find(Contact)
    assert (found.version, found.number, found.tags, found.custom) == (3, "7", (), {})


LATER: Mapping[str, tuple[dict[str, object], str]] = {
    "format": ({"format": 2}, "later than this crmkit knows"),
    "kind": ({"kinds": {"spaceship": ("id",)}}, "'spaceship'"),
    "field": ({"kinds": {"contact": ("id", "warp")}}, "'contact'"),
}


@pytest.mark.parametrize("what", LATER)
def test_a_stream_of_a_later_crmkit_is_refused_at_its_header(what: str, tmp_path: Path) -> None:
    changed, message = LATER[what]
    target, file = MemoryStorage(), tmp_path / "later"
    file.write_bytes(_forged(_header(**changed)))
    with pytest.raises(BadFile, match=message):
        import_tenant(file, target)
    assert is_empty(target)


@pytest.mark.parametrize(
    "row",
    [b"[[1]]", b'["x"]', b'[["zz",1,"2026-03-02T12:00:00Z","7","A","person"]]', b"[]"],
    ids=["short", "no row", "no id", "not as many as told"],
)
def test_rows_that_are_no_records_leave_no_half_a_tenant(row: bytes, tmp_path: Path) -> None:
    target, file = MemoryStorage(), tmp_path / "forged"
    file.write_bytes(_forged(_header(), row))
    with pytest.raises(BadFile):
        import_tenant(file, target)
    assert is_empty(target)
