"""A table of any kind teaches its own weights, whatever its columns are."""

from itertools import product

from crmkit.matching.general.run import find_in_table
from crmkit.matching.kinds import ColumnKind

FIRST = ("gerd", "heinz", "stefan", "werner", "frank", "peter", "hans", "dieter", "horst", "erika")
LAST = ("bauer", "boehm", "hoffmann", "koertig", "mueller", "fuchs", "gross", "braun", "schulze")
KINDS: tuple[ColumnKind, ...] = ("first_name", "last_name", "birth_date")


def _people() -> list[list[str]]:
    """Ninety strangers: every first name with every surname, each of a birthday of its own."""
    return [
        [first, last, f"19{17 + nth // 2:02}-{1 + nth % 12:02}-{1 + nth * 7 % 28:02}"]
        for nth, (first, last) in enumerate(product(FIRST, LAST))
    ]


def _with_a_slip(row: list[str], place: int) -> list[str]:
    spoilt = [*row]
    spoilt[place] = f"{row[place][:-1]}{'x' if row[place][-1].isalpha() else '9'}"
    return spoilt


def test_a_slip_in_any_column_hides_nobody() -> None:
    people = _people()
    again = [_with_a_slip(people[nth], nth % 3) for nth in range(0, 90, 6)]
    found, _ = find_in_table(KINDS, people + again)
    assert set(found.groups) == {(nth * 6, 90 + nth) for nth in range(15)}


def test_strangers_who_share_common_values_stay_apart() -> None:
    found, _ = find_in_table(KINDS, _people())
    assert found.groups == ()


def test_of_two_tables_only_pairs_across_are_told() -> None:
    people = _people()
    found, _ = find_in_table(KINDS, [*people, *people[:10]], second=90)
    assert {(pair.one, pair.other) for pair in found.pairs} >= {(n, 90 + n) for n in range(10)}
    assert all(pair.one < 90 <= pair.other for pair in found.pairs)


def test_names_that_changed_their_columns_are_recognised() -> None:
    people = _people()
    first, last, born = people[17]
    found, _ = find_in_table(KINDS, [*people, [last, first, born]])
    assert (17, 90) in found.groups


def test_a_table_without_anything_in_common_has_no_duplicates() -> None:
    found, _ = find_in_table(("company",), [["alpha"], ["beta"], [""]])
    assert found.pairs == ()
    assert found.groups == ()


def test_the_reasons_of_a_pair_add_up_to_its_score() -> None:
    people = _people()
    found, weights = find_in_table(KINDS, [*people, _with_a_slip(people[3], 0)])
    assert found.pairs
    for pair in found.pairs:
        assert sum(reason.weight for reason in pair.reasons(weights)) == pair.score


def test_a_column_in_which_doubles_differ_comes_to_say_little_against_them() -> None:
    people = [[*row, f"entered {nth}"] for nth, row in enumerate(_people())]
    again = [[*row[:3], f"again {500 + nth}"] for nth, row in enumerate(people)]
    found, weights = find_in_table((*KINDS, "text"), people + again)
    assert len(found.groups) == 90
    assert weights.cells["column.3.far"] > weights.cells["column.0.far"]
