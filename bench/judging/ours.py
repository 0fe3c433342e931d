"""The command under judgement, run as a user would: ``crmkit duplicates FILE --map MAP --json``."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from bench.judging.labelled import Labelled
from bench.judging.runs import Cost, run
from bench.judging.scoring import joined

_PROGRAM = [sys.executable, "-c", "from crmkit_cli.main import main; main()"]


@frozen(kw_only=True)
class Found:
    """What the command answered, by places of records, and what it took.

    ``groups`` is the group of every record; ``merged`` the same of what is merged without asking:
    of pairs decided «same» of which both records are in one group.
    """

    cost: Cost
    groups: Sequence[int]
    merged: Sequence[int]
    pairs: Sequence[dict[str, object]]


def duplicates(labelled: Labelled) -> Found:
    """Runs the command on the set."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = labelled.write(folder)
        command = [*_PROGRAM, "duplicates", *map(str, files), "--map", "map.toml", "--json"]
        cost = run(command, folder / "found.json", folder)
        found = json.loads((folder / "found.json").read_bytes())
    places = {name: place for place, name in enumerate(labelled.ids)}
    groups = [*range(len(places))]
    for cluster in found["clusters"]:
        members = sorted(places[str(name)] for name in cluster)
        for member in members:
            groups[member] = members[0]
    pairs = [
        pair | {"a": places[str(pair["a"])], "b": places[str(pair["b"])]} for pair in found["pairs"]
    ]
    same = (
        (pair["a"], pair["b"])
        for pair in pairs
        if pair["decision"] == "same" and groups[pair["a"]] == groups[pair["b"]]
    )
    return Found(cost=cost, groups=groups, merged=joined(len(places), same), pairs=pairs)
