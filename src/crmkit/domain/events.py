"""Events: what plugins hear of after a commit."""

from datetime import datetime

from attrs import frozen

from crmkit.ids import Id


@frozen(kw_only=True)
class Event:
    """One committed change, for plugins to hear of: what happened to which record, and by whom."""

    kind: str
    action: str
    record_id: Id
    actor: str
    command: str
    at: datetime
