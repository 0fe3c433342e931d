"""The adapter as a plugin, and what it says when something of it is missing."""

import sys

import pytest

import crmkit_spreadsheets
from crmkit.errors import AdapterError
from crmkit.plugins.manager import Plugins
from crmkit.ports.tables import WriteOptions
from crmkit_spreadsheets import Isolation, SpreadsheetReader, SpreadsheetWriter
from tests.adapters.spreadsheets.support import cells, csv_file, xlsx_file


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_plugin_offers_a_reader_and_a_writer(name: str) -> None:
    plugins = Plugins([crmkit_spreadsheets])
    assert plugins.table_reader(name, {}) == SpreadsheetReader()
    assert isinstance(plugins.table_writer(name, {}), SpreadsheetWriter)


def test_the_settings_of_a_reader_are_those_of_its_isolation() -> None:
    reader = Plugins([crmkit_spreadsheets]).table_reader("xlsx", {"seconds": 5})
    assert reader == SpreadsheetReader(isolation=Isolation(seconds=5))


@pytest.mark.parametrize("settings", [{"seconds": "soon"}, {"colour": "red"}])
def test_a_wrong_setting_is_named(settings: dict[str, object]) -> None:
    with pytest.raises(AdapterError, match=next(iter(settings))):
        Plugins([crmkit_spreadsheets]).table_reader("xlsx", settings)


def test_without_the_library_a_spreadsheet_is_not_read_and_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = xlsx_file(["a"], [1])
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(AdapterError, match=r"crmkit\[files\]"):
        SpreadsheetReader().open(file)


def test_without_the_library_xlsx_is_not_written_and_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(AdapterError, match=r"crmkit\[files\]"):
        SpreadsheetWriter().write(csv_file(""), ["a"], rows=[], options=WriteOptions(format="xlsx"))


def test_without_any_library_csv_of_this_region_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("python_calamine", "xlsxwriter", "charset_normalizer"):
        monkeypatch.setitem(sys.modules, name, None)
    assert cells(csv_file("Имя;Город\nАнна;Самара\n", "cp1251")) == [("Анна", "Самара")]


def test_without_the_detector_an_unusual_encoding_asks_for_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    with pytest.raises(AdapterError, match=r"crmkit\[files\]"):
        SpreadsheetReader().open(csv_file("name;city\nJürgen;Köln\n", "cp1252"))


def test_a_program_packed_with_its_python_is_told_to_name_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(AdapterError, match="no Python"):
        SpreadsheetReader().open(xlsx_file(["a"], [1]))
