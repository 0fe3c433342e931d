"""The floor's reading work: W4 lists, W5 card, W6 figures."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bench._floor.tables import CALL, CLIENT, DEAL, KEY, LEAD, PLAN, TASK, base_id

MANAGER, PER_PAGE = 3, 20
Place = tuple[int, bytes]
_LISTED = (DEAL.c.id, DEAL.c.title, DEAL.c.amount, DEAL.c.created, DEAL.c.source, CLIENT.c.name)
_PAGE = (
    sa.select(*_LISTED)
    .join(CLIENT, CLIENT.c.id == DEAL.c.client)
    .where(DEAL.c.owner == MANAGER, DEAL.c.stage == "negotiation")
    .order_by(DEAL.c.amount.desc(), DEAL.c.id.desc())
    .limit(PER_PAGE)
)
_AMOUNT: sa.BindParameter[int] = sa.bindparam("amount")
_ID: sa.BindParameter[bytes] = sa.bindparam("id", type_=sa.LargeBinary())
_NEXT = _PAGE.where(sa.tuple_(DEAL.c.amount, DEAL.c.id) < sa.tuple_(_AMOUNT, _ID))


def _reading(engine: sa.Engine) -> sa.Connection:
    return engine.connect().execution_options(reads=True)


def page(engine: sa.Engine, after: Place | None = None) -> list[tuple[str, int, str]]:
    """W4: a page of the third manager's deals in negotiation, the dearest first."""
    with _reading(engine) as connection:
        if after is None:
            rows = connection.execute(_PAGE).all()
        else:
            rows = connection.execute(_NEXT, {"amount": after[0], "id": after[1]}).all()
    return [(row.title, row.amount, row.name) for row in rows]


def deep_page(engine: sa.Engine, number: int) -> Place | None:
    """The cursor of the page of this number: the last row of the one before."""
    if number == 1:
        return None
    with _reading(engine) as connection:
        row = connection.execute(_PAGE.limit(1).offset(PER_PAGE * (number - 1) - 1)).one()
    return row.amount, row.id


_OF_CLIENT: sa.BindParameter[bytes] = sa.bindparam("client")
_CARD = (
    sa.select(CLIENT).where(CLIENT.c.id == _OF_CLIENT),
    sa.select(KEY.c.kind, KEY.c.value).where(KEY.c.client == _OF_CLIENT),
    sa.select(DEAL).where(DEAL.c.client == _OF_CLIENT),
    sa.select(CALL).where(CALL.c.client == _OF_CLIENT).order_by(CALL.c.at.desc()).limit(50),
    sa.select(TASK).where(TASK.c.client == _OF_CLIENT),
)


def card(engine: sa.Engine) -> list[int]:
    """W5: the card of the first client; how many rows each part has."""
    with _reading(engine) as connection:
        return [len(connection.execute(each, {"client": base_id(0)}).all()) for each in _CARD]


def _month(engine: sa.Engine, moment: sa.ColumnElement[object]) -> sa.ColumnElement[str]:
    if engine.dialect.name == "sqlite":
        return sa.func.substr(moment, 1, 7)
    return sa.func.to_char(sa.func.date_trunc("month", sa.func.timezone("UTC", moment)), "YYYY-MM")


def _days(engine: sa.Engine) -> sa.ColumnElement[Any]:
    """In seconds, as crmkit tells spans."""
    if engine.dialect.name == "sqlite":
        days = sa.func.julianday(DEAL.c.closed) - sa.func.julianday(DEAL.c.created)
        return days * 86_400
    return sa.extract("epoch", DEAL.c.closed - DEAL.c.created)


def figures(engine: sa.Engine) -> dict[str, sa.Select[object]]:
    """W6: the statements of the five reports."""
    number, won = sa.func.count(), DEAL.c.stage == "won"
    month = _month(engine, LEAD.c.created).label("m")
    converted = sa.func.sum(sa.case((LEAD.c.status == "converted", 1), else_=0))
    closed = _month(engine, DEAL.c.closed).label("m")
    fact = (
        sa.select(DEAL.c.owner, closed, sa.func.sum(DEAL.c.amount).label("s"))
        .where(won)
        .group_by(DEAL.c.owner, sa.text("m"))
        .subquery()
    )
    same = sa.and_(fact.c.owner == PLAN.c.owner, fact.c.m == PLAN.c.month)
    return {
        "r1 leads by month": sa.select(month, LEAD.c.source, number, converted).group_by(
            sa.text("m"), LEAD.c.source
        ),
        "r2 average won deal": sa.select(number, sa.func.avg(DEAL.c.amount)).where(won),
        "r3 lost reasons": sa.select(DEAL.c.lost, number, sa.func.sum(DEAL.c.amount))
        .where(DEAL.c.stage == "lost")
        .group_by(DEAL.c.lost),
        "r4 days to close": sa.select(DEAL.c.owner, number, sa.func.avg(_days(engine)))
        .where(DEAL.c.stage.in_(["won", "lost"]))
        .group_by(DEAL.c.owner),
        "r5 plan and fact": sa.select(
            PLAN.c.owner, PLAN.c.month, PLAN.c.amount, sa.func.coalesce(fact.c.s, 0)
        ).select_from(PLAN.outerjoin(fact, same)),
    }


def figure(engine: sa.Engine, asked: sa.Select[object]) -> Sequence[Sequence[object]]:
    """The rows of one report."""
    with _reading(engine) as connection:
        return connection.execute(asked).all()
