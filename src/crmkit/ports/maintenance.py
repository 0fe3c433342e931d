"""Looking after a storage that has tables: the maintenance port."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from attrs import frozen

Phase = Literal["pre", "post", "all"]
"""``pre``: what programs of the version before can live with. ``post``: what they cannot."""


@frozen
class Indexed:
    """Which indexes on demand are there: of names to search, and of custom fields.

    ``names`` is None where the database has no such index. ``fields`` are each as ``deal.size``.
    """

    names: bool | None
    fields: tuple[str, ...] = ()


class Maintenance(Protocol):
    """Looks after the tables of a storage that has any; it works on one that is out of date."""

    def applied(self) -> bool:
        """Whether any migration was ever applied: without, there are no tables yet."""
        ...

    def pending(self, phase: Phase = "all") -> tuple[str, ...]:
        """The names of the migrations still to be applied, in their order.

        Those of ``pre`` come before the first that an older program cannot live with.
        """
        ...

    def upgrade(self, phase: Phase = "all") -> tuple[str, ...]:
        """Applies what is pending of the phase, all or nothing, and answers with its names.

        Raises AdapterError where ``post`` is asked for and something of ``pre`` is pending.
        """
        ...

    def index(self, fields: Sequence[str] = (), *, drop: bool = False) -> tuple[str, ...]:
        """Makes the indexes that are missing for quick searches of names, and names them.

        With ``fields``, each as ``contact.size``, it makes those of these custom fields instead,
        or drops them and names those that it dropped. No work is in need of them. Answers with
        nothing where the database has no index of names; AdapterError where its administrator
        must help first; BadInput where there is no such field, NotSupported where it can have
        no index.
        """
        ...

    def indexed(self) -> Indexed:
        """Which of the indexes that `index` makes are there."""
        ...

    def wall(self, role: str, *, tenant: int | None = None, drop: bool = False) -> tuple[str, ...]:
        """Puts a role of the database behind a wall of the database's own; names its tables.

        Without a tenant the role is for a program, whose units of work see their tenant; with one
        it reads this tenant alone. ``drop`` takes its rights away. Raises NotSupported where the
        database has no such wall, BadInput of a role that it would not hold, AdapterError where
        an administrator must help.
        """
        ...

    def sql(self, phase: Phase = "all", *, start: str | None = None) -> str:
        """The statements that `upgrade` would execute, for somebody who executes them by hand.

        With ``start`` (a revision, or ``base`` for none) the database is taken to be there, and
        is not asked.
        """
        ...

    def backup(self, file: Path) -> None:
        """Copies the whole database into a file while others write; whole, or not at all.

        The copy is one committed state. Raises NotSupported where the database has its own tool
        for this.
        """
        ...

    def restore(self, file: Path, *, overwrite: bool = False) -> None:
        """Makes the database what it was when the file was made.

        Raises BadFile where the file is no sound backup, BadInput where there is a database
        already and ``overwrite`` is not given; nothing has changed then.
        """
        ...
