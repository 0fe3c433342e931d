"""Faults in what clients are recognised by, each with the promise that must catch it."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from crmkit.ids import ContactId
from crmkit.ports.storage import Identity, Writing
from crmkit.testing.builders import a_contact
from crmkit.testing.contracts.clerk import Clerk
from tests.mutants.faulty import FaultyUnit


class _Spoiling(FaultyUnit):
    """Writes identities otherwise than they were given."""

    def write(self, writing: Writing) -> None:
        kept = [spoilt for each in writing.identities for spoilt in self.spoilt(each)]
        super().write(evolve(writing, identities=kept))

    def spoilt(self, identity: Identity) -> Sequence[Identity]:
        return [identity]


class ForgetsIdentities(_Spoiling):
    def spoilt(self, identity: Identity) -> Sequence[Identity]:  # noqa: ARG002 - none is kept
        return []


class ForgetsAllKeysButOne(_Spoiling):
    def spoilt(self, identity: Identity) -> Sequence[Identity]:
        return [evolve(identity, keys=identity.keys[:1])]


class KeepsDroppedKeys(_Spoiling):
    def spoilt(self, identity: Identity) -> Sequence[Identity]:
        return [evolve(identity, dropped=())]


class KeepsRemovedProfiles(_Spoiling):
    def spoilt(self, identity: Identity) -> Sequence[Identity]:
        return [evolve(identity, profile=identity.profile or b"gone")]


class KeepsTheFirstProfile(_Spoiling):
    def spoilt(self, identity: Identity) -> Sequence[Identity]:
        held = self.unit.profiles([identity.contact_id]).get(identity.contact_id)
        return [evolve(identity, profile=identity.profile and (held or identity.profile))]


class KeepsRecordsOfIdentities(FaultyUnit):
    def write(self, writing: Writing) -> None:
        super().write(writing)
        if writing.identities and not writing.changes:
            super().write(Clerk(self.storage).writing((None, a_contact())))


class KeepsIdentitiesAtOnce(FaultyUnit):
    """Past the transaction: in a book of its own, beside the storage."""

    def write(self, writing: Writing) -> None:
        _book(self.storage).update({each.contact_id: each for each in writing.identities})
        super().write(evolve(writing, identities=()))

    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        return _shared(_book(self.storage), keys, most)


class SeesNothingOfItsOwn(FaultyUnit):
    """Answers with what was committed before the unit began."""

    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        with self.storage.open(writes=False) as other:
            return other.sharing(keys, most)


class SharesIdentitiesAmongStorages(FaultyUnit):
    def write(self, writing: Writing) -> None:
        _EVERYBODYS.update({each.contact_id: each for each in writing.identities})
        super().write(writing)

    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        return _shared(_EVERYBODYS, keys, most)


class TellsEverySharer(FaultyUnit):
    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        return super().sharing(keys, most * 1_000)


class TellsTheHighestSharers(FaultyUnit):
    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        every = super().sharing(keys, most * 1_000)
        return {key: sharers[-most:] for key, sharers in every.items()}


class TellsSharersBackwards(FaultyUnit):
    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        return {key: found[::-1] for key, found in super().sharing(keys, most).items()}


class TellsOfKeysThatNobodyHas(FaultyUnit):
    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        return {**dict.fromkeys(keys, ()), **super().sharing(keys, most)}


class TellsOfProfilesThatNobodyHas(FaultyUnit):
    def profiles(self, contacts: Sequence[ContactId]) -> Mapping[ContactId, bytes]:
        return {**dict.fromkeys(contacts, b""), **super().profiles(contacts)}


class AsksForAFewKeysAlone(FaultyUnit):
    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        return super().sharing(keys[:900], most)


class KeepsIdentitiesOfARefusal(FaultyUnit):
    def write(self, writing: Writing) -> None:
        super().write(evolve(writing, changes=(), notes=()))
        super().write(writing)


_EVERYBODYS: dict[ContactId, Identity] = {}
_BOOKS: dict[int, dict[ContactId, Identity]] = {}


def _book(storage: object) -> dict[ContactId, Identity]:
    return _BOOKS.setdefault(id(storage), {})


def _shared(
    book: Mapping[ContactId, Identity], keys: Sequence[int], most: int
) -> dict[int, tuple[ContactId, ...]]:
    told = {
        key: tuple(sorted(each for each, kept in book.items() if key in kept.keys))[:most]
        for key in keys
    }
    return {key: found for key, found in told.items() if found}


IDENTITIES: tuple[tuple[type[FaultyUnit], str], ...] = (
    (ForgetsIdentities, "an_identity_is_found_after_the_commit"),
    (ForgetsAllKeysButOne, "an_identity_is_found_after_the_commit"),
    (KeepsRecordsOfIdentities, "an_identity_is_no_record_and_leaves_no_entry"),
    (SeesNothingOfItsOwn, "a_unit_sees_the_identities_that_it_wrote"),
    (KeepsIdentitiesAtOnce, "nobody_else_sees_an_identity_that_is_not_committed"),
    (KeepsIdentitiesAtOnce, "an_identity_that_is_not_committed_is_forgotten"),
    (KeepsIdentitiesOfARefusal, "a_refused_writing_keeps_no_identity"),
    (KeepsDroppedKeys, "an_identity_takes_the_place_of_the_one_before"),
    (KeepsTheFirstProfile, "an_identity_takes_the_place_of_the_one_before"),
    (KeepsRemovedProfiles, "an_identity_without_keys_and_profile_is_removed"),
    (KeepsDroppedKeys, "an_identity_without_keys_and_profile_is_removed"),
    (SharesIdentitiesAmongStorages, "identities_of_two_storages_do_not_meet"),
    (TellsEverySharer, "of_those_who_share_a_key_the_lowest_ids_are_told"),
    (TellsTheHighestSharers, "of_those_who_share_a_key_the_lowest_ids_are_told"),
    (TellsSharersBackwards, "of_those_who_share_a_key_the_lowest_ids_are_told"),
    (TellsOfKeysThatNobodyHas, "what_nobody_has_is_left_out"),
    (TellsOfProfilesThatNobodyHas, "what_nobody_has_is_left_out"),
    (AsksForAFewKeysAlone, "many_identities_are_kept_and_asked_for_at_once"),
    (KeepsDroppedKeys, "any_identities_are_told_as_a_plain_model_tells_them"),
)
"""Each fault with the promise that must catch it."""
