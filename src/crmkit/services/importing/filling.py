"""Filling: what a row says of a known record that the record does not say yet."""

from collections.abc import Mapping

from crmkit.domain.record import Record

_LEFT_ALONE = frozenset({"custom", "tags", "created_at"})


def missing(known: Record, given: Mapping[str, object]) -> dict[str, object]:
    """The given fields that are empty in the known record; what it has is never overwritten.

    Tags and custom fields are joined with those that are there.
    """
    found = {
        name: value
        for name, value in given.items()
        if name not in _LEFT_ALONE and getattr(known, name) is None
    }
    tags, had = given.get("tags"), getattr(known, "tags", ())
    if isinstance(tags, tuple) and not set(tags) <= set(had):
        found["tags"] = tuple(dict.fromkeys((*had, *tags)))
    custom, held = given.get("custom"), getattr(known, "custom", {})
    if isinstance(custom, dict) and not custom.keys() <= held.keys():
        found["custom"] = {**custom, **held}
    return found
