"""Rules: what a row changes in a known record, field by field, as the mapping says."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from attrs import field, mutable

from crmkit.domain.imports import Rule
from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Customisable, Record
from crmkit.ids import Id
from crmkit.query.schema import CUSTOM_PREFIX
from crmkit.services.desk import Desk
from crmkit.services.importing.filling import missing
from crmkit.services.importing.rows import Draft

_FIELDS = {"owner": "owner_id"}
_MADE = ""


@mutable(kw_only=True)
class Rules:
    """The rules of a mapping, and when the fields of known records were changed last."""

    desk: Desk
    rules: Mapping[str, Rule]
    changed: dict[Id, dict[str, datetime]] = field(factory=dict)

    def load(self, known: Iterable[Id]) -> None:
        """Reads from the journal when the records were changed, where a rule depends on that."""
        self.changed = {}
        if "newest" not in self.rules.values():
            return
        for entry in self.desk.everywhere_among(JournalEntry, "record_id", known):
            at = self.changed.setdefault(entry.record_id, {})
            at.update(dict.fromkeys(entry.changes or [_MADE], entry.created_at))

    def news(self, known: Record, given: Mapping[str, object], draft: Draft) -> dict[str, object]:
        """The fields that the row changes: what is empty, and what a rule gives to the file."""
        found = missing(known, given)
        if not self.rules:
            return found
        custom = dict(self._custom(known, given, draft))
        if custom and isinstance(known, Customisable):
            held = found.get("custom", known.custom)
            found["custom"] = {**held, **custom}  # type: ignore[dict-item]  # a mapping by `missing`
        for target in self.rules:
            name = _FIELDS.get(target, target)
            value = given.get(name)
            if value not in {None, getattr(known, name, value)} and self._wins(
                known, target, draft
            ):
                found[name] = value
        return found

    def _custom(
        self, known: Record, given: Mapping[str, object], draft: Draft
    ) -> Iterator[tuple[str, object]]:
        said, held = given.get("custom"), getattr(known, "custom", {})
        for key, value in said.items() if isinstance(said, dict) else ():
            target = f"{CUSTOM_PREFIX}{key}"
            if value != held.get(key) and target in self.rules and self._wins(known, target, draft):
                yield key, value

    def _wins(self, known: Record, target: str, draft: Draft) -> bool:
        """Whether the row's value takes the place of the one that is there."""
        rule = self.rules[target]
        if rule != "newest":
            return rule == "overwrite"
        at = self.changed.get(known.id, {})
        since = at.get(_FIELDS.get(target, target), at.get(_MADE))
        changed_at = draft.typed("changed_at", datetime)
        return None not in {since, changed_at} and changed_at > since  # type: ignore[operator]  # neither is None
