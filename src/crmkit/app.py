"""Crm: the composition root. It joins a storage, a clock, ids, the shop's policy and plugins."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from attrs import frozen

from crmkit.domain.policy import Policy
from crmkit.domain.presets import sales_pipeline
from crmkit.domain.staff import Employee
from crmkit.errors import AdapterError, BadInput, Conflict, NotSupported
from crmkit.ids import EmployeeId, PipelineId
from crmkit.ports.clock import Clock
from crmkit.ports.ids import Ids
from crmkit.ports.storage import Storage, UnitOfWork
from crmkit.services import directory, refusals
from crmkit.services.clock import SystemClock, system_ids
from crmkit.services.desk import Desk
from crmkit.services.directory import Directory
from crmkit.services.refusals import Refusals
from crmkit.services.rights import Rights
from crmkit.services.transfer.marks import Mark
from crmkit.services.work import Work
from crmkit.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crmkit.domain.audit import Anchor, Verified
    from crmkit.domain.imports import ImportMapping, ImportResult, Progress, Tell
    from crmkit.domain.seals import Seal
    from crmkit.plugins.manager import Plugins
    from crmkit.ports.jobs import Job
    from crmkit.ports.sending import Sender
    from crmkit.ports.tables import Table
    from crmkit.services.deliver import Delivery, Round
    from crmkit.services.jobs import Tick

MEMORY = "memory"
SEALED = 1_000
"""How many entries a seal covers at most, unless the host says otherwise."""


@frozen
class System:
    """The shop's own program as an actor: it may do everything, and its reason is written down."""

    reason: str

    def __attrs_post_init__(self) -> None:
        """Refuses an empty reason: the journal must be able to answer «why»."""
        if not clean(self.reason, where="actor"):
            message = "the system needs a reason to act"
            raise BadInput(message, where="actor", hint='for example System("web shop")')


Actor = System | Employee | EmployeeId | str
"""Who acts: the system for a reason, or an employee, by record, id or login."""


