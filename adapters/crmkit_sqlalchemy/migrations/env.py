"""Runs the revisions on the connection that `crmkit_sqlalchemy.maintenance` hands over."""

from alembic import context

from crmkit_sqlalchemy.maintenance import VERSION_TABLE, include_name
from crmkit_sqlalchemy.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    dialect_name=context.config.attributes.get("dialect"),
    literal_binds=context.is_offline_mode(),
    target_metadata=metadata(),
    version_table=VERSION_TABLE,
    include_name=lambda name, kind, parents: not include_name(name, kind, parents),
)
context.run_migrations()
