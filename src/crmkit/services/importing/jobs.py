"""Jobs of an import: who works at which company, and as what."""

from collections.abc import Iterable

from attrs import field, mutable

from crmkit.domain.clients import Employment
from crmkit.ids import CompanyId, ContactId, EmploymentId
from crmkit.services.desk import Desk
from crmkit.services.importing.writes import Writes


@mutable(kw_only=True)
class Jobs:
    """The jobs of the clients whom the rows of one chunk may mean."""

    desk: Desk
    writes: Writes
    held: dict[ContactId, list[Employment]] = field(factory=dict)

    def load(self, people: Iterable[ContactId]) -> None:
        """Reads the jobs of these clients, and forgets all others."""
        self.held = {}
        for job in self.desk.everywhere_among(Employment, "contact_id", people):
            self.learn(job)

    def learn(self, job: Employment) -> None:
        """Takes in a job as a row has left it."""
        others = (each for each in self.held.get(job.contact_id, ()) if each.id != job.id)
        self.held[job.contact_id] = [*others, job]

    def at(self, person: ContactId, company: CompanyId) -> Employment | None:
        """The job of the client at the company, a former one too."""
        jobs = self.held.get(person, ())
        return next((job for job in jobs if job.company_id == company), None)

    def is_news(self, person: ContactId, company: CompanyId, position: str | None) -> bool:
        """Whether the client is not known to work there, or not as what."""
        job = self.at(person, company)
        return job is None or (position is not None and job.position is None)

    def take(self, person: ContactId, company: CompanyId, position: str | None) -> None:
        """Writes the job down, or its position where that is missing."""
        job = self.at(person, company)
        if job is None:
            job = Employment(
                id=self.desk.new_id(EmploymentId),
                created_at=self.writes.now,
                contact_id=person,
                company_id=company,
                position=position,
            )
            self.writes.add(job)
        elif position is not None and job.position is None:
            self.writes.change(job, {"position": position})
