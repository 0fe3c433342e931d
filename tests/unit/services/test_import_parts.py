"""A long file goes in by several commits: cut off anywhere, it goes on where it was."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.clients import Contact, Handle
from crmkit.domain.headings import ImportKind
from crmkit.domain.imported import Imported
from crmkit.domain.imports import ImportMapping, ImportResult
from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Record
from crmkit.errors import BadInput, NotSupported
from crmkit.fields import journal
from crmkit.ports.tables import TableFacts
from tests.unit.services.sheets import Sheet, bring, counts
from tests.unit.services.shop import TEST, Shop
from tests.unit.services.test_import_again import FILES, Cells, files

HEADER = ["ФИО", "Телефон"]
PEOPLE: list[Cells] = [
    ("Анна Петрова", "89211234501"),
    ("Игорь Котов", "нет"),
    ("Олег Белов", "89211234503"),
    ("Анна Петрова", "+7 921 123-45-01"),
    ("Вера Львова", "89211234505"),
]
ONE_BY_ONE: tuple[ImportKind, ...] = ("contacts", "leads", "deals", "products", "orders")


class File(Sheet):
    """A table that is known again."""

    @property
    def facts(self) -> TableFacts:
        """With a name and a digest."""
        return evolve(super().facts, name="clients.csv", digest=f"{self._rows!r}")


class PowerCutError(Exception):
    """Everything stops."""


def in_parts(
    shop: Shop, kind: ImportKind, table: File, *, every: int = 2, cut_at: int | None = None
) -> ImportResult:
    """Imports so many rows to a commit; the power goes before the commit of the part ``cut_at``."""
    parts = iter(range(1_000))

    def progress(_done: int, _size: int) -> None:
        if next(parts) == cut_at:
            raise PowerCutError

    mapping = ImportMapping(kind=kind)
    return shop.crm.import_table(TEST, table, mapping, commit_every=every, progress=progress)


def imports(shop: Shop) -> tuple[Imported, ...]:
    with shop.crm.work(TEST, writes=False) as work:
        return work.find(Imported)


def content(shop: Shop) -> list[str]:
    """What there is, without ids and moments."""
    with shop.crm.work(TEST, writes=False) as work:
        kinds: list[type[Record]] = [Contact, Handle]
        found = [record for kind in kinds for record in work.find(kind)]
    return sorted(
        f"{each.kind} {getattr(each, 'name', None)} {getattr(each, 'value', None)}"
        for each in found
    )


def test_each_part_is_committed_with_how_far_it_got(shop: Shop) -> None:
    with pytest.raises(PowerCutError):
        in_parts(shop, "contacts", File(HEADER, PEOPLE), cut_at=1)
    (made,) = imports(shop)
    assert (made.status, made.rows, made.created, made.rejected) == ("running", 2, 1, 1)
    assert content(shop) == ["contact Анна Петрова None", "handle None +79211234501"]


def test_what_was_cut_off_goes_on_and_ends_as_if_it_had_not_been(shop: Shop) -> None:
    with pytest.raises(PowerCutError):
        in_parts(shop, "contacts", File(HEADER, PEOPLE), cut_at=1)
    result = in_parts(shop, "contacts", File(HEADER, PEOPLE))
    twin = Shop()
    assert result == bring(twin, "contacts", Sheet(HEADER, PEOPLE))
    assert content(shop) == content(twin)
    (made,) = imports(shop)
    assert (made.status, made.rows, made.id) == ("done", 5, result.import_id)


def test_the_record_says_who_what_and_how(shop: Shop) -> None:
    in_parts(shop, "contacts", File(HEADER, PEOPLE))
    (made,) = imports(shop)
    assert (made.actor, made.file, made.of_kind) == ("system:test", "clients.csv", "contacts")
    assert '"Телефон" = "phone"' in made.mapping
    assert made.errors == "3\tТелефон\tno phone can be read"
    assert made.finished_at == shop.clock.now()


def test_the_journal_of_an_import_stands_between_two_entries(shop: Shop) -> None:
    in_parts(shop, "contacts", File(HEADER, PEOPLE))
    (made,) = imports(shop)
    with shop.crm.work(TEST, writes=False) as work:
        entries = work.find(JournalEntry, journal.command == made.command)
    assert (entries[0].id, entries[-1].id) == (made.first_entry, made.last_entry)
    assert len(entries) == 6


def test_a_file_that_brings_nothing_new_leaves_no_trace(shop: Shop) -> None:
    in_parts(shop, "contacts", File(HEADER, PEOPLE))
    with shop.crm.work(TEST, writes=False) as work:
        before = work.count(JournalEntry)
    again = in_parts(shop, "contacts", File(HEADER, PEOPLE))
    assert (counts(again), again.import_id) == ((0, 0, 4, 1), None)
    with shop.crm.work(TEST, writes=False) as work:
        assert work.count(JournalEntry) == before
    assert len(imports(shop)) == 1


def test_another_mapping_of_the_same_file_is_another_import(shop: Shop) -> None:
    with pytest.raises(PowerCutError):
        in_parts(shop, "contacts", File(HEADER, PEOPLE), cut_at=1)
    mapping = ImportMapping(kind="contacts", defaults={"source": "выставка"})
    result = shop.crm.import_table(TEST, File(HEADER, PEOPLE), mapping, commit_every=2)
    assert result.rows == 5
    assert [each.status for each in imports(shop)] == ["running", "done"]


def test_two_programs_that_go_on_at_once_do_not_double_a_row(shop: Shop) -> None:
    with pytest.raises(PowerCutError):
        in_parts(shop, "contacts", File(HEADER, PEOPLE), cut_at=1)
    for _ in range(2):
        in_parts(shop, "contacts", File(HEADER, PEOPLE))
    assert len(content(shop)) == 6


def test_a_commit_takes_a_row_at_least(shop: Shop) -> None:
    with pytest.raises(BadInput, match="commit_every"):
        in_parts(shop, "contacts", File(HEADER, PEOPLE), every=0)


def test_files_whose_rows_wait_for_each_other_go_in_whole(shop: Shop) -> None:
    rows: list[Cells] = [("Лютик", "Холдинг"), ("Ромашка", "Холдинг"), ("Холдинг", None)]
    with pytest.raises(PowerCutError):
        in_parts(shop, "companies", File(["Компания", "Холдинг"], rows), every=1, cut_at=0)
    assert imports(shop) == ()


def test_nobody_writes_the_record_by_hand(shop: Shop) -> None:
    in_parts(shop, "contacts", File(HEADER, PEOPLE))
    (made,) = imports(shop)
    with shop.crm.work(TEST) as work, pytest.raises(NotSupported):
        work.change(made, status="running")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ONE_BY_ONE)
def test_parts_of_any_size_cut_off_anywhere_change_nothing(kind: ImportKind) -> None:
    @settings(max_examples=25, deadline=None)
    @given(files(kind), st.integers(1, 4), st.integers(0, 8))
    def check(rows: list[Cells], every: int, cut_at: int) -> None:
        shop, twin, header = Shop(), Shop(), [*FILES[kind]]
        if cut_at * every < len(rows):
            with pytest.raises(PowerCutError):
                in_parts(shop, kind, File(header, rows), every=every, cut_at=cut_at)
        result = in_parts(shop, kind, File(header, rows), every=every)
        assert result == bring(twin, kind, Sheet(header, rows), chunk=1)
        assert content(shop) == content(twin)

    check()
