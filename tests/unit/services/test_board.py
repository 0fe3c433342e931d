"""The board: cards in columns, figures over whole columns, and rights over both."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.deals import Deal
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.tasks import Task
from crmkit.errors import NotFound
from crmkit.fields import deal as deals
from crmkit.ids import EmployeeId
from crmkit.money import Money
from crmkit.services.board import Column
from crmkit.services.work import Work
from crmkit.testing.builders import rubles
from tests.unit.services.shop import TEST, Shop


def put(work: Work, stage: str, **fields: object) -> Deal:
    """A deal that stands in the stage."""
    (pipeline,) = work.find(Pipeline)
    outcome = {"won": "won", "lost": "lost", "delivery": "won"}.get(stage, "open")
    given = {
        "title": stage,
        "pipeline_id": pipeline.id,
        "stage": stage,
        "outcome": outcome,
        "closed_at": None if outcome == "open" else work.now,
        **fields,
    }
    return work.create(Deal, **given)


def columns(work: Work, **given: object) -> dict[str, Column]:
    board = work.board(**given)  # type: ignore[arg-type]  # a test names what it needs
    return {column.stage.key: column for column in board.columns}


def test_a_board_has_a_column_for_every_stage_in_order(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        put(work, "quote", amount=rubles(5))
        board = work.board("sales")
        assert [each.stage.key for each in board.columns] == [
            stage.key for stage in board.pipeline.stages
        ]
        assert columns(work)["quote"].deals == 1
        assert columns(work)["new"] == Column(stage=board.pipeline.first)


def test_figures_are_over_the_whole_column_and_cards_are_the_newest(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        made = [put(work, "new", amount=rubles(n)) for n in (1, 2, 3)]
        column = columns(work, cards=2)["new"]
        assert (column.deals, column.amount, column.more) == (3, rubles(6), True)
        assert [card.deal.id for card in column.cards] == [made[2].id, made[1].id]
        assert not columns(work, cards=3)["new"].more


def test_amounts_of_another_currency_are_counted_and_not_added(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        put(work, "new", amount=rubles(7))
        put(work, "new", amount=Money.of(5, "USD"))
        put(work, "new")
        column = columns(work)["new"]
        assert (column.deals, column.amount, column.elsewhere) == (3, rubles(7), 1)


def test_a_card_names_the_client_and_its_next_open_task(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Анна Смирнова")
        deal = put(work, "new", contact_id=client.id)
        for days, status in ((5, "open"), (3, "open"), (1, "done")):
            due = work.now + timedelta(days=days)
            work.create(Task, title="t", deal_id=deal.id, due_at=due, status=status)
        (card,) = columns(work)["new"].cards
        assert (card.client, card.due_at) == ("Анна Смирнова", work.now + timedelta(days=3))


def test_closed_deals_leave_the_board_after_a_while_and_archived_ones_at_once(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        put(work, "won")
        work.archive(put(work, "new"))
    shop.clock.advance(days=31)
    with shop.crm.work(TEST) as work:
        put(work, "won")
        assert columns(work)["won"].deals == 1
        assert columns(work, closed_within=timedelta(days=40))["won"].deals == 2
        assert columns(work)["new"].deals == 0


def test_conditions_narrow_cards_and_figures_alike(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        put(work, "new", amount=rubles(1), owner_id=shop.anna.id)
        put(work, "new", amount=rubles(2), owner_id=shop.boris.id)
        (column, *_) = work.board(None, deals.owner_id == shop.anna.id).columns
        assert (column.deals, column.amount, len(column.cards)) == (1, rubles(1), 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["new", "quote", "won"])), max_size=12))
def test_a_manager_sees_on_the_board_what_is_hers(stood: list[tuple[bool, str]]) -> None:
    shop = Shop()
    with shop.crm.work(TEST) as work:
        for hers, stage in stood:
            owner: EmployeeId = shop.anna.id if hers else shop.boris.id
            put(work, stage, owner_id=owner, amount=rubles(1))
    with shop.crm.work("anna") as work:
        for key, column in columns(work, cards=3).items():
            count = sum(hers and stage == key for hers, stage in stood)
            assert column.deals == count
            assert column.amount == (rubles(count) if count else None)
            assert len(column.cards) == min(3, count)


def test_a_client_who_is_hidden_has_no_name_on_the_card(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Чужой")
        client = work.change(client, owner_id=shop.boris.id)
        put(work, "new", contact_id=client.id, owner_id=shop.anna.id)
    with shop.crm.work("anna") as work:
        found = work.find(type(client))
        (card,) = columns(work)["new"].cards
        assert card.client == (found[0].name if found else None)


def test_an_unknown_pipeline_is_refused(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(NotFound, match="known: sales"):
        work.board("nothing")


def test_a_board_of_nothing_is_its_columns(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        board = work.board()
        assert {evolve(each, stage=board.pipeline.first) for each in board.columns} == {
            Column(stage=board.pipeline.first)
        }
