"""A set with answers: records as typed, what each column holds, and whom each record is about."""

import csv
import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from attrs import Factory, frozen

from crmkit.matching.kinds import ColumnKind

Kind = ColumnKind | Literal["id"]


@frozen(kw_only=True)
class Labelled:
    """Records and their answers; ``columns`` tells what is under each heading.

    ``second`` is the place from which on records stand in a second file; None where there is one.
    ``traps`` names persons that are easily confused, by what confuses them.
    """

    name: str
    title: str
    columns: Mapping[str, Kind]
    rows: Sequence[Sequence[str]]
    persons: Sequence[Hashable]
    traps: Mapping[Hashable, str] = Factory(dict)
    second: int | None = None
    delimiter: str = ","

    @property
    def ids(self) -> list[str]:
        """What names each record."""
        place = [*self.columns.values()].index("id")
        return [row[place] for row in self.rows]

    def cells(self, row: Sequence[str]) -> Iterator[tuple[ColumnKind, str]]:
        """What the row holds, each cell with its kind; without the id."""
        for kind, cell in zip(self.columns.values(), row, strict=True):
            if kind != "id":
                yield kind, cell

    def write(self, folder: Path) -> list[Path]:
        """Writes the file or both files, and ``map.toml``; gives the paths of the files."""
        split = len(self.rows) if self.second is None else self.second
        parts = [self.rows[:split], *([self.rows[split:]] if self.second is not None else [])]
        paths = [folder / f"{self.name}{number}.csv" for number in range(1, len(parts) + 1)]
        for path, rows in zip(paths, parts, strict=True):
            with path.open("w", encoding="utf-8", newline="") as file:
                lines = csv.writer(file, delimiter=self.delimiter)
                lines.writerow(self.columns)
                lines.writerows(rows)
        (folder / "map.toml").write_text("\n".join(self._map()), encoding="utf-8")
        return paths

    def _map(self) -> Iterator[str]:
        headings = {kind: heading for heading, kind in self.columns.items()}
        yield f"id = {json.dumps(headings['id'], ensure_ascii=False)}"
        yield "[columns]"
        for heading, kind in self.columns.items():
            if kind != "id":
                yield f"{json.dumps(heading, ensure_ascii=False)} = {json.dumps(kind)}"
