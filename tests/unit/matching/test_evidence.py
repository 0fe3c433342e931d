"""Findings are the same from both sides, have words in three languages, and add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.duplicates import find_duplicates
from crmkit.matching.evidence import Crowd, findings, firsts_among
from crmkit.matching.kinds import ColumnKind
from crmkit.matching.profile import Profile, profile
from crmkit.matching.weights import PRIOR, contradicts, shipped_weights
from crmkit.matching.words import Language, in_words

NAMES = st.sampled_from(
    [
        "",
        "Иванов Иван Петрович",
        "Иванова Анна Петровна",
        "Ваня Иванов",
        "Иванов И.П.",
        "Ivanov Ivan",
        "Петрова (Иванова) Анна",
        "Анна",
        "Иванов",
        "Гость 12",
        "ООО Ромашка",
        "Гоннетта Ким",
    ]
)
PHONES = st.sampled_from(["", "8 912 340-12-85", "+7 912 340-12-86", "8 (495) 123-45-17 доб. 5"])
EMAILS = st.sampled_from(["", "ivanov.petr@mail.ru", "ivanov.petr@gmail.com", "info@shop.ru"])
BIRTHS = st.sampled_from(["", "05.03.1980", "03.05.1980", "05.03.1981", "1990-01-01"])
CITIES = st.sampled_from(["", "Москва", "г. Киев"])


CELLS = st.fixed_dictionaries(
    {"name": NAMES, "phone": PHONES, "email": EMAILS, "birth_date": BIRTHS, "city": CITIES}
)


def _profile(cells: dict[ColumnKind, str]) -> Profile:
    return profile([*cells.items()])


def _alone(_key: int) -> Crowd:
    return Crowd(2, 1)


@settings(deadline=None)  # the first example reads the lists of names and cities
@given(CELLS, CELLS)
def test_the_order_of_the_records_makes_no_difference(
    one: dict[ColumnKind, str], other: dict[ColumnKind, str]
) -> None:
    mine, its = _profile(one), _profile(other)
    assert findings(mine, its, _alone) == findings(its, mine, _alone)


@settings(deadline=None)  # the first example reads the lists of names and cities
@given(CELLS, CELLS)
def test_every_group_of_findings_speaks_once(
    one: dict[ColumnKind, str], other: dict[ColumnKind, str]
) -> None:
    codes = findings(_profile(one), _profile(other), _alone)
    groups = [code.partition(".")[0] for code in codes]
    assert len(groups) == len(set(groups))


@settings(deadline=None)  # the first example reads the lists of names and cities
@given(st.lists(CELLS, max_size=8))
def test_the_reasons_of_a_pair_add_up_to_its_score(records: list[dict[ColumnKind, str]]) -> None:
    weights = shipped_weights()
    for pair in find_duplicates([_profile(cells) for cells in records]).pairs:
        assert sum(reason.weight for reason in pair.reasons(weights)) == pair.score


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_every_finding_of_the_table_has_words(language: Language) -> None:
    for code in (*shipped_weights().cells, PRIOR):
        words = in_words(code, language)
        assert words
        assert words != code
        assert "{" not in words


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("name.both.DS-", True),
        ("name.phone.SSD", True),
        ("name.phone.SDS", False),
        ("birth.different", True),
        ("birth.swapped", False),
        ("sex.other", True),
        ("phone.other", False),
    ],
)
def test_different_first_names_patronymics_and_birthdays_contradict(
    code: str,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert contradicts(code) is expected


def test_forms_of_one_name_are_one_first_name() -> None:
    named = [profile([("name", name)]) for name in ("Саша Ким", "Александр Ким", "Анна Ким", "")]
    assert firsts_among(named) == 2
