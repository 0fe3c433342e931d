"""Merging two records of one client, and parting them again."""

import pytest
from attrs import asdict, evolve

from crmkit.domain.clients import Company, Contact, Handle
from crmkit.domain.conversations import Note
from crmkit.domain.custom import CustomField, Link
from crmkit.domain.deals import Deal
from crmkit.domain.merging import Merge
from crmkit.domain.record import Record
from crmkit.domain.tasks import Task
from crmkit.errors import NotAllowed, NotFound, RuleViolation
from crmkit.fields import contact, deal, handle, note
from crmkit.testing.builders import rubles
from tests.unit.services.shop import TEST, Shop


@pytest.fixture
def twins(shop: Shop) -> tuple[Contact, Contact]:
    """Two records of one client of Anna's: by phone and by e-mail."""
    with shop.crm.work("anna") as work:
        one = work.recognise(name="Смирнова Вера", phone="89211234567")
        two = work.recognise(name="Смирнова Вера Павловна", email="vera@example.org")
        two = work.change(two, city="Тверь", tags=("опт",))
        work.open_deal(two.id, "Заказ", amount=rubles(500))
        work.create(Note, text="любит синее", contact_id=two.id)
        return one, two


def _merged(shop: Shop, one: Contact, two: Contact, **options: object) -> Contact:
    with shop.crm.work("anna") as work:
        return work.merge(one, two, reason="один человек", **options)  # type: ignore[arg-type]  # passed on


def _unmerge(shop: Shop, whole: Contact) -> tuple[str, ...]:
    with shop.crm.work("anna") as work:
        *_, last = work.merges(whole)
        return work.unmerge(last.id).kept


