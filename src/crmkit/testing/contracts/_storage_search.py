"""Promises about searching by likeness: what is found, in which order, and what is hidden."""

from collections.abc import Sequence

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.domain.clients import Company, Contact
from crmkit.fields import contact
from crmkit.ids import EmployeeId
from crmkit.query.conditions import Compare, Condition, Everything, Op
from crmkit.query.likeness import most_like, sought
from crmkit.query.questions import Search
from crmkit.query.scope import Scope
from crmkit.testing.builders import a_company, a_contact, an_employee, an_id
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk

_PEOPLE = ("Иванов Пётр", "Пётр Иванов", "Иванова Анна", "Петрова Вера", "Ли Ян", "100% \"_\\'")
_LETTERS = st.sampled_from("ивановпетрёЕ a1%_\"'\\-🎁")
_NAMES = st.lists(
    st.sampled_from(_PEOPLE) | st.text(_LETTERS, min_size=1, max_size=12).filter(str.strip),
    min_size=1,
    max_size=6,
)
_UNHURRIED = (HealthCheck.too_slow,)


class SearchPromises(StoragePromises):
    """What `UnitOfWork.search` promises."""

    def test_a_search_forgives_typos_the_order_of_words_case_and_yo(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, name="Иванов Пётр"), a_contact(2, name="Смирнова Вера"))
            for typed in ("иванов петр", "ПЕТР ИВАНОВ", "ивонов", "ивановпетр", "Иваонв Петр"):
                assert _names(clerk, typed) == ["Иванов Пётр"], typed

    def test_a_search_finds_a_part_of_a_word(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, name="Кржижановский Глеб"), a_contact(2, name="Ли Ян"))
            for typed in ("ж", "жижан", "ский гл", "ovski"):
                found = ["Кржижановский Глеб"] if typed != "ovski" else []
                assert _names(clerk, typed) == found, typed

    def test_the_likest_comes_first_then_by_name_then_by_id(self) -> None:
        names = ["Иванов Павел", "Иванов Пётр Ильич", "иванов петр", "Иванов Пётр", "Ивонов Пётр"]
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth, name=name) for nth, name in enumerate(names, 1)))
            expected = ["иванов петр", "Иванов Пётр", "Иванов Пётр Ильич"]
            assert _names(clerk, "Пётр Иванов") == [*expected, "Ивонов Пётр", "Иванов Павел"]
            assert _names(clerk, "Пётр Иванов", size=2) == expected[:2]

    def test_what_is_not_like_the_text_is_not_found(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, name="Иванов Пётр"), a_contact(2, name="Ли Ян"))
            for typed in ("смирнова", "", "  ", "%", "_", "иванов", "ли"):
                found = _names(clerk, typed)
                assert found == {"иванов": ["Иванов Пётр"], "ли": ["Ли Ян"]}.get(typed, []), typed

    def test_companies_and_other_texts_are_searched_too(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_company(1, name='ООО "Ромашка"', legal_name="Ромашка"))
            clerk.create(a_company(2, name="Лютик"))
            search: Search[Company] = Search(kind="company", name="name", text="рамашка")
            assert [each.name for each in clerk.search(search)] == ['ООО "Ромашка"']
            legal = evolve(search, name="legal_name")
            assert [each.name for each in clerk.search(legal)] == ['ООО "Ромашка"']

    def test_a_search_looks_only_among_what_fulfils_the_condition(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, name="Иванов", city="Уфа"), a_contact(2, name="Иванов"))
            search = Search(kind="contact", name="name", text="иванов", where=contact.city.absent)
            assert [each.id for each in clerk.search(search)] == [a_contact(2).id]

    def test_what_is_out_of_scope_is_not_searched(self) -> None:
        mine: Condition[object] = Compare("owner_id", Op.IS, an_id(EmployeeId))
        with self.clerk() as anybody:
            clerk = evolve(anybody, scope=Scope({"contact": mine}))
            clerk.create(a_contact(1, name="Иванов Пётр", owner_id=an_employee(2).id))
            clerk.create(a_contact(2, name="Иванов Павел"))
            assert _names(clerk, "Иванов Пётр") == ["Иванов Павел"]
            assert _names(clerk, "Иванов Пётр", size=1) == ["Иванов Павел"]
            blind = evolve(anybody, scope=Scope({"deal": Everything()}))
            assert _names(blind, "Иванов Пётр") == []

    def test_a_search_sees_what_the_unit_itself_wrote_and_no_more_after_a_rollback(self) -> None:
        search = Search[Contact](kind="contact", name="name", text="Смирнова")
        with self.clerk() as clerk:
            clerk.create(a_contact(1, name="Смирнова Вера"))
            confined = clerk.scope.search(search, clerk.schema)
            with clerk.storage.open(writes=True) as unit:
                unit.write(clerk.writing((None, a_contact(2, name="Смирнова Анна"))))
                found = [each.name for each in unit.search(confined)]
                assert found == ["Смирнова Анна", "Смирнова Вера"]
            assert _names(clerk, "Смирнова") == ["Смирнова Вера"]

    def test_a_search_follows_changes_and_deletions(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, name="Смирнова Вера"), a_contact(2, name="Смирнова Анна"))
            first, second = clerk.find(Contact)
            clerk.change(first, name="Кузнецова Вера")
            clerk.delete(second)
            assert _names(clerk, "Смирнова") == []
            assert _names(clerk, "Кузнецова") == ["Кузнецова Вера"]

    def test_any_search_is_answered_as_in_plain_python(self) -> None:
        @settings(max_examples=self.shops, deadline=None, suppress_health_check=_UNHURRIED)
        @given(_NAMES, st.lists(st.tuples(_TYPED, st.integers(1, 4)), min_size=4, max_size=12))
        def holds(names: list[str], searches: list[tuple[str, int]]) -> None:
            people = [a_contact(nth, name=name.strip()) for nth, name in enumerate(names, 1)]
            with self.clerk() as clerk:
                clerk.create(*(evolve(each, version=0) for each in people))
                for typed, size in searches:
                    meant = most_like(sought(typed), "name", people, size)
                    assert _names(clerk, typed, size=size) == [each.name for each in meant]

        holds()


_TYPED = st.sampled_from((*_PEOPLE, "ивонов петр", "янн", "ван", "в", "")) | st.text(
    _LETTERS, max_size=9
)


def _names(clerk: Clerk, typed: str, *, size: int = 20) -> Sequence[str]:
    search = Search[Contact](kind="contact", name="name", text=typed, size=size)
    return [each.name for each in clerk.search(search)]
