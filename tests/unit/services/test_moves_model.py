"""Whatever way in is taken, a deal goes where a simple model of its pipeline says, and as it says.

Random pipelines are walked at random by everybody: moves, rules, changes by hand, restored values,
other pipelines. The model knows a pipeline's table of ways and nothing of how crmkit goes about it.
"""

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from attrs import frozen, mutable

from crmkit.domain.custom import CustomRecord, RecordType
from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Move
from crmkit.domain.pipelines import Pipeline, Stage, StageKind, Transition
from crmkit.errors import CrmError, NotAllowed, NotFound, RuleViolation
from crmkit.ids import CustomRecordId, DealId
from crmkit.services.work import Work
from crmkit.testing.builders import rubles
from tests.unit.services.shop import TEST, Shop

KINDS: tuple[StageKind, ...] = ("open", "open", "won", "lost", "lost", "after")
VALUES: dict[str, object] = {
    "amount": rubles(5),
    "expected_on": date(2026, 5, 1),
    "comment": "x",
    "source": "x",
}
FIELDS = tuple(VALUES)
REASONS = ("price", "silent")
ATTEMPTS = 20
PATHS_PER_PIPELINE = 20


def a_random_pipeline(chance: Random, key: str) -> dict[str, object]:
    """The fields of a pipeline of one to seven stages."""
    stages = [Stage(key="s0", title="S0", requires=_some(chance, FIELDS, 0.1))]
    for number in range(1, chance.randint(2, 7)):
        kind = chance.choice(KINDS)
        requires = _some(chance, FIELDS, 0.1)
        stages.append(Stage(key=f"s{number}", title="S", kind=kind, requires=requires))
    keys = [stage.key for stage in stages]
    ways = [(a, b) for a in keys for b in keys if chance.random() < 0.4]
    drawn = chance.random() < 0.8
    return {
        "key": key,
        "name": "N",
        "stages": tuple(stages),
        "transitions": tuple(Transition(source=a, target=b) for a, b in ways) if drawn else (),
        "lost_reasons": REASONS if chance.random() < 0.7 else (),
    }


def _some(chance: Random, among: tuple[str, ...], share: float) -> tuple[str, ...]:
    return tuple(each for each in among if chance.random() < share)


@frozen(kw_only=True)
class Attempt:
    """Where somebody tries to go, and how."""

    stage: str
    reason: str | None
    reopen: bool


@mutable
class Model:
    """Where the deal stands and which of its fields are filled, by the table alone."""

    pipeline: Pipeline
    stage: str
    filled: set[str]
    has_reasons: bool = True

    def kind(self, stage: str) -> str:
        return {each.key: each.kind for each in self.pipeline.stages}.get(stage, "none")

    def may(self, attempt: Attempt) -> bool:
        here, there = self.kind(self.stage), self.kind(attempt.stage)
        requires = {each.key: each.requires for each in self.pipeline.stages}
        if there == "none" or not set(requires[attempt.stage]) <= self.filled:
            return False
        if there == "lost" and self.has_reasons:
            known = self.pipeline.lost_reasons or (attempt.reason,)
            if not attempt.reason or attempt.reason not in known:
                return False
        if here == "open" or (here in {"won", "after"} and there in {"won", "after"}):
            return self._way(attempt.stage)
        return attempt.reopen and (there == "open" or self._way(attempt.stage))

    def tempting(self) -> list[str]:
        """Every stage, one that is none, and oftener those to which a way is drawn from here."""
        drawn = [way.target for way in self.pipeline.transitions if way.source == self.stage]
        return [*(stage.key for stage in self.pipeline.stages), "nowhere", *drawn, *drawn]

    def _way(self, target: str) -> bool:
        if self.pipeline.transitions:
            drawn = any((w.source, w.target) == (self.stage, target) for w in self._ways())
            return drawn and self.stage != target
        here, there = self.kind(self.stage), self.kind(target)
        if self.stage == target:
            return False
        return here in {"won", "after"} if there == "after" else here == "open"

    def _ways(self) -> tuple[Transition, ...]:
        return self.pipeline.transitions


def by_move(work: Work, deal: DealId, attempt: Attempt) -> None:
    work.move(deal, attempt.stage, lost_reason=attempt.reason, reopen=attempt.reopen)


def by_rule(work: Work, deal: DealId, attempt: Attempt) -> None:
    work.apply([Move(deal, attempt.stage, attempt.reason)], rule="r")


def by_hand(work: Work, deal: DealId, attempt: Attempt) -> None:
    work.change(work.get(Deal, deal), stage=attempt.stage)


def by_restoring(work: Work, deal: DealId, attempt: Attempt) -> None:
    record = work.get(Deal, deal)
    entries = [each for each in work.history(record) if "stage" in each.changes]
    if not entries:
        by_hand(work, deal, attempt)
    work.restore(record, "stage", entries[0])


WaysIn = Callable[[Work, DealId, Attempt], None]
OPEN_WAYS: tuple[WaysIn, ...] = (by_move, by_move, by_move, by_rule, by_rule, by_rule)
NO_WAYS: tuple[WaysIn, ...] = (by_hand, by_restoring)


