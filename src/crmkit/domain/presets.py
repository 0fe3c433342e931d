"""Ready pipelines, for a shop that has not drawn its own yet."""

from datetime import datetime

from crmkit.domain.pipelines import Pipeline, Stage, TaskTemplate, Transition
from crmkit.ids import PipelineId

_WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("new", ("working", "lost")),
    ("working", ("quote", "new", "won", "lost")),
    ("quote", ("working", "won", "lost")),
    ("won", ("delivery",)),
    ("delivery", ("review",)),
)


def sales_pipeline(pipeline_id: PipelineId, at: datetime, currency: str = "RUB") -> Pipeline:
    """The usual way of a sale, from the application past the sale to the review.

    A deal may go back from the quote to work and from work to new; lost deals name a reason.
    """
    return Pipeline(
        id=pipeline_id,
        created_at=at,
        key="sales",
        name="Sales",
        currency=currency,
        stages=(
            Stage(key="new", title="New", tasks=(TaskTemplate(title="First call", due_hours=2),)),
            Stage(key="working", title="In work", norm_hours=72),
            Stage(
                key="quote",
                title="Quote",
                requires=("amount",),
                tasks=(TaskTemplate(title="Ask about the quote", due_hours=48),),
                norm_hours=120,
            ),
            Stage(key="won", title="Sale", kind="won", requires=("amount",)),
            Stage(key="lost", title="Lost", kind="lost"),
            Stage(key="delivery", title="Delivery", kind="after", norm_hours=120),
            Stage(
                key="review",
                title="Review",
                kind="after",
                tasks=(TaskTemplate(title="Anything else to offer?", due_hours=168),),
            ),
        ),
        transitions=tuple(
            Transition(source=source, target=target)
            for source, targets in _WAYS
            for target in targets
        ),
        lost_reasons=("price", "silent", "competitor", "no_stock", "changed_mind"),
        fail_reasons=("spam", "wrong_contact", "not_target", "silent", "duplicate"),
    )
