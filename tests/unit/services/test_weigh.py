"""Which clients somebody may be: the evidence of both, and the same score as in a whole base."""

from collections.abc import Sequence

from attrs import evolve
from hypothesis import given

from crmkit.duplicates import Profile, profile, shipped_weights
from crmkit.ids import ContactId
from crmkit.matching.kinds import ColumnKind
from crmkit.memory.storage import MemoryStorage
from crmkit.services.identify import no_identity, profile_of
from crmkit.services.weigh import candidates
from crmkit.testing.builders import NOON, a_company, a_contact, a_handle, an_id
from crmkit.testing.contracts.clerk import Clerk
from tests.support.weighing import (
    at_intake,
    demand_equal_scores,
    in_a_search,
    keep,
    people,
    renewed,
)

PHONE: tuple[ColumnKind, str] = ("phone", "8 912 340-12-85")
IVAN = profile([("name", "Иванов Иван"), PHONE])
VANYA = profile([("name", "Ваня Иванов"), PHONE])
OLGA = profile([("name", "Смирнова Ольга"), ("phone", "8 921 555-44-33")])


@given(people)
def test_any_pair_has_the_score_that_a_search_for_duplicates_gives_it(
    records: Sequence[Profile],
) -> None:
    demand_equal_scores(MemoryStorage(), records)


def test_a_name_of_hundreds_is_as_common_at_intake_as_in_a_search() -> None:
    storage = MemoryStorage()
    known = [
        IVAN,
        *(profile([("name", f"Иванов {first}")]) for first in ("Пётр", "Олег") for _ in range(150)),
    ]
    keep(storage, known)
    assert at_intake(storage, VANYA) == in_a_search(known, VANYA)


def test_a_phone_of_many_makes_nobody_a_candidate() -> None:
    storage = MemoryStorage()
    known = [profile([("name", f"Анна{nth}"), PHONE]) for nth in range(60)]
    keep(storage, known)
    assert at_intake(storage, profile([PHONE])) == in_a_search(known, profile([PHONE])) == []


def test_one_person_in_another_spelling_is_the_same_client() -> None:
    storage = MemoryStorage()
    keep(storage, [OLGA, IVAN])
    with storage.open(writes=False) as unit:
        (found,) = candidates(unit, VANYA, shipped_weights())
    assert (found.contact_id, found.decision) == (an_id(ContactId, 1), "same")
    assert sum(reason.weight for reason in found.reasons(shipped_weights())) == found.score


def test_a_client_that_changed_is_known_by_what_it_is_now() -> None:
    storage = MemoryStorage()
    keep(storage, [IVAN, OLGA])
    renewed(storage, 0, profile([("name", "Иванов Иван"), ("phone", "8 912 999-88-77")]))
    assert at_intake(storage, profile([PHONE])) == []


def test_a_client_that_is_gone_is_nobodys_candidate_and_leaves_no_key() -> None:
    storage = MemoryStorage()
    keep(storage, [IVAN])
    contact = an_id(ContactId, 0)
    with storage.open(writes=True) as unit:
        gone = no_identity(contact, unit.profiles([contact])[contact])
        unit.write(evolve(Clerk(storage).writing(), identities=(gone,)))
        assert (unit.sharing(gone.dropped, 1), unit.profiles([contact])) == ({}, {})


def test_a_client_has_the_profile_of_its_name_valid_handles_and_company() -> None:
    handles = [a_handle(1, value="+79123401285"), a_handle(2, valid_until=NOON)]
    contact = a_contact(name="Иванов Иван", city="Уфа")
    told = profile_of(contact, handles, a_company(name="ООО «Ромашка»"), ["RU"])
    named = profile([("name", "Иванов Иван"), PHONE, ("city", "Уфа"), ("company", "ООО «Ромашка»")])
    assert told == named


def test_a_client_called_by_its_phone_has_no_name() -> None:
    handle = a_handle(1, value="+79123401285")
    told = profile_of(a_contact(name="phone +79123401285"), [handle], None, ["RU"])
    assert told == profile([PHONE])
