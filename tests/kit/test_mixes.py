"""The training mixes of the duplicate matcher are what the fit takes them for."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import attrs
import pytest
from stdnum.ru import inn

from bench.duplicates.knobs import JITTER, MIXES, Knobs, knobs_of
from bench.duplicates.mixes import write_mix

TRAPS = {
    *("plain", "family", "twins", "corporate", "homonym", "reassigned"),
    *("aggregator", "junk", "company", "like_companies", "changed"),
}
TAIL = ["phone", "email", "messenger", "inn", "birthday", "city", "company", "source"]


def _rows(path: Path, people: int, mix: str, seed: int = 1) -> list[dict[str, str]]:
    file = path / f"{mix}-{seed}.csv"
    write_mix(file, people=people, seed=seed, mix=mix)
    with file.open(encoding="utf-8", newline="") as lines:
        return [*csv.DictReader(lines)]


def _digest(file: Path, seed: int) -> str:
    write_mix(file, people=300, seed=seed, mix="default")
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    file = tmp_path / "mix.csv"
    assert _digest(file, 5) == _digest(file, 5) != _digest(file, 6)


@pytest.mark.parametrize("mix", MIXES)
def test_a_mix_has_its_columns_and_as_many_records_as_asked(tmp_path: Path, mix: str) -> None:
    rows = _rows(tmp_path, 200, mix)
    names = ["last_name", "first_name", "middle_name"] if mix == "split" else ["name"]
    assert [*rows[0]] == ["id", *names, *TAIL, "entity", "trap"]
    assert [row["id"] for row in rows] == [str(number) for number in range(1, 201)]


def test_every_trap_is_in_the_mix_of_traps(tmp_path: Path) -> None:
    assert {row["trap"] for row in _rows(tmp_path, 3000, "traps")} == TRAPS


@pytest.mark.parametrize(("mix", "share"), [("few", 0.01), ("default", 0.05), ("many", 0.10)])
def test_the_share_of_records_that_repeat_somebody_is_that_of_the_mix(
    tmp_path: Path, mix: str, share: float
) -> None:
    rows = _rows(tmp_path, 4000, mix)
    sizes = Counter(row["entity"] for row in rows)
    assert (len(rows) - len(sizes)) / len(rows) == pytest.approx(share, rel=0.3)
    assert max(sizes.values()) <= 6


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_turns_every_knob_but_not_too_far(seed: int) -> None:
    turned, base = knobs_of("traps", seed), MIXES["traps"]
    for name in (field.name for field in attrs.fields(Knobs)):
        before, after = getattr(base, name), getattr(turned, name)
        if name not in {"duplicates", "split_name"}:
            assert before != after
            assert abs(after - before) <= before * JITTER * 1.001


def test_most_tax_numbers_of_russians_have_right_check_digits(tmp_path: Path) -> None:
    cells = [row["inn"] for row in _rows(tmp_path, 6000, "default") if row["source"] == "1c"]
    plain = [cell for cell in cells if cell.isdigit() and len(cell) == 12]
    right = sum(inn.is_valid(cell) for cell in plain)
    assert right / len(plain) > 0.8
