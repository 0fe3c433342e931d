"""A role behind the wall of PostgreSQL, made for a test and dropped after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from sqlalchemy import make_url, text

from crmkit_sqlalchemy.opening import engine_for, maintenance_of


@contextmanager
def a_walled_role(url: str, *, tenant: int | None = None) -> Iterator[str]:
    """The database at the URL, for a role behind its wall."""
    role, password = f"crmkit_test_{token_hex(8)}", token_hex(8)
    maintenance_of({"url": url}).wall(role, tenant=tenant)
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"ALTER ROLE {role} PASSWORD '{password}'"))
        walled = make_url(url).set(username=role, password=password)
        yield walled.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))
        engine.dispose()
