# mypy: disable-error-code="import-not-found,import-untyped,no-untyped-call"
"""Splink on DuckDB: comparisons after its own guides, weights by its EM, two usual thresholds."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import duckdb
import splink.comparison_library as compare
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.exceptions import EMTrainingException

THRESHOLDS = (0.95, 0.999)


def main(table: Path, groups: Path) -> None:
    """Reads the table, writes the groups."""
    connection = duckdb.connect()
    with table.open(encoding="utf-8") as lines:
        columns = [name for name in json.loads(next(lines)) if name != "unique_id"]
    types = {name: "VARCHAR[]" if name.startswith("ids_") else "VARCHAR" for name in columns}
    source = f"read_json('{table}', columns={types | {'unique_id': 'BIGINT'}})"
    connection.sql(f"FROM {source}").create("records")
    linker = _trained(connection, columns)
    pairs = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    found = {}
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        rows = clusters.as_duckdbpyrelation().project("unique_id, cluster_id").fetchall()
        found[f"{threshold}"] = [group for _, group in sorted(rows)]
    groups.write_text(json.dumps(found), encoding="utf-8")


def _trained(connection: duckdb.DuckDBPyConnection, columns: list[str]) -> Linker:
    rules = [*_rules(columns)]
    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(column) for column in columns],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    linker = Linker(api.register("records"), settings)
    linker.training.estimate_probability_two_random_records_match(rules[:3], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in _training_rules(columns):
        # A session that finds too few matches of its kind fails; the others stand.
        with suppress(ValueError, EMTrainingException):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker


def _of(columns: list[str], kind: str) -> list[str]:
    return [column for column in columns if column.startswith(f"{kind}_")]


def _comparison(column: str) -> ComparisonCreator:
    kind = column.partition("_")[0]
    if kind == "ids":
        return compare.ArrayIntersectAtSizes(column, [1])
    if kind == "date":
        return compare.DateOfBirthComparison(column, input_is_string=True)
    if kind == "id":
        return compare.DamerauLevenshteinAtThresholds(column, [1, 2])
    made = compare.JaroWinklerAtThresholds(column, [0.92, 0.88, 0.7])
    return made.configure(term_frequency_adjustments=kind in {"name", "place"})


def _rules(columns: list[str]) -> Iterator[BlockingRuleCreator]:
    for column in _of(columns, "ids"):
        yield block_on(column, arrays_to_explode=[column])
    for column in _of(columns, "id"):
        yield block_on(column)
    single = _of(columns, "name") + _of(columns, "date") + _of(columns, "place")
    for one, other in combinations(single, 2):
        yield block_on(one, other)


def _training_rules(columns: list[str]) -> Iterator[BlockingRuleCreator]:
    names, others = _of(columns, "name"), _of(columns, "date") + _of(columns, "id")
    for column in _of(columns, "ids")[:2]:
        yield block_on(f"{column}[1]")
    if len(names) > 1:
        yield block_on(names[0], names[1])
    if not _of(columns, "ids"):
        yield from (block_on(column) for column in others)
    if not others and not _of(columns, "ids"):
        yield from (block_on(column) for column in _of(columns, "place")[:1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
