"""The judge of the duplicates matcher: its people, its scores, its stand-in matcher."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.judging.labelled import Labelled
from bench.judging.public import Absent, public_sets
from bench.judging.recipes import RECIPES, Recipe, generated
from bench.judging.scoring import Score, intact, joined, score
from crmkit.domain.phones import phones_in

RECORDS = 400
every_recipe = pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
labels = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30)


@given(labels)
def test_a_score_counts_what_going_over_all_pairs_counts(
    given_labels: list[tuple[int, int]],
) -> None:
    groups = [group for group, _ in given_labels]
    persons = [person for _, person in given_labels]
    pairs = [*combinations(range(len(groups)), 2)]
    together = [groups[one] == groups[other] for one, other in pairs]
    same = [persons[one] == persons[other] for one, other in pairs]
    right = sum(map(bool.__and__, together, same))
    assert score(groups, persons) == Score(right, sum(together), sum(same))


@given(labels)
def test_a_partition_that_is_the_truth_leaves_everybody_whole(
    given_labels: list[tuple[int, int]],
) -> None:
    persons = [person for _, person in given_labels]
    found = intact(persons, persons, dict.fromkeys(persons, "trap"))
    assert all(whole == of for whole, of in found.values())
    assert score(persons, persons).f1 == 1


def test_a_family_in_one_group_is_not_whole_and_others_are() -> None:
    groups, persons = [1, 1, 2, 2], ["mother", "son", "stranger", "stranger"]
    traps: dict[Hashable, str] = {"mother": "family", "son": "family", "stranger": "plain"}
    assert intact(groups, persons, traps) == {"family": (0, 2), "plain": (1, 1)}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_pairs_join_into_groups_whatever_their_order(pairs: list[tuple[int, int]]) -> None:
    assert joined(10, pairs) == joined(10, reversed(pairs))


@every_recipe
def test_the_same_seed_makes_the_same_people(recipe: Recipe) -> None:
    assert generated(recipe, RECORDS, 3) == generated(recipe, RECORDS, 3)
    assert generated(recipe, RECORDS, 3).rows != generated(recipe, RECORDS, 4).rows


@every_recipe
def test_a_set_holds_as_many_records_and_duplicates_as_it_says(recipe: Recipe) -> None:
    made = generated(recipe, RECORDS, 5)
    assert len(made.rows) == len({*made.ids}) == RECORDS
    assert len({*made.persons}) == RECORDS - round(RECORDS * recipe.duplicates)
    assert {len(row) for row in made.rows} == {len(recipe.columns)}


def test_every_trap_is_met() -> None:
    made = generated(RECIPES[-1], 3_000, 1)
    assert {*made.traps.values()} == {*RECIPES[-1].traps}


def test_phones_that_nobody_mistyped_are_read() -> None:
    made = generated(RECIPES[0], RECORDS, 7)
    place = [*made.columns].index("Телефон")
    cells = [row[place] for row in made.rows if row[place]]
    read = [phones_in(cell, ("RU", "UA", "BY", "KZ")) for cell in cells]
    assert sum(map(bool, read)) > 0.98 * len(cells)


def test_a_partition_by_exact_phone_finds_some_and_joins_families() -> None:
    made = generated(RECIPES[-1], 3_000, 1)
    found = score(_by_phone(made), made.persons)
    assert 0.2 < found.recall < 0.9
    assert found.precision < 0.5
    whole, of = intact(_by_phone(made), made.persons, made.traps)["family"]
    assert whole < of


def test_a_set_is_written_with_the_mapping_that_reads_it(tmp_path: Path) -> None:
    made = generated(RECIPES[2], 5, 1)
    (file,) = made.write(tmp_path)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 6
    assert 'id = "Код"' in (tmp_path / "map.toml").read_text(encoding="utf-8")


def test_public_sets_without_their_packages_are_named_with_the_reason(tmp_path: Path) -> None:
    found = [*public_sets(tmp_path)]
    assert all(isinstance(each, Absent) for each in found)
    assert len(found) == 9


def test_a_public_set_is_read_out_of_its_package(tmp_path: Path) -> None:
    lines = "record_id,label_true,affiliation\n7,1,IBM\n8,1,I.B.M.\n"
    with ZipFile(tmp_path / "mismo-0.4.1-py3-none-any.whl", "w") as archive:
        archive.writestr("mismo/leipzig/affiliations.csv", lines)
    (found,) = (each for each in public_sets(tmp_path) if isinstance(each, Labelled))
    assert found.rows == [["7", "IBM"], ["8", "I.B.M."]]
    assert Counter(found.persons) == {"1": 2}


def _by_phone(made: Labelled) -> list[int]:
    """A stand-in for a matcher: who has a phone in common is one."""
    places = [place for place, kind in enumerate(made.columns.values()) if kind == "phone"]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(made.rows):
        for place in places:
            for phone in phones_in(row[place], ("RU", "UA", "BY", "KZ")):
                holders[phone.e164].append(number)
    pairs = [(one, other) for one, *others in holders.values() for other in others]
    return joined(len(made.rows), pairs)
