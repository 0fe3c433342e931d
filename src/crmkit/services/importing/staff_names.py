"""Staff names: which employee a row names as its owner."""

from attrs import field, mutable

from crmkit.ids import EmployeeId
from crmkit.services.desk import Desk
from crmkit.services.importing.rows import Draft
from crmkit.text import fold


@mutable(kw_only=True)
class StaffNames:
    """All employees by login and by name, whatever the order of its words."""

    desk: Desk
    known: dict[str, set[EmployeeId]] = field(init=False)

    @known.default
    def _by_name(self) -> dict[str, set[EmployeeId]]:
        known: dict[str, set[EmployeeId]] = {}
        for person in self.desk.directory.staff.values():
            for name in (person.login, person.name):
                known.setdefault(_key(name), set()).add(person.id)
        return known

    def owner(self, draft: Draft) -> EmployeeId | None:
        """The employee whom the row names; the row is rejected unless there is exactly one."""
        name = draft.text("owner")
        if name is None:
            return None
        found = self.known.get(_key(name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            draft.reject("several employees have this name: write the login instead", "owner")
        else:
            draft.reject("no employee of this name or login: import the employees first", "owner")
        return None


def _key(name: str) -> str:
    return " ".join(sorted(fold(name).split()))
