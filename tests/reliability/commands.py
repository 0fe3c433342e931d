"""Every command of a unit of work, on a small shop that is the same each time."""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from crmkit.app import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.custom import CustomField, CustomRecord, RecordType
from crmkit.domain.deals import Deal
from crmkit.domain.decisions import CreateTask, Move, Remind
from crmkit.domain.imported import Imported
from crmkit.domain.imports import ImportMapping
from crmkit.domain.leads import Lead, NewInquiry
from crmkit.domain.merging import Merge
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, Task
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.services.work import Work
from crmkit.testing.builders import NOON, a_contact
from crmkit_sqlalchemy import open_storage
from tests.reliability.office import EMPLOYEES, OFFICE, POLICY, REPAIR, equip, long_ago

Command = Callable[[Work], object]
_TEST = System("reliability")
_FILE = "Имя;Телефон\nАнна;+79210000001\nПётр;+79210000002\nВера;+79210000003\n"


def a_shop(path: Path) -> None:
    """Makes the shop in a file."""
    with closing(_crm(path, hours=-2_400)) as crm:
        long_ago(crm)
    with closing(_crm(path, hours=0)) as crm:
        with crm.work(_TEST) as work:
            _sell(work)
        equip(crm)


def _sell(work: Work) -> None:
    """A few days of sales."""
    work.create(Employee, login="anna", name="Анна", role="manager")
    (pipeline,) = work.find(Pipeline)
    taken = work.take_inquiry(NewInquiry(channel="site", name="Вера", phone="+79211234567"))
    client = work.create(Contact, name="Лишний")
    deal = work.open_deal(taken.contact.id, "Сделка")
    work.create(Task, title="Позвонить", deal_id=deal.id)
    work.create(Reminder, text="Пора", due_at=NOON, deal_id=deal.id)
    work.create(RecordType, key="repair", title="Ремонт", pipeline_id=pipeline.id)
    work.create(CustomRecord, type="repair", title="Часы", pipeline_id=pipeline.id, stage="new")
    work.change(client, comment="затёрто")
    twins = [work.create(Contact, name="Двойник") for _ in range(2)]
    work.merge(*twins, reason="один человек")
    _bring(work, "Имя;Телефон;Город\nОлег;+79210000009;\nВера;+79211234567;Псков\n")


def carry_out(path: Path, name: str) -> None:
    """Carries a command out in the file, as another process than the one that made the shop."""
    with closing(_crm(path, hours=1)) as crm, crm.work(EMPLOYEES.get(name, _TEST)) as work:
        COMMANDS[name](work)


def _crm(path: Path, *, hours: int) -> Crm:
    clock = SettableClock(NOON + timedelta(hours=hours))
    ids = SeededIds(clock, seed=hours)
    return Crm(open_storage(f"sqlite:///{path}"), clock=clock, ids=ids, policy=POLICY)


def _sales(work: Work) -> Pipeline:
    return next(each for each in work.find(Pipeline) if each.key != REPAIR)


def _change(work: Work) -> None:
    work.change(work.find(Contact)[0], city="Уфа")


def _restore(work: Work) -> None:
    client = next(c for c in work.find(Contact) if c.comment)
    work.restore(client, "comment", work.history(client)[-1])


def _apply(work: Work) -> None:
    deal = work.find(Deal)[0]
    task = CreateTask(title="Проверить", owner_id=None, deal_id=deal.id)
    remind = Remind(None, deal.id, "Скоро", NOON)
    work.apply([task, remind, Move(deal.id, _next_stage(work, deal))], rule="test")


def _next_stage(work: Work, deal: Deal) -> str:
    pipeline = _sales(work)
    stages = [stage.key for stage in pipeline.stages]
    return stages[stages.index(deal.stage) + 1]


def _move(work: Work) -> None:
    deal = work.find(Deal)[0]
    work.move(deal.id, _next_stage(work, deal))


def _fail(work: Work) -> None:
    pipeline = _sales(work)
    work.fail(work.find(Lead)[0].id, pipeline.fail_reasons[0])


def _move_record(work: Work) -> None:
    record = work.find(CustomRecord)[0]
    pipeline = _sales(work)
    work.move_record(record.id, pipeline.stages[1].key)


def _link(work: Work) -> None:
    one, other = work.find(Contact)[:2]
    work.link(one, other, reads="knows", inverse="is known by")


def _merge(work: Work) -> None:
    one, other = work.find(Contact)[:2]
    work.merge(one, other, reason="один человек")


def _bring(work: Work, file: str) -> None:
    reader = Crm.open("memory:").plugins.table_reader("csv", {})
    with reader.open(BytesIO(file.encode())) as table:
        work.import_table(table, ImportMapping.guess("contacts", table.columns))


COMMANDS: Mapping[str, Command] = {
    "create": lambda work: work.create(
        CustomField, of_kind="deal", key="size", title="Размер", type="text"
    ),
    "add": lambda work: work.add(a_contact(7, owner_id=None)),
    "change": _change,
    "archive": lambda work: work.archive(work.find(Contact)[0]),
    "delete": lambda work: work.delete(work.find(Task)[0]),
    "restore": _restore,
    "assign": lambda work: work.assign(work.find(Contact), "anna"),
    "recognise": lambda work: work.recognise(name="Вера", phone="+79211234567", email="v@x.ru"),
    "take_inquiry": lambda work: work.take_inquiry(
        NewInquiry(channel="site", name="Олег", phone="+79219999999", external_id="7")
    ),
    "convert": lambda work: work.convert(work.find(Lead)[0].id),
    "fail": _fail,
    "open_deal": lambda work: work.open_deal(work.find(Contact)[0].id, "Ещё"),
    "move": _move,
    "move_record": _move_record,
    "merge": _merge,
    "unmerge": lambda work: work.unmerge(work.find(Merge)[0].id),
    "link": _link,
    "apply": _apply,
    "fire_reminders": lambda work: work.fire_reminders(),
    "complete": lambda work: work.complete(work.find(Task)[0].id, "сделано"),
    "import_table": lambda work: _bring(work, _FILE),
    "revert_import": lambda work: work.revert_import(work.find(Imported)[0].id),
    **OFFICE,
}
READING = frozenset(
    {
        *("lookup", "due_reminders", "roll_back", "preview_pipeline", "board"),
        *("may_contact", "due_for_erasure", "is_suppressed"),
    }
)
"""What a unit of work for writing has beside commands."""
