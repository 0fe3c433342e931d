"""What can be done about pipelines in a unit of work: drawing them anew, and looking at a board."""

from datetime import timedelta

from crmkit.domain.deals import Deal
from crmkit.domain.drawings import Drawing
from crmkit.domain.redrawing import Redrawing
from crmkit.ids import PipelineId
from crmkit.query.conditions import Condition
from crmkit.services import board as boards
from crmkit.services import redraw, redraw_back
from crmkit.services.look import Look

_LATELY = timedelta(days=30)


class Draw(Look):
    """The part of a unit of work that is about pipelines."""

    def board(
        self,
        pipeline: PipelineId | str | None = None,
        *conditions: Condition[Deal],
        cards: int = 50,
        closed_within: timedelta = _LATELY,
    ) -> boards.Board:
        """The pipeline's visible deals in its columns (the shop's first one, if none is named).

        Each column has at most so many ``cards``, the newest deals first, and figures over all of
        its deals. Won and lost deals lie on it while they were closed within the time.
        """
        glance = boards.Glance(conditions=conditions, cards=cards, closed_within=closed_within)
        return boards.board(self._desk, self._desk.directory.pipeline(pipeline), glance)

    def preview_pipeline(self, drawing: Drawing) -> Redrawing:
        """What the drawing would change, and who stands in a stage that it removes.

        Whatever the guards of the new stages would say is counted, as `redraw_pipeline` would.
        """
        return redraw.preview(self._desk, drawing)

    def redraw_pipeline(self, drawing: Drawing) -> Redrawing:
        """The pipeline as drawn, new or changed; whoever stood in a removed stage is resettled.

        Raises RuleViolation while anybody has nowhere to go, and Conflict when the pipeline is no
        longer of the version that the drawing was made from.
        """
        with self._desk.whole():
            return redraw.redraw(self._desk, drawing)

    def redraw_pipeline_back(self, key: str) -> Redrawing:
        """The pipeline as it was before it was last redrawn, with those whom that resettled.

        Who was moved since stays; a stage that is not there before must be empty by then.
        """
        with self._desk.whole():
            return redraw_back.redraw_back(self._desk, key)
