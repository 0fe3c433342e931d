"""Postal addresses: one form for a place, in whatever order and with whatever marks it is written.

===================================================  =======  ==============  =====  ====
as typed                                             city     street          house  flat
===================================================  =======  ==============  =====  ====
``101000, г. Москва, ул. Ленина, д. 5, кв. 12``      moskva   lenina          5      12
``Москва Ленина 5-12``, ``Ленина ул., 5, 12 (МСК)``  moskva   lenina          5      12
``м. Київ, вул. Хрещатик, буд. 5А``                  kiv      hreshatik       5a
``пр-т Мира 10 корп. 2``, ``Мира, 10к2``                      mira            10k2
``ул. 8 Марта, 5``                                            8 marta         5
``Карла Маркса 7``, ``ул. Маркса Карла, 7``                   karla marksa    7
``Б. Полянка, 1``, ``Большая Полянка ул, 1``                  bolsha polanka  1
``Apt 5, 12 Main St, Chicago, IL 60601``             chikago  main            12     5
===================================================  =======  ==============  =====  ====

A best effort: no register of streets is asked, so a slip of the pen stays one. Words are skeletons
(`crmkit.domain.spelling`), and the city is what `crmkit.domain.cities.city_form` gives.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from attrs import Factory, frozen, mutable

from crmkit.domain._address_words import (
    BLOCKS,
    BREAK,
    MARKS,
    NOWHERE,
    SHORT_WORDS,
    TITLES,
    is_number,
    is_word,
    tokens_of,
)
from crmkit.domain.cities import MARKS_OF_CITIES, known_city, without_regions
from crmkit.domain.spelling import plainly_folded

_REMEMBERED = 2**14
_LONGEST = 300
_MOST_WORDS_OF_CITY = 3
_POSTCODES = (5, 6)
_HOUSE_AND_FLAT = re.compile(r"([0-9]+[a-z]?(?:/[0-9]+)?)-([0-9]+)")


@frozen(kw_only=True)
class AddressForm:
    """A place in its parts; an unknown part is empty.

    ``street`` has its words in the order of the alphabet, without «улица» and titles. ``words`` is
    everything that is not a mark, in the order of the text, for weaker comparison.
    """

    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    postcode: str = ""
    words: tuple[str, ...] = ()


@lru_cache(_REMEMBERED)
def address_form(text: str) -> AddressForm:
    """The parts of the address that the text holds; none in a text over 300 characters."""
    folded = plainly_folded(text.replace("№", " ")) if len(text) <= _LONGEST else ""
    tokens = tokens_of(folded)
    if not tokens or " ".join(tokens) in NOWHERE:
        return AddressForm()
    reading = _Reading(tokens=[*tokens, BREAK, BREAK])
    while reading.at < len(tokens):
        reading.step()
    reading.close()
    return AddressForm(
        city=reading.city,
        street=_street(reading.street),
        house=reading.house,
        flat=reading.flat,
        postcode=reading.postcode,
        words=tuple(reading.words),
    )


def _street(words: Sequence[str]) -> str:
    """The words in one order, short ones whole; a title stays where nothing else does."""
    whole = [SHORT_WORDS.get(word, word) for word in words]
    return " ".join(sorted(word for word in whole if word not in TITLES) or whole)


@mutable(kw_only=True)
class _Reading:
    """An address read from left to right; ``run`` is the words whose part is not settled yet.

    ``slot`` is the part that a mark gives them: city, street, or the street of a mark behind it.
    ``loose`` are words without a mark, and whether a number followed.
    """

    tokens: list[str]
    at: int = 0
    run: list[str] = Factory(list)
    slot: str = ""
    loose: list[tuple[bool, list[str]]] = Factory(list)
    city: str = ""
    street: list[str] = Factory(list)
    house: str = ""
    flat: str = ""
    postcode: str = ""
    words: list[str] = Factory(list)
    may_begin_with_house: bool = True
    has_mark_behind: bool = False

    def step(self) -> None:
        """Takes the next token, and those that belong to it."""
        token, after = self.tokens[self.at], self.tokens[self.at + 1]
        self.at += 1
        if token == BREAK:
            self.settle()
        elif is_number(token):
            self._number(token, after)
        elif self.slot == "street" and not self.run and len(token) == 1 and is_word(after):
            self.words.append(token)  # an initial: «ул. К. Маркса»
        elif (mark := MARKS.get(token)) == "street":
            self._street_mark(token, after)
        elif mark and is_number(after):
            self._numbered(mark, token)
        else:
            self._word_or_mark(token, after)

    def _word_or_mark(self, token: str, after: str) -> None:
        mark = MARKS.get(token)
        if token in MARKS_OF_CITIES:
            self._city_mark(after)
        elif mark == "block" and self.house and len(after) == 1 and after.isalpha():
            self.at += 1
            self.house += after
        elif mark is None:
            self._word(token.removeprefix("#"))

    def settle(self, *, by_number: bool = False) -> None:
        """Gives the words so far to the part that they belong to."""
        slot, words = self.slot, without_regions(self.run)
        self.slot, self.run = "", []
        if not words:
            return
        count, city = known_city(words)
        if slot == "city" and not count:
            count = 1 if by_number else _MOST_WORDS_OF_CITY
            city = " ".join(words[:count])
        if count and slot != "street" and not (slot == "street behind" and count == len(words)):
            self.city = self.city or city
            words = words[count:]
        if slot.startswith("street") and not self.street:
            self.street = words
            self.may_begin_with_house = slot != "street"
            self.has_mark_behind = slot == "street behind"
        elif words:
            self.loose.append((by_number, words))

    def close(self) -> None:
        """Settles what stood without a mark: words before a number are likelier the street."""
        self.settle()
        self.loose.sort(key=itemgetter(0), reverse=True)
        if not self.street and self.loose:
            self.street = self.loose.pop(0)[1]
        if not self.city and self.loose:
            self.city = " ".join(self.loose[0][1][:_MOST_WORDS_OF_CITY])
        if self.house or not self.street:
            return
        if self.may_begin_with_house and len(self.street) > 1 and is_number(self.street[0]):
            self.house = self.street.pop(0)
        elif self.has_mark_behind and self.postcode == self.tokens[0]:
            self.house, self.postcode = self.postcode, ""

    def _word(self, word: str) -> None:
        self.run.append(word)
        self.words.append(word)

    def _number(self, number: str, after: str) -> None:
        self._settle_city()
        if number.isdigit() and len(number) in _POSTCODES and not self.postcode:
            self.settle()
            self.postcode = number
        elif not self.run and not self.house and len(after) > 1 and is_word(after):
            self._word(number)
        elif MARKS.get(after) != "aside" or is_number(self.tokens[self.at + 1]):
            self.settle(by_number=True)
            self._house_or_flat(self._with_letter(number))

    def _house_or_flat(self, number: str) -> None:
        self.words.append(number)
        both = _HOUSE_AND_FLAT.fullmatch(number)
        if self.house:
            self.flat = self.flat or number
        elif both:
            self.house, self.flat = both[1], both[2]
        else:
            self.house = number

    def _with_letter(self, number: str) -> str:
        letter, behind = self.tokens[self.at], self.tokens[self.at + 1]
        is_letter = len(letter) == 1 and letter.isalpha() and number[-1].isdigit()
        if not is_letter or is_number(behind) or is_word(behind):
            return number
        self.at += 1
        return number + letter

    def _numbered(self, mark: str, token: str) -> None:
        """A mark with its number behind it."""
        self.settle(by_number=mark == "house")
        number = self.tokens[self.at]
        self.at += 1
        if mark == "aside":
            return
        if mark == "house":
            if self.house:  # so it was the number of a quarter: «мкр Самал 2, д. 33»
                self.street.append(self.house)
            self.house = ""
            self._house_or_flat(self._with_letter(number))
            return
        self.words.append(number)
        if mark == "flat":
            self.flat = number
        else:
            self.house += f"{BLOCKS.get(token, 'k')}{number}" if self.house else number

    def _street_mark(self, mark: str, after: str) -> None:
        self._settle_city()
        behind = self.tokens[self.at + 1] if after != BREAK else BREAK
        is_named = any(not is_number(word) for word in self.run)
        leads = (is_word(after) and (is_named or not self.run)) or (
            not self.run and is_word(behind) and (is_number(after) or len(after) == 1)
        )
        if leads or (is_number(after) and not self.run):
            self.settle()
            self.slot = "street"
        elif self.run:
            self.slot = "street behind"
        else:
            self._word(mark)
        if self.slot == "street" and is_number(after):
            self.at += 1
            self._word(after)

    def _city_mark(self, after: str) -> None:
        if self._settle_city():
            return
        if not is_word(after) and self.run:
            self.slot = "city"
            self.settle()
        elif is_word(after):
            self.settle()
            self.slot = "city"

    def _settle_city(self) -> bool:
        """Settles words that are a city and nothing else."""
        is_city = bool(self.run) and known_city(self.run)[0] == len(self.run)
        if is_city and not self.slot.startswith("street"):
            self.settle()
        return is_city
