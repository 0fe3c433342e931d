"""What can be done about personal data in a unit of work: consent, export, holds, erasure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from crmkit.domain.clients import Contact, HandleType
from crmkit.domain.consents import Consent
from crmkit.domain.privacy import Erasure, Hold, Suppression
from crmkit.domain.retention import Due
from crmkit.domain.tasks import Task
from crmkit.errors import BadInput
from crmkit.ids import ContactId, EmployeeId, HoldId
from crmkit.services import consent as consents
from crmkit.services import erase as erasures
from crmkit.services import recognise, retain, suppress
from crmkit.services.erase import Erased
from crmkit.services.export_subject import SubjectExport, export_subject
from crmkit.services.look import Look


class PersonalData(Look):
    """The part of a unit of work that is about personal data."""

    def consent(
        self,
        contact: ContactId,
        *,
        purpose: str,
        channel: str,
        text_version: str,
        evidence: str | None = None,
        source: str | None = None,
        given_at: datetime | None = None,
    ) -> Consent:
        """A consent, on record for good: to what, through which channel, to which text, and proof.

        A consent is never changed or deleted; `withdraw` ends it.
        """
        fields: dict[str, object] = {
            "purpose": purpose,
            "channel": channel,
            "text_version": text_version,
            "evidence": evidence,
            "source": source,
            "given_at": given_at,
        }
        return consents.give(self._desk, consents.new_consent(self._desk, contact, fields))

    def withdraw(
        self, contact: ContactId, purpose: str, channel: str | None = None
    ) -> tuple[Consent, ...]:
        """Ends the consents to the purpose, through the channel or every one.

        What waits in the outbox for that purpose is cancelled in the same commit.
        """
        with self._desk.whole():
            return consents.withdraw(self._desk, contact, purpose, channel)

    def may_contact(self, contact: ContactId, purpose: str, channel: str) -> bool:
        """Whether a consent of the client to the purpose through the channel stands."""
        return consents.may_contact(self._desk, contact, purpose, channel)

    def export_subject(self, contact: ContactId) -> SubjectExport:
        """Everything that is held about one person, as plain data and as readable text.

        It goes beyond what the actor may otherwise see, so it needs a grant to ``export`` all;
        the journal keeps that it was made.
        """
        return export_subject(self._desk, contact)

    def hold(self, contact: ContactId, reason: str, until: date | None = None) -> Hold:
        """A reason not to erase the client's data until the end of that day, or without an end."""
        made = Hold(
            id=self._desk.new_id(HoldId),
            created_at=self.now,
            contact_id=contact,
            reason=reason,
            until=until,
        )
        return self._desk.add(made, "hold")

    def erase(self, contact: ContactId, *, ground: str, operator: str | None = None) -> Erased:
        """Destroys the data of one person, with those merged into it, for good.

        Texts, names, custom values and the journal's contents go; ids, numbers, sums, stages and
        moments stay, so that reports add up as before. Answers with the certificate. Once more
        changes nothing. For a preview call ``roll_back`` afterwards.

        Raises NotAllowed without a grant to ``erase`` that reaches all, OnHold while a hold runs.
        """
        with self._desk.whole():
            return erasures.erase(self._desk, contact, ground=ground, operator=operator)

    def request_erasure(self, contact: ContactId, owner: EmployeeId | None = None) -> Task:
        """A task to erase the client's data, due within the days of ``Policy.erasure_days``."""
        return retain.request_erasure(self._desk, contact, owner)

    def due_for_erasure(self, limit: int = 100) -> tuple[Due, ...]:
        """Whose data has served its purpose by ``Policy.retention``, and is not held."""
        return retain.due_for_erasure(self._desk, _some(limit))

    def erase_due(self, limit: int = 100, operator: str | None = None) -> tuple[Erased, ...]:
        """Erases at most ``limit`` of those who are due; call it daily, as a job."""
        with self._desk.whole():
            return retain.erase_due(self._desk, _some(limit), operator)

    def reapply(
        self, erasures: Iterable[Erasure], suppressions: Iterable[Suppression] = ()
    ) -> tuple[Erased, ...]:
        """Repeats erasures in a base restored from a backup older than they are.

        With the suppressions of that time, those who came and went since then stay away too.
        """
        with self._desk.whole():
            return retain.reapply(self._desk, erasures, suppressions)

    def is_suppressed(
        self,
        *,
        phone: str | None = None,
        email: str | None = None,
        handles: Mapping[HandleType, str] | None = None,
    ) -> bool:
        """Whether one of these belonged to somebody erased; False where the shop has no secret.

        An import asks so by itself; ask before you add somebody from another program. Raises
        NotAllowed without a grant to import clients, for it tells about people nobody sees.
        """
        self._desk.rights.demand("import", Contact.kind)
        someone = recognise.person(None, phone, email, handles=handles)
        typed = recognise.typed_handles(someone, self._desk.policy.regions)
        return bool(suppress.suppressed(self._desk, [each.key for each in typed]))


def _some(limit: int) -> int:
    if not 1 <= limit <= retain.MOST:
        message = f"a limit is from 1 to {retain.MOST}"
        raise BadInput(message, where="limit")
    return limit
