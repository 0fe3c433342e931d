"""Promises about finding: absent values, text, money, moments, relations, order and pages."""

from collections.abc import Iterator
from datetime import timedelta, timezone
from itertools import chain

from attrs import evolve

from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.domain.record import Record
from crmkit.domain.schema import custom_specs, schema
from crmkit.fields import contact, deal
from crmkit.ids import ContactId, EmployeeId
from crmkit.money import Money
from crmkit.query.conditions import Compare, Condition, Everything, Op
from crmkit.query.questions import Columns, Order, Question, Sheet
from crmkit.query.scope import Scope
from crmkit.testing.builders import NOON, a_contact, a_custom_field, a_deal, an_employee, an_id
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk

Numbers = list[int]


class FindingPromises(StoragePromises):
    """What `UnitOfWork.find` promises; random questions are in another place."""

    def test_a_comparison_with_an_absent_value_is_false_and_its_opposite_true(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, city="Уфа"), a_contact(2))
            assert _found(clerk, contact.city < "Я") == [1]
            assert _found(clerk, ~(contact.city < "Я")) == [2]
            assert _found(clerk, contact.city != "Уфа") == [2]
            assert _found(clerk, ~contact.city.is_in(["Уфа"])) == [2]

    def test_absence_can_be_asked_for(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, city="Уфа"), a_contact(2))
            assert _found(clerk, contact.city.absent) == [2]
            assert _found(clerk, contact.city.present) == [1]

    def test_text_is_found_whatever_its_case_and_yo(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, name="Пётр  ЁЛКИН"), a_contact(2, name="Їжак"))
            assert _found(clerk, contact.name.contains("петр ёл")) == [1]
            assert _found(clerk, contact.name.starts_with("ПЕТР")) == [1]
            assert _found(clerk, contact.name.starts_with("Ёлкин")) == []
            assert _found(clerk, contact.name.contains("ЇЖ")) == [2]

    def test_signs_of_patterns_mean_themselves(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth, name=name) for nth, name in enumerate(_PATTERNS, 1)))
            assert _found(clerk, contact.name.contains("%")) == [1]
            assert _found(clerk, contact.name.starts_with("a_")) == [3]
            assert _found(clerk, contact.name.contains("\\")) == [5]

    def test_equality_of_text_is_exact(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, city="Киев"), a_contact(2, city="киев"))
            assert _found(clerk, contact.city == "киев") == [2]

    def test_money_compares_within_its_currency_only(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*_priced(Money(700, "USD"), Money(900, "RUB"), None))
            assert _deals(clerk, deal.amount > Money(600, "USD")) == [1]
            assert _deals(clerk, ~(deal.amount > Money(600, "USD"))) == [2, 3]
            assert _deals(clerk, deal.amount != Money(700, "USD")) == [2, 3]

    def test_a_moment_is_the_same_in_every_zone(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_deal(1, closed_at=NOON), a_deal(2, closed_at=NOON - _MICROSECOND))
            moscow = NOON.astimezone(timezone(timedelta(hours=3)))
            assert _deals(clerk, deal.closed_at == moscow) == [1]
            assert _deals(clerk, deal.closed_at < moscow) == [2]
            assert _deals(clerk, deal.closed_at == NOON - _MICROSECOND) == [2]

    def test_tags_are_told_apart_by_case_and_never_taken_in_part(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, tags=("vip", "опт")), a_contact(2, tags=("VIP", "vip2")))
            assert _found(clerk, contact.tags.has("vip")) == [1]
            assert _found(clerk, ~contact.tags.has("опт")) == [2]

    def test_custom_fields_are_asked_like_others(self) -> None:
        fields = [a_custom_field(1, key="size", type="number"), a_custom_field(2, key="colour")]
        known = schema().with_custom(custom_specs(fields))
        with self.clerk() as anybody:
            clerk = evolve(anybody, schema=known)
            clerk.create(a_deal(1, custom={"size": 9, "colour": "red"}))
            clerk.create(a_deal(2, custom={"size": 10}))
            assert _deals(clerk, deal.custom("size", int) > 9) == [2]
            assert _deals(clerk, deal.custom("colour", str).absent) == [2]
            assert _deals(clerk, Everything(), deal.custom("size", int).down) == [2, 1]

    def test_relations_are_asked_for_any_for_all_and_for_their_number(self) -> None:
        sales = [(1, "won"), (1, "won"), (2, "won"), (2, "lost")]
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth) for nth in (1, 2, 3)))
            for nth, (whose, outcome) in enumerate(sales, start=1):
                clerk.create(a_deal(nth, contact_id=a_contact(whose).id, outcome=outcome))
            assert _found(clerk, contact.deals.any(deal.outcome == "lost")) == [2]
            assert _found(clerk, contact.deals.all(deal.outcome == "won")) == [1, 3]
            assert _found(clerk, contact.deals.count("=", 1, deal.outcome == "won")) == [2]
            assert _found(clerk, contact.deals.count("<", 2)) == [3]

    def test_a_path_to_a_record_that_is_not_there_gives_nothing(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1, city="Уфа"), a_deal(1), a_deal(2, contact_id=None))
            clerk.create(a_deal(3, contact_id=an_id(ContactId, 9)))
            city = deal.contact.its(contact.city)
            assert _deals(clerk, city == "Уфа") == [1]
            assert _deals(clerk, Everything(), city.up) == [1, 2, 3]

    def test_absent_values_come_last_in_both_directions(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1), a_contact(2, city="Б"), a_contact(3, city="А"))
            assert _found(clerk, Everything(), contact.city.up) == [3, 2, 1]
            assert _found(clerk, Everything(), contact.city.down) == [2, 3, 1]

    def test_equal_records_follow_by_id_in_the_direction_of_the_last_order(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth, city="Уфа") for nth in (2, 3, 1)))
            assert _found(clerk, Everything()) == [1, 2, 3]
            assert _found(clerk, Everything(), contact.city.up) == [1, 2, 3]
            assert _found(clerk, Everything(), contact.city.down) == [3, 2, 1]
            assert _found(clerk, Everything(), contact.city.up, contact.city.down) == [3, 2, 1]

    def test_searchable_text_is_ordered_by_its_folded_form(self) -> None:
        names = ["Ёлка", "жук", "ЕЛЬ", "дом"]
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth, name=name) for nth, name in enumerate(names, 1)))
            assert _found(clerk, Everything(), contact.name.up) == [4, 1, 3, 2]

    def test_other_text_is_ordered_by_code_points(self) -> None:
        regions = ["б", "А", "z", "\U0001f381", "\uff5e"]
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth, region=text) for nth, text in enumerate(regions, 1)))
            assert _found(clerk, Everything(), contact.region.up) == [3, 2, 1, 5, 4]

    def test_money_is_ordered_by_currency_and_then_by_amount(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*_priced(Money(1, "USD"), Money(900, "RUB"), Money(-5, "RUB")))
            assert _deals(clerk, Everything(), deal.amount.up) == [3, 2, 1]

    def test_pages_show_every_record_once(self) -> None:
        cities = ["Б", None, "А", "Б", None, "А", "Б"]
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth, city=city) for nth, city in enumerate(cities, 1)))
            for order in ((), (contact.city.up,), (contact.city.down, contact.number.up)):
                pages = [*_pages(clerk, 2, order)]
                assert [*map(len, pages)] == [2, 2, 2, 1]
                assert [*chain(*pages)] == _found(clerk, Everything(), *order)

    def test_a_page_that_ends_with_the_last_record_is_the_last(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact(1), a_contact(2))
            assert [*_pages(clerk, 2, ())] == [[1, 2]]

    def test_the_next_page_begins_where_the_last_one_ended_whatever_happened(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*(a_contact(nth, name=f"{nth}") for nth in (1, 2, 4, 5)))
            question = Question[Contact](kind="contact", order=(contact.name.up,), size=2)
            first = clerk.page(question)
            clerk.delete(first.records[-1])
            clerk.create(a_contact(3, name="3"), a_contact(6, name="0"))
            second = clerk.page(evolve(question, after=first.after))
            assert [record.name for record in second.records] == ["3", "4"]

    def test_what_is_out_of_scope_is_not_there(self) -> None:
        mine: Condition[object] = Compare("owner_id", Op.IS, an_id(EmployeeId))
        with self.clerk() as anybody:
            clerk = evolve(anybody, scope=Scope({"contact": mine, "deal": Everything()}))
            clerk.create(a_contact(1), a_contact(2, owner_id=an_employee(2).id))
            clerk.create(a_deal(1), a_deal(2, contact_id=a_contact(2).id))
            assert _found(clerk, Everything()) == [1]
            assert _deals(clerk, deal.contact.any()) == [1]
            assert _deals(clerk, Everything(), deal.contact.its(contact.number).down) == [1, 2]

    def test_a_sheet_shows_values_of_records_and_related_ones_page_by_page(self) -> None:
        paths = (deal.id.path, deal.amount.path, deal.contact.its(contact.name).path)
        with self.clerk() as clerk:
            client, deals = a_contact(1), _priced(None, Money(700, "RUB"), Money(900, "RUB"))
            orphan = a_deal(4, amount=Money(800, "RUB"), contact_id=a_contact(2).id)
            clerk.create(client, *deals, orphan)
            question = Question[Deal](kind="deal", order=(deal.amount.down,), size=3)
            first = clerk.sheet(Columns(question=question, paths=paths))
            assert first.rows == (
                (deals[2].id, deals[2].amount, client.name),
                (orphan.id, orphan.amount, None),
                (deals[1].id, deals[1].amount, client.name),
            )
            question = evolve(question, after=first.after)
            last = clerk.sheet(Columns(question=question, paths=paths))
            assert last == Sheet(((deals[0].id, None, client.name),))

    def test_a_column_of_a_hidden_record_is_absent(self) -> None:
        mine: Condition[object] = Compare("owner_id", Op.IS, an_id(EmployeeId))
        with self.clerk() as anybody:
            clerk = evolve(anybody, scope=Scope({"contact": mine, "deal": mine}))
            clerk.create(a_contact(1), a_contact(2, owner_id=an_employee(2).id))
            clerk.create(a_deal(1), a_deal(2, contact_id=a_contact(2).id))
            clerk.create(a_deal(3, owner_id=an_employee(2).id))
            paths = (deal.title.path, deal.contact.its(contact.name).path)
            sheet = clerk.sheet(Columns(question=Question[Deal](kind="deal"), paths=paths))
            assert sheet.rows == ((a_deal(1).title, a_contact(1).name), (a_deal(2).title, None))


_MICROSECOND = timedelta(microseconds=1)
_PATTERNS = ("100%", "1000", "a_b", "axb", "back\\slash")


def _found(clerk: Clerk, where: Condition[Contact], *order: Order[Contact]) -> Numbers:
    return [*map(_nth, clerk.find(Contact, where, *order))]


def _deals(clerk: Clerk, where: Condition[Deal], *order: Order[Deal]) -> Numbers:
    return [*map(_nth, clerk.find(Deal, where, *order))]


def _nth(record: Record) -> int:
    """The number that the record was built with."""
    return int.from_bytes(record.id[-4:], "big")


def _priced(*amounts: Money | None) -> list[Deal]:
    return [a_deal(nth, amount=amount) for nth, amount in enumerate(amounts, start=1)]


def _pages(clerk: Clerk, size: int, order: tuple[Order[Contact], ...]) -> Iterator[Numbers]:
    question = Question[Contact](kind="contact", order=order, size=size)
    while True:
        page = clerk.page(question)
        yield [*map(_nth, page.records)]
        if page.after is None:
            return
        question = evolve(question, after=page.after)
