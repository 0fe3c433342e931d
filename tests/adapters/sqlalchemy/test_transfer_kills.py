"""A copy that is killed at any moment goes on, and loses and doubles nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from crmkit.domain.schema import schema
from crmkit.memory.clock import SettableClock
from crmkit.testing.builders import NOON, a_contact, a_deal
from crmkit.testing.contracts.clerk import Clerk
from crmkit.transfer import copy_tenant, export_tenant
from crmkit_sqlalchemy.tables import IDENTITY, IDENTITY_KEY, PREFIX, SERIES, metadata
from tests.adapters.sqlalchemy.support import fresh_file, fresh_storage
from tests.support.servers import Tenants

_CLOCK = SettableClock(NOON)
KILLS = 25
COPY = """
import sys
from crmkit.services.transfer import giving
from crmkit.transfer import copy_tenant

giving.SIZE = 5
tell = lambda done, total: print(done, flush=True)
copy_tenant(sys.argv[1], sys.argv[2], as_tenant=int(sys.argv[3]), progress=tell)
print("arrived", flush=True)
"""


@pytest.fixture
def source(tmp_path: Path) -> str:
    """The URL of a shop of some size."""
    storage = fresh_storage(tmp_path)
    clerk = Clerk(storage)
    clerk.create(*(a_contact(nth) for nth in range(1, 200)))
    clerk.create(*(a_deal(nth) for nth in range(1, 200)))
    storage.close()
    return f"sqlite:///{tmp_path / min(file.name for file in tmp_path.glob('*.db'))}"


def _copied_by_force(source: str, target: str, tenant: int, step: int) -> int:
    """Kills the copy a little later each time, and answers with the number of kills it took."""
    command = [sys.executable, "-c", COPY, source, target, str(tenant)]
    for kills in range(KILLS):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as copy:
            assert copy.stdout is not None
            # Batches that are there already are told too: some more must come each time.
            for nth, line in enumerate(copy.stdout):
                if line == "arrived\n":
                    return kills
                if nth >= (kills + 1) * step:
                    copy.kill()
                    break
    copy_tenant(source, target, as_tenant=tenant)
    return KILLS


def _demand_same(source: str, target: str, tenant: int, folder: Path) -> None:
    written = []
    for url, number in ((source, 0), (target, tenant)):
        export_tenant(url, folder / "stream", tenant=number, overwrite=True, clock=_CLOCK)
        written.append((folder / "stream").read_bytes().split(b"\n", 1)[1])
    assert _records(written[0]) == _records(written[1])


def _records(stream: bytes) -> bytes:
    """All of a stream but the last sum, which covers the tenant's number in the header."""
    return stream.rpartition(b',"sha256":')[0]


@pytest.mark.slow
def test_a_copy_between_files_survives_any_kill(source: str, tmp_path: Path) -> None:
    target = f"sqlite:///{fresh_file(tmp_path)}"
    assert _copied_by_force(source, target, 3, step=13) > 8
    _demand_same(source, target, 3, tmp_path)


@pytest.mark.slow
@pytest.mark.server
@pytest.mark.parametrize("server", ["postgresql", "mariadb"])
def test_a_copy_to_a_server_survives_any_kill(
    source: str, tmp_path: Path, server: str, request: pytest.FixtureRequest
) -> None:
    tenants: Tenants = request.getfixturevalue(server)
    tenant = tenants.fresh().tenant
    assert _copied_by_force(source, tenants.url, tenant, step=37) > 2
    _demand_same(source, tenants.url, tenant, tmp_path)


def test_no_table_is_left_behind() -> None:
    moved = {f"{PREFIX}{kind}" for kind in schema().kinds} | {SERIES}
    assert moved == metadata().tables.keys() - {IDENTITY, IDENTITY_KEY}  # worked out of the records
