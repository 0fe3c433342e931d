"""Normal forms of names: what meets, what does not, and what is no name."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain._first_names import _listed, known_name
from crmkit.domain.name_forms import NameForm, name_form, name_form_of
from crmkit.text import fold
from tests.support.schemes import RUSSIAN, UKRAINIAN, Scheme, written

ANY_TEXT = st.text(st.characters(exclude_categories=()))
WORDS = [
    *("Иванов", "Петренко", "Мицкевич", "Ким", "Иван", "Анна", "Саша", "Лев", "Айгуль", "Bob"),
    *("Петрович", "Ильич", "Петровна", "И.", "П.", "оглы", "ivanov", "Ivan", "Petrovich", "Yu."),
    *("Салтыков-Щедрин", "О'Нил", "Клиент", "и", "(муж)", "1", "ООО", "опт", ",", "/", "van", "АВ"),
    *("Bdfyjd", "Eлeнa", "мама", "г-н", "ИП", "магазин", "Ё", "ъ", "-", "ооо", "x", "Ґ"),
]
NAME_LIKE = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


def meets(one: NameForm, other: NameForm) -> bool:
    """Whether surnames are equal, a first name is shared and the patronymics do not differ."""
    pairs = ((one.last, other.last), (one.middle, other.middle))
    firsts = (
        {*one.names} & {*other.names} if one.names and other.names else one.first == other.first
    )
    return bool(firsts) and all(mine == theirs for mine, theirs in pairs if mine and theirs)


WRITTEN = """
Иванов Иван Петрович|ИВАНОВ ИВАН ПЕТРОВИЧ|иван петрович иванов|Ivanov Ivan Petrovich|Ваня Иванов
|Іванов Іван Петрович|Bdfyjd Bdfy Gtnhjdbx|Иванов, Иван Петрович|Ivan Ivanoff|г-н Иванов Иван
|ИП Иванов Иван Петрович|Иванов1 Иван|Иванов Иван (опт)|Иванов Иван, опт|Иванов Иван, новый номер
|Иванов Иван - новый номер|Иванов Иван звонить после 18|ivanov.ivan

Иванова Анна Петровна|Anna Ivanova|Аня Иванова|Іванова Ганна Петрівна|Hanna Ivanova|Ivanova Anya
|Нюра Иванова|Анечка Иванова|Bdfyjdf Fyyf|Иванова Анна (жена)|Ahha Ивaнoвa|IVANOVA A'NNA

Крупский Алексей|Крупський Олексій|Krupskyi Oleksii|Krupsky Alexey|Лёша Крупский|Льоша Крупський
|Krupskij Aleksej|Krupskiy Alexei|Olexiy Krupskyy|Krupski Alexis|Крупский Алексий

Белая Наталья|Белая Наташа|Belaya Natalia|Natalya Belaia|Белая Наталія|Белая Натали

Сергей Соловьёв|Serhii Soloviov|Сергій Соловйов|Sergey Solovyev|Solovyov Serge|Серёжа Соловьев

Коваленко Елена Петровна|Коваленко Олена Петрівна|Kovalenko Olena|Елена Коваленко|К0валенко Лена

Алиев Вагиф Гасан оглы|Aliev Vagif Hasan ogly|Вагиф Алиев|Алієв Вагіф Гасанович
|Алиев Вагиф Гасаноглы

Нурланов Серик Нурланулы|Нурланов Серік Нұрланұлы|Nurlanov Serik

Robert Smith|Bob Smith|Smith, Robert|Smith, Bob (опт)|SMITH ROB|Mr. Robert Smith|Роберт Смит

Екатерина Ким|Катя Ким|Екатрина Ким|Екатеирна Ким|Katya Kim|Kim Ekaterina|Катюша Ким

Юлия Шевчук|Юлія Шевчук|Iuliia Shevchuk|Julia Shevchuk|Yuliya Shevchuk|Шевчук Юля|Chevtchouk Julie

Щербаков Юрий|Shcherbakov Yuriy|Scherbakov Yury|Sherbakov Jurij|Щербаков Юра|Щербаков Юрій

Хрущёва Ксения|Khrushcheva Ksenia|Hrusheva Xenia|Хрущева Ксюша|Khrushchova Kseniya

Римский-Корсаков Николай|Римский Корсаков Николай Андреевич

