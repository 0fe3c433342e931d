"""An import goes in by parts, goes on and is taken back alike on every database."""

from io import BytesIO

import pytest
from attrs import asdict

from crmkit import Crm, System
from crmkit.domain.clients import Contact, Handle
from crmkit.domain.imported import Imported
from crmkit.domain.imports import ImportMapping, ImportResult
from crmkit.domain.record import Record
from crmkit.plugins.manager import Plugins

pytestmark = [pytest.mark.slow, pytest.mark.server]

_TEST = System("test")
_FILE = "ФИО;Телефон;Город;Теги\n" + "".join(
    f"Клиент {nth};8921{nth + 1:07d};Псков;опт\n" for nth in range(30)
)


class PowerCutError(Exception):
    """Everything stops."""


def _bring(crm: Crm, cut_at: int | None = None) -> ImportResult:
    calls = iter(range(100))

    def progress(_done: int, _size: int) -> None:
        if next(calls) == cut_at:
            raise PowerCutError

    with Plugins().table_reader("csv", {}).open(BytesIO(_FILE.encode())) as table:
        mapping = ImportMapping.guess("contacts", table.columns)
        return crm.import_table(_TEST, table, mapping, commit_every=8, progress=progress)


def _clients(crm: Crm) -> list[dict[str, object]]:
    """All clients and handles but for how often they were written."""
    kinds: list[type[Record]] = [Contact, Handle]
    with crm.work(_TEST, writes=False) as work:
        return [asdict(each) | {"version": 0} for kind in kinds for each in work.find(kind)]


def test_an_import_goes_on_and_is_taken_back(crm: Crm) -> None:
    with crm.work(_TEST) as work:
        for nth in range(0, 30, 7):
            known = work.recognise(name=f"Клиент {nth}", phone=f"+7921{nth + 1:07d}")
            work.change(known, tags=("vip",))
    before = _clients(crm)
    with pytest.raises(PowerCutError):
        _bring(crm, cut_at=2)
    result = _bring(crm)
    assert (result.rows, result.created, result.updated) == (30, 25, 5)
    assert len(_clients(crm)) == 60
    assert result.import_id is not None
    with crm.work(_TEST) as work:
        told = work.revert_import(result.import_id)
        (made,) = work.find(Imported)
    assert (told.removed, told.restored, told.kept) == (50, 5, ())
    assert made.status == "reverted"
    assert _clients(crm) == before
