"""The peers side by side, each on crmkit's own normal forms and in an environment of its own.

``python -m venv PEERS`` and ``PEERS/bin/pip install splink recordlinkage goldenmatch`` make it.
What a peer gets is written before its clock starts; where it has several usual settings, it is
judged by the one that does best on the set, which is more than its user knows.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from bench.judging.labelled import Labelled
from bench.judging.runs import Cost, run
from bench.judging.scoring import Score, score
from crmkit.matching.kinds import ColumnKind
from crmkit.matching.profile import profile

_SCRIPTS = Path(__file__).parent / "peer"
PEERS: Mapping[str, str] = {
    "Splink": "splink_duckdb.py",
    "recordlinkage": "record_linkage_ecm.py",
    "goldenmatch": "goldenmatch_fs.py",
}
_KINDS = {
    "first_name": "name",
    "last_name": "name",
    "name": "name",
    "company": "name",
    "birth_date": "id",
    "tax_id": "id",
    "phone": "id",
    "postcode": "place",
    "city": "place",
}


@frozen(kw_only=True)
class Judged:
    """What a peer scored with its best setting, and what it took."""

    peer: str
    setting: str
    score: Score
    groups: Sequence[int]
    cost: Cost


def judged(peer: str, environment: Path, labelled: Labelled) -> Judged:
    """Runs the peer of the environment on the set."""
    python = environment.resolve() / "bin" / "python"
    if not python.exists():
        message = f"no Python in {environment.name}"
        raise FileNotFoundError(message)
    with TemporaryDirectory() as name:
        folder = Path(name)
        table, groups = folder / "table.json", folder / "groups.json"
        with table.open("w", encoding="utf-8") as file:
            for place, record in enumerate(_records(labelled)):
                file.write(json.dumps({"unique_id": place, **record}, ensure_ascii=False) + "\n")
        cost = run([python, _SCRIPTS / PEERS[peer], table, groups], folder / "said.txt", folder)
        found = json.loads(groups.read_bytes())
    scores = {setting: score(each, labelled.persons) for setting, each in found.items()}
    best = max(scores, key=lambda setting: scores[setting].f1)
    return Judged(peer=peer, setting=best, score=scores[best], groups=found[best], cost=cost)


def _records(labelled: Labelled) -> Iterator[dict[str, object]]:
    """What peers get: normal forms of what people typed; of public sets the cells in lower case."""
    form = _normal if labelled.traps else _lowered
    for row in labelled.rows:
        yield form(labelled.cells(row))


def _normal(cells: Iterable[tuple[ColumnKind, str]]) -> dict[str, object]:
    one = profile(cells)
    return {
        "name_last_name": one.last or None,
        "name_first_name": (one.names[0] if one.names else one.first) or None,
        "name_middle_name": one.middle or None,
        "ids_phone": one.phones or None,
        "ids_email": one.emails or None,
        "ids_handle": one.handles or None,
        "ids_tax_id": one.tax_ids or None,
        "date_date_of_birth": f"{one.births[0]}" if one.births else None,
        "place_city": one.city or None,
        "text_company": one.company or None,
    }


def _lowered(cells: Iterable[tuple[ColumnKind, str]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for kind, cell in cells:
        column = f"{_KINDS.get(kind, 'text')}_{kind}"
        text = re.sub(r"\D", "", cell) if kind == "phone" else cell.lower()
        found[f"{column}_{len(found)}" if column in found else column] = text or None
    return found
