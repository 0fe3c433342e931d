"""Who was erased does not come back by a file; who comes back himself is somebody new."""

import pytest

from crmkit.domain.clients import Contact
from crmkit.domain.leads import NewInquiry
from crmkit.domain.policy import Policy
from crmkit.domain.secrets import Secret
from tests.unit.services.sheets import bring, reasons, sheet
from tests.unit.services.shop import TEST, Shop

_FILE = ("Анна Иванова;+79210000001;anna@mail.ru", "Борис Котов;+79210000002;")
_HEADINGS = "ФИО;Телефон;Почта"


@pytest.fixture
def after() -> Shop:
    """A shop that took a file in, and erased Anna."""
    shop = Shop(Policy(secret=Secret("0123456789abcdef0123456789abcdef")))
    bring(shop, "contacts", sheet(_HEADINGS, *_FILE))
    with shop.crm.work(TEST) as work:
        found = work.lookup(phone="+79210000001")
        assert found is not None
        work.erase(found.contact.id, ground="asked")
    return shop


def test_the_same_file_again_brings_nobody_back(after: Shop) -> None:
    result = bring(after, "contacts", sheet(_HEADINGS, *_FILE))
    assert (result.created, result.matched, result.rejected) == (0, 1, 1)
    ((row, _, reason),) = reasons(result)
    assert (row, reason) == (2, "this person's data was erased on 2026-03-02 and is not taken back")


def test_any_key_of_hers_is_enough(after: Shop) -> None:
    result = bring(after, "contacts", sheet(_HEADINGS, "Аня;;Anna@Mail.ru"))
    assert result.rejected == 1


def test_leads_of_hers_do_not_come_back_either(after: Shop) -> None:
    result = bring(after, "leads", sheet("Имя;Телефон;Запрос", "Анна;89210000001;платье"))
    assert (result.created, result.rejected) == (0, 1)


def test_who_asks_herself_is_a_new_client_whom_files_may_bring(after: Shop) -> None:
    with after.crm.work(TEST) as work:
        intake = work.take_inquiry(NewInquiry(channel="site", name="Анна", phone="+79210000001"))
        assert not intake.known
        assert work.count(Contact) == 3
    result = bring(after, "contacts", sheet("ФИО;Телефон", "Анна;+79210000001"))
    assert (result.matched, result.rejected) == (1, 0)
