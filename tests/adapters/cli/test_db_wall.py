"""`crmkit db wall`: roles of PostgreSQL behind row security, from the command line."""

from contextlib import closing
from secrets import token_hex

import pytest

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit_sqlalchemy import open_storage
from tests.adapters.cli.support import answered, crmkit, refused
from tests.support.servers import Tenants
from tests.support.walled import a_walled_role


@pytest.mark.server
def test_a_role_is_put_behind_the_wall_and_its_rights_are_taken_away(postgresql: Tenants) -> None:
    tenant = postgresql.fresh().tenant
    with a_walled_role(postgresql.url) as walled:
        role = walled.partition("//")[2].partition(":")[0]
        for words in ((), ("--tenant", str(tenant))):
            done = answered("db", "wall", "--role", role, *words, "--json", db=postgresql.url)
            assert done["role"] == role
            assert "crm_contact" in done["walled"]
            with (
                closing(Crm(open_storage(walled, tenant=tenant))) as crm,
                crm.work(System("test"), writes=False) as work,
            ):
                assert work.count(Contact) == 0
        dropped = crmkit("db", "wall", "--role", role, "--drop", db=postgresql.url)
        assert "no rights any more" in dropped.stdout


def test_sqlite_says_what_it_has_instead(own: str) -> None:
    assert "walls.walled" in refused("db", "wall", "--role", f"r_{token_hex(4)}", db=own)
