"""Stable ids: 16-byte ULIDs, one type per kind of record, and the monotone source of them.

An id is ``bytes`` underneath (so it sorts by the moment it was made, hashes fast and goes into
a database as it is) and 26 characters of Crockford base32 at the edge. The text form is
python-ulid's; the source is our own, for python-ulid reads the clock outside its lock and takes
a clock that steps back for a new millisecond, so its ids lose their order under threads.
"""

from base64 import b32encode
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Self

from crmkit.errors import BadInput

_AHEAD, _SPARE = bytes(4), 6
"""Base32 takes five bytes at a time: so many go before an id, and make so many letters more."""
_CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)
_RANDOM_BYTES = 10
_RANDOM_LIMIT = 1 << 80
ID_BYTES = 16
SALT_BYTES = 16


class Id(bytes):
    """An id of some record; each kind of record has its own subclass.

    ``str()`` gives the 26 characters people and URLs use, ``parse`` reads them back.
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The id written as ``text``; raises BadInput when it is not one."""
        from ulid import ULID  # noqa: PLC0415 - costs a tenth of a second, and only text needs it

        try:
            return cls(ULID.from_str(text.strip().upper()).bytes)
        except (ValueError, TypeError, AttributeError) as exc:
            message = "not an id: 26 letters and digits are expected"
            raise BadInput(message, where=cls.__name__, hint="copy the id whole") from exc

    @property
    def made_at(self) -> datetime:
        """The moment the id was made, to the millisecond, in UTC."""
        return datetime.fromtimestamp(int.from_bytes(self[:6], "big") / 1000, UTC)

    def __str__(self) -> str:
        """The 26 characters."""
        return b32encode(_AHEAD + self)[_SPARE:].translate(_CROCKFORD).decode()

    def __repr__(self) -> str:
        """The type and the 26 characters."""
        return f"{type(self).__name__}({self})"

    def __format__(self, spec: str) -> str:
        """Formats the 26 characters."""
        return format(str(self), spec)


class ContactId(Id):
    """Names a contact."""

    __slots__ = ()


class CompanyId(Id):
    """Names a company."""

    __slots__ = ()


class EmploymentId(Id):
    """Names the link between a contact and a company."""

    __slots__ = ()


class HandleId(Id):
    """Names a phone, e-mail, messenger or other handle."""

    __slots__ = ()


class InquiryId(Id):
    """Names an inquiry."""

    __slots__ = ()


class LeadId(Id):
    """Names a lead."""

    __slots__ = ()


class DealId(Id):
    """Names a deal."""

    __slots__ = ()


class PipelineId(Id):
    """Names a pipeline."""

    __slots__ = ()


class TaskId(Id):
    """Names a task."""

    __slots__ = ()


class ReminderId(Id):
    """Names a reminder."""

    __slots__ = ()


class NoteId(Id):
    """Names a note."""

    __slots__ = ()


class InteractionId(Id):
    """Names an interaction (a call, message, mail, meeting or form)."""

    __slots__ = ()


class AttachmentId(Id):
    """Names a reference to a file."""

    __slots__ = ()


class ProductId(Id):
    """Names a product."""

    __slots__ = ()


class OrderId(Id):
    """Names an order."""

    __slots__ = ()


class OrderLineId(Id):
    """Names a line of an order."""

    __slots__ = ()


class PaymentId(Id):
    """Names a payment."""

    __slots__ = ()


class PlanId(Id):
    """Names a sales plan."""

    __slots__ = ()


class EmployeeId(Id):
    """Names an employee."""

    __slots__ = ()


class TeamId(Id):
    """Names a team."""

    __slots__ = ()


class RoleId(Id):
    """Names a role."""

    __slots__ = ()


class ConsentId(Id):
    """Names a consent."""

    __slots__ = ()


class CustomFieldId(Id):
    """Names the definition of a custom field."""

    __slots__ = ()


class RecordTypeId(Id):
    """Names the definition of a custom record type."""

    __slots__ = ()


class CustomRecordId(Id):
    """Names a record of a custom type."""

    __slots__ = ()


class LinkId(Id):
    """Names a link between two records."""

    __slots__ = ()


class SegmentId(Id):
    """Names a saved segment."""

    __slots__ = ()


class MergeId(Id):
    """Names a merge of two clients."""

    __slots__ = ()


class JournalEntryId(Id):
    """Names an entry of the journal."""

    __slots__ = ()


class OutgoingId(Id):
    """Names a message on its way out."""

    __slots__ = ()


class ReceivedId(Id):
    """Names the mark of something that came in."""

    __slots__ = ()


class ImportedId(Id):
    """Names a client file that was brought in."""

    __slots__ = ()


class SealId(Id):
    """Names a seal of the journal."""

    __slots__ = ()


class ErasureId(Id):
    """Names the certificate of an erasure."""

    __slots__ = ()


class HoldId(Id):
    """Names a reason to keep data."""

    __slots__ = ()


class SuppressionId(Id):
    """Names a key that must not come back."""

    __slots__ = ()


class UlidSource:
    """Makes ids that never repeat and never go back, from any number of threads.

    ``milliseconds`` is a clock (milliseconds since 1970 UTC) and ``entropy(n)`` gives n random
    bytes. Within one millisecond, and while the clock stands or steps back, the next id is the
    last one plus one.
    """

    def __init__(self, milliseconds: Callable[[], int], entropy: Callable[[int], bytes]) -> None:
        """Take the clock and the randomness; neither is read before the first id."""
        self._milliseconds = milliseconds
        self._entropy = entropy
        self._last = 0
        self._lock = Lock()

    def next(self) -> bytes:
        """The 16 bytes of the next id."""
        with self._lock:
            floor = self._milliseconds() << 80
            if floor > self._last | (_RANDOM_LIMIT - 1):
                # The top bit stays clear, so that a burst in one millisecond has room to count.
                random = int.from_bytes(self._entropy(_RANDOM_BYTES), "big") >> 1
                self._last = floor | random
            else:
                self._last += 1
            return self._last.to_bytes(ID_BYTES, "big")

    def salt(self) -> bytes:
        """16 bytes that nobody can guess."""
        return self._entropy(SALT_BYTES)
