# mypy: disable-error-code="import-not-found,import-untyped,no-untyped-call"
"""Goldenmatch with the Fellegi-Sunter settings that it makes for a table by itself."""

import json
import sys
from pathlib import Path

import goldenmatch
import pyarrow as pa

MOST = 2  # identifiers of a kind that get a column of their own


def main(table: Path, groups: Path) -> None:
    """Reads the table, writes the groups."""
    records = _records(table)
    settings = goldenmatch.auto_configure_probabilistic_df(records)
    for key in settings.matchkeys:
        key.missing = "unobserved"  # an empty cell is most of a shop's base, and no disagreement
    result = goldenmatch.dedupe_df(records, config=settings, confidence_required=False)
    found = [*range(records.num_rows)]
    for number, cluster in result.clusters.items():
        for member in cluster["members"]:
            found[int(member)] = records.num_rows + int(number)
    groups.write_text(json.dumps({"Fellegi-Sunter": found}), encoding="utf-8")


def _records(table: Path) -> pa.Table:
    with table.open(encoding="utf-8") as lines:
        found = pa.Table.from_pylist([_flat(json.loads(line)) for line in lines])
    return found.select(
        [name for name in found.column_names if found[name].null_count < len(found)]
    )


def _flat(record: dict[str, str | list[str] | None]) -> dict[str, str | None]:
    """The record under headings that goldenmatch knows, one identifier a cell."""
    found: dict[str, str | None] = {}
    for column, value in record.items():
        kind, _, heading = column.partition("_")
        if kind == "ids":
            cells = [*(value or []), None, None]
            found |= {heading: cells[0], f"{heading}_2": cells[1]}
        elif isinstance(value, str | None):  # the place of the record is a number
            found[heading] = value
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
