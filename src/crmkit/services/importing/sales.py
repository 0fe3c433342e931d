"""Deals of a file, as they stand, each with the client behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import field, mutable

from crmkit.domain.deals import Deal, Outcome
from crmkit.domain.pipelines import Pipeline, Stage
from crmkit.domain.record import Record
from crmkit.ids import DealId
from crmkit.services.create import built
from crmkit.services.importing.books import Books
from crmkit.services.importing.identity import external_id
from crmkit.services.importing.price_list import Item
from crmkit.services.importing.rows import Draft
from crmkit.text import fold

_FIELDS = ("channel", "source", "comment", "expected_on", "lost_reason", "tags")
_TELLING = (
    *("title", "company", "product", "amount", "currency", "pipeline", "channel", "source"),
    "created_at",
)
_OUTCOMES: Mapping[str, Outcome] = {"won": "won", "after": "won", "lost": "lost"}
_STAGE_WORDS: Mapping[str, tuple[str, ...]] = {
    "new": ("новая", "новый", "новое", "prospecting", "нова", "первичный контакт", "заявка"),
    "working": ("в работе", "engaging", "in progress", "в роботі", "переговоры", "qualified"),
    "quote": ("кп", "предложение", "proposal", "negotiation", "счет", "пропозиція", "расчет"),
    "won": ("успешно", "продажа", "выиграна", "оплачено", "closed won", "успішно", "продано"),
    "lost": ("отказ", "проиграна", "не реализовано", "closed lost", "відмова", "закрыто"),
    "delivery": ("доставка", "отгрузка"),
    "review": ("отзыв",),
}


@mutable(kw_only=True)
class Deals:
    """Brings deals in; a known one is left as it is.

    An import says where a deal stands, it does not move it: stages need not be passed in order.
    """

    books: Books
    known: set[str] = field(factory=set)

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads which deals of the chunk are known, and the clients of the others."""
        going = [draft for draft in drafts if draft.outcome is None]
        for draft in going:
            draft.person = draft.text("contact")
            draft.values["external_id"] = external_id(draft, _telling(draft))
        ids = (draft.text("external_id") or "" for draft in going)
        found = self.books.desk.everywhere_among(Deal, "external_id", ids)
        self.known = {deal.external_id for deal in found if deal.external_id}
        new = [draft for draft in going if draft.text("external_id") not in self.known]
        self.books.clients.load(new)

    def bring(self, draft: Draft) -> None:
        """Gives the row its outcome."""
        pipeline = self._pipeline(draft)
        stage = self._stage(draft, pipeline) if pipeline else None
        owner_id, item = self.books.staff.owner(draft), self._item(draft)
        amount = self.books.money(draft, "amount")
        if draft.outcome is not None or pipeline is None or stage is None:
            return
        outer = draft.text("external_id")
        if outer in self.known:
            draft.outcome = "matched"
            return
        fields: dict[str, object] = {
            "id": self.books.desk.new_id(DealId),
            "title": _title(draft),
            "product_id": item.id if item else None,
            "pipeline_id": pipeline.id,
            "stage": stage.key,
            "outcome": _OUTCOMES.get(stage.kind, "open"),
            "amount": amount,
            "external_id": outer,
            **moments(draft, self.books.writes.now, closed=stage.kind != "open"),
            **draft.given(_FIELDS),
            **self.books.parties(draft, owner_id),
        }
        self.books.writes.add(built(Deal, fields))
        draft.outcome = "created"

    def learn(self, record: Record) -> None:
        """Takes in what a row has made."""
        self.books.learn(record)
        if isinstance(record, Deal) and record.external_id:
            self.known.add(record.external_id)

    def finish(self) -> None:
        """Leaves nothing for the end."""

    def _pipeline(self, draft: Draft) -> Pipeline | None:
        name = draft.text("pipeline")
        if name is None:
            return self.books.desk.directory.pipeline(None)
        for pipeline in self.books.desk.directory.pipelines.values():
            if fold(name) in {fold(pipeline.key), fold(pipeline.name)}:
                return pipeline
        draft.reject("no pipeline of this key or name", "pipeline")
        return None

    def _stage(self, draft: Draft, pipeline: Pipeline) -> Stage | None:
        written = draft.text("stage")
        if written is None:
            return pipeline.first
        for stage in pipeline.stages:
            usual = _STAGE_WORDS.get(stage.key, ())
            if fold(written) in {fold(stage.key), fold(stage.title), *usual}:
                return stage
        known = ", ".join(each.key for each in pipeline.stages)
        draft.reject(f"no stage of this name; map it to one of: {known}", "stage")
        return None

    def _item(self, draft: Draft) -> Item | None:
        written = draft.text("product")
        found = self.books.prices.item(written) if written else None
        if written and found is None:
            reason = "no product of this name or article: import the price list first"
            draft.reject(reason, "product")
        return found


def moments(draft: Draft, now: datetime, *, closed: bool) -> dict[str, object]:
    """When it was made, when it was closed if it is, and when it was touched last."""
    created = draft.moment("created_at", draft.moment("closed_at", now) if closed else now)
    if not closed:
        return {"created_at": created, "touched_at": created, "stage_since": created}
    ended = draft.moment("closed_at", created)
    return {
        "created_at": created,
        "closed_at": ended,
        "touched_at": ended,
        "stage_since": ended,
    }


def _telling(draft: Draft) -> tuple[str, ...]:
    """A deal without a date of creation is told from others by its end."""
    return _TELLING if "created_at" in draft.values else (*_TELLING, "closed_at")


def _title(draft: Draft) -> str:
    if title := draft.text("title"):
        return title
    parts = (draft.text("product"), draft.text("company") or draft.person)
    return " — ".join(part for part in parts if part) or "Deal"
