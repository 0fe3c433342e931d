"""Every fault of declining is caught by the promise that claims to catch it."""

import pytest
from attrs import evolve

from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName
from crmkit.ports.declension import Case
from crmkit.testing.contracts.declension import DeclensionContract

NAME = PersonName(last="Иванова", first="Анна", middle="Петровна")
FORM = PersonName(last="Ивановой", first="Анны", middle="Петровны")


class Sound:
    """Declines one name, and keeps every promise about it."""

    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        del case
        return FORM if name == NAME and sex != "male" else None


class LeavesTheSurname(Sound):
    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        form = super().declined(name, case, sex=sex)
        return None if form is None else evolve(form, last=name.last)


class AddsParts(Sound):
    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        return FORM if not name.middle else super().declined(name, case, sex=sex)


class DeclinesInitials(Sound):
    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        return name if name.first.endswith(".") else super().declined(name, case, sex=sex)


class GuessesAtForeigners(Sound):
    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        return name if name.first == "Άννα" else super().declined(name, case, sex=sex)


class IgnoresTheSex(Sound):
    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        del sex
        return super().declined(name, case)


class Forgets(Sound):
    def __init__(self) -> None:
        """Has answered nobody yet."""
        self.asked = 0

    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        self.asked += 1
        return None if self.asked > 1 else super().declined(name, case, sex=sex)


def _contract(made: type[Sound]) -> DeclensionContract:
    class Held(DeclensionContract):
        examples = ((NAME, "genitive", FORM),)

        def open_declension(self) -> Sound:
            return made()

    return Held()


@pytest.mark.parametrize(
    ("faulty", "promise"),
    [
        (LeavesTheSurname, "test_every_part_of_a_name_is_right"),
        (AddsParts, "test_a_name_keeps_the_parts_that_it_has"),
        (DeclinesInitials, "test_an_initial_is_no_name_to_decline"),
        (GuessesAtForeigners, "test_letters_of_another_language_are_not_guessed_at"),
        (IgnoresTheSex, "test_a_sex_that_contradicts_the_name_gives_none"),
        (Forgets, "test_a_name_is_declined_alike_whenever_it_is_asked_for"),
    ],
)
def test_a_fault_is_caught_by_its_promise(faulty: type[Sound], promise: str) -> None:
    getattr(_contract(Sound), promise)()
    with pytest.raises(AssertionError):
        getattr(_contract(faulty), promise)()


def test_every_promise_has_its_fault() -> None:
    assert len(DeclensionContract.promises()) == 6
