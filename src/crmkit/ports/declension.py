"""Declension: a person's name in the case that a sentence of a document asks for."""

from typing import Literal, Protocol

from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName

Case = Literal["genitive", "dative", "accusative", "instrumental", "prepositional"]


class Declension(Protocol):
    """Declines names of one language."""

    def declined(
        self, name: PersonName, case: Case, *, sex: Sex | None = None
    ) -> PersonName | None:
        """Gives the whole name in the case, every part of it right, or None rather than a guess.

        What it gives is for one text, and is never stored as a name.
        """
        ...
