"""A secret that the host gives, kept out of logs, tracebacks and files."""

import hmac
from hashlib import sha256
from typing import NoReturn

from crmkit.errors import BadInput, NotSupported

_SHORTEST = 16


class Secret:
    """At least 16 bytes that nobody may read back: ``repr``, ``str`` and f-strings show a mask.

    Pickling and copying raise NotSupported. `digest` is all that can be done with it. A shop that
    loses its secret can no longer tell who was erased: keep it with the shop's other secrets.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str | bytes) -> None:
        """Takes the secret; BadInput when it is too short to be one."""
        held = value.encode() if isinstance(value, str) else bytes(value)
        if len(held) < _SHORTEST:
            message = f"a secret has at least {_SHORTEST} bytes"
            raise BadInput(message, where="secret", hint="for example secrets.token_hex(32)")
        self._value = held

    def digest(self, text: str) -> str:
        """The HMAC-SHA256 of the text under the secret, in hexadecimal digits."""
        return hmac.new(self._value, text.encode(), sha256).hexdigest()

    def __eq__(self, other: object) -> bool:
        """Whether both are the same, told in constant time."""
        return isinstance(other, Secret) and hmac.compare_digest(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]  # a hash of it would tell something

    def __repr__(self) -> str:
        """The mask."""
        return "<Secret>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuses pickling and copying."""
        message = "a secret is not written down"
        raise NotSupported(message, where="secret", hint="give it to Policy each time")