class Crm:
    """A client base in a storage. It is thread-safe; open one per program and share it."""

    def __init__(
        self,
        storage: Storage,
        *,
        clock: Clock | None = None,
        ids: Ids | None = None,
        policy: Policy | None = None,
        plugins: "Plugins | None" = None,
    ) -> None:
        """Joins the parts; what is not given is the system's own."""
        from crmkit.plugins.manager import Plugins  # noqa: PLC0415 - pluggy costs import time

        self.policy = policy or Policy()
        self.plugins = plugins or Plugins()
        self._storage = storage
        self._clock = clock or SystemClock()
        self._ids = ids or system_ids()
        self._refusals = Refusals(storage, self._clock, self._ids)
        self._directory: Directory | None = None
        self._worked_out: tuple[Directory | None, dict[EmployeeId, Rights]] = (None, {})
        self._lock = Lock()

    @classmethod
    def open(
        cls,
        url: str,
        *,
        tenant: int = 0,
        plugins: Sequence[object] = (),
        clock: Clock | None = None,
        ids: Ids | None = None,
        policy: Policy | None = None,
    ) -> Self:
        """Opens the client base at a URL: ``memory:`` or ``sqlite:///shop.db``.

        The scheme is the name of the storage adapter. ``tenant`` tells shops in one database
        apart. Raises AdapterError naming the extra to install when the adapter lacks a package.
        """
        from crmkit.plugins.manager import Plugins  # noqa: PLC0415 - pluggy costs import time

        known = Plugins(plugins)
        scheme = scheme_of(url)
        if scheme == MEMORY:
            from crmkit.memory.storage import MemoryStorage  # noqa: PLC0415 - only this scheme

            storage: Storage = MemoryStorage(tenant)
        else:
            storage = known.storage(scheme, {"url": url, "tenant": tenant})
        return cls(storage, clock=clock, ids=ids, policy=policy, plugins=known)

    def work(self, actor: Actor, *, writes: bool = True) -> Work:
        """Opens a unit of work for an actor; use it in a ``with`` block.

        ``writes=False`` is for reading alone: it waits for nobody. Raises NotAllowed when no
        active employee answers to the actor.
        """
        unit = self._storage.open(writes=writes)
        unit.__enter__()
        try:
            known = self._directory_of(unit)
            desk = self._desk(unit, self._rights(actor, known), known, writes=writes)
            if writes and not known.pipelines:
                self._first_pipeline(desk)
        except BaseException as exc:
            unit.__exit__(type(exc), exc, exc.__traceback__)
            raise
        return Work(desk, self._finish)

    def seal(self, *, size: int = SEALED) -> "tuple[Seal, ...]":
        """Puts the journal's new entries under seals of at most ``size`` each; answers with these.

        Call it from your scheduler, every minute or so: what is sealed cannot be altered, removed
        or put in later without `verify` telling. Two programs may seal at once; one of them stops.
        """
        from crmkit.services.audit.seal import seal_next  # noqa: PLC0415 - few programs seal

        made: list[Seal] = []
        while True:
            done = made[-1].id if made else None
            try:
                with self._storage.open(writes=True) as unit:
                    _demand_arrived(unit)
                    seal = seal_next(unit, self._clock.now(), done, size)
                    unit.commit()
            except Conflict:
                return tuple(made)
            if seal is None:
                return tuple(made)
            made.append(seal)

    def newest_seal(self) -> "Seal | None":
        """The seal with the highest number: keep its `Anchor` out of the base's keepers' reach."""
        from crmkit.services.audit.reading import newest_seal  # noqa: PLC0415 - as in `seal`

        with self._storage.open(writes=False) as unit:
            return newest_seal(unit)

    def verify(
        self,
        anchors: "Iterable[Anchor]" = (),
        *,
        key: bytes | None = None,
        progress: "Callable[[int, int], None] | None" = None,
    ) -> "Verified":
        """Reads the whole journal and tells what in it is not as it was written and sealed.

        ``anchors`` are seals kept elsewhere: with them the loss of the journal's end, and a chain
        made anew, are found too. With a ``key`` every anchor must bear its mark. ``progress`` is
        told how many entries have been read, and of how many.
        """
        from crmkit.services.audit.verify import verify  # noqa: PLC0415 - as in `seal`

        with self._storage.open(writes=False) as unit:
            return verify(unit, anchors, key, progress or _silent)

    def deliver(self, senders: "Mapping[str, Sender]", how: "Round | None" = None) -> "Delivery":
        """Sends what is due in the outbox, each message by the sender of its topic.

        Nothing is sent inside a transaction. A message is one worker's until its lease ends, and a
        worker that comes back later than that changes nothing.
        """
        from crmkit.services.deliver import Round, deliver  # noqa: PLC0415 - for workers alone

        return deliver(
            lambda: self.work(System("outbox")), self._clock.now, senders, how or Round()
        )

    def jobs(self, senders: "Mapping[str, Sender] | None" = None) -> "tuple[Job, ...]":
        """What is to be done again and again; with ``senders``, the outbox is delivered too."""
        from crmkit.ports.jobs import Job  # noqa: PLC0415 - as in `deliver`
        from crmkit.services.jobs import own_jobs  # noqa: PLC0415 - as in `deliver`

        own = own_jobs(lambda: self.work(System("jobs")), lambda: len(self.seal()))
        if senders is None:
            return own
        every = timedelta(minutes=1)
        return (Job(name="deliver", every=every, run=lambda: self.deliver(senders).tried), *own)

    def tick(self, jobs: "Iterable[Job] | None" = None) -> "Tick":
        """Does once whichever of the jobs are due, in one process however many tick."""
        from crmkit.services.jobs import tick  # noqa: PLC0415 - as in `deliver`

        return tick(self._storage, self._clock.now(), self.jobs() if jobs is None else jobs)

    def import_table(
        self,
        actor: Actor,
        table: "Table",
        mapping: "ImportMapping",
        *,
        commit_every: int = 10_000,
        progress: "Progress | None" = None,
        tell: "Tell | None" = None,
    ) -> "ImportResult":
        """Brings a client file in by several commits, so many rows to each.

        After a crash the same call goes on with the row after the last commit: no row is lost, none
        comes in twice. ``tell`` is called with what becomes of each row. Files whose rows wait for
        each other (employees, companies with a parent) go in by one commit all the same.
        """
        from crmkit.services.importing.parts import import_in_parts  # noqa: PLC0415 - as in `seal`
        from crmkit.services.importing.run import Pace  # noqa: PLC0415 - as in `seal`

        return import_in_parts(
            lambda: self.work(actor),
            table,
            mapping,
            commit_every=commit_every,
            pace=Pace(progress=progress, tell=tell),
        )

    def close(self) -> None:
        """Gives back what the storage holds."""
        self._storage.close()

    def _directory_of(self, unit: UnitOfWork) -> Directory:
        revision = unit.last_number(directory.SERIES)
        with self._lock:
            known = self._directory
        if known is None or known.revision != revision:
            _demand_arrived(unit)
            known = directory.read(unit, revision)
            with self._lock:
                self._directory = known
        return known

    def _rights(self, actor: Actor, known: Directory) -> Rights:
        if isinstance(actor, System):
            return Rights(actor=f"system:{actor.reason}")
        employee = known.employee(actor.id if isinstance(actor, Employee) else actor)
        of, rights = self._worked_out
        if of is not known:
            of, rights = self._worked_out = known, {}
        found = rights.get(employee.id)
        if found is None:
            found = Rights(actor=str(employee.id), viewer=known.viewer(employee))
            rights[employee.id] = found
        return found

    def _desk(
        self, unit: UnitOfWork, rights: Rights, known: Directory, *, writes: bool = True
    ) -> Desk:
        return Desk(
            unit=unit,
            writes=writes,
            rights=rights.of_a_work(),
            directory=known,
            clock=self._clock,
            ids=self._ids,
            policy=self.policy,
        )

    def _first_pipeline(self, desk: Desk) -> None:
        system = self._desk(desk.unit, Rights(actor="system:first use"), desk.directory)
        pipeline = sales_pipeline(PipelineId(self._ids.next()), desk.now, self.policy.currency)
        system.add(pipeline, "first pipeline")
        desk.directory = system.directory
        desk.events.extend(system.events)

    def _finish(
        self,
        desk: Desk,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if desk.over:
            message = "the work is over"
            raise NotSupported(message, where="unit of work", hint="open another one")
        refused = self._refusals.taken(desk.rights)
        keep = kind is None and not desk.discarded
        try:
            if keep:
                desk.flush()
                desk.demand_sound()
                if desk.writes:
                    refusals.write(desk.unit, refused)
                desk.unit.commit()
        except BaseException as exc:
            desk.unit.__exit__(type(exc), exc, exc.__traceback__)
            self._refusals.keep(refused, exc)
            raise
        finally:
            desk.over = True
        desk.unit.__exit__(kind, error, trace)
        if not (keep and desk.writes):
            self._refusals.keep(refused, error)
        if keep:
            self.plugins.tell(desk.events)


def _silent(done: int, total: int) -> None:
    """Tells nobody."""


def _demand_arrived(unit: UnitOfWork) -> None:
    """Refuses a tenant that is the target of a move which is not finished."""
    if Mark.of(unit).batches:
        message = "the move into this tenant is not finished"
        raise AdapterError(message, where="storage", hint="repeat it: crmkit db copy or import")


def scheme_of(url: str) -> str:
    """The name of the storage adapter that a URL asks for: ``sqlite`` of ``sqlite:///shop.db``."""
    scheme, colon, _ = url.partition(":")
    if not colon:
        message = "not a storage URL"
        raise BadInput(message, where="url", hint="for example memory: or sqlite:///shop.db")
    return scheme.partition("+")[0]
