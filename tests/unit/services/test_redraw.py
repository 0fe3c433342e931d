"""A pipeline drawn anew: who stands in a removed stage goes where the drawing says, and back."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.custom import CustomRecord, RecordType
from crmkit.domain.deals import Deal
from crmkit.domain.drawings import Drawing, Landing
from crmkit.domain.journal import JournalEntry
from crmkit.domain.pipelines import Pipeline, Stage, Transition
from crmkit.domain.record import Record
from crmkit.errors import BadInput, Conflict, NotAllowed, RuleViolation
from crmkit.fields import journal
from crmkit.fields import pipeline as pipelines
from crmkit.ids import DealId
from crmkit.services import redraw
from crmkit.services.work import Work
from crmkit.testing.builders import rubles
from tests.unit.services.shop import TEST, Shop

OLD = Drawing(
    key="k",
    name="K",
    stages=(
        Stage(key="new", title="New"),
        Stage(key="talk", title="Talk"),
        Stage(key="junk", title="Junk"),
        Stage(key="won", title="Won", kind="won"),
        Stage(key="lost", title="Lost", kind="lost"),
    ),
    lost_reasons=("price",),
)
KEPT = tuple(stage for stage in OLD.stages if stage.key not in {"talk", "junk"})
NEW = evolve(
    OLD,
    stages=(*KEPT, Stage(key="quote", title="Quote", requires=("amount",))),
    moved={
        "talk": Landing(stage="quote"),
        "junk": Landing(stage="lost", lost_reason="price"),
    },
)


def set_up(shop: Shop, *stages: str) -> list[DealId]:
    """A deal with an amount in each of these stages."""
    with shop.crm.work(TEST) as work:
        pipeline = work.redraw_pipeline(OLD).pipeline
        client = work.recognise(name="Анна Смирнова")
        return [
            work.create(
                Deal,
                title="d",
                contact_id=client.id,
                pipeline_id=pipeline.id,
                stage=stage,
                outcome={"won": "won", "lost": "lost"}.get(stage, "open"),
                amount=rubles(5),
                stage_since=shop.clock.now(),
            ).id
            for stage in stages
        ]


def standing(work: Work) -> list[str]:
    return [deal.stage for deal in sorted(work.find(Deal), key=lambda deal: deal.id)]


def test_a_preview_counts_and_changes_nothing(shop: Shop) -> None:
    set_up(shop, "new", "talk", "talk", "junk")
    with shop.crm.work(TEST) as work:
        told = work.preview_pipeline(NEW)
        assert [(each.stage, each.stage_to, each.deals) for each in told.resettled] == [
            ("talk", "quote", 2),
            ("junk", "lost", 1),
        ]
        assert not told.refused
        assert standing(work) == ["new", "talk", "talk", "junk"]


def test_whoever_stands_in_a_removed_stage_goes_where_the_drawing_says(shop: Shop) -> None:
    ids = set_up(shop, "new", "talk", "junk", "won")
    shop.clock.advance(hours=5)
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline(NEW)
    with shop.crm.work(TEST) as work:
        assert standing(work) == ["new", "quote", "lost", "won"]
        talk, junk = work.get(Deal, ids[1]), work.get(Deal, ids[2])
        assert talk.stage_since == shop.clock.now().replace(hour=12)
        assert (junk.outcome, junk.lost_reason, junk.closed_at) == (
            "lost",
            "price",
            shop.clock.now(),
        )


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (evolve(NEW, moved={}), "nobody has said where to"),
        (evolve(NEW, moved={**NEW.moved, "junk": Landing(stage="lost")}), "needs a reason"),
        (
            evolve(NEW, stages=(*KEPT, Stage(key="quote", title="Q", requires=("expected_on",)))),
            "requires expected_on",
        ),
    ],
)
def test_while_anybody_has_nowhere_to_go_nothing_changes(
    shop: Shop, drawing: Drawing, said: str
) -> None:
    set_up(shop, "new", "talk", "junk")
    with shop.crm.work(TEST) as work:
        assert work.preview_pipeline(drawing).refused
        with pytest.raises(RuleViolation, match=said):
            work.redraw_pipeline(drawing)
        assert standing(work) == ["new", "talk", "junk"]


def test_a_closed_deal_keeps_its_outcome(shop: Shop) -> None:
    set_up(shop, "won")
    gone = evolve(
        OLD,
        stages=(*OLD.stages[:3], Stage(key="lost", title="Lost", kind="lost")),
        moved={"won": Landing(stage="lost", lost_reason="price")},
    )
    with shop.crm.work(TEST) as work, pytest.raises(RuleViolation, match="is won cannot be put"):
        work.redraw_pipeline(gone)


def test_a_drawing_back_leaves_all_as_it_was(shop: Shop) -> None:
    set_up(shop, "new", "talk", "junk", "won", "lost")
    with shop.crm.work(TEST) as work:
        before = _all(work)
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline(NEW)
    with shop.crm.work(TEST) as work:
        assert _all(work) != before
        back = work.redraw_pipeline_back("k")
        assert {(each.stage, each.stage_to, each.deals) for each in back.resettled} == {
            ("quote", "talk", 1),
            ("lost", "junk", 1),
        }
    with shop.crm.work(TEST) as work:
        assert _all(work) == before


def test_who_was_moved_since_is_not_taken_back(shop: Shop) -> None:
    ids = set_up(shop, "talk", "talk")
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline(NEW)
    shop.clock.advance(hours=1)
    with shop.crm.work(TEST) as work:
        work.move(ids[0], "new")
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline_back("k")
        assert standing(work) == ["new", "talk"]


def test_a_stage_that_was_not_there_must_be_empty_by_then(shop: Shop) -> None:
    ids = set_up(shop, "new", "talk")
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline(NEW)
    shop.clock.advance(hours=1)
    with shop.crm.work(TEST) as work:
        work.move(ids[0], "quote")
    with (
        pytest.raises(RuleViolation, match="stands in one of the stages"),
        shop.crm.work(TEST) as work,
    ):
        work.redraw_pipeline_back("k")
    with shop.crm.work(TEST) as work:
        assert standing(work) == ["quote", "quote"]


def test_only_the_last_drawing_is_undone_and_only_once(shop: Shop) -> None:
    set_up(shop)
    with shop.crm.work(TEST) as work:
        with pytest.raises(RuleViolation, match="not a drawing"):
            work.redraw_pipeline_back("k")
        work.redraw_pipeline(NEW)
        work.redraw_pipeline_back("k")
        with pytest.raises(RuleViolation, match="not a drawing"):
            work.redraw_pipeline_back("k")


def test_records_of_the_shops_own_are_resettled_too(shop: Shop) -> None:
    set_up(shop)
    with shop.crm.work(TEST) as work:
        (pipeline,) = work.find(Pipeline, pipelines.key == "k")
        work.create(RecordType, key="case", title="Case", pipeline_id=pipeline.id)
        made = work.create(
            CustomRecord, type="case", title="c", pipeline_id=pipeline.id, stage="junk"
        )
        drawing = evolve(NEW, moved={**NEW.moved, "junk": Landing(stage="new")})
        told = work.redraw_pipeline(drawing)
        assert [each.records for each in told.resettled] == [0, 1]
        assert work.get(CustomRecord, made.id).stage == "new"
        work.redraw_pipeline_back("k")
        assert work.get(CustomRecord, made.id).stage == "junk"


def test_whoever_came_late_to_a_removed_stage_is_found_by_applying_it_again(shop: Shop) -> None:
    (deal,) = set_up(shop, "new")
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline(NEW)
    with shop.crm.work(TEST) as work:
        late = work.get(Deal, deal)
        work._desk.write_trusted([(late, evolve(late, stage="talk"))], "another program")
    with shop.crm.work(TEST) as work:
        (told,) = work.redraw_pipeline(NEW).resettled
        assert (told.stage, told.stage_to, told.deals) == ("talk", "quote", 1)
        assert standing(work) == ["quote"]
        assert not work.redraw_pipeline(NEW).resettled


def test_a_drawing_of_an_older_version_is_refused(shop: Shop) -> None:
    set_up(shop)
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline(evolve(NEW, version=1))
        with pytest.raises(Conflict, match="redrawn meanwhile"):
            work.redraw_pipeline(evolve(NEW, version=1))


def test_a_faulty_drawing_and_an_unknown_team_are_refused(shop: Shop) -> None:
    one_way = (Transition(source="new", target="won"),)
    with shop.crm.work(TEST) as work:
        with pytest.raises(BadInput, match="no way leads"):
            work.redraw_pipeline(evolve(OLD, transitions=one_way))
        with pytest.raises(BadInput, match="no team"):
            work.redraw_pipeline(evolve(OLD, teams=("Nobody",)))
        assert work.redraw_pipeline(evolve(OLD, teams=("Опт",))).pipeline.team_ids


def test_who_sells_may_neither_draw_nor_learn_who_stands_where(shop: Shop) -> None:
    set_up(shop, "talk")
    with shop.crm.work("anna") as work:
        for attempt in (work.preview_pipeline, work.redraw_pipeline):
            with pytest.raises(NotAllowed):
                attempt(NEW)
        with pytest.raises(NotAllowed):
            work.redraw_pipeline_back("k")


def test_the_journal_names_the_drawing(shop: Shop) -> None:
    (deal,) = set_up(shop, "talk")
    with shop.crm.work(TEST) as work:
        work.redraw_pipeline(NEW)
        (entry,) = work.find(
            JournalEntry, journal.record_id == deal, journal.command == redraw.COMMAND
        )
        assert (entry.changes["stage"].before, entry.changes["stage"].after) == ("talk", "quote")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["new", "talk", "junk", "won", "lost"]), max_size=12))
def test_nobody_is_lost_in_chunks(stages: list[str]) -> None:
    shop = Shop()
    ids = set_up(shop, *stages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redraw, "CHUNK", 2)
        patch.setattr("crmkit.services.redraw_back.CHUNK", 2)
        with shop.crm.work(TEST) as work:
            before = _all(work)
            work.redraw_pipeline(NEW)
        with shop.crm.work(TEST) as work:
            assert {deal.id for deal in work.find(Deal)} == set(ids)
            assert not {"talk", "junk"} & set(standing(work))
            work.redraw_pipeline_back("k")
        with shop.crm.work(TEST) as work:
            assert _all(work) == before


def _all(work: Work) -> list[Record]:
    """Deals and pipelines but for their versions, which grow all the same."""
    kinds: tuple[Record, ...] = (*work.find(Deal), *work.find(Pipeline))
    return sorted((evolve(each, version=0) for each in kinds), key=lambda each: each.id)
