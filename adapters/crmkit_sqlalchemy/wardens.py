"""The warden: what a statement behind a wall may touch, asked by SQLite while it compiles it."""

from collections.abc import Collection
from sqlite3 import (
    SQLITE_DENY,
    SQLITE_FUNCTION,
    SQLITE_OK,
    SQLITE_READ,
    SQLITE_RECURSIVE,
    SQLITE_SELECT,
)

from attrs import frozen

_ALWAYS = frozenset({SQLITE_SELECT, SQLITE_RECURSIVE})
_JSON = frozenset({"json_each", "json_tree"})
_OWN = ("sqlite_", "pragma_")
FUNCTIONS = frozenset(
    """
    abs avg cast ceil ceiling char coalesce concat concat_ws count cume_dist date datetime
    dense_rank exp first_value floor format glob group_concat hex ifnull iif instr json
    json_array json_array_length json_each json_extract json_group_array json_group_object
    json_object json_quote json_tree json_type json_valid julianday lag last_value lead length
    like ln log log10 log2 lower ltrim max min mod nth_value ntile nullif percent_rank pow
    power printf quote rank replace round row_number rtrim sign sqrt strftime string_agg
    substr substring sum time total trim trunc typeof unicode unixepoch upper -> ->>
    """.split()  # noqa: SIM905 - seventy names are read better so
)
"""The functions that a statement may call: of values alone, without files, schema or state."""


@frozen
class Warden:
    """Lets a statement read the views, and a view of a secret name alone the tables behind them.

    SQLite names the innermost view that a read comes from, but gives a common table expression
    the same honour; so the name must be one that nobody can guess.
    """

    views: Collection[str]
    secrets: Collection[str]
    others: Collection[str]
    """What else has a name in the file, or in SQLite itself."""

    def judge(  # noqa: PLR0917 - SQLite's question
        self, action: int, one: str | None, two: str | None, where: str | None, source: str | None
    ) -> int:
        """SQLite's question in SQLite's words."""
        match action:
            case _ if action in _ALWAYS:
                allowed = True
            case _ if action == SQLITE_READ:
                allowed = self._may_read((one or "").lower(), two, where, source)
            case _ if action == SQLITE_FUNCTION:
                allowed = (two or "").lower() in FUNCTIONS
            case _:
                allowed = False
        return SQLITE_OK if allowed else SQLITE_DENY

    def _may_read(self, table: str, column: str | None, where: str | None, by: str | None) -> bool:
        if by in self.secrets and where == "main":
            return table in self.views
        if table in self.views or table in self.secrets:
            return where != "main"
        # No column and no schema: rows of a common table expression or a subquery are counted.
        passing = not column and where is None and not table.startswith(_OWN)
        return table in _JSON or (passing and table not in self.others)
