"""Names of companies: the part that tells one from another, and the form of law around it."""

from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmkit.domain.company_names import CompanyForm, company_form

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
WORDS = """
    ООО О.О.О. АО ао sa Ltd. & и « » " ( ) , - маг-н маг н ТД торговый дом компания ко Ромашка
    г. Москва Київ ИП Иванов общество с ограниченной ответственностью sp. z o.o. тов ооооо 2ч ё
"""
TYPED = ANY_TEXT | st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "core", "legal", "city"),
    [
        ('ООО "Ромашка"', "romashka", "ооо", ""),
        ("«РОМАШКА», ООО", "romashka", "ооо", ""),
        ("О.О.О. Romashka", "romashka", "ооо", ""),
        ("OOO Romashka", "romashka", "ооо", ""),
        ("OОО ромашка", "romashka", "ооо", ""),
        ("Общество с ограниченной ответственностью “Ромашка”", "romashka", "ооо", ""),
        ("Ромашка (ООО)", "romashka", "ооо", ""),
        ("Магазин ООО 'Ромашка'", "romashka", "ооо", ""),
        ("ТОВ «Ромашка» (Київ)", "romashka", "тов", "kiv"),
        ("Товариство з обмеженою відповідальністю «Ромашка»", "romashka", "тов", ""),
        ("Ромашка, г. Москва", "romashka", None, "moskva"),
        ("Ромашка г.Москва", "romashka", None, "moskva"),
        ("Торговый дом Ромашка ООО - Москва", "romashka", "ооо", "moskva"),
        ("Маг-н «Ромашка»", "romashka", None, ""),
        ("маг. Ромашка", "romashka", None, ""),
        ("Ромашка, м-н 5", "romashka m n 5", None, ""),
        ("Отель Москва", "otel moskva", None, ""),
        ("Стр-во и ремонт", "stroitelstvo i remont", None, ""),
        ("Рога & Копыта", "roga i kopita", None, ""),
        ("ЗАО Рога та копыта", "roga i kopita", "зао", ""),
        ("ФОП Шевченко Т. Г.", "shevchenko t g", "фоп", ""),
        ("ИП Иванов И.И.", "ivanov i i", "ип", ""),
        ("Acme Trading Co., Ltd.", "akme", "ltd", ""),
        ("Kwiat sp. z o.o.", "kvat", "sp z oo", ""),
        ("Blumen GmbH", "blumen", "gmbh", ""),
        ("Ресторан СА Плюс", "restoran sa plus", None, ""),
        ("1С-Битрикс", "1s bitriks", None, ""),
        ("Компания", "kompana", None, ""),
        ("ООО", "", "ооо", ""),
        ("физ. лицо", "", None, ""),
        ("-", "", None, ""),
    ],
)
def test_a_company_is_what_stands_inside_its_form(
    typed: str, core: str, legal: str | None, city: str
) -> None:
    form = company_form(typed)
    assert (form.core, form.legal, form.city) == (core, legal, city)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("limited", "ООО Роза|ТОВ Роза|ТОО Роза|Roza LLC|Roza Ltd|Roza GmbH|Roza sp. z o.o."),
        ("stock", "АО Роза|ОАО Роза|ПАО Роза|ПрАТ Роза|Roza Inc."),
        ("sole", "ИП Роза|ФОП Роза|Индивидуальный предприниматель Роза"),
    ],
)
def test_forms_of_all_countries_are_of_few_kinds(kind: str, names: str) -> None:
    assert {company_form(name).kind for name in names.split("|")} == {kind}


def test_the_name_keeps_its_alphabet_and_the_city() -> None:
    assert company_form('ООО "Ромашка", г. Киев').name == "ромашкагкиев"
    assert company_form("Romashka & Co").name == "romashkaиco"


@given(TYPED)
def test_the_core_of_a_core_is_itself(text: str) -> None:
    core = company_form(text).core
    assert company_form(core).core == core


@given(TYPED)
def test_a_composed_and_a_decomposed_text_have_one_form(text: str) -> None:
    assert company_form(normalize("NFD", text)) == company_form(normalize("NFC", text))


@given(TYPED)
def test_a_legal_form_and_quotes_change_no_core(text: str) -> None:
    inside = company_form(f"ООО «{text}»")
    assume(not inside.city and not company_form(text).city)
    assert inside.core == company_form(text).core


def test_a_text_that_is_too_long_is_read_to_its_bound() -> None:
    assert isinstance(company_form("а" * 100_000), CompanyForm)
