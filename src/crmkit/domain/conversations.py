"""Conversations: interactions with clients, notes about them, and the files that belong there."""

from datetime import datetime
from typing import ClassVar, Literal

from attrs import frozen

from crmkit.domain.record import ABOUT, Activity, title, words
from crmkit.ids import AttachmentId, InteractionId, NoteId
from crmkit.query.schema import Relation

InteractionType = Literal["call", "message", "mail", "meeting", "form"]
Direction = Literal["in", "out"]


@frozen(kw_only=True, repr=False)
class Interaction(Activity):
    """One contact with a client: a call, a message, a mail, a meeting, a form.

    ``outcome`` is the result in the shop's own words («did not pick up»); ``seconds`` is how long
    it took. ``external_id`` is the channel's own id: the same one twice is the same interaction.
    """

    kind: ClassVar[str] = "interaction"
    relations: ClassVar[tuple[Relation, ...]] = ABOUT

    id: InteractionId
    type: InteractionType
    direction: Direction
    at: datetime
    channel: str | None = None
    text: str | None = words()
    outcome: str | None = None
    seconds: int | None = None
    recording: str | None = None
    external_id: str | None = None


@frozen(kw_only=True, repr=False)
class Note(Activity):
    """A remark on a record, by its owner."""

    kind: ClassVar[str] = "note"
    relations: ClassVar[tuple[Relation, ...]] = ABOUT

    id: NoteId
    text: str = title()
    tags: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Attachment(Activity):
    """A reference to a file that the host keeps; crmkit never holds its bytes."""

    kind: ClassVar[str] = "attachment"
    relations: ClassVar[tuple[Relation, ...]] = ABOUT

    id: AttachmentId
    name: str = title()
    uri: str
    media_type: str | None = None
    size: int | None = None
