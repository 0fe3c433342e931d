"""Typical questions are answered by an index from the first record on, without statistics of ours.

SQLite takes an index by what it believes a table to be like; the migrations tell it.
"""

import re
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from attrs import evolve

from crmkit.domain.permissions import PRESETS, Viewer, everything, scope
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.fields import contact, deal, handle, interaction, journal, lead, order, task
from crmkit.query.conditions import Condition
from crmkit.query.cursor import Place, write_cursor
from crmkit.query.questions import Order, Question
from crmkit.query.scope import Scope
from crmkit.testing.builders import NOON, a_contact, a_deal, a_pipeline, an_employee, rubles
from tests.adapters.sqlalchemy.support import driver_of, fresh_storage, watched

ME, CLIENT = an_employee(), a_contact().id
OWN = scope(
    Viewer(
        employee=ME,
        grants=PRESETS["manager"],
        team=(ME.id, an_employee(2).id, an_employee(3).id),
        pipelines=(a_pipeline().id,),
    ),
    "read",
)
ALL = everything()
R = TypeVar("R")
WHOLE_TENANT = re.compile(r"SCAN t\d|SEARCH t\d.*\(tenant=\?\)$")


def _about(
    kind: str, where: Condition[R], *by: Order[R], size: int | None = 50
) -> Question[Record]:
    return Question(kind=kind, where=where, order=by, size=size)  # type: ignore[arg-type]  # of any kind


def _plan(folder: Path, question: Question[Record], seen_by: Scope) -> list[str]:
    """The steps of what answers the question: one statement, or one a stretch of the order."""
    confined = seen_by.question(question, schema())
    with closing(fresh_storage(folder)) as storage, storage.open(writes=False) as unit:
        with watched(unit) as statements:
            unit.find(confined)
        told = [driver_of(unit).execute(f"EXPLAIN QUERY PLAN {each}") for each in statements]
        return [row[3] for steps in told for row in steps]


LOOKED_UP = {
    "clients by phone": (_about("contact", contact.handles.any(handle.value == "+7")), ALL),
    "handles by value": (_about("handle", handle.value.is_in(["+7", "+8"]), size=None), ALL),
    "the card": (_about("contact", contact.id == CLIENT), OWN),
    "the card's handles": (_about("handle", handle.contact_id == CLIENT), OWN),
    "the card's deals": (_about("deal", deal.contact_id == CLIENT, deal.created_at.down), OWN),
    "the card's timeline": (
        _about("interaction", interaction.contact_id == CLIENT, interaction.at.down),
        OWN,
    ),
    "the card's tasks": (_about("task", task.contact_id == CLIENT, task.due_at.up), OWN),
    "the card's orders": (_about("order", order.contact_id == CLIENT, order.placed_at.down), OWN),
    "the journal of a record": (_about("journal", journal.record_id == CLIENT), ALL),
    "due tasks": (
        _about("task", (task.status == "open") & (task.due_at < NOON), task.due_at.up),
        ALL,
    ),
    "own leads": (_about("lead", lead.status == "open"), OWN),
    "own clients": (_about("contact", contact.archived_at.absent, contact.name.up), OWN),
    "clients by the start of a name": (
        _about("contact", contact.name.starts_with("Ива"), contact.name.up),
        ALL,
    ),
    "leads of a month": (
        _about("lead", lead.created_at.from_to(NOON, NOON.replace(month=12))),
        ALL,
    ),
    "orders of a month": (
        _about("order", order.placed_at.from_to(NOON, NOON.replace(month=12))),
        ALL,
    ),
}


@pytest.mark.parametrize("name", LOOKED_UP)
def test_no_statement_reads_a_whole_tenant(name: str, tmp_path: Path) -> None:
    question, seen_by = LOOKED_UP[name]
    steps = _plan(tmp_path, question, seen_by)
    assert not [step for step in steps if WHOLE_TENANT.match(step)]


IN_ORDER = {
    "own deals": (_about("deal", deal.outcome == "open"), "ix_crm_deal_owner_id_id"),
    "own deals of a stage by amount": (
        _about("deal", deal.stage == "talks", deal.amount.down),
        "ix_crm_deal_owner_id_stage_amount_id",
    ),
}


@pytest.mark.parametrize("name", IN_ORDER)
def test_an_index_gives_own_deals_in_order(name: str, tmp_path: Path) -> None:
    question, index = IN_ORDER[name]
    steps = _plan(tmp_path, question, OWN)
    assert [step for step in steps if index in step]
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_the_next_page_is_read_from_where_the_last_one_ended(tmp_path: Path) -> None:
    first = _about("deal", deal.stage == "talks", deal.amount.down, size=1)
    last = a_deal(stage="talks", amount=rubles(700))
    cursor = write_cursor(first.order, Place((last.amount,), last.id))
    steps = _plan(tmp_path, evolve(first, after=cursor), OWN)
    assert [step for step in steps if "(amount_currency,amount,id)<(?,?,?)" in step]


def test_a_union_of_rights_reads_a_page_of_each_part(tmp_path: Path) -> None:
    steps = _plan(tmp_path, _about("contact", contact.city == "Уфа", contact.name.up), OWN)
    assert len([step for step in steps if step.startswith("UNION")]) == 2


def test_what_is_hidden_whole_is_not_even_asked_for(tmp_path: Path) -> None:
    confined = Scope({}).question(_about("deal", deal.stage == "talks"), schema())
    with closing(fresh_storage(tmp_path)) as storage, storage.open(writes=False) as unit:
        with watched(unit) as statements:
            assert unit.find(confined).records == ()
        assert statements == []
