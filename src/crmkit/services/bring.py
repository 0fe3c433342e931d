"""What can be done about client files in a unit of work: bringing one in, taking it back."""

from crmkit.domain.imported import Reverted
from crmkit.domain.imports import ImportMapping, ImportResult, Progress, Tell
from crmkit.ids import ImportedId
from crmkit.ports.tables import Table
from crmkit.services.look import Look


class Bring(Look):
    """The part of a unit of work that is about client files."""

    def import_table(
        self,
        table: Table,
        mapping: ImportMapping,
        progress: Progress | None = None,
        *,
        tell: Tell | None = None,
    ) -> ImportResult:
        """Brings a client file in; every row is created, updated, matched or rejected.

        ``tell`` is called with what becomes of each row. Raises NotAllowed unless the actor's role
        grants imports. For a preview call ``roll_back`` afterwards: what it says is what the same
        call would do. A file of many
        thousands of rows goes in by several commits with `Crm.import_table`.
        """
        from crmkit.services.importing.run import Pace, import_table  # noqa: PLC0415 - few import

        return import_table(self._desk, table, mapping, Pace(progress=progress, tell=tell))

    def revert_import(self, import_id: ImportedId) -> Reverted:
        """Takes an import back: what it made is removed, and what it changed is as it was.

        What somebody edited since stays, and so does what is needed by something that stays;
        ``kept`` lists both. Raises NotAllowed unless the actor's role grants to import and to
        delete all such records, and RuleViolation when the import was taken back before.
        """
        from crmkit.services.importing.revert import revert  # noqa: PLC0415 - as in `import_table`

        with self._desk.whole():
            return revert(self._desk, import_id)
