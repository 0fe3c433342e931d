"""Searching for clients: within rights, and where the storage cannot search by itself."""

import pytest

from crmkit.app import Crm
from crmkit.domain.clients import Company, Contact
from crmkit.errors import BadQuestion, NotSupported
from crmkit.fields import contact
from crmkit.query.likeness import sought
from crmkit.query.scope import ConfinedSearch
from tests.mutants.faulty import FaultyUnit, R, faulty
from tests.unit.services.shop import TEST, Shop


class CannotSearch(FaultyUnit):
    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        message = "no search here"
        raise NotSupported(message, where=search.search.kind)


def test_an_employee_finds_visible_clients_alone() -> None:
    shop = Shop()
    with shop.crm.work(TEST) as work:
        work.create(Contact, name="Иванов Пётр", owner_id=shop.boris.id)
        work.create(Contact, name="Иванов Павел", owner_id=shop.anna.id)
    with shop.crm.work("anna", writes=False) as work:
        assert [each.name for each in work.search("иванов петр", Contact)] == ["Иванов Павел"]


def test_a_search_sees_what_the_work_wrote_before() -> None:
    with Shop().crm.work(TEST) as work:
        work.create(Company, name='ООО "Ромашка"')
        assert [each.name for each in work.search("рамашка", Company)] == ['ООО "Ромашка"']


def test_a_storage_without_search_is_searched_in_plain_python() -> None:
    crm = Crm(faulty(CannotSearch))
    with crm.work(TEST) as work:
        work.create(Contact, name="Иванов Пётр", city="Уфа")
        work.create(Contact, name="Петров Иван")
        work.create(Contact, name="Смирнова Вера")
        found = [each.name for each in work.search("ивонов петр", Contact)]
        assert found == ["Иванов Пётр", "Петров Иван"]
        assert work.search("иванов", Contact, contact.city == "Киев") == ()


@pytest.mark.parametrize("limit", [0, 1_001])
def test_a_limit_out_of_bounds_is_refused(limit: int) -> None:
    with Shop().crm.work(TEST) as work, pytest.raises(BadQuestion, match="1 to 1000"):
        work.search("иванов", Contact, limit=limit)


def test_of_a_very_long_text_the_first_marks_are_looked_for() -> None:
    assert len(sought("абвгдеж " * 1_000 + "".join(map(chr, range(1072, 1172)))).marks) == 60
