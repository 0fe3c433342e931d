"""The same file again, in chunks of any size: nothing is created or updated a second time."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportResult
from tests.unit.services.sheets import Sheet, bring, counts
from tests.unit.services.shop import Shop

Cells = Sequence[str | None]
NAMES = st.sampled_from(
    [None, "Анна Петрова", "Петрова Анна", "АННА ПЕТРОВА", "Игорь Петров", "Аня", "Клиент 5"]
)
PHONES = st.sampled_from(
    [None, "8 921 123-45-67", "+79211234567", "89217654321", "89211234567, 89217654321", "нет"]
)
EMAILS = st.sampled_from([None, "anna@example.com", "ANNA@example.com", "igor@example.com", "@"])
CITIES = st.sampled_from([None, "Псков", "Тверь"])
COMPANIES = st.sampled_from([None, 'ООО "Ромашка"', "Ромашка", "АО Ромашка", "Лютик", "Лютик ООО"])
IDS = st.sampled_from([None, None, "1", "2", "1c:1"])
DATES = st.sampled_from([None, "01.02.2026", "13.02.2026", "вчера"])
SUMS = st.sampled_from([None, "100", "1 000,50 ₽", "5 USD", "много"])
NUMBERS = st.sampled_from([None, "A-1", "A-2", "A-3"])
GOODS = st.sampled_from([None, "Чехол", "ЧЕХОЛ", "iPhone 13", "iPhone 1.3"])

SPELLINGS: list[Cells] = [
    ("Анна Петрова", "8 (921) 123-45-67", None),
    ("ПЕТРОВА АННА", "+79211234567", None),
    ("Петрова А.", "9211234567", None),
    ("Петров Игорь", "89211234567", None),
    ("Игорь Петров", "7 921 123 45 67", None),
    ("Семёнов Пётр", None, "semenov@example.com"),
    ("Семенов Петр", None, "Semenov@EXAMPLE.com"),
    ("Ким Саша", None, None),
    ("Ким Саша", None, None),
]

FILES: dict[ImportKind, dict[str, st.SearchStrategy[str | None]]] = {
    "contacts": {
        "ФИО": NAMES,
        "Телефон": PHONES,
        "Телефон 2": PHONES,
        "E-mail": EMAILS,
        "Город": CITIES,
        "Организация": COMPANIES,
        "Должность": st.sampled_from([None, "Директор", "Бухгалтер"]),
        "ID": IDS,
        "Теги": st.sampled_from([None, "vip", "vip, опт"]),
    },
    "companies": {
        "Компания": COMPANIES,
        "ИНН": st.sampled_from([None, "7707083893", "7736050003", "123"]),
        "КПП": st.sampled_from([None, None, "773601001", "770701001"]),
        "Телефон": PHONES,
        "Контактное лицо": NAMES,
        "Холдинг": COMPANIES,
        "ID": IDS,
        "Город": CITIES,
    },
    "leads": {
        "Заявка": st.sampled_from([None, "Чехол", "Ремонт"]),
        "ФИО": NAMES,
        "Телефон": PHONES,
        "Дата": DATES,
        "Статус": st.sampled_from([None, "новый", "отказ", "?"]),
        "ID": IDS,
    },
    "deals": {
        "Сделка": st.sampled_from([None, "Чехол", "Ремонт"]),
        "Клиент": NAMES,
        "Телефон": PHONES,
        "Компания": COMPANIES,
        "Этап": st.sampled_from([None, "Новая", "won", "Отказ", "?"]),
        "Сумма": SUMS,
        "Дата создания": DATES,
        "Дата закрытия": DATES,
        "ID": IDS,
    },
    "products": {
        "Товар": GOODS,
        "Артикул": NUMBERS,
        "Цена": SUMS,
        "Себестоимость": SUMS,
        "ID": IDS,
    },
    "orders": {
        "Номер заказа": NUMBERS,
        "Клиент": NAMES,
        "Телефон": PHONES,
        "Дата": DATES,
        "Товар": GOODS,
        "Количество": st.sampled_from([None, "2", "0,5"]),
        "Цена": SUMS,
    },
    "employees": {
        "Сотрудник": NAMES,
        "Логин": st.sampled_from([None, "anna.p", "boris"]),
        "Роль": st.sampled_from([None, "менеджер", "РОП", "?"]),
        "Отдел": st.sampled_from([None, "Розница", "Склад"]),
        "Руководитель": NAMES,
        "Офис": CITIES,
    },
}
KINDS = list(FILES)
pytestmark = pytest.mark.slow


def files(kind: ImportKind) -> st.SearchStrategy[list[tuple[str | None, ...]]]:
    return st.lists(st.tuples(*FILES[kind].values()), max_size=8)


def imported(shop: Shop, kind: ImportKind, rows: Sequence[Cells], chunk: int = 2) -> ImportResult:
    return bring(shop, kind, Sheet([*FILES[kind]], rows), chunk=chunk)


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_one_outcome(kind: ImportKind) -> None:
    @settings(max_examples=25, deadline=None)
    @given(files(kind))
    def check(rows: list[Cells]) -> None:
        result = imported(Shop(), kind, rows)
        assert sum(counts(result)) == result.rows == len(rows)
        assert len(result.errors) == result.rejected

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_again_creates_and_updates_nothing(kind: ImportKind) -> None:
    @settings(max_examples=60, deadline=None)
    @given(files(kind))
    def check(rows: list[Cells]) -> None:
        shop = Shop()
        imported(shop, kind, rows)
        again = imported(shop, kind, rows)
        assert (again.created, again.updated) == (0, 0), again.errors

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_the_size_of_chunks_changes_nothing(kind: ImportKind) -> None:
    @settings(max_examples=25, deadline=None)
    @given(files(kind), st.integers(1, 4))
    def check(rows: list[Cells], chunk: int) -> None:
        whole = imported(Shop(), kind, rows, chunk=100)
        assert imported(Shop(), kind, rows, chunk=chunk) == whole

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_known_rows_in_any_order_change_nothing(kind: ImportKind) -> None:
    @settings(max_examples=25, deadline=None)
    @given(files(kind), st.randoms())
    def check(rows: list[Cells], dice: random.Random) -> None:
        doubled = [row for row in dict.fromkeys(map(tuple, rows)) for _ in range(2)]
        shop = Shop()
        imported(shop, kind, rows)
        dice.shuffle(doubled)
        assert counts(imported(shop, kind, doubled))[:2] == (0, 0)

    check()


@settings(max_examples=25, deadline=None)
@given(st.permutations(SPELLINGS), st.integers(1, 4))
def test_people_are_counted_alike_in_any_order_of_their_rows(rows: list[Cells], chunk: int) -> None:
    table = Sheet(["ФИО", "Телефон", "E-mail"], rows)
    assert counts(bring(Shop(), "contacts", table, chunk=chunk)) == (4, 0, 5, 0)
