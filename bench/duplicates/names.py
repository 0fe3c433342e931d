"""A person's name as it gets typed."""
# ruff: noqa: PLR2004 - how often each shape is met stands in the open

import random
from functools import lru_cache

from bench.duplicates import slips
from bench.duplicates.knobs import Knobs
from bench.duplicates.latin import in_latin, without_accents
from bench.duplicates.person import Person
from bench.duplicates.spelling import by_from_ru, feminine, patronymic, ru_from_native, uk_from_ru
from bench.duplicates.words import Wheel, company_words

LAYOUTS = (
    "fio", "surname_first", "first_surname", "first_middle_surname", "first_middle", "first_only",
    "nick_only", "nick_surname", "initials", "first_letter", "surname_only",
)  # fmt: skip
FULL = {"1c", "office"}
SHORT = {"messenger", "phone"}
FORMAL = {"fio": 3.0, "initials": 3.0, "first_middle_surname": 2.0, "nick_only": 0.1}
CASUAL = {"fio": 0.3, "initials": 0.4, "first_only": 2.0, "nick_only": 2.5, "first_middle": 1.6}
WEST = {"fio": 0.02, "first_middle": 0.05, "first_middle_surname": 4.0, "initials": 0.3}
TURKIC = {"az", "kz", "uz"}
NATIVE = {"uk": "uk", "by": "by"}
Parts = tuple[str, str, str]


class Names:
    """Types names; every slip is drawn from one generator."""

    def __init__(self, rng: random.Random, knobs: Knobs) -> None:
        """Lay names out and slip as often as the knobs have it."""
        self.rng = rng
        self.knobs = knobs
        self._layouts = {
            "formal": self._wheel(FORMAL),
            "casual": self._wheel(CASUAL),
            "usual": self._wheel({}),
            "west": self._wheel(WEST),
        }
        self._junk = company_words("junk")
        self._notes = company_words("notes")

    def _wheel(self, more: dict[str, float]) -> Wheel[str]:
        weights = [getattr(self.knobs, layout) * more.get(layout, 1.0) for layout in LAYOUTS]
        return Wheel(LAYOUTS, weights)

    def junk(self) -> str:
        """What is typed where no name is known."""
        word = self.rng.choice(self._junk)
        if word.isalpha() and self.rng.random() < 0.4:
            return f"{word}{self.rng.choice(('', ' ', ' №'))}{self.rng.randrange(1, 999)}"
        return word

    def typed(self, person: Person, source: str) -> Parts:
        """The surname, first name and patronymic, or all in the first of them when joined."""
        kind = "formal" if source in FULL else "casual" if source in SHORT else "usual"
        kind = "west" if person.land.code == "west" else kind
        layout = self._layouts[kind].spin(self.rng)
        last, first, middle = self._spelled(person, self._language(person), layout)
        if self.knobs.split_name:
            return self._cells(self._kept(layout, (last, first, middle)))
        western = person.land.code == "west"
        text = self._laid_out(layout, (last, first, middle), western=western)
        return self._slipped(text, person), "", ""

    def _language(self, person: Person) -> str:
        native = NATIVE.get(person.land.code, "ru")
        other = self.knobs.other_language if native == "ru" else self.knobs.other_language_uk
        if self.rng.random() >= other:
            return native
        return "ru" if native != "ru" else "uk"

    def _spelled(self, person: Person, language: str, layout: str) -> Parts:
        draw = self.rng.random
        man = person.first
        first = man.ru if language == "ru" else man.uk if language == "uk" else man.by
        if layout.startswith("nick"):
            first = self._nick(person, language)
        elif person.land.code not in {"ru", "west"} and man.latin and draw() < 0.01:
            first = self.rng.choice(man.latin)
        last = surname(person.surname, person.land.code, person.sex, language)
        if person.other_surname and draw() < self.knobs.both_surnames:
            other = surname(person.other_surname, person.land.code, person.sex, language)
            last = f"{last}-{other}" if draw() < 0.5 else f"{last} ({other})"
        middle = ""
        if person.father is not None:
            father = person.father.uk if language == "uk" else person.father.ru
            middle = patronymic(father, person.sex, language, self._style(person))
        elif person.land.code == "west":
            middle = f"{chr(ord('A') + person.number % 26)}."
        knobs = self.knobs
        if draw() < knobs.name_typo:
            slip = self.rng.choice((0, 0, 1, 2))
            last = slips.typo(last, self.rng) if slip == 0 else last
            first = slips.typo(first, self.rng) if slip == 1 else first
            middle = slips.typo(middle, self.rng) if slip == 2 else middle
        return last, first, middle

    def _style(self, person: Person) -> str:
        draw = self.rng.random()
        if person.land.code == "turk" and (
            person.country in TURKIC or draw < self.knobs.turkic_patronymic
        ):
            return person.country if person.country in TURKIC else "az"
        return "talk" if draw < self.knobs.patronymic_talk else ""

    def _nick(self, person: Person, language: str) -> str:
        man = person.first
        if not man.nicks or self.rng.random() < self.knobs.unknown_nick:
            return made_up(man.ru if language == "ru" else man.uk, man.sex, self.rng)
        nick = self.rng.choice(man.nicks)
        return uk_from_ru(nick) if language == "uk" and self.rng.random() < 0.5 else nick

    @staticmethod
    def _kept(layout: str, parts: Parts) -> Parts:
        last, first, middle = parts
        if layout in {"fio", "first_middle_surname"}:
            return parts
        if layout in {"surname_first", "first_surname", "nick_surname"}:
            return last, first, ""
        if layout == "first_middle":
            return "", first, middle
        if layout in {"first_only", "nick_only"}:
            return "", first, ""
        if layout == "initials":
            return last, f"{first[:1]}.", f"{middle[:1]}." if middle else ""
        return (f"{last[:1]}.", first, "") if layout == "first_letter" else (last, "", "")

    def _laid_out(self, layout: str, parts: Parts, *, western: bool) -> str:
        last, first, middle = parts
        if layout == "initials":
            dot = self.rng.choice((".", ".", ".", ". ", ""))
            short = f"{first[:1]}{dot}{middle[:1]}{dot}" if middle else f"{first[:1]}{dot}"
            short = short.strip()
            return f"{short} {last}" if western or self.rng.random() < 0.2 else f"{last} {short}"
        last, first, middle = self._kept(layout, parts)
        surname_first = layout in {"fio", "surname_first"}
        if surname_first or (layout == "nick_surname" and self.rng.random() < 0.3):
            comma = western and self.rng.random() < 0.5
            order = (f"{last}," if comma else last, first, middle)
        else:
            order = (first, middle, last)
        return " ".join(part for part in order if part)

    def _slipped(self, text: str, person: Person) -> str:
        knobs, draw = self.knobs, self.rng.random
        if "ё" in text and draw() < knobs.yo_as_ye:
            text = text.replace("ё", "е").replace("Ё", "Е")
        if "'" in text and draw() < knobs.apostrophe:
            text = text.replace("'", self.rng.choice(("’", "`", "", "ʼ", "*", '"')))
        if person.land.code == "west":
            if not text.isascii() and draw() < knobs.plain_accents:
                text = without_accents(text, umlauts=draw() < 0.4)
        else:
            text = self._in_other_letters(text, ukrainian=person.land.code == "uk")
        text = self._cased(text)
        if draw() < knobs.note:
            note = self.rng.choice(self._notes)
            text = f"{text}{', ' if note[0].isalpha() and draw() < 0.4 else ' '}{note}"
        if draw() < knobs.spaces:
            text = self.rng.choice((f" {text}", f"{text} ", text.replace(" ", "  ")))
        return text

    def _in_other_letters(self, text: str, *, ukrainian: bool) -> str:
        knobs, draw = self.knobs, self.rng.random()
        if draw < knobs.translit:
            return in_latin(text, self.rng, ukrainian=ukrainian)
        if draw < knobs.translit + knobs.wrong_layout:
            return slips.wrong_layout(text)
        if draw < knobs.translit + knobs.wrong_layout + knobs.look_alikes:
            return slips.look_alikes(text, self.rng)
        return text

    def _cased(self, text: str) -> str:
        draw = self.rng.random()
        if draw < self.knobs.upper:
            return text.upper()
        return text.lower() if draw < self.knobs.upper + self.knobs.lower else text

    def _cells(self, parts: Parts) -> Parts:
        """The parts in columns of their own, at times in one another's."""
        rng, draw = self.rng, self.rng.random()
        latin = rng.random() < self.knobs.translit
        if latin:
            scheme = rng.randrange(1 << 30)
            last, first, middle = (
                in_latin(part, random.Random(scheme), ukrainian=False) for part in parts
            )
        else:
            last, first, middle = parts
        case = rng.random()
        if case < self.knobs.upper:
            last, first, middle = last.upper(), first.upper(), middle.upper()
        if "ё" in f"{last}{first}{middle}" and rng.random() < self.knobs.yo_as_ye:
            last, first, middle = (part.replace("ё", "е") for part in (last, first, middle))
        if draw >= self.knobs.mixed_up_cells:
            return last, first, middle
        if draw < self.knobs.mixed_up_cells / 2:
            return first, last, middle
        whole = " ".join(part for part in (last, first, middle) if part)
        return (whole, "", "") if rng.random() < 0.5 else ("", whole, "")


