"""An erasure leaves every figure of every report as it was; it takes names away, not sums."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.domain.orders import Order
from crmkit.domain.pipelines import Pipeline
from crmkit.ids import ContactId
from crmkit.money import Money
from crmkit.reports import REPORTS
from crmkit.reports.table import ReportTable
from crmkit.testing.builders import NOON, rubles
from tests.support.canaries import plant
from tests.unit.services.shop import TEST, Shop

_WHO_THEY_ARE = "portrait"
SALES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(1, 9).map(lambda n: rubles(n * 100)),
        st.sampled_from(["open", "won", "lost"]),
    ),
    max_size=6,
)


@settings(max_examples=10, deadline=None)
@given(SALES, st.integers(0, 2))
def test_every_report_adds_up_as_before(sales: list[tuple[int, Money, str]], gone: int) -> None:
    shop = Shop()
    clients = _sell(shop, sales)
    before = _figures(shop)
    with shop.crm.work(TEST) as work:
        work.erase(clients[gone], ground="asked")
    assert _figures(shop) == before
    shop.crm.close()


def test_a_person_with_everything_leaves_the_figures_too(shop: Shop) -> None:
    person = plant(shop.crm)
    before = _figures(shop)
    with shop.crm.work(TEST) as work:
        work.erase(person, ground="asked")
    assert _figures(shop) == before


def _sell(shop: Shop, sales: list[tuple[int, Money, str]]) -> list[ContactId]:
    with shop.crm.work(TEST) as work:
        (pipeline, *_) = work.find(Pipeline)
        clients = [
            work.recognise(name=f"Client {nth}", phone=f"+7921000000{nth}").id for nth in range(3)
        ]
        for nth, (client, amount, end) in enumerate(sales):
            stage = next(each for each in pipeline.stages if each.kind == end)
            work.create(
                Deal,
                title=f"Sale {nth}",
                contact_id=clients[client],
                amount=amount,
                pipeline_id=pipeline.id,
                stage=stage.key,
                outcome=end,
                closed_at=None if end == "open" else NOON,
            )
            work.create(
                Order,
                number=f"{nth}",
                contact_id=clients[client],
                placed_at=NOON,
                total=amount,
                status="paid",
            )
        work.change(work.get(Contact, clients[0]), city="Псков")
    return clients


def _figures(shop: Shop) -> Mapping[str, object]:
    """All that the reports say, but for who is meant."""
    with shop.crm.work(TEST, writes=False) as work:
        return {name: _told(name, work.report(name)) for name in REPORTS}


def _told(name: str, table: ReportTable) -> object:
    counted = [
        place
        for place, column in enumerate(table.columns)
        if column.type.value in {"money", "number", "decimal", "share", "days"}
    ]
    if name == _WHO_THEY_ARE:
        return [sum(int(str(row[place])) for row in table.rows) for place in counted[:1]]
    return sorted(str([row[place] for place in counted]) for row in table.rows), table.totals
