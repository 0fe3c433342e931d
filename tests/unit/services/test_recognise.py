"""One person, one client, whichever way the person comes in."""

import pytest

from crmkit.domain.clients import Contact, Handle
from crmkit.domain.leads import NewInquiry
from crmkit.domain.policy import Policy
from crmkit.errors import BadInput, RuleViolation
from crmkit.fields import handle
from tests.unit.services.shop import TEST, Shop


@pytest.mark.parametrize(
    "spelling", ["+7 (921) 123-45-67", "8-921-123-45-67", "79211234567", "9211234567"]
)
def test_the_same_phone_in_another_spelling_is_the_same_client(shop: Shop, spelling: str) -> None:
    with shop.crm.work(TEST) as work:
        first = work.recognise(name="Анна Петрова", phone="8 (921) 123-45-67")
        assert work.recognise(phone=spelling).id == first.id


def test_a_known_client_gets_the_new_handle(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Анна Петрова", phone="89211234567")
        work.recognise(name="Анна Петрова", phone="89211234567", email="Anna@Example.com")
        found = work.find(Handle, handle.contact_id == client.id)
    assert {each.value for each in found} == {"+79211234567", "anna@example.com"}


def test_the_client_is_found_by_the_new_handle_afterwards(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(phone="89211234567", email="anna@example.com")
        assert work.recognise(email="ANNA@EXAMPLE.COM").id == client.id


def test_a_family_that_shares_a_phone_stays_two_clients(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        wife = work.recognise(name="Петрова Анна Сергеевна", phone="89211234567")
        husband = work.recognise(name="Петров Игорь Олегович", phone="89211234567")
        assert wife.id != husband.id


def test_a_first_name_alone_does_not_contradict_a_full_name(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Петрова Анна", phone="89211234567")
        assert work.recognise(name="Аня", phone="89211234567").id == client.id


def test_nothing_to_recognise_by_is_refused_with_a_hint(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput, match="phone or an e-mail"):
        work.recognise(phone="12")


def test_a_client_without_a_name_is_called_by_the_handle(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        assert work.recognise(phone="89211234567").name == "phone +79211234567"


def test_client_numbers_count_the_clients_of_a_day_and_never_repeat(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        numbers = [
            work.recognise(name=f"Клиент {n}", phone=f"8921123456{n}").number for n in (1, 2)
        ]
    shop.clock.advance(days=1)
    with shop.crm.work(TEST) as work:
        numbers.append(work.recognise(phone="89211234599").number)
    assert numbers == ["260302-0001", "260302-0002", "260303-0001"]


def test_a_number_of_a_work_rolled_back_returns(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.recognise(phone="89211234567")
        work.roll_back()
    with shop.crm.work(TEST) as work:
        assert work.recognise(phone="89211234599").number == "260302-0001"
        assert work.count(Contact) == 1


def hidden(policy: Policy) -> Shop:
    shop = Shop(policy)
    with shop.crm.work("anna") as work:
        work.recognise(name="Анна Петрова", phone="89211234567")
    return shop


def test_another_managers_client_is_said_to_exist_and_no_more() -> None:
    shop = hidden(Policy())
    with pytest.raises(RuleViolation) as caught, shop.crm.work("boris") as work:
        work.recognise(phone="89211234567")
    assert caught.value.rule == "hidden_client"
    assert "anna" not in str(caught.value)


def test_the_policy_may_name_the_owner() -> None:
    shop = hidden(Policy(hidden_client="owner"))
    with pytest.raises(RuleViolation, match="anna"), shop.crm.work("boris") as work:
        work.recognise(phone="89211234567")


def test_the_policy_may_say_nothing_and_make_an_own_client() -> None:
    shop = hidden(Policy(hidden_client="nothing"))
    with shop.crm.work("boris") as work:
        assert work.recognise(phone="89211234567").owner_id == shop.boris.id


def test_a_lookup_of_a_hidden_client_answers_as_of_an_absent_one() -> None:
    shop = hidden(Policy(hidden_client="owner"))
    with shop.crm.work("boris", writes=False) as work:
        assert work.lookup(phone="89211234567") is None
    with shop.crm.work("anna", writes=False) as work:
        assert work.lookup(phone="89211234567") is not None


def test_an_inquiry_finds_the_client_and_opens_a_lead(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Анна Петрова", phone="89211234567")
        asked = NewInquiry(channel="site", phone="+7 921 123-45-67", text="Есть чехол?")
        intake = work.take_inquiry(asked)
    assert (intake.known, intake.contact.id, intake.lead.status) == (True, client.id, "open")
    assert intake.lead.title == "Есть чехол? — Анна Петрова"


def test_the_same_inquiry_twice_writes_nothing_the_second_time(shop: Shop) -> None:
    asked = NewInquiry(channel="site", phone="89211234567", external_id="form-1")
    with shop.crm.work(TEST) as work:
        first = work.take_inquiry(asked)
    with shop.crm.work(TEST) as work:
        again = work.take_inquiry(asked)
    assert again.repeated
    assert again.lead.id == first.lead.id
