"""Promises about what clients are recognised by: keys that they share, and profiles."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.errors import Conflict
from crmkit.ids import ContactId
from crmkit.ports.storage import Identity, UnitOfWork
from crmkit.testing.builders import a_contact, an_id
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk

_PHONE, _NAME, _LARGEST = 7, 11, 2**63 - 1
_ALL = (0, _PHONE, _NAME, _LARGEST)
_MANY = 1_000
_FEW, _OTHER, _THIRD = (an_id(ContactId, nth) for nth in (1, 2, 3))

_some_keys = st.frozensets(st.sampled_from(_ALL), max_size=4)
_some_steps = st.lists(
    st.tuples(st.integers(1, 4), _some_keys, st.binary(min_size=1, max_size=3), st.booleans()),
    max_size=12,
)


class IdentityPromises(StoragePromises):
    """What `UnitOfWork.sharing`, `UnitOfWork.profiles` and the identities of a writing promise."""

    def test_an_identity_is_found_after_the_commit(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, _identity(1, _PHONE, _LARGEST), _identity(2, _PHONE))
            with clerk.storage.open(writes=False) as unit:
                told = {_PHONE: (_FEW, _OTHER), _LARGEST: (_FEW,)}
                assert unit.sharing([_LARGEST, _PHONE], 9) == told
                assert unit.profiles([_OTHER, _FEW]) == {_FEW: b"\x001", _OTHER: b"\x002"}

    def test_an_identity_is_no_record_and_leaves_no_entry(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, _identity(1, _PHONE))
            assert (clerk.get(a_contact()), clerk.journal()) == (None, [])

    def test_a_unit_sees_the_identities_that_it_wrote(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, _identity(2, _PHONE))
            with clerk.storage.open(writes=True) as unit:
                _write(clerk, unit, _identity(1, _PHONE, _NAME), _gone(2, _PHONE))
                assert unit.sharing([_PHONE, _NAME], 9) == {_PHONE: (_FEW,), _NAME: (_FEW,)}
                assert unit.profiles([_FEW, _OTHER]) == {_FEW: b"\x001"}

    def test_nobody_else_sees_an_identity_that_is_not_committed(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=True) as unit:
            _write(clerk, unit, _identity(1, _PHONE))
            assert _told(clerk, [_PHONE]) == {}

    def test_an_identity_that_is_not_committed_is_forgotten(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, _identity(1, _PHONE))
            with clerk.storage.open(writes=True) as unit:
                _write(clerk, unit, evolve(_identity(1, _NAME), dropped=(_PHONE,)))
            assert _told(clerk, [_PHONE, _NAME]) == {_PHONE: (_FEW,)}

    def test_a_refused_writing_keeps_no_identity(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            with clerk.storage.open(writes=True) as unit:
                with suppress(Conflict):
                    twice = clerk.writing((None, a_contact()))
                    unit.write(evolve(twice, identities=(_identity(1, _PHONE),)))
                unit.commit()
            assert _told(clerk, [_PHONE]) == {}

    def test_an_identity_takes_the_place_of_the_one_before(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, _identity(1, _PHONE, _NAME))
            renewed = evolve(_identity(1, _NAME, _LARGEST), dropped=(_PHONE,), profile=b"new")
            _keep(clerk, renewed, _identity(2, _PHONE))
            told = {_PHONE: (_OTHER,), _NAME: (_FEW,), _LARGEST: (_FEW,)}
            assert _told(clerk, [_PHONE, _NAME, _LARGEST]) == told
            assert _profiles(clerk, _FEW) == {_FEW: b"new"}

    def test_an_identity_without_keys_and_profile_is_removed(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, _identity(1, _PHONE, _NAME), _identity(2, _PHONE))
            _keep(clerk, _gone(1, _PHONE, _NAME))
            assert _told(clerk, [_PHONE, _NAME]) == {_PHONE: (_OTHER,)}
            assert _profiles(clerk, _FEW, _OTHER) == {_OTHER: b"\x002"}

    def test_identities_of_two_storages_do_not_meet(self) -> None:
        with self.clerk() as one, self.clerk() as other:
            _keep(one, _identity(1, _PHONE))
            _keep(other, _identity(2, _PHONE), evolve(_identity(1, _NAME), profile=b"other"))
            _keep(other, _gone(1, _PHONE, _NAME))
            assert (_told(one, [_PHONE]), _profiles(one, _FEW)) == (
                {_PHONE: (_FEW,)},
                {_FEW: b"\x001"},
            )
            assert _told(other, [_PHONE, _NAME]) == {_PHONE: (_OTHER,)}

    def test_of_those_who_share_a_key_the_lowest_ids_are_told(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, *(_identity(nth, _PHONE) for nth in (3, 1, 2)), _identity(3, _NAME))
            assert _told(clerk, [_PHONE, _NAME], 2) == {_PHONE: (_FEW, _OTHER), _NAME: (_THIRD,)}
            assert _told(clerk, [_PHONE], 3) == {_PHONE: (_FEW, _OTHER, _THIRD)}

    def test_what_nobody_has_is_left_out(self) -> None:
        with self.clerk() as clerk:
            _keep(clerk, _identity(1, _PHONE))
            assert (_told(clerk, [_NAME]), _told(clerk, [])) == ({}, {})
            assert (_profiles(clerk, _OTHER), _profiles(clerk)) == ({}, {})

    def test_many_identities_are_kept_and_asked_for_at_once(self) -> None:
        with self.clerk() as clerk:
            created = [(None, a_contact(nth, number=str(nth))) for nth in range(1, _MANY)]
            known = [_identity(nth, _LARGEST - nth, _PHONE) for nth in range(1, _MANY)]
            with clerk.storage.open(writes=True) as unit:
                unit.write(evolve(clerk.writing(*created), identities=known))
                unit.commit()
            found = _told(clerk, [key for each in known for key in each.keys], 3)
            assert found.pop(_PHONE) == (_FEW, _OTHER, _THIRD)
            assert found == {each.keys[0]: (each.contact_id,) for each in known}
            assert len(_profiles(clerk, *(each.contact_id for each in known))) == len(known)

    def test_any_identities_are_told_as_a_plain_model_tells_them(self) -> None:
        @settings(max_examples=self.shops, deadline=None)
        @given(_some_steps)
        def holds(steps: Sequence[tuple[int, frozenset[int], bytes, bool]]) -> None:
            with self.clerk() as clerk:
                _compare(clerk, steps)

        holds()


def _compare(clerk: Clerk, steps: Sequence[tuple[int, frozenset[int], bytes, bool]]) -> None:
    held: dict[ContactId, tuple[frozenset[int], bytes]] = {}
    kept = dict(held)
    for nth, keys, profile, lasts in steps:
        contact = an_id(ContactId, nth)
        before, _ = held.get(contact, (frozenset(), b""))
        stated = Identity(
            contact_id=contact,
            keys=tuple(keys),
            dropped=tuple(before - keys),
            profile=profile if keys else b"",
        )
        with clerk.storage.open(writes=True) as unit:
            _write(clerk, unit, stated)
            held[contact] = (keys, stated.profile)
            for each in range(4):
                assert unit.sharing(_ALL, each + 1) == _model(held, each + 1)
            if lasts:
                unit.commit()
        held = held if lasts else dict(kept)
        kept = dict(held)
    assert _told(clerk, _ALL) == _model(held, 9)
    profiles = {contact: profile for contact, (_, profile) in held.items() if profile}
    assert _profiles(clerk, *held) == profiles


def _model(
    held: Mapping[ContactId, tuple[frozenset[int], bytes]], most: int
) -> dict[int, tuple[ContactId, ...]]:
    told = {
        key: tuple(sorted(contact for contact, (keys, _) in held.items() if key in keys))[:most]
        for key in _ALL
    }
    return {key: contacts for key, contacts in told.items() if contacts}


def _identity(nth: int, *keys: int) -> Identity:
    return Identity(contact_id=an_id(ContactId, nth), keys=keys, profile=b"\x00%d" % nth)


def _gone(nth: int, *dropped: int) -> Identity:
    return Identity(contact_id=an_id(ContactId, nth), dropped=dropped)


def _write(clerk: Clerk, unit: UnitOfWork, *identities: Identity) -> None:
    unit.write(evolve(clerk.writing(), identities=identities))


def _keep(clerk: Clerk, *identities: Identity) -> None:
    with clerk.storage.open(writes=True) as unit:
        _write(clerk, unit, *identities)
        unit.commit()


def _told(clerk: Clerk, keys: Sequence[int], most: int = 9) -> dict[int, tuple[ContactId, ...]]:
    with clerk.storage.open(writes=False) as unit:
        return dict(unit.sharing(keys, most))


def _profiles(clerk: Clerk, *contacts: ContactId) -> Mapping[ContactId, bytes]:
    with clerk.storage.open(writes=False) as unit:
        return unit.profiles(contacts)