@lru_cache(200_000)
def surname(name: str, code: str, sex: str, language: str) -> str:
    """A surname in the language, in the form for the sex."""
    if code == "west":
        return name
    native = NATIVE.get(code, "ru")
    if native != language:
        if native != "ru":
            name = ru_from_native(name, native)
        if language == "uk":
            name = uk_from_ru(name)
        elif language == "by":
            name = by_from_ru(name)
    return feminine(name) if sex == "f" else name


FEMALE_TAILS = ("уля", "уся", "юша", "очка", "ишка", "юня", "етта", "ок", "ун", "енька", "юшка")
MALE_TAILS = ("чик", "ян", "юха", "ос", "аха", "ыч", "ик", "унчик", "юня", "ёк", "еус")
WEST_TAILS = ("y", "ie", "o", "s", "ster", "z")


def made_up(name: str, sex: str, rng: random.Random) -> str:
    """A short form that is plausible and in no dictionary."""
    latin = name[0].isascii()
    vowels = "aeiouy" if latin else "аеёиоуыэюяіїє"
    places = [place for place in range(2, len(name)) if name[place].lower() not in vowels]
    cut = (rng.choice(places[:3]) + 1) if places else len(name)
    stem = name[:cut].rstrip("ьй'")
    tails = WEST_TAILS if latin else FEMALE_TAILS if sex == "f" else MALE_TAILS
    return stem + rng.choice(tails)
