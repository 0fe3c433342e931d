"""Faults in searching, each with the promise that must catch it."""

from typing import TypeVar

from attrs import evolve

from crmkit.domain.record import Record
from crmkit.query.conditions import Everything
from crmkit.query.scope import ConfinedSearch
from tests.mutants.faulty import FaultyUnit

R = TypeVar("R", bound=Record)


class SearchesAmongWhatIsHidden(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        return super().search(evolve(search, search=evolve(search.search, where=Everything())))


class HidesAfterCuttingOff(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        asked = search.search
        first = super().search(evolve(search, search=evolve(asked, where=Everything())))
        visible = {each.id for each in super().search(search)}
        return tuple(each for each in first if each.id in visible)


class ForgivesNothing(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        words = search.search.text.casefold().replace("ё", "е").split()
        return tuple(
            each
            for each in super().search(search)
            if all(word in _text(each, search).casefold().replace("ё", "е") for word in words)
        )


class FindsWholeWordsAlone(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        return tuple(
            each
            for each in super().search(search)
            if search.search.text[:1] == _text(each, search)[:1].lower()
            or len(search.search.text) > 9
        )


class OrdersByNameAlone(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        return tuple(sorted(super().search(search), key=lambda each: _text(each, search)))


class CutsOffBeforeOrdering(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        asked = search.search
        whole = super().search(evolve(search, search=evolve(asked, size=1_000)))
        kept = {each.id for each in sorted(whole, key=lambda each: each.id)[: asked.size]}
        return tuple(each for each in whole if each.id in kept)


class FindsEverything(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        typed = search.search.text.strip() or "и"
        return super().search(evolve(search, search=evolve(search.search, text=typed)))


class SearchesNamesAlone(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        if search.search.name != "name":
            return ()
        return super().search(search)


class SearchesWhatIsCommittedAlone(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        with self.storage.open(writes=False) as unit:
            return unit.search(search)


class KeepsOldNamesInItsIndex(FaultyUnit):
    """The stored record is a new one, but it is found by the name it was created with."""

    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        return tuple(each for each in super().search(search) if each.version == 1)


def _text(record: Record, search: ConfinedSearch[R]) -> str:
    return str(getattr(record, search.search.name))


SEARCHING: tuple[tuple[type[FaultyUnit], str], ...] = (
    (SearchesAmongWhatIsHidden, "what_is_out_of_scope_is_not_searched"),
    (SearchesAmongWhatIsHidden, "a_search_looks_only_among_what_fulfils_the_condition"),
    (HidesAfterCuttingOff, "what_is_out_of_scope_is_not_searched"),
    (ForgivesNothing, "a_search_forgives_typos_the_order_of_words_case_and_yo"),
    (FindsWholeWordsAlone, "a_search_finds_a_part_of_a_word"),
    (OrdersByNameAlone, "the_likest_comes_first_then_by_name_then_by_id"),
    (CutsOffBeforeOrdering, "the_likest_comes_first_then_by_name_then_by_id"),
    (FindsEverything, "what_is_not_like_the_text_is_not_found"),
    (SearchesNamesAlone, "companies_and_other_texts_are_searched_too"),
    (
        SearchesWhatIsCommittedAlone,
        "a_search_sees_what_the_unit_itself_wrote_and_no_more_after_a_rollback",
    ),
    (KeepsOldNamesInItsIndex, "a_search_follows_changes_and_deletions"),
)
"""Each fault with the promise that must catch it."""
