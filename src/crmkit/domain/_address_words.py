"""The marks of an address, «ул.», «д.», «кв.», as skeletons, and its words and numbers."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from crmkit.domain.cities import MARKS_OF_CITIES
from crmkit.domain.spelling import in_latin, skeleton

Mark = Literal["street", "house", "block", "flat", "aside"]

_MARKS: Mapping[Mark, str] = MappingProxyType(
    {
        "street": """
            ул улица вул вулиця вуліца пр пр-т пр-кт просп проспект праспект пер переулок провулок
            пров завулак б-р бул бульвар ш шоссе шосе пл площадь площа плошча наб набережная
            набережна пр-д проезд проїзд туп тупик ал аллея алея мкр мкрн мкр-н микрорайон
            мікрорайон м-н кв-л квартал тракт линия лінія узвіз спуск street str st avenue ave av
            road rd drive dr lane ln boulevard blvd blv way square sq highway hwy court ct place
            terrace
        """,
        "house": "д дом буд будинок вл владение зд здание house",
        "block": "к корп корпус с стр строение лит литера літера",
        "flat": """
            кв квартира оф офис офіс кабинет каб ком комн комната кімната пом помещение приміщення
            кватэра apt apartment flat suite unit room office
        """,
        "aside": "п под подъезд під'їзд эт этаж поверх домофон код floor вход секция",
    }
)
MARKS = MappingProxyType(
    {skeleton(word): mark for mark, words in _MARKS.items() for word in words.split()}
)

# What stands between a house and the number of its part.
BLOCKS = MappingProxyType({"s": "s", "str": "s", "stroene": "s"})

# Words of streets in their short forms; titles are left out as often as they are written.
_STREET_WORDS = {
    "большая": "б бол больш большой велика",
    "малая": "мал малый мала",
    "нижняя": "ниж нижн нижний нижня",
    "верхняя": "верх верхн верхний верхня",
    "старая": "стар старый стара",
    "новая": "нов новый нова",
    "красная": "кр красн красный",
    "советская": "сов советск советский",
}
SHORT_WORDS = MappingProxyType(
    {
        skeleton(form): skeleton(word)
        for word, forms in _STREET_WORDS.items()
        for form in forms.split()
    }
)
_TITLES = """
    академика акад академіка генерала ген маршала марш адмирала адм адмірала имени им імені ім
    героя композитора писателя поэта космонавта летчика профессора проф
"""
TITLES = frozenset(map(skeleton, _TITLES.split()))
NOWHERE = frozenset(
    " ".join(map(skeleton, text.split()))
    for text in (
        *("нет", "немає", "не указан", "не указано", "не вказано", "неизвестно", "самовывоз"),
        *("самовивіз", "до востребования", "до запитання", "none", "null", "n a", "unknown"),
    )
)
"""What people write where there is no address, as skeletons."""

BREAK = ","
_POSTCODE = 5
_NO_MARKS = frozenset("smhpn")
_REMEMBERED = 2**14

_TOKEN = re.compile(
    r"[,;()|\n]"
    r"|(?:р-н|пр-т|пр-кт|пр-д|б-р|м-н|мкр-н|кв-л|ст-ца)\b"
    r"|[0-9]+-?(?:я|й|ая|ый|ой|ий|го|ша|га|тя|та|st|nd|rd|th)\b"
    r"|[0-9]+(?:[/-][0-9]+|-?[^\W\d_](?![^\W\d_])[0-9]*|/(?=[^\W\d_]\b))*"
    r"|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*"
)
_ORDINAL = re.compile(r"([0-9]+)-?(?:[^\W\d_]{2}|я|й)")
_HYPHEN_BEFORE_LETTER = re.compile(r"[-/](?=[^\W\d_])")


def tokens_of(folded: str) -> list[str]:
    """Breaks, words as skeletons, numbers such as ``10k2``, and ordinals such as ``#1``.

    A single letter that is no mark in an English address is ``#s``: 435 S. Main St.
    """
    tokens = list(map(_token, _TOKEN.findall(folded)))
    if not folded.isascii() or _NO_MARKS.isdisjoint(tokens):
        return tokens
    return [f"#{token}" if token in _NO_MARKS else token for token in tokens]


def is_number(token: str) -> bool:
    """Whether the token is a number, with its letter and fraction, but not an ordinal."""
    return "0" <= token[0] <= "9"


def is_word(token: str) -> bool:
    """Whether the token is a word that marks nothing."""
    return not (token == BREAK or is_number(token) or token in MARKS or token in MARKS_OF_CITIES)


@lru_cache(_REMEMBERED)
def _token(found: str) -> str:
    if found[0] in ",;()|\n":
        return BREAK
    if not is_number(found):
        return skeleton(found)
    if ordinal := _ORDINAL.fullmatch(found):
        return f"#{ordinal[1]}"
    number = found if found.isdigit() else in_latin(_HYPHEN_BEFORE_LETTER.sub("", found))
    return number if len(number) >= _POSTCODE else number.lstrip("0") or "0"
