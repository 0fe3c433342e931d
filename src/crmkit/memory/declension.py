"""Declension by forms that somebody wrote down: of names that no rule is sure of."""

from collections.abc import Mapping

from attrs import field, frozen

from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName
from crmkit.domain.salutations import sure_sex
from crmkit.ports.declension import Case, Declension

Written = Mapping[tuple[PersonName, Case], PersonName]


@frozen
class WrittenDeclension:
    """Gives the forms that are written, and of other names what ``otherwise`` gives."""

    written: Written = field(factory=dict)
    otherwise: Declension | None = None

    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        """The form that is written, unless the sex contradicts the name."""
        form = self.written.get((name, case))
        if form is None:
            rules = self.otherwise
            return None if rules is None else rules.declined(name, case, sex=sex)
        contradicts = sex is not None and sure_sex(name) not in {None, sex}
        return None if contradicts else form
