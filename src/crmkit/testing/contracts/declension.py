"""The contract of the declension port: every promise of `crmkit.ports.declension` as a test.

class TestMyDeclension(DeclensionContract):
    examples = ((PersonName(first="Anna"), "dative", PersonName(first="Annae")),)

    def open_declension(self) -> Declension:
        return MyDeclension()
"""

from typing import ClassVar

from attrs import astuple, evolve

from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName
from crmkit.domain.salutations import sure_sex
from crmkit.ports.declension import Case, Declension
from crmkit.testing.contracts.contract import Contract

_OTHER: dict[Sex, Sex] = {"female": "male", "male": "female"}


class DeclensionContract(Contract):
    """What all that declines names keeps: write ``open_declension`` and some ``examples``."""

    port: ClassVar[str] = "declension"
    examples: ClassVar[tuple[tuple[PersonName, Case, PersonName], ...]] = ()
    """Names of the language, a case, and the names in it; with a patronymic if the language has."""

    def open_declension(self) -> Declension:
        """What declines: the one method that an integrator writes."""
        raise NotImplementedError

    def test_every_part_of_a_name_is_right(self) -> None:
        declension = self.open_declension()
        assert self.examples
        for name, case, form in self.examples:
            assert declension.declined(name, case) == form

    def test_a_name_keeps_the_parts_that_it_has(self) -> None:
        declension = self.open_declension()
        for name, case, _ in self.examples:
            for part in ("last", "middle"):
                fewer = evolve(name, **{part: ""})
                form = declension.declined(fewer, case)
                assert form is None or _parts(form) == _parts(fewer)

    def test_an_initial_is_no_name_to_decline(self) -> None:
        declension = self.open_declension()
        for name, case, _ in self.examples:
            for part in ("first", "middle", "last"):
                initial = evolve(name, **{part: f"{name.first[0]}."})
                assert declension.declined(initial, case) is None

    def test_letters_of_another_language_are_not_guessed_at(self) -> None:
        declension = self.open_declension()
        for _, case, _ in self.examples:
            assert declension.declined(PersonName(last="Νικολάου", first="Άννα"), case) is None

    def test_a_sex_that_contradicts_the_name_gives_none(self) -> None:
        declension = self.open_declension()
        for name, case, form in self.examples:
            sex = sure_sex(name)
            if sex is not None:
                assert declension.declined(name, case, sex=sex) == form
                assert declension.declined(name, case, sex=_OTHER[sex]) is None

    def test_a_name_is_declined_alike_whenever_it_is_asked_for(self) -> None:
        declension = self.open_declension()
        for _ in range(2):
            for name, case, form in self.examples:
                assert declension.declined(name, case) == form


def _parts(name: PersonName) -> list[bool]:
    return [bool(part) for part in astuple(name)]
