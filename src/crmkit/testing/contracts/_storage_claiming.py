"""Promises about claims: each record to one worker, and nobody waits for another."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest
from attrs import evolve

from crmkit.domain.outbox import Outgoing
from crmkit.errors import NotSupported, TemporaryFailure
from crmkit.ids import Id
from crmkit.ports.storage import UnitOfWork
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.questions import Order, Path, Question
from crmkit.query.scope import ConfinedQuestion
from crmkit.testing.builders import an_outgoing
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk

_CLAIMERS = 8
_WAITING: Condition[Outgoing] = Compare("status", Op.IS, "waiting")


class ClaimingPromises(StoragePromises):
    """What `UnitOfWork.claim` promises."""

    claims: ClassVar[int] = 1_000
    """How many records eight claimers share."""

    def test_a_claim_answers_with_the_first_ones_in_order(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*(an_outgoing(nth, key=f"{9 - nth}") for nth in range(1, 6)))
            with clerk.storage.open(writes=True) as unit:
                claimed = unit.claim(_asked(clerk, 2, Order(Path("key"))))
                assert claimed == tuple(an_outgoing(n, key=f"{9 - n}", version=1) for n in (5, 4))

    def test_a_claim_is_confined_as_a_question_is(self) -> None:
        with self.clerk() as clerk:
            clerk.create(an_outgoing(1, status="sent"), an_outgoing(2))
            with clerk.storage.open(writes=True) as unit:
                assert unit.claim(_asked(clerk, 5)) == (an_outgoing(2, version=1),)

    def test_what_was_claimed_can_be_changed_in_the_unit(self) -> None:
        with self.clerk() as clerk:
            clerk.create(an_outgoing())
            assert _take(clerk, 1) == [an_outgoing().id]
            assert clerk.get(an_outgoing()) == an_outgoing(version=2, status="sent")

    def test_a_unit_for_reading_refuses_to_claim(self) -> None:
        with (
            self.clerk() as clerk,
            clerk.storage.open(writes=False) as unit,
            pytest.raises(NotSupported),
        ):
            unit.claim(_asked(clerk, 1))

    def test_another_unit_claims_other_records_or_waits_for_its_turn(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*(an_outgoing(nth) for nth in range(1, 5)))
            with clerk.storage.open(writes=True) as unit, ThreadPoolExecutor(1) as thread:
                mine = [record.id for record in unit.claim(_asked(clerk, 2))]
                try:
                    others = thread.submit(_take, clerk, 2).result()
                except TemporaryFailure:
                    return
                assert others == [an_outgoing(3).id, an_outgoing(4).id]
                assert mine == [an_outgoing(1).id, an_outgoing(2).id]

    def test_a_claim_ends_with_its_unit(self) -> None:
        with self.clerk() as clerk:
            clerk.create(an_outgoing())
            with clerk.storage.open(writes=True) as unit:
                unit.claim(_asked(clerk, 1))
            assert _take(clerk, 1) == [an_outgoing().id]

    def test_eight_claimers_take_every_record_once(self) -> None:
        with self.clerk() as clerk:
            clerk.create(*(an_outgoing(nth) for nth in range(1, self.claims + 1)))
            with ThreadPoolExecutor(_CLAIMERS) as threads:
                taken = Counter[Id]()
                for share in threads.map(_take_all, [clerk] * _CLAIMERS):
                    taken.update(share)
            assert (len(taken), {*taken.values()}) == (self.claims, {1})


def _asked(clerk: Clerk, size: int, *order: Order[Outgoing]) -> ConfinedQuestion[Outgoing]:
    question = Question(kind=Outgoing.kind, where=And((_WAITING,)), order=order, size=size)
    return clerk.scope.question(question, clerk.schema)


def _take(clerk: Clerk, size: int) -> list[Id]:
    with clerk.storage.open(writes=True) as unit:
        return _marked(clerk, unit, size)


def _marked(clerk: Clerk, unit: UnitOfWork, size: int) -> list[Id]:
    claimed = unit.claim(_asked(clerk, size))
    pairs = [(record, evolve(record, status="sent")) for record in claimed]
    unit.write(clerk.writing(*pairs))
    unit.commit()
    return [record.id for record in claimed]


def _take_all(clerk: Clerk) -> list[Id]:
    taken: list[Id] = []
    while True:
        try:
            share = _take(clerk, 7)
        except TemporaryFailure:
            continue
        taken += share
        if not share and not clerk.count(Question(kind=Outgoing.kind, where=_WAITING)):
            return taken
