"""`crmkit duplicates`: who is in a file more than once. It needs no client base."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from attrs import field, mutable

from crmkit.duplicates import find_duplicates, indexed
from crmkit.errors import AdapterError, BadFile
from crmkit.matching.columns import Columns
from crmkit.matching.files import Packed, Reading, read_rows
from crmkit.matching.found import Duplicates, ScoredPair
from crmkit.matching.general.run import find_in_table
from crmkit.matching.kinds import ColumnKind
from crmkit.matching.weights import BIT, PRIOR, Weights, shipped_weights
from crmkit.matching.words import Language, in_words
from crmkit.plugins.manager import Plugins
from crmkit.ports.key_index import KeyIndex, KeyTable, Pair
from crmkit.ports.tables import Cell, ReadOptions, Row, Table
from crmkit_cli.options import json_option, text_of
from crmkit_cli.printing import console, messages, print_json, progress_bar, table

Read = tuple[list[bytes], KeyTable]

_BATCH = 5_000
_LARGE = 2_000_000
_MANY = 50_000
_AHEAD = 4
_NO_ZONE = ZoneInfo("UTC")
_SHOWN = 50
_LANGUAGES = ("en", "ru", "uk")


@mutable(kw_only=True)
class Records:
    """The records of the files: their ids, profiles and keys; where the second file's begin."""

    ids: list[str | int] = field(factory=list)
    profiles: Packed = field(factory=Packed)
    keys: KeyTable = field(factory=KeyTable)
    second: int | None = None
    kinds: tuple[ColumnKind, ...] = ()
    rows: list[list[str]] = field(factory=list)


@click.command("duplicates")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("other", required=False, type=click.Path(path_type=Path))
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    help="A TOML file that says which column is the id and what each other holds.",
)
@click.option(
    "--threshold",
    type=float,
    help="The score, in bits, from which on records make a cluster; 0 are even odds.",
)
@click.option(
    "--regions",
    default="RU,UA,BY,KZ",
    show_default=True,
    help="The countries of phones without a country code, the likeliest first.",
)
@click.option("--encoding", help="The encoding of the files, where the guess is wrong.")
@click.option("--sheet", help="The sheet of a spreadsheet, where it is not the first.")
@click.option("--language", type=click.Choice(_LANGUAGES), default="en", help="Of the evidence.")
@json_option
def command(
    file: Path,
    other: Path | None,
    *,
    map_file: Path | None,
    threshold: float | None,
    regions: str,
    language: Language,
    as_json: bool,
    **given: str | None,
) -> None:
    """Tells which rows of FILE are one client, or which of FILE are in OTHER.

    Takes CSV, XLSX, XLS and ODS. Every pair is the same, or maybe the same, with the evidence that
    makes its score; clusters are made of pairs that hold together. Nothing is changed.
    """
    options = ReadOptions(encoding=given["encoding"], sheet=given["sheet"])
    countries = tuple(region.strip().upper() for region in regions.split(",") if region.strip())
    records = Records()
    _read(records, file, options, map_file, regions=countries)
    if other is not None:
        records.second = len(records.ids)
        _read(records, other, options, map_file, regions=countries)
    with progress_bar() as bar:
        bar.add_task("Comparing", total=None)
        found, weights = _compare(records, shipped_weights(), threshold)
    if as_json:
        print_json(_document(records, found, weights, language))
    else:
        _print(records, found, weights, language)


def _read(
    records: Records,
    path: Path,
    options: ReadOptions,
    map_file: Path | None,
    *,
    regions: tuple[str, ...],
) -> None:
    """Appends the rows of the file to the records."""
    with Plugins().table_reader("csv", {}).open(path, options) as read, progress_bar() as bar:
        columns = _columns(map_file, read)
        task = bar.add_task(f"Reading {path.name}", total=read.facts.size)
        reading = Reading(kinds=tuple(columns.kinds.values()), regions=regions)
        work = partial(read_rows, reading=reading)
        if not columns.are_of_clients:
            _keep_rows(records, reading.kinds, _batches(records, read, columns))
            return
        many = read.facts.size > _LARGE
        for packed, keys in _worked(_batches(records, read, columns), work, many=many):
            records.keys.extend(keys, len(records.profiles))
            records.profiles.extend(packed)
            bar.update(task, completed=read.consumed)


def _keep_rows(
    records: Records, kinds: tuple[ColumnKind, ...], batches: Iterable[list[list[str]]]
) -> None:
    """Keeps the rows as they are, for weights that the table itself teaches."""
    if records.kinds and records.kinds != kinds:
        message = "the columns of the two files are not of the same kinds in the same order"
        raise BadFile(message, where="columns", hint="write a mapping file and give it by --map")
    records.kinds = kinds
    for batch in batches:
        records.rows.extend(batch)


