"""Indexes for what merges and erasures look for, which they found by reading everything.

revision 0003, pre: nothing that an older program needs is taken away.
"""

import sqlalchemy as sa
from alembic import op

from crmkit_sqlalchemy.migrations.notation import PREFIX_ON_MYSQL, tell_sqlite

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JOURNAL = "ix_crm_journal_action_id"
# As 0001 has it: a shop has so many records, one of so many in each other record, few actions.
_STATISTICS = {
    "ix_crm_deal_lead_id": "200000 200000 5",
    "ix_crm_lead_deal_id": "200000 200000 5",
    "ix_crm_record_order_id": "200000 200000 5",
    _JOURNAL: "200000 200000 50000 1",
}


def upgrade() -> None:
    """Makes the indexes."""
    for kind, column in (("deal", "lead_id"), ("lead", "deal_id"), ("record", "order_id")):
        present = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_crm_{kind}_{column}",
            f"crm_{kind}",
            ["tenant", column],
            sqlite_where=present,
            postgresql_where=present,
        )
    lengths = {"action": PREFIX_ON_MYSQL}
    columns = ["tenant", "action", "id"]
    op.create_index(_JOURNAL, "crm_journal", columns, mysql_length=lengths, mariadb_length=lengths)
    if op.get_context().dialect.name == "sqlite":
        tell_sqlite((_table(index), index, stat) for index, stat in _STATISTICS.items())


def downgrade() -> None:
    """Drops the indexes."""
    for name in _STATISTICS:
        op.drop_index(name, _table(name))


def _table(index: str) -> str:
    return f"crm_{index.split('_')[2]}"
