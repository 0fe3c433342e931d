"""Imports: a record of every client file that came in, to go on with it or to take it back.

revision 0004, pre: nothing that an older program needs is taken away.
"""

from alembic import op

from crmkit_sqlalchemy.migrations.notation import (
    create_indexes,
    create_tables,
    led,
    ship_statistics,
)

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = {
    "imported": (
        "version:whole! created_at:whole! archived_at:whole id:ident! file:text! digest:text! "
        "of_kind:text! mapping:text! actor:text! status:text! created:whole! updated:whole! "
        "matched:whole! rejected:whole! errors:text! first_entry:ident! last_entry:ident! "
        "finished_at:whole reverted_at:whole"
    ),
}
INDEXES = {"imported": "digest"}


def upgrade() -> None:
    """Makes the table and its index."""
    create_tables(TABLES)
    create_indexes(TABLES, INDEXES)
    if op.get_context().dialect.name == "sqlite":
        ship_statistics(led(TABLES, INDEXES))


def downgrade() -> None:
    """Drops the table with all that is in it."""
    for kind in TABLES:
        op.drop_table(f"crm_{kind}")
