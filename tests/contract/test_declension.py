"""Whatever declines names keeps the promises of its port."""

from crmkit.domain.names import PersonName
from crmkit.memory.declension import WrittenDeclension
from crmkit.ports.declension import Case, Declension
from crmkit.testing.contracts.declension import DeclensionContract
from crmkit_names import RussianDeclension

ANNA = PersonName(last="Иванова", first="Анна", middle="Петровна")
OF_ANNA = PersonName(last="Ивановой", first="Анны", middle="Петровны")
IVAN = PersonName(last="Соловей", first="Иван", middle="Ильич")
OF_IVAN = PersonName(last="Соловья", first="Ивана", middle="Ильича")
EXAMPLES: tuple[tuple[PersonName, Case, PersonName], ...] = ((ANNA, "genitive", OF_ANNA),)


class TestWrittenDeclension(DeclensionContract):
    examples = (*EXAMPLES, (IVAN, "genitive", OF_IVAN))

    def open_declension(self) -> Declension:
        return WrittenDeclension({(name, case): form for name, case, form in self.examples})


class TestRussianDeclension(DeclensionContract):
    examples = EXAMPLES

    def open_declension(self) -> Declension:
        return RussianDeclension()


class TestWhatIsWrittenBeforeRules(DeclensionContract):
    examples = (*EXAMPLES, (IVAN, "genitive", OF_IVAN))

    def open_declension(self) -> Declension:
        return WrittenDeclension({(IVAN, "genitive"): OF_IVAN}, RussianDeclension())


def test_what_is_not_written_is_not_there() -> None:
    assert WrittenDeclension().declined(ANNA, "genitive") is None
