"""Identities: what each client is recognised by, and the keys by which clients meet.

revision 0005, pre: nothing that an older program needs is taken away.
"""

import sqlalchemy as sa
from alembic import op

from crmkit_sqlalchemy.migrations.notation import columns, tell_sqlite

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Each table with its key after the tenant: no other index is kept, and on SQLite no other row.
TABLES = {
    "crm_identity": ("tenant:whole! contact_id:ident! profile:bytes!", ("contact_id",)),
    "crm_identity_key": ("tenant:whole! key:whole! contact_id:ident!", ("key", "contact_id")),
}
_STATISTICS = {"crm_identity": "200000 200000 1", "crm_identity_key": "2000000 2000000 2 1"}


def upgrade() -> None:
    """Makes the tables."""
    for name, (written, key) in TABLES.items():
        primary = sa.PrimaryKeyConstraint("tenant", *key, name=f"pk_{name}")
        op.create_table(name, *columns(written), primary, sqlite_with_rowid=False)
    if op.get_context().dialect.name == "sqlite":
        tell_sqlite((name, name, stat) for name, stat in _STATISTICS.items())


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    for name in TABLES:
        op.drop_table(name)
