"""What can be done about pipelines in a unit of work: drawing them anew, and looking at a board."""

from crmkit.domain.drawings import Drawing
from crmkit.domain.redrawing import Redrawing
from crmkit.services import redraw, redraw_back
from crmkit.services.look import Look


class Draw(Look):
    """The part of a unit of work that is about pipelines."""

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
