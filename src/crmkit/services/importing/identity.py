"""Identity: what happened once is known again by its id, or else by what its row says."""

from collections.abc import Sequence
from hashlib import blake2b

from crmkit.services.importing.numbers import Amount
from crmkit.services.importing.rows import Draft

_MARK = "row:"
_BYTES = 12


def external_id(draft: Draft, telling: Sequence[str]) -> str:
    """The id that the row has in its own program, else a fingerprint of what tells it apart.

    ``telling`` are targets whose values do not change in the life of the thing; the client's
    handles and name are taken too. Rows that agree in all of this are one.
    """
    own = draft.text("external_id")
    if own is not None:
        return own
    said = [f"{target}={_said(draft.values.get(target))}" for target in telling]
    handles = sorted(f"{each.key.type}={each.key.value}" for each in draft.handles)
    written = "\n".join([*said, *handles, f"person={draft.person}"])
    return _MARK + blake2b(written.encode(), digest_size=_BYTES).hexdigest()


def _said(value: object) -> str:
    if isinstance(value, Amount):
        return f"{value.number.normalize():f} {value.currency or ''}"
    return str(value)
