"""The office: outbox, inbox, erasures, holds, suppressions, merges, and the journal's seals.

revision 0002, pre: nothing that an older program needs is taken away.
"""

from alembic import op

from crmkit_sqlalchemy.migrations.notation import (
    columns,
    create_indexes,
    create_tables,
    led,
    ship_statistics,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = {
    "erasure": (
        "version:whole! created_at:whole! archived_at:whole id:ident! subject_id:ident! "
        "ground:text! operator:text actor:text! categories:text! log:text!"
    ),
    "hold": (
        "version:whole! created_at:whole! archived_at:whole id:ident! contact_id:ident! "
        "reason:text! until:whole"
    ),
    "merge": (
        "version:whole! created_at:whole! archived_at:whole id:ident! survivor_kind:text! "
        "survivor_id:ident! absorbed_kind:text! absorbed_id:ident! reason:text! moved:text! "
        "undone_at:whole"
    ),
    "outgoing": (
        "version:whole! created_at:whole! archived_at:whole id:ident! key:text! topic:text! "
        "contact_id:ident payload:text! due_at:whole! status:text! on_uncertain:text! "
        "attempts:whole! claimed_by:text claimed_until:whole finished_at:whole fault:text"
    ),
    "received": (
        "version:whole! created_at:whole! archived_at:whole id:ident! source:text! key:text! "
        "digest:text! contact_id:ident status:text! body:text"
    ),
    "seal": (
        "version:whole! created_at:whole! archived_at:whole id:ident! number:whole! "
        "entries:whole! head:text!"
    ),
    "suppression": (
        "version:whole! created_at:whole! archived_at:whole id:ident! key:text! digest:text! "
        "purpose:text erasure_id:ident"
    ),
}
INDEXES = {
    "erasure": "subject_id",
    "hold": "contact_id",
    "merge": "absorbed_id survivor_id",
    "outgoing": "contact_id_id=contact_id+id? key! status_due_at_id=status+due_at+id",
    "received": "contact_id? created_at",
    "seal": "number!",
    "suppression": "digest",
}
JOURNAL = "salt:text commitment:text seal:whole"


def upgrade() -> None:
    """Makes the tables and their indexes, and gives the journal its hashes."""
    create_tables(TABLES)
    create_indexes(TABLES, INDEXES)
    for column in columns(JOURNAL):
        op.add_column("crm_journal", column)
    if op.get_context().dialect.name == "sqlite":
        ship_statistics(led(TABLES, INDEXES))


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    for column in columns(JOURNAL):
        op.drop_column("crm_journal", column.name)
    for kind in TABLES:
        op.drop_table(f"crm_{kind}")
