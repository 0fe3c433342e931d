"""Bringing in: the shop's files, one after the other, each in a unit of work of its own."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from attrs import frozen
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from crmkit import Crm, System
from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult, from_toml
from crmkit.ports.tables import TableFacts
from crmkit_cli.printing import messages

REASON = System("demo: import")


@frozen(kw_only=True)
class Brought:
    """A file that went in."""

    file: str
    facts: TableFacts
    result: ImportResult


def bring_in(crm: Crm, files: Sequence[tuple[Path, ImportKind]]) -> list[Brought]:
    """What became of each file, with a bar on stderr meanwhile."""
    columns = (
        TextColumn("{task.description:<28}"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %"),
    )
    with Progress(*columns, console=messages(), transient=True) as bar:
        return list(_brought(crm, files, bar))


def _brought(
    crm: Crm, files: Sequence[tuple[Path, ImportKind]], bar: Progress
) -> Iterator[Brought]:
    reader = crm.plugins.table_reader("csv", {})
    for file, kind in files:
        task = bar.add_task(f"Importing {file.name}", total=None)
        with reader.open(file) as table, crm.work(REASON) as work:
            mapping = _mapping(file, kind, table.columns)
            result = work.import_table(table, mapping, partial(_show, bar, task))
            yield Brought(file=file.name, facts=table.facts, result=result)
        bar.remove_task(task)


def _mapping(file: Path, kind: ImportKind, columns: Sequence[str]) -> ImportMapping:
    """The mapping written down beside the file, or else the one that its headings suggest."""
    beside = file.with_suffix(".toml")
    if beside.exists():
        return from_toml(kind, beside.read_text(encoding="utf-8"), beside.name)
    return ImportMapping.guess(kind, columns)


def _show(bar: Progress, task: TaskID, done: int, size: int) -> None:
    bar.update(task, completed=done, total=size)
