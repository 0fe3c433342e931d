"""What clients are recognised by, in dicts: profiles, and who has each key.

As with records, nothing is changed while anybody reads it: a writer lays changes over it, and at
commit they go into a fork.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby, islice

from crmkit.ids import ContactId
from crmkit.ports.storage import Identity


class Identities:
    """Profiles by client, and clients by key in rising order.

    A key of one client holds its id, a key of several a list. After a fork the lists are shared,
    and one is copied before its first change.
    """

    __slots__ = ("_own", "_sharers", "profiles")

    def __init__(self) -> None:
        """Starts empty."""
        self.profiles: dict[ContactId, bytes] = {}
        self._sharers: dict[int, ContactId | list[ContactId]] = {}
        self._own: set[int] | None = None

    def fork(self) -> "Identities":
        """A copy that can be changed while this one is read."""
        twin = Identities()
        twin.profiles = self.profiles.copy()
        twin._sharers = self._sharers.copy()
        twin._own = set()
        return twin

    def clear(self) -> None:
        """Forgets everything."""
        self.profiles, self._sharers = {}, {}

    @property
    def keys(self) -> Iterable[int]:
        """Every key that somebody has."""
        return self._sharers.keys()

    def sharers(self, key: int) -> Sequence[ContactId]:
        """The clients who have the key."""
        found = self._sharers.get(key, ())
        return (found,) if isinstance(found, ContactId) else found

    def add(self, key: int, contact: ContactId) -> None:
        """Gives the client the key, unless it has it."""
        found = self._sharers.get(key)
        if found is None:
            self._sharers[key] = contact
        elif isinstance(found, ContactId):
            if found != contact:
                self._sharers[key] = sorted((found, contact))
                self._mark(key)
        elif not _holds(found, contact):
            insort(self._changeable(key, found), contact)

    def drop(self, key: int, contact: ContactId) -> None:
        """Takes the key from the client, if it has it."""
        found = self._sharers.get(key)
        if isinstance(found, list):
            if _holds(found, contact):
                mine = self._changeable(key, found)
                del mine[bisect_left(mine, contact)]
                if not mine:
                    del self._sharers[key]
        elif found == contact:
            del self._sharers[key]

    def _changeable(self, key: int, found: list[ContactId]) -> list[ContactId]:
        if self._own is None or key in self._own:
            return found
        self._sharers[key] = mine = found.copy()
        self._mark(key)
        return mine

    def _mark(self, key: int) -> None:
        if self._own is not None:
            self._own.add(key)


class IdentityLayer:
    """Changes laid over identities, which are left as they are until the changes are absorbed."""

    __slots__ = ("_added", "_dropped", "_emptied", "_under", "_written")

    def __init__(self, under: Identities, *, emptied: bool = False) -> None:
        """Starts without changes, or with everything below forgotten."""
        self._under = Identities() if emptied else under
        self._emptied = emptied
        self._added = Identities()
        self._dropped: set[tuple[int, ContactId]] = set()
        self._written: dict[ContactId, bytes] = {}

    def put(self, identities: Sequence[Identity]) -> None:
        """Lays the identities over those of their clients."""
        for identity in identities:
            contact = identity.contact_id
            self._written[contact] = identity.profile
            for key in identity.dropped:
                self._added.drop(key, contact)
                self._dropped.add((key, contact))
            for key in identity.keys:
                self._added.add(key, contact)
                self._dropped.discard((key, contact))

    def sharing(self, keys: Sequence[int], most: int) -> dict[int, tuple[ContactId, ...]]:
        """Who has each of the keys, at most so many."""
        found = ((key, tuple(islice(self._sharers(key), most))) for key in keys)
        return {key: sharers for key, sharers in found if sharers}

    def profiles(self, contacts: Sequence[ContactId]) -> Mapping[ContactId, bytes]:
        """The profiles of the clients."""
        written, below = self._written, self._under.profiles
        found = ((each, written.get(each, below.get(each, b""))) for each in contacts)
        return {contact: profile for contact, profile in found if profile}

    def pour_into(self, below: Identities) -> None:
        """Makes the same changes there."""
        if self._emptied:
            below.clear()
        for contact, profile in self._written.items():
            if profile:
                below.profiles[contact] = profile
            else:
                below.profiles.pop(contact, None)
        for key, contact in self._dropped:
            below.drop(key, contact)
        for key in self._added.keys:
            for contact in self._added.sharers(key):
                below.add(key, contact)

    def _sharers(self, key: int) -> Iterator[ContactId]:
        under = self._under.sharers(key)
        if not self._written:
            return iter(under)
        kept = (contact for contact in under if (key, contact) not in self._dropped)
        return (contact for contact, _ in groupby(merge(kept, self._added.sharers(key))))


def _holds(found: list[ContactId], contact: ContactId) -> bool:
    place = bisect_left(found, contact)
    return place < len(found) and found[place] == contact
