"""Promises about any order of steps: a writer, a reader and a bystander against a plain model."""

import pytest
from attrs import define, evolve, field
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from crmkit.domain.deals import Deal
from crmkit.errors import Conflict
from crmkit.ports.storage import Storage, UnitOfWork
from crmkit.query.questions import Question
from crmkit.testing.builders import a_deal
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk

_DEALS = Question[Deal](kind="deal")
_SERIES = "deal"
_STEPS = 25

some_deal = st.integers(1, 4)


@define
class Model:
    """What a storage should hold: deals, spent ids, numbers taken, entries in the journal."""

    deals: dict[int, Deal] = field(factory=dict)
    spent: set[int] = field(factory=set)
    numbers: int = 0
    entries: int = 0

    def copy(self) -> "Model":
        """A model to go on from while this one stays."""
        return Model(dict(self.deals), set(self.spent), self.numbers, self.entries)

    @property
    def found(self) -> tuple[Deal, ...]:
        """The deals by id."""
        return tuple(deal for _, deal in sorted(self.deals.items()))


class StepPromises(StoragePromises):
    """What is promised of units that are open at once, whatever they do."""

    def test_any_order_of_steps_leaves_what_a_plain_model_leaves(self) -> None:
        opens = self.open_storage

        class StepsHere(Steps):
            def open_storage(self) -> Storage:
                return opens()

        limits = settings(max_examples=self.shops, stateful_step_count=_STEPS, deadline=None)
        run_state_machine_as_test(StepsHere, settings=limits)


class Steps(RuleBasedStateMachine):
    """One writer and one reader at a time, and somebody who looks in between."""

    def open_storage(self) -> Storage:
        """A fresh storage."""
        raise NotImplementedError

    def __init__(self) -> None:
        """Start at a fresh storage."""
        super().__init__()
        self.clerk = Clerk(self.open_storage())
        self.committed = Model()
        self.writer: UnitOfWork | None = None
        self.written = Model()
        self.reader: UnitOfWork | None = None
        self.read = Model()

    def teardown(self) -> None:
        """Ends what is open."""
        for unit in (self.writer, self.reader):
            if unit is not None:
                unit.__exit__(None, None, None)
        self.clerk.storage.close()

    @precondition(lambda self: self.writer is None)
    @rule()
    def open_a_writer(self) -> None:
        """Somebody begins to write."""
        self.writer = self.clerk.storage.open(writes=True).__enter__()
        self.written = self.committed.copy()

    @precondition(lambda self: self.writer is not None)
    @rule(nth=some_deal)
    def create(self, nth: int) -> None:
        """The writer creates a deal, if its id was never given."""
        if self._write(None, a_deal(nth)):
            self.written.deals[nth] = a_deal(nth, version=1)

    @precondition(lambda self: self.writer is not None)
    @rule(nth=some_deal, stale=st.booleans(), title=st.sampled_from(["а", "б"]))
    def change(self, nth: int, stale: bool, title: str) -> None:  # noqa: FBT001 - Hypothesis names it
        """The writer changes a deal, if its version is the one that is there."""
        before = self._some_deal(nth, stale=stale)
        after = evolve(before, title=title)
        if self._write(before, after):
            self.written.deals[_nth(before)] = evolve(after, version=before.version + 1)

    @precondition(lambda self: self.writer is not None)
    @rule(nth=some_deal, stale=st.booleans())
    def delete(self, nth: int, stale: bool) -> None:  # noqa: FBT001 - Hypothesis names it
        """The writer removes a deal, if its version is the one that is there."""
        before = self._some_deal(nth, stale=stale)
        if self._write(before, None):
            del self.written.deals[_nth(before)]
            self.written.spent.add(_nth(before))

    @precondition(lambda self: self.writer is not None)
    @rule(count=st.integers(1, 3))
    def take_numbers(self, count: int) -> None:
        """The writer takes numbers."""
        assert self.writer is not None
        assert self.writer.take_numbers(_SERIES, count) == self.written.numbers + 1
        self.written.numbers += count

    @precondition(lambda self: self.writer is not None)
    @rule()
    def commit(self) -> None:
        """The writer's work lasts."""
        assert self.writer is not None
        self.writer.commit()
        self.committed = self.written
        self._leave()

    @precondition(lambda self: self.writer is not None)
    @rule()
    def roll_back(self) -> None:
        """The writer's work is forgotten."""
        self._leave()

    @rule()
    def open_a_reader(self) -> None:
        """The reader begins anew, and looks."""
        if self.reader is not None:
            self.reader.__exit__(None, None, None)
        self.reader = self.clerk.storage.open(writes=False).__enter__()
        self.read = self.committed.copy()
        self._look(self.reader, self.read)

    @invariant()
    def everybody_sees_what_is_theirs(self) -> None:
        """The writer sees its own work, the reader what there was, others what lasts."""
        if self.writer is not None:
            self._look(self.writer, self.written)
        if self.reader is not None:
            self._look(self.reader, self.read)
        with self.clerk.storage.open(writes=False) as bystander:
            self._look(bystander, self.committed)

    def _some_deal(self, nth: int, *, stale: bool) -> Deal:
        """One of the deals that are there, or an older reading of it; else one that is not."""
        known = self.written.found
        deal = known[nth % len(known)] if known else a_deal(nth, version=1)
        return evolve(deal, version=deal.version + stale)

    def _look(self, unit: UnitOfWork, model: Model) -> None:
        scope, schema = self.clerk.scope, self.clerk.schema
        assert unit.find(scope.question(_DEALS, schema)).records == model.found
        assert unit.last_number(_SERIES) == model.numbers
        assert unit.count(scope.question(Question(kind="journal"), schema)) == model.entries

    def _write(self, before: Deal | None, after: Deal | None) -> bool:
        """Writes what fits the model, and ends the unit over what does not."""
        assert self.writer is not None
        writing = self.clerk.writing((before, after))
        if self._fits(before, after):
            self.writer.write(writing)
            self.written.entries += 1
            return True
        with pytest.raises(Conflict):
            self.writer.write(writing)
        self._leave()
        return False

    def _fits(self, before: Deal | None, after: Deal | None) -> bool:
        if before is not None:
            return before == self.written.deals.get(_nth(before))
        return after is None or _nth(after) not in {*self.written.deals, *self.written.spent}

    def _leave(self) -> None:
        assert self.writer is not None
        self.writer.__exit__(None, None, None)
        self.writer = None


def _nth(deal: Deal) -> int:
    return int.from_bytes(deal.id[-4:], "big")
