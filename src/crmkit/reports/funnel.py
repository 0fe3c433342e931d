"""The funnel: how many deals stand in each stage, in the order of their pipeline."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from attrs import evolve

from crmkit.domain.pipelines import Pipeline
from crmkit.query.conditions import Not
from crmkit.query.questions import Figure, Function
from crmkit.reports.columns import money
from crmkit.reports.gathering import Answer, asking_alike, ordered, with_whole
from crmkit.reports.options import Options
from crmkit.reports.parts import (
    LIVE,
    Asker,
    Figures,
    Groups,
    Keys,
    Part,
    both,
    count,
    is_,
    of_amounts,
)
from crmkit.reports.report import Report
from crmkit.reports.shared import DEALS, SHARE
from crmkit.reports.table import Column, ColumnType
from crmkit.reports.titles import Title, word_title
from crmkit.reports.words import Word

_WAY = ("pipeline", "stage")
_STAGE = Word(
    text="stage",
    columns=(
        Column(name="stage", title=word_title("stage"), type=ColumnType.TEXT),
        Column(name="stage.key", title=word_title("stage").of("key"), type=ColumnType.ID),
    ),
)
_ask = asking_alike(
    Part(
        kind="deal",
        date="created_at",
        where=Not(both(is_("outcome", "open"), Not(LIVE))),
        measures=(count("deals"), of_amounts("sum", Function.SUM, "amount")),
    )
)
Lines = dict[Keys, dict[Figure, Figures]]
"""The figures by stage, for each pipeline (its name and id last in the keys) in each group."""


def _funnel(asker: Asker, options: Options) -> Answer:
    """The deals by stage; a stage without deals is there too."""
    if not options.by:
        return _ask(asker, options)
    others = tuple(word for word in options.by if word not in _WAY)
    answer = _ask(asker, evolve(options, by=(*others, *_WAY)))
    pipelines: dict[object, Pipeline] = {pipeline.id: pipeline for pipeline in asker.find(Pipeline)}
    lines = _lines(answer.groups)
    if not others:
        for pipeline in pipelines.values():
            if pipeline.archived_at is None:
                lines.setdefault((pipeline.name, pipeline.id), {})
    groups = dict(_in_stages(lines, pipelines))
    return evolve(answer, words=(*answer.words[:-1], _STAGE), groups=groups)


def _lines(groups: Groups) -> Lines:
    lines: Lines = defaultdict(dict)
    for (*line, stage), figures in groups.items():
        lines[tuple(line)][stage] = figures
    return lines


def _in_stages(
    lines: Lines, pipelines: Mapping[object, Pipeline]
) -> Iterator[tuple[Keys, Figures]]:
    """Every stage of each line's pipeline in its order; those it does not have any more last."""
    nothing: Figures = {"deals": 0}
    for found in lines.values():
        for figures in found.values():
            nothing |= dict.fromkeys(figures.keys() - nothing.keys())
    for line in ordered({keys: {} for keys in lines}):
        found, pipeline = lines[line], pipelines.get(line[-1])
        titles: dict[Figure, str] = (
            {stage.key: stage.title for stage in pipeline.stages} if pipeline else {}
        )
        for stage in {**titles, **dict.fromkeys(found)}:
            yield (*line, titles.get(stage, stage), stage), found.get(stage, nothing)


FUNNEL = Report(
    name="funnel",
    title=Title("Funnel", "Воронка", "Воронка"),
    description=Title(
        "How many deals stand in each stage of each pipeline now, for how much",
        "Сколько сделок сейчас на каждом этапе каждой воронки и на какую сумму",
        "Скільки угод зараз на кожному етапі кожної воронки й на яку суму",
    ),
    kind="deal",
    date="created_at",
    by=(),
    always=_WAY,
    columns=(DEALS, money("sum", Title("Sum", "Сумма", "Сума")), SHARE),
    gather=with_whole(_funnel, "deals", of=("stage",)),
)