Ляшко Людмила|Liashko Liudmyla|Lyashko Lyudmila|Ляшко Люда|Ljaschko Ludmila|Ляшко Людмилочка
"""


@pytest.mark.parametrize("ways", WRITTEN.replace("\n|", "|").split("\n\n"))
def test_ways_to_write_one_name_meet(ways: str) -> None:
    first, *others = ways.strip().split("|")
    assert name_form(first).names
    strayed = [other for other in others if not meets(name_form(first), name_form(other))]
    assert not strayed


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Boiko Aleksandr с авито", "boiko"),
        ("Ольга Ольга", ""),
        ("Гринь І.І.", "grin"),
        ("І. І. Іван", "ivan"),
        ("Оля маникюр", ""),
        ("Хўжаев Ботир", "guzhaev"),
        ("Чжан Вэй", "chzhan"),
        ("Mohammed Al Hassan", "algasan"),
        ("Bepa Иванова", "ivanov"),
        ("Іdfofher .hіq", "ivasharuk"),
        ("Олена Васикович СПб", "vasikovich"),
        ("Любовь Кузьмич", "kuzmich"),
        ("ГС Петрашкевіч", "petrashkevich"),
        ("O'Connor Meg", "okonor"),
        ('O"Connor Meg', "okonor"),
        ("Prochorowa Alla", "progorov"),
    ],
)
def test_the_surname_is_found(text: str, last: str) -> None:
    assert name_form(text).last == last


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Саша", ("александр", "александра")),
        ("Аня", ("анна",)),
        ("Ганна", ("анна",)),
        ("Hanna", ("анна",)),
        ("Anya", ("анна",)),
        ("Яна", ("яна", "янина")),
        ("Олексій", ("алексей",)),
        ("Лёша", ("алексей",)),
        ("Сашенька", ("александр", "александра")),
        ("Леночка", ("елена",)),
        ("Дмитрик", ("дмитрий",)),
        ("Mykola", ("николай",)),
        ("Кейт", ("екатерина",)),
        ("Юлія", ("юлия",)),
        ("Yulia", ("юлия",)),
        ("Екатрина", ("екатерина",)),
        ("Вячесла", ("вячеслав",)),
        ("Айгуль", ("айгуль",)),
        ("Мухаммед", ("мухаммад",)),
        ("Сяргей", ("сергей",)),
        ("José", ("иосиф",)),
        ("Анна-Мария", ("анна", "мария")),
        ("Зурбаган", ()),
        ("", ()),
    ],
)
def test_a_first_name_is_known_by_its_id(text: str, ids: tuple[str, ...]) -> None:
    assert name_form(text).names == ids


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("none", "|  |\u200b"),
        (
            "junk",
            "-|тест|Тест Тестов|Клиент123|не указано|ааа|qwerty|89123456789|a@b.ru|мама Пети|...",
        ),
        ("junk", "Розничный покупатель|http://vk.com/id1|(опт)|12|\0"),
        ("organisation", "Общество «Луч»|ПП Луч|«Луч»|Мебельсервис|Автосервис|Ремстрой"),
        ("organisation", "ООО Ромашка|ТОВ «Ромашка»|Romashka LLC|магазин Ромашка|Салон Анна"),
        ("person", "Boiko с авито|Bepa Иванова|Іdfofher .hіq|Олена Васикович спб"),
        ("person", "ПП Иванов Иван|Анна Петрова, дочь Ольга|Любовь Кузьмич|Ким «Ольга»"),
        ("couple", "Иван и Мария|ИВАН И МАРИЯ|Иван/Мария|Иван + Мария Петровы|Іван та Марія"),
        ("person", "Ким И Сен|ИП Иванов|Анна салон|муж Сергей|Сергей муж Анны|Иванов Й. Анна"),
    ],
)
def test_what_is_no_one_person_s_name_is_told(kind: str, texts: str) -> None:
    assert {text: name_form(text).kind for text in texts.split("|")} == dict.fromkeys(
        texts.split("|"), kind
    )


def test_stress_and_invisible_signs_do_not_matter() -> None:
    assert name_form("Ива\u0301нов Ив\u200bан") == name_form("Иванов Иван")


def test_words_that_are_no_part_of_the_name_are_left_over() -> None:
    form = name_form("Анна Иванова Москва")
    assert (form.names, form.last, form.other) == (("анна",), "ivanov", ("moskva",))


@pytest.mark.parametrize(
    ("last", "first", "middle"),
    [
        ("Иванов", "Иван", "Петрович"),
        ("Иван", "Иванов", "Петрович"),
        ("Иванов Иван", None, "Петрович"),
        (None, "Иванов Иван Петрович", None),
        ("Иванов Иван Петрович", "", ""),
        (None, "Иван Петрович", "Иванов"),
        ("Bdfyjd", "Bdfy", "Gtnhjdbx"),
    ],
)
def test_mixed_up_columns_give_the_same_name(
    last: str | None, first: str | None, middle: str | None
) -> None:
    assert name_form_of(last, first, middle) == name_form("Иванов Иван Петрович")


@pytest.mark.parametrize(
    ("last", "first"), [("James", "Thomas"), ("Martin", "Zyx"), ("Роман", "Пётр"), ("Ли", "Ван")]
)
def test_columns_that_may_be_right_are_believed(last: str, first: str) -> None:
    assert name_form_of(last, first, None).first == name_form_of(None, first, None).first


@pytest.mark.parametrize(
    "text", ["Martin, James", "Leroy, Laura", "Allen, Jessica", "Scott Melissa"]
)
def test_of_two_western_first_names_the_comma_or_the_lists_tell_the_surname(text: str) -> None:
    last, first = text.replace(",", "").split()
    assert name_form(text) == name_form_of(last, first, None)


def test_a_first_name_in_the_column_of_surnames_is_a_first_name() -> None:
    assert name_form_of("Анна", None, None).names == ("анна",)
    assert name_form_of("James", None, None).last == "james"


@pytest.mark.parametrize(
    "words",
    [
        ("Иванов", "Иван", "Петрович"),
        ("Іваненко", "Ганна", "Петрівна"),
        ("Мицкевич", "Адам", ""),
        ("Иванова", "Екатрина", "Петровна"),
        ("Smith", "Robert", ""),
        ("Ivanova", "Yulia", "Sergeevna"),
    ],
)
def test_the_order_of_words_is_free(words: tuple[str, str, str]) -> None:
    forms = {name_form(" ".join(order)) for order in itertools.permutations(words)}
    assert len(forms) == 1


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        ("Наталья", "Натлья"),
        ("Наталья", "Натаьля"),
        ("Наталья", "Нататлья"),
        ("Наталья", "Наталба"),
        ("Александр", "Алексндр"),
        ("Вячеслав", "Вячаслав"),
    ],
)
def test_a_slip_of_the_finger_is_healed(right: str, typed: str) -> None:
    assert name_form(typed).names == name_form(right).names


@pytest.mark.parametrize("word", ["Марков", "Маринин", "Иванова", "Романов", "Павлова", "Аленин"])
def test_a_surname_is_no_slip_of_a_first_name(word: str) -> None:
    assert name_form(f"{word} Кузь").names == ()


@pytest.mark.parametrize(
    ("scheme", "alphabet"),
    [(scheme, "ru") for scheme in RUSSIAN.values()] + [(s, "uk") for s in UKRAINIAN.values()],
)
def test_nearly_every_known_name_is_known_in_latin(scheme: Scheme, alphabet: str) -> None:
    forms = {
        name.forms[0]
        for name in _listed()
        if not name.forms[0].isascii()
        and any(letter in name.forms[0] for letter in "іїєґ") == (alphabet == "uk")
        and not any(letter in name.forms[0] for letter in "ўәғқңөұүһ")
    }
    strayed = {form for form in forms if not _same(form, written(form, scheme).replace('"', ""))}
    assert len(strayed) <= len(forms) // 40, strayed


def _same(form: str, latin: str) -> bool:
    known, spelt = known_name(form), known_name(fold(latin))
    return bool(known and spelt and {*known.ids} & {*spelt.ids})


@given(ANY_TEXT | NAME_LIKE)
def test_any_text_has_a_form(text: str) -> None:
    form = name_form(text)
    assert (form.kind == "none") == (not fold(text))
    assert form.kind == "person" or form == NameForm(form.kind)


@given(ANY_TEXT | NAME_LIKE, ANY_TEXT | NAME_LIKE | st.none(), NAME_LIKE | st.none())
def test_any_columns_have_a_form(last: str, first: str | None, middle: str | None) -> None:
    assert name_form_of(last, first, middle).kind


@given(ANY_TEXT | NAME_LIKE)
def test_how_marks_are_composed_does_not_matter(text: str) -> None:
    assert name_form(unicodedata.normalize("NFD", text)) == name_form(
        unicodedata.normalize("NFC", text)
    )


@given(NAME_LIKE)
def test_case_does_not_matter(text: str) -> None:
    assert name_form(text.upper()) == name_form(text.lower())
