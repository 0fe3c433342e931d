"""What the normal form of a name costs: of a new one, of one seen before, of unknown words."""

import argparse
import random
import resource
import time
from collections.abc import Sequence

from crmkit.domain._lists import lines_of
from crmkit.domain._name_spelling import skeleton
from crmkit.domain._name_words import stem, word_of
from crmkit.domain.name_forms import name_form

ROUNDS = 5
NEW, SEEN = 12.0, 1.0
"""Goals in microseconds of CPU a name."""
SYLLABLES = """
    бар вен гор дол жел зар кал лук мар нос пет ром сид тар уш фед хол цар чер шум яр
""".split()  # noqa: SIM905 - a list of as many quoted words is not read by anybody
ENDINGS = """
    ов ев ин ский енко ук ова ева ина ская ян дзе
""".split()  # noqa: SIM905 - as above
SHORT, LATINISED, NOTED = 0.2, 0.1, 0.15
"""Which part of the names is a short form, in Latin letters, with a note in brackets."""
LATIN = dict(zip("абвгдезийклмнопрстуфхыь", "abvgdeziyklmnoprstufhy'", strict=True))
LATIN |= {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "yo"}


def written_names(count: int, seed: int) -> list[str]:
    """As a shop's base has them: words of a few thousand people's names in many orders."""
    rng = random.Random(seed)
    firsts = [line.split()[1].partition("=")[0] for line in lines_of("first_names_ru.txt")]
    shorts = [word for line in lines_of("first_names_ru.txt") for word in line.split()[2:]]
    surnames = [surname(rng) for _ in range(max(count // 20, 1000))]
    return [written(rng, firsts, shorts, surnames) for _ in range(count)]


def surname(rng: random.Random) -> str:
    """Two to three syllables and an ending."""
    syllables = rng.choices(SYLLABLES, k=rng.randint(2, 3))
    return ("".join(syllables) + rng.choice(ENDINGS)).capitalize()


def written(
    rng: random.Random, firsts: Sequence[str], shorts: Sequence[str], surnames: Sequence[str]
) -> str:
    """One name in one of the usual ways."""
    last, first = rng.choice(surnames), rng.choice(shorts if rng.random() < SHORT else firsts)
    middle = rng.choice(firsts).rstrip("аийья") + rng.choice(("ович", "овна"))
    words = rng.choice(
        (
            [last, first],
            [first, last],
            [last, first, middle],
            [first, middle],
            [last, f"{first[0]}."],
        )
    )
    text = " ".join(words)
    shape = rng.random()
    if shape < LATINISED:
        text = "".join(LATIN.get(letter, letter) for letter in text.lower())
    elif shape < NOTED:
        text = f"{text} (опт)"
    return text


def microseconds(texts: Sequence[str]) -> float:
    """CPU time a name."""
    began = time.process_time()
    for text in texts:
        name_form(text)
    return (time.process_time() - began) / len(texts) * 1e6


def forget() -> None:
    """Empty every memory of names and words, but keep the lists read."""
    for remembering in (name_form, word_of, stem, skeleton):
        remembering.cache_clear()


def best_of_new(texts: Sequence[str]) -> float:
    """The best of some rounds, each of which begins knowing no word."""
    costs = []
    for _ in range(ROUNDS):
        forget()
        costs.append(microseconds(texts))
    return min(costs)


def main() -> None:
    """Measure on one process and print beside the goals."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    count = parser.parse_args().count
    print(f"the first name, with reading the lists: {microseconds(['Ыыкин Ыван']) / 1000:.0f} ms")
    texts = list(dict.fromkeys(written_names(count, 1)))
    print(f"{len(texts):,} new names: {best_of_new(texts):.2f} us each (goal: at most {NEW})")
    seen = min(microseconds(texts[-50_000:]) for _ in range(ROUNDS))
    print(f"names seen before: {seen:.2f} us each (goal: at most {SEEN})")
    strange = list(dict.fromkeys(surname(random.Random(seed)) for seed in range(20_000)))
    print(f"{len(strange):,} words never seen: {best_of_new(strange):.2f} us each")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