def test_the_survivor_has_everything_of_both(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    whole = _merged(shop, *twins)
    assert (whole.name, whole.middle_name) == ("Смирнова Вера Павловна", "Павловна")
    assert (whole.city, whole.tags, whole.number) == ("Тверь", ("опт",), twins[0].number)
    with shop.crm.work("anna") as work:
        card = work.card(whole.id)
        assert [each.title for each in card.deals] == ["Заказ"]
        assert {each.type for each in card.handles} == {"phone", "email"}
        assert work.recognise(email="vera@example.org").id == whole.id


def test_the_old_id_answers_as_the_survivor(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    one, two = twins
    _merged(shop, one, two)
    with shop.crm.work("anna") as work:
        assert work.get(Contact, two.id).id == one.id
        assert work.card(two.id).contact.id == one.id
        assert work.find(Contact, contact.archived_at == None)[0].id == one.id  # noqa: E711 - a condition


def test_ids_resolve_through_several_merges(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    one, two = twins
    _merged(shop, one, two)
    with shop.crm.work("anna") as work:
        third = work.recognise(name="Вера", phone="89211234500")
        work.merge(third, work.get(Contact, one.id), reason="один человек")
        assert work.get(Contact, two.id).id == third.id
        assert len(work.find(Handle, handle.contact_id == third.id)) == 3


def test_undoing_a_merge_restores_both(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    before = _all(shop)
    whole = _merged(shop, *twins)
    assert _unmerge(shop, whole) == ()
    assert _all(shop) == before


def test_what_was_added_to_a_sale_goes_with_the_sale(
    shop: Shop, twins: tuple[Contact, Contact]
) -> None:
    one, two = twins
    whole = _merged(shop, one, two)
    with shop.crm.work("anna") as work:
        (sale,) = work.find(Deal, deal.contact_id == whole.id)
        work.create(Note, text="о заказе", contact_id=whole.id, deal_id=sale.id)
        work.create(Note, text="о клиенте", contact_id=whole.id)
        work.create(Task, title="Позвонить", contact_id=whole.id, deal_id=sale.id)
    _unmerge(shop, whole)
    with shop.crm.work("anna") as work:
        texts = {each.text for each in work.find(Note, note.contact_id == two.id)}
        assert texts == {"любит синее", "о заказе"}
        assert [each.text for each in work.find(Note, note.contact_id == one.id)] == ["о клиенте"]
        assert {each.contact_id for each in work.find(Task)} == {two.id}


def test_what_was_changed_since_stays(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    whole = _merged(shop, *twins)
    with shop.crm.work("anna") as work:
        work.change(work.get(Contact, whole.id), city="Казань")
    assert _unmerge(shop, whole) == ("city",)
    with shop.crm.work("anna") as work:
        assert [work.get(Contact, each.id).city for each in twins] == ["Казань", "Тверь"]


def test_a_sale_given_to_somebody_else_since_stays_there(
    shop: Shop, twins: tuple[Contact, Contact]
) -> None:
    whole = _merged(shop, *twins)
    with shop.crm.work("anna") as work:
        other = work.recognise(name="Пётр", phone="89219999999")
        (sale,) = work.find(Deal, deal.contact_id == whole.id)
        work.change(sale, contact_id=other.id)
    _unmerge(shop, whole)
    with shop.crm.work("anna") as work:
        assert work.get(Deal, sale.id).contact_id == other.id


def test_merges_are_undone_in_any_order(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    one, two = twins
    with shop.crm.work("anna") as work:
        third = work.recognise(name="Вера", phone="89211234500")
    before = _all(shop)
    _merged(shop, one, two)
    with shop.crm.work("anna") as work:
        work.merge(third, work.get(Contact, one.id), reason="один человек")
        inner, outer = work.find(Merge)
        work.unmerge(inner.id)
        assert work.get(Contact, two.id).id == two.id
        assert work.get(Contact, third.id).city is None
        work.unmerge(outer.id)
    assert _all(shop) == before


def test_what_went_back_is_no_more_among_what_a_later_merge_moved(
    shop: Shop, twins: tuple[Contact, Contact]
) -> None:
    one, two = twins
    _merged(shop, one, two)
    with shop.crm.work("anna") as work:
        third = work.recognise(name="Вера", phone="89211234500")
        work.merge(third, work.get(Contact, one.id), reason="один человек")
        inner, outer = work.find(Merge)
        work.unmerge(inner.id)
        pair = work.get(Contact, third.id), work.get(Contact, two.id)
        work.merge(*pair, reason="ещё раз")
        work.unmerge(outer.id)
        (sale,) = work.find(Deal)
        assert sale.contact_id == third.id


def test_by_hand_and_by_age(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    one, two = twins
    with shop.crm.work("anna") as work:
        one = work.change(work.get(Contact, one.id), city="Псков", source="сайт")
    shop.clock.advance(days=1)
    with shop.crm.work("anna") as work:
        two = work.change(work.get(Contact, two.id), source="звонок")
    assert _merged(shop, one, two, take=["city"]).city == "Тверь"
    _unmerge(shop, one)
    with shop.crm.work("anna") as work:
        fresh = [work.get(Contact, each.id) for each in (one, two)]
        assert work.merge(*fresh, reason="один", prefer="newest").source == "звонок"


def test_custom_fields_are_joined_and_parted(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    one, two = twins
    with shop.crm.work(TEST) as work:
        for key in ("size", "colour"):
            work.create(CustomField, of_kind="contact", key=key, title=key, type="text")
        one = work.change(work.get(Contact, one.id), custom={"size": "40"})
        two = work.change(work.get(Contact, two.id), custom={"size": "41", "colour": "синий"})
    before = _all(shop)
    assert _merged(shop, one, two).custom == {"size": "40", "colour": "синий"}
    _unmerge(shop, one)
    assert _all(shop) == before


def test_links_follow_but_for_those_between_the_two(
    shop: Shop, twins: tuple[Contact, Contact]
) -> None:
    one, two = twins
    with shop.crm.work(TEST) as work:
        firm = work.create(Company, name="Ромашка")
        work.link(two, firm, reads="works at", inverse="employs")
        work.link(one, two, reads="wife of", inverse="husband of")
        whole = work.merge(one, two, reason="один человек")
        ends = {(each.from_id, each.to_id) for each in work.find(Link)}
        assert ends == {(whole.id, firm.id), (one.id, two.id)}


def test_companies_merge_too(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        one = work.create(Company, name="Ромашка", inn="7707083893")
        two = work.create(Company, name='ООО "Ромашка"', city="Тверь")
        work.create(Handle, company_id=two.id, type="site", value="shop.ru", raw="shop.ru")
        assert work.merge(one, two, reason="один ИНН").city == "Тверь"
        assert work.get(Company, two.id).id == one.id
        assert [each.company_id for each in work.find(Handle)] == [one.id]


def test_one_client_cannot_be_merged_with_itself(
    shop: Shop, twins: tuple[Contact, Contact]
) -> None:
    one, two = twins
    _merged(shop, one, two)
    with shop.crm.work("anna") as work, pytest.raises(RuleViolation, match="one client already"):
        work.merge(work.get(Contact, one.id), two, reason="ещё раз")
    _unmerge(shop, one)
    with shop.crm.work("anna") as work:
        (made,) = work.find(Merge)
        with pytest.raises(RuleViolation, match="undone already"):
            work.unmerge(made.id)


def test_nobody_merges_what_is_not_theirs(shop: Shop, twins: tuple[Contact, Contact]) -> None:
    before = _all(shop)
    with shop.crm.work("boris") as work:
        own = work.recognise(name="Олег", phone="89215554433")
        with pytest.raises(NotFound):
            work.merge(own, twins[0], reason="моё")
        with pytest.raises(NotFound):
            work.merge(twins[0], own, reason="моё")
        work.roll_back()
    assert _all(shop) == before
    _merged(shop, *twins)
    with shop.crm.work(TEST, writes=False) as look:
        (made,) = look.find(Merge)
    with shop.crm.work("boris") as work, pytest.raises((NotFound, NotAllowed)):
        work.unmerge(made.id)


def _all(shop: Shop) -> dict[object, dict[str, object]]:
    """Everything but the merges themselves, whatever its version."""
    with shop.crm.work(TEST, writes=False) as look:
        kinds: list[type[Record]] = [spec.record for spec in look.schema.kinds.values()]
        return {
            each.id: asdict(evolve(each, version=0), recurse=False)
            for kind in kinds
            if kind.kind not in {"journal", "merge"}
            for each in look.find(kind)
        }
