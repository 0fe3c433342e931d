"""Faults in claiming, each with the promise that must catch it."""

from typing import TypeVar

from attrs import evolve

from crmkit.domain.record import Record
from crmkit.query.conditions import Everything
from crmkit.query.scope import ConfinedQuestion
from tests.mutants.faulty import FaultyUnit, asked

R = TypeVar("R", bound=Record)


class ClaimsWithoutALook(FaultyUnit):
    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        return super().claim(asked(question, lambda asked: evolve(asked, where=Everything())))


class ClaimsInNoOrder(FaultyUnit):
    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        return super().claim(asked(question, lambda asked: evolve(asked, order=())))


class ClaimsMoreThanAsked(FaultyUnit):
    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        return super().claim(asked(question, lambda asked: evolve(asked, size=None)))


class LetsReadersClaim(FaultyUnit):
    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        return self.unit.find(question).records


class ClaimsOutdatedRecords(FaultyUnit):
    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        claimed = super().claim(question)
        return tuple(evolve(record, version=record.version - 1) for record in claimed)


CLAIMING: tuple[tuple[type[FaultyUnit], str], ...] = (
    (ClaimsWithoutALook, "a_claim_is_confined_as_a_question_is"),
    (ClaimsInNoOrder, "a_claim_answers_with_the_first_ones_in_order"),
    (ClaimsMoreThanAsked, "a_claim_answers_with_the_first_ones_in_order"),
    (LetsReadersClaim, "a_unit_for_reading_refuses_to_claim"),
    (ClaimsOutdatedRecords, "what_was_claimed_can_be_changed_in_the_unit"),
)
"""Each fault with the promise that must catch it."""
