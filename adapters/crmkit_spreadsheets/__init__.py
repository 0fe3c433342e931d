"""Tables in files: reads CSV, VCF, XLSX, XLS, XLSB and ODS, writes CSV and XLSX.

As a plugin it offers a reader and a writer under each of the names ``csv`` and ``xlsx``; either
reader opens all formats. The settings of a reader are the fields of `Isolation`.
"""

from collections.abc import Mapping

import msgspec
from attrs import fields

from crmkit.errors import AdapterError
from crmkit.plugins import Adapter, Plugin, hookimpl
from crmkit_spreadsheets.reader import SpreadsheetReader
from crmkit_spreadsheets.sheet_rows import Isolation
from crmkit_spreadsheets.writer import SpreadsheetWriter

__all__ = ["Isolation", "SpreadsheetReader", "SpreadsheetWriter", "crmkit_plugin"]


@hookimpl
def crmkit_plugin() -> Plugin:
    """The readers and writers of tables in files."""
    return Plugin(
        table_readers=(Adapter("csv", _reader), Adapter("xlsx", _reader)),
        table_writers=(Adapter("csv", _writer), Adapter("xlsx", _writer)),
    )


def _writer(_settings: Mapping[str, object]) -> SpreadsheetWriter:
    """The writer; there is nothing to set up."""
    return SpreadsheetWriter()


def _reader(settings: Mapping[str, object]) -> SpreadsheetReader:
    """The reader as set up; the error names the setting that is wrong."""
    known = {attribute.name for attribute in fields(Isolation)}
    for unknown in settings.keys() - known:
        raise AdapterError(f"there is no setting {unknown!r}", where="spreadsheets")
    try:
        isolation = msgspec.convert(settings, Isolation)
    except msgspec.ValidationError as error:
        raise AdapterError(f"a setting is wrong: {error}", where="spreadsheets") from error
    return SpreadsheetReader(isolation=isolation)
