"""The funnel equals what one counts by hand, and stands in the order of the pipeline."""

from collections import Counter

import pytest
from hypothesis import given

from crmkit.domain.deals import Deal
from crmkit.domain.pipelines import Pipeline
from crmkit.testing.builders import NOON, a_deal, a_pipeline
from tests.unit.reports.books import Books, grouped, rows, some_books


@given(some_books)
def test_deals_stand_in_the_stages_of_their_pipelines(shop: Books) -> None:
    standing = (
        deal for deal in shop.of(Deal) if deal.outcome != "open" or deal.archived_at is None
    )
    counted = Counter((deal.pipeline_id, deal.stage) for deal in standing)
    found = shop.rows("funnel")
    assert {
        (row["pipeline.id"], row["stage.key"]): row["deals"] for row in found if row["deals"]
    } == counted


@given(some_books)
def test_stages_come_in_the_order_of_their_pipeline_and_empty_ones_too(shop: Books) -> None:
    found = grouped(shop.rows("funnel"), lambda row: row["pipeline.id"])
    for pipeline in shop.of(Pipeline):
        keys = [row["stage.key"] for row in found[pipeline.id]]
        assert keys[: len(pipeline.stages)] == [stage.key for stage in pipeline.stages]


@given(some_books)
def test_the_shares_of_a_pipeline_make_a_whole_for_each_manager(shop: Books) -> None:
    found = shop.rows("funnel", "owner")
    for stages in grouped(found, lambda row: f"{row['owner.id']} {row['pipeline.id']}").values():
        assert sum(row["share"] for row in stages) == pytest.approx(1)


def test_a_stage_is_shown_by_its_title() -> None:
    first, *_ = rows("funnel", [a_pipeline(), a_deal()])
    assert (first["pipeline"], first["stage"], first["stage.key"]) == ("Sales", "New", "new")


def test_a_stage_that_the_pipeline_has_no_more_comes_last() -> None:
    *_, last = rows("funnel", [a_pipeline(), a_deal(stage="forgotten")])
    assert (last["stage"], last["deals"]) == ("forgotten", 1)


def test_a_pipeline_out_of_use_is_shown_only_with_its_deals() -> None:
    old = a_pipeline(2, archived_at=NOON)
    found = rows("funnel", [a_pipeline(), old])
    assert {row["pipeline.id"] for row in found} == {a_pipeline().id}
