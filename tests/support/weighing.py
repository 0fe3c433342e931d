"""The same pair gets the same score at intake and in a search for duplicates, on every storage."""

from collections.abc import Mapping, Sequence

from attrs import evolve
from hypothesis import strategies as st

from crmkit.duplicates import Profile, find_duplicates, profile, shipped_weights
from crmkit.ids import ContactId
from crmkit.matching.kinds import ColumnKind
from crmkit.ports.storage import Storage
from crmkit.services.identify import identity, profile_kept
from crmkit.services.weigh import candidates
from crmkit.testing.builders import an_id
from crmkit.testing.contracts.clerk import Clerk

_Weighed = tuple[int, int, tuple[str, ...]]
_CELLS: Mapping[ColumnKind, Sequence[str]] = {
    "name": (
        *("Иванов Иван Петрович", "Ваня Иванов", "Иванова Анна", "Анна", "Petr Sidorov"),
        *("Сидоров Пётр", "Bdfyjd Bdfy", "ООО Ромашка", "Клиент", "Иванов И. П."),
    ),
    "phone": ("89123401285", "8 912 340-12-86", "+380501234567", "8 800 100-20-30"),
    "email": ("ivan.petrov@mail.ru", "ivan.petrov@mial.ru", "info@shop.ru", "anna85@ya.ru"),
    "telegram": ("@ivan_petrov_85", "@anna_85"),
    "birth_date": ("05.03.1980", "03.05.1980", "17.11.1991"),
    "city": ("Москва", "Уфа"),
    "company": ("ООО «Ромашка»", "ТОВ Вектор"),
}
_CELL = st.sampled_from([(kind, value) for kind, values in _CELLS.items() for value in values])
people = st.lists(st.lists(_CELL, min_size=1, max_size=5).map(profile), min_size=2, max_size=14)
"""Records of a few people, so that many share something."""


def keep(storage: Storage, known: Sequence[Profile]) -> None:
    """Makes clients of the records, as far as they are recognised."""
    with storage.open(writes=True) as unit:
        stated = [identity(an_id(ContactId, nth), each) for nth, each in enumerate(known)]
        unit.write(evolve(Clerk(storage).writing(), identities=stated))
        unit.commit()


def at_intake(storage: Storage, somebody: Profile) -> list[_Weighed]:
    """The clients whom somebody may be, each as its place, score and findings."""
    with storage.open(writes=False) as unit:
        found = candidates(unit, somebody, shipped_weights())
    return sorted(
        (int.from_bytes(each.contact_id[-6:], "big"), each.score, each.codes) for each in found
    )


def in_a_search(known: Sequence[Profile], somebody: Profile) -> list[_Weighed]:
    """The same of a search for duplicates among all of them."""
    pairs = find_duplicates([*known, somebody], threshold=0).pairs
    return sorted((pair.one, pair.score, pair.codes) for pair in pairs if pair.other == len(known))


def demand_equal_scores(storage: Storage, records: Sequence[Profile]) -> None:
    """Refuses a difference between the two, for the last of the records."""
    *known, somebody = records
    keep(storage, known)
    assert at_intake(storage, somebody) == in_a_search(known, somebody)


def renewed(storage: Storage, nth: int, now: Profile) -> None:
    """Gives a client another profile in the place of the one it has."""
    contact = an_id(ContactId, nth)
    with storage.open(writes=True) as unit:
        before = unit.profiles([contact])[contact]
        assert profile_kept(before) != now
        unit.write(evolve(Clerk(storage).writing(), identities=(identity(contact, now, before),)))
        unit.commit()
