"""What kind of spreadsheet an archive is, and that it does not unpack to more than it may."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from crmkit.errors import BadFile
from crmkit.ports.tables import MEBIBYTE, FileFormat, TableLimits

_MARKS: dict[str, FileFormat] = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "content.xml": "ods",
}
_UNPACKED_BY_READERS = (".xml", ".rels", ".bin")
_TOGETHER = 2
_CHUNK = 65_536
# PKWARE's APPNOTE: 4.3.7 (local header), 4.3.16 (end of central directory).
_NAME_AND_EXTRA = struct.Struct("<26xHH")
_END = b"PK\x05\x06"
_DIRECTORY_SIZE = struct.Struct("<12xI")
_LARGEST_DIRECTORY = MEBIBYTE


def archive_format(stream: BinaryIO, limits: TableLimits) -> FileFormat:
    """The format of the spreadsheet in the archive, once each of its parts has proved small enough.

    The sizes that an archive declares are a claim, so the parts are unpacked to count.
    """
    try:
        parts = _parts(stream)
        found = _format_of(parts)
        sizes = (size for part in parts for size in _unpacked_sizes(stream, part, limits))
        if _exceeds(sizes, _TOGETHER * limits.part_bytes):
            raise _too_large()
    except (BadZipFile, NotImplementedError, OSError, struct.error, zlib.error) as error:
        message = "the file is cut short or damaged"
        raise BadFile(message, hint="fetch or save it once more") from error
    return found


def _parts(stream: BinaryIO) -> list[ZipInfo]:
    """The archive's directory; one too long to be a spreadsheet's is not even read."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _CHUNK - 22))
    tail = stream.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _DIRECTORY_SIZE.size:
        raise BadZipFile
    if _DIRECTORY_SIZE.unpack_from(tail, end)[0] > _LARGEST_DIRECTORY:
        raise _too_large()
    try:
        return ZipFile(stream).infolist()
    except ValueError as error:
        raise BadZipFile from error


def _format_of(parts: Iterable[ZipInfo]) -> FileFormat:
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    for mark, found in _MARKS.items():
        if mark in names:
            return found
    raise BadFile(
        "this is an archive, not a spreadsheet", hint="unpack it and give the file inside"
    )


def _unpacked_sizes(stream: BinaryIO, part: ZipInfo, limits: TableLimits) -> Iterator[int]:
    """The sizes of a part's pieces, as long as what it declares is allowed and true."""
    if not part.filename.lower().endswith(_UNPACKED_BY_READERS):
        return
    if part.flag_bits & 1:
        raise BadFile("the file is protected by a password", hint="save it without one")
    swollen = part.file_size > max(MEBIBYTE, limits.ratio * part.compress_size)
    if swollen or part.file_size > limits.part_bytes:
        raise _too_large()
    size, checksum = 0, 0
    for piece in _pieces(stream, part):
        yield len(piece)
        size, checksum = size + len(piece), zlib.crc32(piece, checksum)
        if size > part.file_size:
            raise _too_large()
    if (size, checksum) != (part.file_size, part.CRC):
        raise BadZipFile


def _pieces(stream: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    """The part unpacked piece by piece, to its true end rather than to its declared one."""
    if part.header_offset < 0:
        raise BadZipFile
    stream.seek(part.header_offset)
    stream.seek(sum(_NAME_AND_EXTRA.unpack(stream.read(_NAME_AND_EXTRA.size))), 1)
    packed = _packed(stream, part.compress_size)
    if part.compress_type == ZIP_STORED:
        yield from packed
        return
    if part.compress_type != ZIP_DEFLATED:
        raise BadZipFile
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for chunk in packed:
        rest = chunk
        while rest:
            yield inflate.decompress(rest, MEBIBYTE)
            rest = inflate.unconsumed_tail
    yield inflate.flush()


def _packed(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := stream.read(min(size, _CHUNK))):
        size -= len(chunk)
        yield chunk


def _exceeds(sizes: Iterable[int], limit: int) -> bool:
    total = 0
    return any((total := total + size) > limit for size in sizes)


def _too_large() -> BadFile:
    message = "the file unpacks to more than a table of its size would"
    return BadFile(message, hint="save it as CSV, which may be of any size")
