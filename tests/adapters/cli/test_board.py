"""`crmkit board`."""

from contextlib import closing
from pathlib import Path

import pytest

from crmkit import Crm, System
from crmkit.money import Money
from crmkit.testing.builders import rubles
from tests.adapters.cli.support import answered, crmkit, refused, url

pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A base with three deals, one of them priced abroad."""
    db = url(tmp_path)
    with closing(Crm.open(db)) as crm, crm.work(System("test")) as work:
        client = work.recognise(name="Смирнова Анна")
        for n, amount in enumerate((rubles(5), rubles(7), Money.of(3, "USD")), start=1):
            work.open_deal(client.id, f"Заказ {n}", amount=amount)
    return db


def test_deals_stand_in_columns_with_totals(own: str) -> None:
    shown = crmkit("board", db=own)
    assert "New" in shown.stdout
    assert "12\u00a0₽" in shown.stdout
    assert "Заказ 1" in shown.stdout
    assert "New: 1 deals in another currency" in shown.stderr


def test_a_program_gets_columns_and_cards(own: str) -> None:
    board = answered("board", "sales", "--cards", "1", "--json", db=own)
    first = board["columns"][0]
    assert (first["stage"]["key"], first["deals"], first["elsewhere"]) == ("new", 3, 1)
    assert first["amount"] == {"amount": "12.00", "currency": "RUB"}
    assert [card["client"] for card in first["cards"]] == ["Смирнова Анна"]
    assert first["more"]


def test_conditions_narrow_the_board(own: str) -> None:
    board = answered("board", "--where", '{"title": "Заказ 2"}', "--json", db=own)
    assert board["columns"][0]["deals"] == 1


def test_an_unknown_pipeline_is_refused(own: str) -> None:
    assert "there is no such pipeline" in refused("board", "nothing", db=own)
