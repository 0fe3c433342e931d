"""No statement is compiled that forgets the tenant of one of its tables, in whatever corner."""

import pytest
from sqlalchemy import (
    ClauseElement,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crmkit.errors import NotAllowed
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.statements import compiled
from crmkit_sqlalchemy.tables import table
from crmkit_sqlalchemy.tenancy import faults

D, C = table("deal").alias("d"), table("contact").alias("c")
MINE, HIS = D.c.tenant == parameter(TENANT), C.c.tenant == parameter(TENANT)
ON = C.c.id == D.c.contact_id
DEALS, SERIES = table("deal"), {"tenant": parameter(TENANT), "id": parameter(1)}
_OTHER = D.c.tenant == parameter(1)


WRONG: dict[str, ClauseElement] = {
    "no condition": select(D.c.id),
    "another parameter": select(D.c.id).where(_OTHER),
    "a number of its own": select(D.c.id).where(D.c.tenant == literal(1)),
    "one of several": select(D.c.id).where(D.c.tenant.in_([1, 2])),
    "not of the tenant": select(D.c.id).where(D.c.tenant != parameter(TENANT)),
    "from the tenant on": select(D.c.id).where(D.c.tenant >= parameter(TENANT)),
    "or something else": select(D.c.id).where(or_(MINE, D.c.stage == "new")),
    "the joined table": select(D.c.id).join_from(D, C, ON).where(MINE),
    "the outer joined table": select(D.c.id).join_from(D, C, ON, isouter=True).where(MINE),
    "the base of an outer join": select(D.c.id).join_from(D, C, and_(ON, MINE, HIS), isouter=True),
    "two tables side by side": select(D.c.id, C.c.id).where(MINE),
    "a subquery of keys": select(D.c.id).where(MINE, D.c.contact_id.in_(select(C.c.id))),
    "an exists": select(D.c.id).where(MINE, exists(select(C.c.id).where(ON).correlate(D))),
    "a subquery as a table": select(select(D.c.id).subquery().c.id),
    "a column's subquery": select(D.c.id, select(func.max(C.c.id)).scalar_subquery()).where(MINE),
    "an order's subquery": select(D.c.id).where(MINE).order_by(select(C.c.id).scalar_subquery()),
    "a half of a union": union(select(D.c.id).where(MINE), select(C.c.id)),
    "a cte": select(select(D.c.id).cte("t").c.id),
    "for update": select(D.c.id).with_for_update(skip_locked=True),
    "a change": update(DEALS).values(stage="won"),
    "a deletion": delete(DEALS).where(DEALS.c.id == parameter(1)),
    "a deletion by keys": delete(DEALS).where(
        DEALS.c.tenant == parameter(TENANT), DEALS.c.contact_id.in_(select(C.c.id))
    ),
    "a creation for nobody": insert(DEALS).values(id=parameter(1)),
    "one of two creations for nobody": insert(DEALS).values([SERIES, {"id": parameter(2)}]),
    "one of two creations for another": insert(DEALS).values(
        [SERIES, {"tenant": parameter(2), "id": parameter(3)}]
    ),
    "a creation for another": insert(DEALS).values(tenant=parameter(1), id=parameter(2)),
    "a move": update(DEALS).values(tenant=parameter(1)).where(DEALS.c.tenant == parameter(TENANT)),
    "a move on conflict": sqlite.insert(DEALS)
    .values(SERIES)
    .on_conflict_do_update(index_elements=["id"], set_={"tenant": 2}),
    "a move on conflict, PostgreSQL": postgresql.insert(DEALS)
    .values(SERIES)
    .on_conflict_do_update(index_elements=["id"], set_={"tenant": 2}),
    "a move on conflict, MariaDB": mysql.insert(DEALS)
    .values(SERIES)
    .on_duplicate_key_update(tenant=2),
    "the server's clock": select(func.now()).where(MINE),
    "the server's dice": update(DEALS)
    .values(version=func.random())
    .where(DEALS.c.tenant == parameter(TENANT)),
}
RIGHT: dict[str, ClauseElement] = {
    "a list": select(D.c.id).where(MINE, D.c.stage == "new"),
    "a join": select(D.c.id).join_from(D, C, and_(ON, HIS), isouter=True).where(MINE),
    "a join by the tenant": select(D.c.id).join_from(D, C, C.c.tenant == D.c.tenant).where(MINE),
    "a correlated exists": select(D.c.id).where(
        MINE, exists(select(C.c.id).where(HIS, ON).correlate(D))
    ),
    "nothing": select(D.c.id).where(MINE, false()),
    "a join to nothing": select(D.c.id)
    .join_from(D, C, and_(ON, false()), isouter=True)
    .where(MINE),
    "a claim": select(D.c.id).where(MINE).with_for_update(skip_locked=True),
    "a creation": insert(DEALS).values(SERIES),
    "two creations": insert(DEALS).values([SERIES, {**SERIES, "id": parameter(2)}]),
    "a table without tenants": select(literal(1)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_statement_that_is_not_of_one_tenant_is_not_compiled(name: str) -> None:
    with pytest.raises(NotAllowed, match="a statement of the storage"):
        compiled(WRONG[name], Database())


@pytest.mark.parametrize("name", RIGHT)
def test_a_statement_of_one_tenant_has_no_fault(name: str) -> None:
    assert [*faults(RIGHT[name])] == []


def test_the_error_names_the_table() -> None:
    with pytest.raises(NotAllowed, match="reads crm_contact of every tenant"):
        compiled(WRONG["the joined table"], Database())