@frozen
class Walk:
    """One deal on its way, and the model beside it."""

    shop: Shop
    chance: Random
    deal: DealId
    model: Model

    def step(self) -> bool:
        """One attempt of somebody; whether it led on."""
        self.shop.clock.advance(minutes=1)
        if self.chance.random() < 0.2:
            self.fill()
        way = self.chance.choice([*OPEN_WAYS, *NO_WAYS])
        attempt = Attempt(
            stage=self.chance.choice(self.model.tempting()),
            reason=self.chance.choice([None, "price", "price", "weather"]),
            reopen=way is by_move and self.chance.random() < 0.3,
        )
        actor = self.chance.choice(["anna", "anna", "anna", "olga", "boris", TEST])
        before = _stored(self.shop, self.deal)
        error = _refused(self.shop, actor, lambda work: way(work, self.deal, attempt))
        after = _stored(self.shop, self.deal)
        permitted = way in OPEN_WAYS and actor != "boris" and self.model.may(attempt)
        if not permitted:
            assert after == before, (way.__name__, actor, self.model, attempt)
            assert error is not None or way is by_restoring
            assert error is None or isinstance(error, _HIDDEN) == (actor == "boris"), error
            return False
        assert error is None, (way.__name__, actor, self.model, attempt)
        self.agree(after, attempt)
        return True

    def fill(self) -> None:
        """Fills a field that some stage may ask for."""
        name = self.chance.choice(FIELDS)
        with self.shop.crm.work(TEST) as work:
            work.change(work.get(Deal, self.deal), **{name: VALUES[name]})
        self.model.filled.add(name)

    def agree(self, after: Deal, attempt: Attempt) -> None:
        """The deal is as the model says after a permitted move."""
        self.model.stage = attempt.stage
        kind = self.model.kind(attempt.stage)
        assert after.stage == attempt.stage
        assert after.outcome == {"open": "open", "lost": "lost"}.get(kind, "won")
        assert (after.closed_at is None) == (kind == "open")
        assert after.lost_reason == (attempt.reason if kind == "lost" else None)
        assert after.stage_since == self.shop.clock.now()


_HIDDEN = (NotFound, NotAllowed)


def a_walk(shop: Shop, chance: Random, pipeline: Pipeline) -> Walk:
    """A walk of a new deal with some of its fields filled."""
    filled = set(_some(chance, FIELDS, 0.5))
    with shop.crm.work("anna") as work:
        client = work.recognise(name="Анна Смирнова")
        deal = work.open_deal(client.id, "d", pipeline=pipeline.key)
        work.change(deal, **{name: VALUES[name] for name in filled})
    return Walk(shop, chance, deal.id, Model(pipeline, deal.stage, filled))


def _refused(shop: Shop, actor: object, act: Callable[[Work], None]) -> CrmError | None:
    try:
        with shop.crm.work(actor) as work:  # type: ignore[arg-type]  # a login or the system
            act(work)
    except CrmError as exc:
        return exc
    return None


def _stored(shop: Shop, deal: DealId) -> Deal:
    with shop.crm.work(TEST, writes=False) as work:
        return work.get(Deal, deal)


def walk_record(shop: Shop, chance: Random, pipeline: Pipeline, made: CustomRecordId) -> None:
    """Walks a record of the shop's own type along; it has no outcome and no reasons."""
    model = Model(pipeline, "s0", set(), has_reasons=False)
    for _ in range(ATTEMPTS):
        stage = chance.choice(pipeline.stages).key
        may = model.may(Attempt(stage=stage, reason=None, reopen=False))
        if may:
            model.stage = stage
            with shop.crm.work(TEST) as work:
                work.move_record(made, stage)
        else:
            with pytest.raises(RuleViolation), shop.crm.work(TEST) as work:
                work.move_record(made, stage)
        with shop.crm.work(TEST, writes=False) as work:
            assert work.get(CustomRecord, made).stage == model.stage


@pytest.mark.slow
@pytest.mark.parametrize("part", range(5))
def test_no_path_avoids_a_guard(part: int, pytestconfig: pytest.Config) -> None:
    """500 paths, and 10,000 with ``--long``."""
    pipelines = 100 if pytestconfig.getoption("--long") else 5
    led = walked = 0
    for seed in range(part * pipelines, (part + 1) * pipelines):
        chance, shop = Random(seed), Shop()  # noqa: S311 - repeatable, not secret
        drawn = a_random_pipeline(chance, "drawn")
        stages = drawn["stages"]
        assert isinstance(stages, tuple)
        stages = (Stage(key="s0", title="S"), *stages[1:])
        with shop.crm.work(TEST) as work:
            pipeline = work.create(Pipeline, **{**drawn, "stages": stages})
            work.create(RecordType, key="case", title="C", pipeline_id=pipeline.id)
            record = work.create(CustomRecord, type="case", title="c").id
        for _ in range(PATHS_PER_PIPELINE):
            walked += 1
            walk = a_walk(shop, chance, pipeline)
            led += sum(walk.step() for _ in range(ATTEMPTS))
        walk_record(shop, chance, pipeline, record)
    assert walked == pipelines * PATHS_PER_PIPELINE
    assert led > walked / 3, "hardly anything moves: the walks prove little"


def test_another_pipeline_is_no_side_door(shop: Shop) -> None:
    stages = (
        Stage(key="new", title="N"),
        Stage(key="quote", title="Q"),
        Stage(key="won", title="W", kind="won"),
    )
    narrow = (
        Transition(source="new", target="won"),
        Transition(source="quote", target="won"),
    )
    with shop.crm.work(TEST) as work:
        work.create(Pipeline, key="wide", name="W", stages=stages)
        tight = work.create(Pipeline, key="tight", name="T", stages=stages, transitions=narrow)
        client = work.recognise(name="Анна Смирнова")
        deal = work.open_deal(client.id, "d", pipeline="wide")
        deal = work.move(deal.id, "quote")
        with pytest.raises(RuleViolation, match="entered at its first stage, 'new'"):
            work.change(deal, pipeline_id=tight.id)
        deal = work.move(deal.id, "new")
        assert work.change(deal, pipeline_id=tight.id).pipeline_id == tight.id
