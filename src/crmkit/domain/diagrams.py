"""Diagrams: a pipeline as a picture, in the notation of Mermaid that Git hosts and wikis draw."""

from collections.abc import Iterator

from crmkit.domain.pipelines import Pipeline, Stage

_SHAPES = {"open": ("[", "]"), "won": ("([", "])"), "lost": ("{{", "}}"), "after": ("[[", "]]")}
_NOT_PLAIN = str.maketrans({'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "\n": " "})


def mermaid(pipeline: Pipeline) -> str:
    """The stages and ways as a Mermaid flowchart; norms and required fields stand in the stages."""
    return "\n".join(("flowchart LR", *_stages(pipeline), *_ways(pipeline))) + "\n"


def _stages(pipeline: Pipeline) -> Iterator[str]:
    for at, stage in enumerate(pipeline.stages):
        opening, closing = _SHAPES[stage.kind]
        yield f'    s{at}{opening}"{"<br>".join(_told(stage))}"{closing}'


def _told(stage: Stage) -> Iterator[str]:
    yield stage.title.translate(_NOT_PLAIN)
    if stage.norm_hours is not None:
        yield f"≤ {stage.norm_hours} h"
    if stage.requires:
        yield f"needs {', '.join(stage.requires)}".translate(_NOT_PLAIN)


def _ways(pipeline: Pipeline) -> Iterator[str]:
    for source, stage in enumerate(pipeline.stages):
        for target, other in enumerate(pipeline.stages):
            if pipeline.permits(stage.key, other.key):
                yield f"    s{source} --> s{target}"
