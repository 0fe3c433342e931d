"""Employees of a file, with their teams and heads."""

from collections.abc import Mapping, Sequence

from attrs import evolve, field, mutable

from crmkit.domain.staff import Employee, Team
from crmkit.ids import EmployeeId, TeamId
from crmkit.services.desk import Desk
from crmkit.services.importing.clients import COMMAND
from crmkit.services.importing.rows import Draft
from crmkit.text import fold

_ROLES: Mapping[str, str] = {
    "менеджер": "manager",
    "менеджер по продажам": "manager",
    "продавец": "manager",
    "sales": "manager",
    "sales agent": "manager",
    "руководитель": "head",
    "руководитель отдела продаж": "head",
    "роп": "head",
    "head of sales": "head",
    "керівник": "head",
    "директор": "admin",
    "администратор": "admin",
    "owner": "admin",
    "аналитик": "analyst",
}


@mutable(kw_only=True)
class Employees:
    """Brings employees in; one is known by the login, or else by the name.

    A head named for somebody becomes an employee with the role «head», and the head of the team
    (the named one, or the head's own).
    """

    desk: Desk
    people: dict[str, Employee] = field(factory=dict)
    teams: dict[str, Team] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Starts from those who are there."""
        known = self.desk.directory
        for person in known.staff.values():
            self._remember(person)
        self.teams = {fold(team.name): team for team in known.teams.values()}

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft its outcome."""
        for draft in drafts:
            if draft.outcome is None:
                self._bring(draft)
        self.desk.renew_directory()

    def _bring(self, draft: Draft) -> None:
        name = draft.text("name") or draft.text("login")
        if name is None:
            draft.reject("an employee without a name")
            return
        head = self._head(draft)
        team = self._team(draft, head)
        known = self.people.get(fold(draft.text("login") or name))
        if known is None:
            draft.outcome = "created"
            self._create(draft, name, team)
            return
        wanted = evolve(
            known,
            team_id=known.team_id or (team.id if team else None),
            office=known.office or draft.text("office"),
        )
        draft.outcome = "matched" if wanted == known else "updated"
        if wanted != known:
            self._remember(self.desk.change_trusted(known, wanted, COMMAND))

    def _create(
        self, draft: Draft, name: str, team: Team | None, role: str | None = None
    ) -> Employee:
        written = draft.text("role")
        person = Employee(
            id=self.desk.new_id(EmployeeId),
            created_at=self.desk.now,
            login=(draft.text("login") if role is None else None) or self._login(name),
            name=name,
            role=role or (_ROLES.get(fold(written), written) if written else "manager"),
            team_id=team.id if team else None,
            office=draft.text("office"),
            active=draft.values.get("active") is not False,
        )
        self.desk.add_trusted(person, COMMAND)
        return self._remember(evolve(person, version=1))

    def _head(self, draft: Draft) -> Employee | None:
        name = draft.text("head")
        if name is None:
            return None
        return self.people.get(fold(name)) or self._create(draft, name, None, "head")

    def _team(self, draft: Draft, head: Employee | None) -> Team | None:
        name = draft.text("team") or (head.name if head else None)
        if name is None:
            return None
        team = self.teams.get(fold(name))
        if team is None:
            team = Team(
                id=self.desk.new_id(TeamId),
                created_at=self.desk.now,
                name=name,
                head_id=head.id if head else None,
            )
            self.desk.add_trusted(team, COMMAND)
            team = self.teams[fold(name)] = evolve(team, version=1)
        elif head is not None and team.head_id is None:
            team = evolve(team, head_id=head.id)
            self.teams[fold(name)] = team = self.desk.change_trusted(
                self.teams[fold(name)], team, COMMAND
            )
        return team

    def _login(self, name: str) -> str:
        """The name as a login; with a number where two people share it."""
        plain = ".".join(fold(name).split())
        login, number = plain, 1
        while fold(login) in self.people:
            number += 1
            login = f"{plain}{number}"
        return login

    def _remember(self, person: Employee) -> Employee:
        self.people[fold(person.name)] = person
        self.people[fold(person.login)] = person
        return person