def _columns(map_file: Path | None, read: Table) -> Columns:
    if map_file is None:
        return Columns.guess(read.columns)
    return Columns.from_toml(text_of(map_file), read.columns, map_file.name)


def _batches(records: Records, read: Table, columns: Columns) -> Iterator[list[list[str]]]:
    """The cells that matter, some thousand rows at a time; notes the records' ids."""
    places = [read.columns.index(heading) for heading in columns.kinds]
    named = None if columns.id is None else read.columns.index(columns.id)
    first = len(records.ids)
    rows = (row for row in read.rows() if isinstance(row, Row))
    while batch := list(islice(rows, _BATCH)):
        for row in batch:
            number = len(records.ids) - first + 1
            records.ids.append(number if named is None else _text(row.cells[named]))
        yield [[_text(row.cells[place]) for place in places] for row in batch]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _worked(
    batches: Iterable[list[list[str]]], work: Callable[[list[list[str]]], Read], *, many: bool
) -> Iterator[Read]:
    """The batches worked on in their order; many of them by a process for each processor."""
    if not many:
        yield from map(work, batches)
        return
    waiting: deque[Future[Read]] = deque()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _compare(records: Records, weights: Weights, least: float | None) -> tuple[Duplicates, Weights]:
    """Compares the records: those of two files across, those of one with each other."""
    threshold = None if least is None else round(least * BIT)
    if records.rows:
        return find_in_table(
            records.kinds, records.rows, second=records.second, threshold=threshold
        )
    index = _index(records.keys, len(records.ids))
    pairs: Iterable[Pair] = index.pairs()
    if (second := records.second) is not None:
        pairs = (pair for pair in pairs if pair[0] < second <= pair[1])
    found = find_duplicates(
        records.profiles, weights=weights, index=index, pairs=pairs, threshold=threshold
    )
    return found, weights


def _index(keys: KeyTable, records: int) -> KeyIndex:
    """The index of so many records: NumPy's for many, if it is installed."""
    if records < _MANY:
        return indexed(keys)
    try:
        return indexed(keys, Plugins().key_index("numpy", {}))
    except AdapterError as exc:
        messages().print(f"Slower and larger than need be: {exc}")
        return indexed(keys)


def _document(
    records: Records, found: Duplicates, weights: Weights, language: Language
) -> dict[str, object]:
    return {
        "weights": weights.version,
        "pairs": [_pair(records, pair, weights, language) for pair in found.pairs],
        "clusters": [[_name(records, place) for place in group] for group in found.groups],
    }


def _pair(
    records: Records, pair: ScoredPair, weights: Weights, language: Language
) -> dict[str, object]:
    return {
        "a": records.ids[pair.one],
        "b": records.ids[pair.other],
        "score": pair.score / BIT,
        "decision": weights.decision(pair.score, pair.codes),
        "evidence": [
            {
                "code": reason.code,
                "weight": reason.weight / BIT,
                "text": in_words(reason.code, language),
            }
            for reason in pair.reasons(weights)
        ],
    }


def _name(records: Records, place: int) -> str | int:
    """The record in a cluster; a row of the second of two files by its number is ``2:17``."""
    name = records.ids[place]
    is_second = records.second is not None and place >= records.second
    return f"2:{name}" if is_second and isinstance(name, int) else name


def _print(records: Records, found: Duplicates, weights: Weights, language: Language) -> None:
    decisions = [weights.decision(pair.score, pair.codes) for pair in found.pairs]
    same = decisions.count("same")
    click.echo(
        f"{len(records.ids)} records, {len(found.groups)} clusters;"
        f" {same} pairs are the same, {len(found.pairs) - same} maybe."
    )
    rows = [
        (
            records.ids[pair.one],
            records.ids[pair.other],
            pair.score / BIT,
            decision,
            "; ".join(_told(pair, weights, language)),
        )
        for pair, decision in zip(found.pairs[:_SHOWN], decisions, strict=False)
    ]
    if rows:
        title = f"Best {len(rows)} pairs"
        console().print(table(title, ("a", "b", "score", "decision", "evidence"), rows, _NO_ZONE))


def _told(pair: ScoredPair, weights: Weights, language: Language) -> Iterator[str]:
    for reason in pair.reasons(weights):
        if reason.code != PRIOR:
            yield f"{reason.weight / BIT:+.1f} {in_words(reason.code, language)}"
