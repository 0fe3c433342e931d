"""How a report's figures are gathered: its parts asked, joined, and put in order."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import evolve, frozen

from crmkit.query.questions import Figure
from crmkit.reports.currencies import priced
from crmkit.reports.options import Options
from crmkit.reports.parts import Asker, Groups, Keys, Part, joined, tallied, understood
from crmkit.reports.words import Word, in_order

Parts = Callable[[datetime, Options], tuple[Part, ...]]
"""What a report asks at this moment, with these options (whose words are the ones in effect)."""


@frozen
class Answer:
    """Figures by group, in the order of the rows; the words say what the keys of a group are.

    Where ``currencies`` are told apart, figures about money are named as in `currencies.apart`.
    """

    words: tuple[Word, ...]
    groups: Groups
    currencies: tuple[str, ...] = ()


Gather = Callable[[Asker, Options], Answer]


def asking(parts: Parts) -> Gather:
    """Gathers the figures of these parts, the words meaning the same in each of them."""

    def gather(asker: Asker, options: Options) -> Answer:
        asked = parts(asker.now, options)
        words = [understood(asker, part, options) for part in asked]

        def ask(some: Sequence[Part]) -> Groups:
            pairs = zip(some, words, strict=True)
            answers = [tallied(asker, part, known, options) for part, known in pairs]
            return joined(some, answers)

        found = priced(asker, asked, options, ask)
        return Answer(words[0], ordered(found.groups), found.currencies)

    return gather


def asking_alike(*parts: Part) -> Gather:
    """Gathers the figures of parts that are the same at any moment."""
    return asking(lambda _now, _options: parts)


def with_whole(gather: Gather, figure: str, *, of: Sequence[str] | None = None) -> Gather:
    """Adds to each group, as ``whole``, the sum of a figure over the groups that make a whole.

    Those are the groups that differ in the words ``of`` alone (None: all groups).
    """

    def gather_more(asker: Asker, options: Options) -> Answer:
        answer = gather(asker, options)
        rest = [word.text for word in answer.words if of is not None and word.text not in of]
        wholes = Counter[Keys]()
        for keys, figures in answer.groups.items():
            wholes[_of_words(answer.words, keys, rest)] += _whole(figures[figure])
        groups = {
            keys: {**figures, "whole": wholes[_of_words(answer.words, keys, rest)]}
            for keys, figures in answer.groups.items()
        }
        return evolve(answer, groups=groups)

    return gather_more


def ordered(groups: Groups) -> Groups:
    """The groups by their keys, names by their folded form, absent keys last."""
    keys = sorted(groups, key=lambda keys: [in_order(key) for key in keys])
    return {key: groups[key] for key in keys}


def _of_words(words: Sequence[Word], keys: Keys, wanted: Sequence[str]) -> Keys:
    """The keys that belong to the words wanted."""
    texts = [word.text for word in words for _ in word.columns]
    return tuple(key for text, key in zip(texts, keys, strict=True) if text in wanted)


def _whole(value: Figure) -> int:
    return value if isinstance(value, int) else 0
