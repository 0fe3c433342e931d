"""How often each fault is tried: in every run, and in a long one."""

from attrs import frozen


@frozen(kw_only=True)
class Counts:
    """The size of a tier. ``boundaries`` are the kill points tried of a command, None for all.

    ``import_kills`` are for each of two files; ``histories`` are recorded on each database, one
    after the other.
    """

    boundaries: int | None
    power_cuts: int
    server_kills: int
    import_kills: int
    worker_kills: int
    cuts: int
    full_disks: int
    reminders: int
    leads: int
    histories: int
    sealed: int


SHORT = Counts(
    boundaries=3,
    power_cuts=60,
    server_kills=1,
    import_kills=10,
    worker_kills=10,
    cuts=5,
    full_disks=12,
    reminders=200,
    leads=400,
    histories=1,
    sealed=60,
)
LONG = Counts(
    boundaries=None,
    power_cuts=5000,
    server_kills=10,
    import_kills=250,
    worker_kills=500,
    cuts=1000,
    full_disks=200,
    reminders=10_000,
    leads=10_000,
    histories=20,
    sealed=3_000,
)
