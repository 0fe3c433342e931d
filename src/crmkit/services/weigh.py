"""Weigh: which of the known clients somebody may be, by the evidence that both give.

What is asked of the storage is bounded, however many clients there are and however many share a
phone: who has the keys, so many of each, then the profiles of those worth comparing.
"""

from collections.abc import Mapping
from functools import cache

from attrs import frozen

from crmkit.ids import ContactId
from crmkit.matching.evidence import Crowd, Crowds, findings, firsts_among
from crmkit.matching.keys import CAPS, MOST_SHOWN, keys_of
from crmkit.matching.profile import Profile
from crmkit.matching.weights import Decision, Reason, Weights
from crmkit.ports.storage import UnitOfWork
from crmkit.services.identify import profile_kept

MOST_SHARERS = 200
"""So many of those who share a key are told apart; of a surname it matters up to here."""


@frozen(kw_only=True)
class Candidate:
    """A known client whom somebody may be, and the findings that make the score."""

    contact_id: ContactId
    score: int
    decision: Decision
    codes: tuple[str, ...]

    def reasons(self, weights: Weights) -> tuple[Reason, ...]:
        """What each finding weighs in the table that was used; their sum is the score."""
        return weights.reasons(self.codes)


def candidates(unit: UnitOfWork, somebody: Profile, weights: Weights) -> tuple[Candidate, ...]:
    """The clients who are the same or maybe the same, the best first, then the oldest.

    The score of a pair is the one that a search for duplicates gives it, were somebody a record.
    """
    keys = keys_of(somebody)
    sharing = unit.sharing([*keys], MOST_SHARERS)
    worth = {
        contact
        for key, sharers in sharing.items()
        if len(sharers) < CAPS[keys[key]]
        for contact in sharers
    }
    if not worth:
        return ()
    kept = unit.profiles(sorted(worth))
    profiles = {contact: profile_kept(each) for contact, each in kept.items()}
    crowds = _crowds(somebody, sharing, profiles)
    found: list[Candidate] = []
    for contact, other in profiles.items():
        codes = tuple(findings(somebody, other, crowds))
        score = weights.score(codes)
        decision = weights.decision(score, codes)
        if decision != "new":
            found.append(Candidate(contact_id=contact, score=score, decision=decision, codes=codes))
    return tuple(sorted(found, key=lambda each: (-each.score, each.contact_id)))


def _crowds(
    somebody: Profile,
    sharing: Mapping[int, tuple[ContactId, ...]],
    profiles: Mapping[ContactId, Profile],
) -> Crowds:
    """The crowd of each key, somebody included; a crowd too large to compare shows no names."""

    @cache
    def crowd(key: int) -> Crowd:
        sharers = sharing.get(key, ())
        shown = sharers if len(sharers) < MOST_SHOWN else ()
        seen = [profiles[each] for each in shown if each in profiles]
        return Crowd(len(sharers) + 1, firsts_among([somebody, *seen]) if seen else 0)

    return crowd
