"""The board takes as many statements for many deals as for few, and each is led by an index."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crmkit import Crm, System
from crmkit.domain.deals import Deal
from crmkit.domain.pipelines import Pipeline
from crmkit.testing.builders import rubles
from tests.adapters.sqlalchemy.support import driver_of, fresh_file, watched

FEW, MANY = 2, 60


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    with closing(Crm.open(f"sqlite:///{fresh_file(tmp_path)}")) as crm:
        yield crm


def fill(crm: Crm, count: int) -> None:
    with crm.work(System("test")) as work:
        pipeline = work.find(Pipeline)[0]
        client = work.recognise(name="Анна Смирнова")
        for stage in ("new", "working", "quote"):
            for n in range(count):
                work.create(
                    Deal,
                    title="d",
                    contact_id=client.id,
                    pipeline_id=pipeline.id,
                    stage=stage,
                    amount=rubles(n),
                )


def asked(crm: Crm) -> list[str]:
    with crm.work(System("test"), writes=False) as work:
        work.board()
        with watched(work._desk.unit) as statements:
            work.board(cards=50)
    return statements


def test_a_board_takes_one_statement_a_column_and_four_beside(crm: Crm) -> None:
    fill(crm, FEW)
    few = asked(crm)
    fill(crm, MANY)
    many = asked(crm)
    columns = 7
    assert len(few) == len(many) == columns + 4


def test_no_statement_of_a_board_reads_a_whole_table(crm: Crm) -> None:
    fill(crm, FEW)
    statements = asked(crm)
    with crm.work(System("test"), writes=False) as work:
        plans = [
            row[3]
            for statement in statements
            for row in driver_of(work._desk.unit).execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN") and "crm_" in plan], plans
