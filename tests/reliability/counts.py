"""How often each fault is tried: in every run, and in a long one."""

from attrs import frozen


@frozen(kw_only=True)
class Counts:
    """The size of a tier. ``boundaries`` are the kill points tried of a command, None for all."""

    boundaries: int | None
    cuts: int
    full_disks: int
    reminders: int


SHORT = Counts(boundaries=3, cuts=5, full_disks=12, reminders=200)
LONG = Counts(boundaries=None, cuts=1000, full_disks=200, reminders=10_000)
