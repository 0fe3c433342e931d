"""Board: the deals of a pipeline in its columns; more deals never mean more questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from attrs import frozen

from crmkit.domain.clients import Company, Contact
from crmkit.domain.deals import Deal
from crmkit.domain.pipelines import Pipeline, Stage
from crmkit.domain.tasks import Task
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.conditions import And, Compare, Condition, Not, OneOf, Op
from crmkit.query.questions import (
    ByField,
    Figure,
    Function,
    Measure,
    Order,
    Path,
    Question,
    Tally,
)
from crmkit.services.desk import Desk

_LEAST = -(2**63 - 1)


@frozen(kw_only=True)
class Card:
    """A deal as it lies on the board: its client's name and when its next task is due."""

    deal: Deal
    client: str | None = None
    due_at: datetime | None = None


@frozen(kw_only=True)
class Column:
    """A stage with its cards, the newest deal first, and figures over all of its deals.

    ``amount`` adds up the pipeline's currency; ``elsewhere`` counts deals priced in another one.
    ``more`` says whether there are more deals than cards.
    """

    stage: Stage
    deals: int = 0
    amount: Money | None = None
    elsewhere: int = 0
    cards: tuple[Card, ...] = ()
    more: bool = False


@frozen(kw_only=True)
class Board:
    """A pipeline's columns, in the order of its stages."""

    pipeline: Pipeline
    columns: tuple[Column, ...]


@frozen(kw_only=True)
class Glance:
    """What of a pipeline is looked at: by which conditions, how many cards, closed since when."""

    conditions: Sequence[Condition[Deal]] = ()
    cards: int = 50
    closed_within: timedelta = timedelta(days=30)


def board(desk: Desk, pipeline: Pipeline, glance: Glance) -> Board:
    """The board as the actor may see it."""
    since = desk.now - glance.closed_within
    pages = {
        stage.key: desk.page(
            Question(
                kind=Deal.kind,
                where=_in(pipeline, (stage,), glance, since),
                order=(Order(Path("id"), descending=True),),
                size=glance.cards,
            )
        )
        for stage in pipeline.stages
    }
    figures = _figures(desk, pipeline, glance, since)
    cards = _cards(desk, [deal for page in pages.values() for deal in page.records])
    return Board(
        pipeline=pipeline,
        columns=tuple(
            Column(
                stage=stage,
                cards=tuple(cards[deal.id] for deal in pages[stage.key].records),
                more=pages[stage.key].after is not None,
                **figures.get(stage.key, {}),  # type: ignore[arg-type]  # the figures of a column
            )
            for stage in pipeline.stages
        ),
    )


def _in(
    pipeline: Pipeline, stages: Sequence[Stage], glance: Glance, since: datetime
) -> Condition[Deal]:
    """The deals in stages of one sort; those that are closed, if they were lately."""
    keys = tuple(stage.key for stage in stages)
    parts: list[Condition[Deal]] = [
        Compare("pipeline_id", Op.IS, pipeline.id),
        Compare("stage", Op.IS, keys[0]) if len(keys) == 1 else OneOf("stage", keys),
        Compare("archived_at", Op.IS, None),
        *glance.conditions,
    ]
    if stages[0].kind != "open":
        parts.append(Compare("closed_at", Op.AT_LEAST, since))
    return And(tuple(parts))


def _figures(
    desk: Desk, pipeline: Pipeline, glance: Glance, since: datetime
) -> dict[str, dict[str, Figure]]:
    amount: Path[Deal] = Path("amount")
    ours: Condition[Deal] = Compare("amount", Op.AT_LEAST, Money(_LEAST, pipeline.currency))
    priced: Condition[Deal] = Not(Compare("amount", Op.IS, None))
    measures: tuple[Measure[Deal], ...] = (
        Measure(name="deals"),
        Measure(name="amount", function=Function.SUM, of=amount, where=ours),
        Measure(name="elsewhere", where=And((priced, Not(ours)))),
    )
    found: dict[str, dict[str, Figure]] = {}
    is_open = [stage for stage in pipeline.stages if stage.kind == "open"]
    closed = [stage for stage in pipeline.stages if stage.kind != "open"]
    for stages in filter(None, (is_open, closed)):
        where = _in(pipeline, stages, glance, since)
        by = (ByField[Deal](Path("stage")),)
        for row in desk.tally(Tally(kind=Deal.kind, measures=measures, where=where, by=by)):
            names = (measure.name for measure in measures)
            found[str(row.keys[0])] = dict(zip(names, row.figures, strict=True))
    return found


def _cards(desk: Desk, deals: Sequence[Deal]) -> Mapping[Id, Card]:
    contacts = _names(desk, Contact, [deal.contact_id for deal in deals if deal.contact_id])
    companies = _names(desk, Company, [deal.company_id for deal in deals if deal.company_id])
    due = _due(desk, tuple(deal.id for deal in deals))
    return {
        deal.id: Card(
            deal=deal,
            client=companies.get(deal.company_id) or contacts.get(deal.contact_id),
            due_at=due.get(deal.id),
        )
        for deal in deals
    }


def _names(
    desk: Desk, kind: type[Contact] | type[Company], ids: Sequence[Id]
) -> Mapping[Id | None, str]:
    if not ids:
        return {}
    where: Condition[Contact | Company] = OneOf("id", tuple(dict.fromkeys(ids)))
    return {client.id: client.name for client in desk.find(kind, where)}


def _due(desk: Desk, deals: Sequence[Id]) -> Mapping[Id, datetime]:
    if not deals:
        return {}
    where: Condition[Task] = And((OneOf("deal_id", tuple(deals)), Compare("status", Op.IS, "open")))
    first: Measure[Task] = Measure(name="due", function=Function.MIN, of=Path("due_at"))
    by = (ByField[Task](Path("deal_id")),)
    rows = desk.tally(Tally(kind=Task.kind, measures=(first,), where=where, by=by))
    return {
        key: due
        for row in rows
        if isinstance(key := row.keys[0], Id) and isinstance(due := row.figures[0], datetime)
    }
