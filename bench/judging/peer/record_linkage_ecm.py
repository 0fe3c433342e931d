# mypy: disable-error-code="import-not-found,import-untyped,no-untyped-call"
"""The recordlinkage toolkit: pairs that share a column, compared, and its ECM classifier."""

import json
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import recordlinkage

MOST = 50  # records behind one value; more make pairs without end


def main(table: Path, groups: Path) -> None:
    """Reads the table, writes the groups."""
    records = pd.read_json(table, lines=True, dtype=False, convert_dates=False)
    records = records.set_index("unique_id").astype(object)
    pairs = _candidates(records)
    compared = _compared(pairs, records)
    links = recordlinkage.ECMClassifier(binarize=0.85).fit_predict(compared)
    groups.write_text(json.dumps({"ECM": _joined(len(records), links)}), encoding="utf-8")


def _columns(records: pd.DataFrame, *kinds: str) -> list[str]:
    return [column for column in records.columns if column.partition("_")[0] in kinds]


def _candidates(records: pd.DataFrame) -> pd.MultiIndex:
    keys = [records[column].explode() for column in _columns(records, "ids", "id")]
    single = _columns(records, "name", "date", "place")
    for one, other in combinations(single, 2):
        both = records[[one, other]].dropna()
        keys.append(both[one].astype(str) + "\t" + both[other].astype(str))
    found = [_sharing(key) for key in keys]
    return pd.MultiIndex.from_frame(pd.concat(found).drop_duplicates())


def _sharing(key: pd.Series) -> pd.DataFrame:
    table = key.dropna().rename("key").reset_index()
    table = table[table.groupby("key")["key"].transform("size") <= MOST]
    pairs = table.merge(table, on="key")[["unique_id_x", "unique_id_y"]]
    pairs.columns = ["one", "other"]
    return pairs[pairs["one"] < pairs["other"]]


def _compared(pairs: pd.MultiIndex, records: pd.DataFrame) -> pd.DataFrame:
    compare = recordlinkage.Compare()
    for column in _columns(records, "name", "text", "place", "date", "id"):
        compare.string(column, column, method="jarowinkler", label=column)
    found = compare.compute(pairs, records)
    for column in _columns(records, "ids"):
        sets = [
            frozenset(each) if isinstance(each, list) else frozenset() for each in records[column]
        ]
        shares = [bool(sets[one] & sets[other]) for one, other in pairs]
        found[column] = np.array(shares, dtype=float)
    return found


def _joined(count: int, links: pd.MultiIndex) -> list[int]:
    parents = [*range(count)]

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = place = parents[parents[place]]
        return place

    for one, other in links:
        parents[root(one)] = root(other)
    return [root(place) for place in range(count)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
