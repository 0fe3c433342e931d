"""Employees of a file, with their teams and heads."""

from collections.abc import Mapping, Sequence

from attrs import field, mutable

from crmkit.domain.permissions import PRESETS
from crmkit.domain.record import Record
from crmkit.domain.staff import Employee, Team
from crmkit.ids import EmployeeId, TeamId
from crmkit.services.create import built
from crmkit.services.importing.books import Books
from crmkit.services.importing.filling import missing
from crmkit.services.importing.rows import Draft
from crmkit.text import fold

_ROLES: Mapping[str, str] = {
    **dict.fromkeys(("менеджер", "менеджер по продажам", "продавец", "sales"), "manager"),
    **dict.fromkeys(("sales agent", "sales manager", "продавець"), "manager"),
    **dict.fromkeys(("руководитель", "руководитель отдела продаж", "роп"), "head"),
    **dict.fromkeys(("head of sales", "керівник", "начальник отдела продаж"), "head"),
    **dict.fromkeys(("директор", "администратор", "owner", "адміністратор"), "admin"),
    "аналитик": "analyst",
}


@mutable(kw_only=True)
class Employees:
    """Brings employees in; one is known by the login, or else by the name.

    When all rows are there, the heads that they name lead the teams: a head who is neither in the
    file nor in the shop is made, and one made without a role gets the role «head».
    """

    books: Books
    by_login: dict[str, Employee] = field(factory=dict)
    by_name: dict[str, Employee] = field(factory=dict)
    teams: dict[str, Team] = field(factory=dict)
    heads: dict[TeamId, str] = field(factory=dict)
    without_role: set[EmployeeId] = field(factory=set)
    written: bool = False

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads who is there, those of the chunks before included."""
        del drafts
        if self.written:
            self.books.desk.renew_directory()
        directory = self.books.desk.directory
        self.by_login, self.by_name, self.teams = {}, {}, {}
        for record in (*directory.staff.values(), *directory.teams.values()):
            self._learn(record)

    def bring(self, draft: Draft) -> None:
        """Gives the row its outcome."""
        login = draft.text("login")
        name = draft.text("name") or login
        if name is None:
            draft.reject("an employee without a name", "name")
            return
        role = self._role(draft)
        if draft.outcome is not None:
            return
        team = self._team(draft)
        given = {
            "team_id": team.id if team else None,
            "office": draft.text("office"),
            "phone": _reached_by(draft, "phone"),
            "email": _reached_by(draft, "email"),
        }
        known = self.by_login.get(fold(login)) if login else self.by_name.get(fold(name))
        news = team is not None and self._has_new_head(draft, team)
        if known is None:
            person = self._create(name, login, {**given, "role": role or "manager"}, draft)
            draft.outcome = "created"
            if role is None:
                self.without_role.add(person.id)
        else:
            fields = missing(known, {key: value for key, value in given.items() if value})
            draft.known, draft.outcome = known.id, "updated" if fields or news else "matched"
            if fields:
                self.books.writes.change(known, fields)
        if news and team is not None:
            self.heads[team.id] = draft.text("head") or ""

    def learn(self, record: Record) -> None:
        """Takes in what a row has made."""
        self.written = True
        self._learn(record)

    def finish(self) -> None:
        """Gives the teams their heads, and lets everybody know of the new staff."""
        self.load(())
        teams = {team.id: team for team in self.teams.values()}
        for team_id, name in self.heads.items():
            head = self.by_name.get(fold(name)) or self.by_login.get(fold(name))
            if head is None:
                head = self._create(name, None, {"role": "head"})
            elif head.id in self.without_role and head.role == "manager":
                self.books.writes.change(head, {"role": "head"})
            self.books.writes.change(teams[team_id], {"head_id": head.id})
            for record in self.books.writes.keep():
                self.learn(record)
        self.books.writes.hand_over()
        if self.written:
            self.books.desk.renew_directory()

    def _create(
        self, name: str, login: str | None, fields: Mapping[str, object], draft: Draft | None = None
    ) -> Employee:
        given = {
            "id": self.books.desk.new_id(EmployeeId),
            "created_at": self.books.writes.now,
            "login": login or self._free_login(name),
            "name": name,
            "active": draft is None or draft.values.get("active") is not False,
            **fields,
        }
        return self.books.writes.add(built(Employee, given))

    def _role(self, draft: Draft) -> str | None:
        """The key of the role that the row names, if there is one of that name."""
        written = draft.text("role")
        if written is None:
            return None
        keys = {fold(key): key for key in (*PRESETS, *self.books.desk.directory.roles)}
        found = keys.get(_ROLES.get(fold(written), fold(written)))
        if found is None:
            draft.reject(
                f"no role of this name; map it to one of: {', '.join(keys.values())}", "role"
            )
        return found

    def _team(self, draft: Draft) -> Team | None:
        """The team that the row names, or else that of its head, made where it is missing."""
        name = draft.text("team") or draft.text("head")
        if name is None:
            return None
        known = self.teams.get(fold(name))
        if known is not None:
            return known
        team = Team(id=self.books.desk.new_id(TeamId), created_at=self.books.writes.now, name=name)
        return self.books.writes.add(team)

    def _has_new_head(self, draft: Draft, team: Team) -> bool:
        head = draft.text("head")
        return head is not None and team.head_id is None and team.id not in self.heads

    def _free_login(self, name: str) -> str:
        """The name as a login; with a number where two people share it."""
        plain = ".".join(fold(name).split())
        login, number = plain, 1
        while fold(login) in self.by_login:
            number += 1
            login = f"{plain}{number}"
        return login

    def _learn(self, record: Record) -> None:
        if isinstance(record, Team):
            self.teams[fold(record.name)] = record
        elif isinstance(record, Employee):
            self.by_login[fold(record.login)] = record
            known = self.by_name.get(fold(record.name), record)
            if known.id == record.id:
                self.by_name[fold(record.name)] = record


def _reached_by(draft: Draft, kind: str) -> str | None:
    """The first handle of the kind."""
    return next((each.key.value for each in draft.handles if each.key.type == kind), None)
