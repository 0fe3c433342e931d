"""Declines Russian names of persons, by the rules of petrovich."""

import re
from collections.abc import Mapping
from typing import Literal

from attrs import evolve

from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName
from crmkit.domain.salutations import sure_sex
from crmkit.errors import AdapterError
from crmkit.ports.declension import Case

try:
    from pytrovich.enums import Case as PetrovichCase
    from pytrovich.enums import Gender, NamePart
    from pytrovich.maker import PetrovichDeclinationMaker
except ModuleNotFoundError as exc:
    message = "the package 'pytrovich' is not installed"
    raise AdapterError(message, hint="pip install 'crmkit[names]'") from exc

__all__ = ["RussianDeclension"]

_CASES: Mapping[Case, PetrovichCase] = {
    "genitive": PetrovichCase.GENITIVE,
    "dative": PetrovichCase.DATIVE,
    "accusative": PetrovichCase.ACCUSATIVE,
    "instrumental": PetrovichCase.INSTRUMENTAL,
    "prepositional": PetrovichCase.PREPOSITIONAL,
}
_GENDERS: Mapping[Sex, Gender] = {"male": Gender.MALE, "female": Gender.FEMALE}
_PARTS: tuple[tuple[Literal["last", "first", "middle"], NamePart], ...] = (
    ("last", NamePart.LASTNAME),
    ("first", NamePart.FIRSTNAME),
    ("middle", NamePart.MIDDLENAME),
)
_RUSSIAN = re.compile("[а-яё-]+", re.IGNORECASE)
_TURKIC = re.compile("[а-яё-]+ (?:оглы|оглу|кызы|гызы)", re.IGNORECASE)
_UNSURE = re.compile(".*[жшчщц](?:ый|ь)|золя")
"""Surnames that the rules decline wrong, or whose stress decides."""
_UNSURE_OF_MEN = re.compile(
    "(?:.*(?:ец|яц|ок|[её]к|[её]л|ень|ей|бой|рой|покой|(?<![сц]к)ий)|.{0,3}ой|лев|лоб)"
)
"""Surnames that one family declines as the noun, another by a rule of its own: ``Кобец``."""
_HISSING = re.compile(".*(?<!и)[жшчщц]а?|.*[жшщц]")
"""Surnames whose instrumental ends by the stress, which nobody writes: ``Грачом``, ``Кулишем``."""
_DECLINED_WOMEN = frozenset({"любовь"})
"""First names of women in a consonant that are declined; of others custom differs: ``Айгуль``."""


class RussianDeclension:
    """Declines names in Russian letters whose sex is known; of others it gives none."""

    def __init__(self) -> None:
        """Reads the rules."""
        self._maker = PetrovichDeclinationMaker()

    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        """The whole name in the case, or None rather than a guess."""
        known = sure_sex(name, sex)
        if known is None or not _is_sure(name, case, known):
            return None
        parts = {
            attribute: self._part(part, getattr(name, attribute), case, known)
            for attribute, part in _PARTS
        }
        return evolve(name, **parts)

    def _part(self, part: NamePart, word: str, case: Case, sex: Sex) -> str:
        if not word or _TURKIC.fullmatch(word):
            return word
        return self._maker.make(part, _GENDERS[sex], _CASES[case], word)


def _is_sure(name: PersonName, case: Case, sex: Sex) -> bool:
    """Whether every word is whole, in Russian letters, and declined by everybody alike."""
    first, last, middle = name.first.lower(), name.last.lower(), name.middle.lower()
    if not all(_RUSSIAN.fullmatch(word) for word in (first, last) if word):
        return False
    if middle and not (_RUSSIAN.fullmatch(middle) or _TURKIC.fullmatch(middle)):
        return False
    if sex == "female" and first[-1] not in "аеёиоуыэюя" and first not in _DECLINED_WOMEN:
        return False
    return all(_is_sure_surname(part, case, sex) for part in last.split("-"))


def _is_sure_surname(last: str, case: Case, sex: Sex) -> bool:
    is_bent = sex == "male" or last.endswith("а")
    if _UNSURE.fullmatch(last) or (sex == "male" and _UNSURE_OF_MEN.fullmatch(last)):
        return False
    return not (case == "instrumental" and is_bent and _HISSING.fullmatch(last))
