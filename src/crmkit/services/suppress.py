"""Suppress: hashed keys of erased people, so that no file or exchange brings them back."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from crmkit.domain.clients import Handle
from crmkit.domain.privacy import SuppressedKey, Suppression
from crmkit.domain.recognition import Key
from crmkit.domain.secrets import Secret
from crmkit.ids import ErasureId, SuppressionId
from crmkit.services.desk import Desk

_PHONES = frozenset({"phone", "viber", "whatsapp"})


def digest(secret: Secret, key: Key) -> str:
    """What a key is kept as; a phone is the same whatever messenger it was given for."""
    kind = "phone" if key.type in _PHONES else key.type
    return secret.digest(f"{kind}:{key.value}")


def suppress(
    desk: Desk, handles: Iterable[Handle], erasure_id: ErasureId
) -> tuple[Suppression, ...]:
    """Entries for the handles of an erased person that are not there yet; none without a secret."""
    secret = desk.policy.secret
    if secret is None:
        return ()
    keys = {Key(type=handle.type, value=handle.value): handle for handle in handles}
    wanted: dict[str, SuppressedKey] = {digest(secret, key): _kind(key) for key in keys}
    known = {each.digest for each in desk.everywhere_among(Suppression, "digest", wanted)}
    return tuple(
        desk.fit(
            Suppression(
                id=desk.new_id(SuppressionId),
                created_at=desk.now,
                key=kind,
                digest=hashed,
                erasure_id=erasure_id,
            )
        )
        for hashed, kind in wanted.items()
        if hashed not in known
    )


def suppress_again(desk: Desk, lost: Iterable[Suppression]) -> None:
    """Puts back what a restore has lost: entries whose digests are not there."""
    wanted = {each.digest: each for each in lost}
    known = {each.digest for each in desk.everywhere_among(Suppression, "digest", wanted)}
    for hashed, each in wanted.items():
        if hashed not in known:
            made = evolve(each, id=desk.new_id(SuppressionId), created_at=desk.now, version=0)
            desk.write_trusted([(None, desk.fit(made))], "reapply")


def suppressed(desk: Desk, keys: Iterable[Key]) -> Mapping[Key, Suppression]:
    """Those of the keys that belong to erased people; none without a secret."""
    secret = desk.policy.secret
    if secret is None:
        return {}
    wanted = {key: digest(secret, key) for key in keys}
    found = {
        each.digest: each
        for each in desk.everywhere_among(Suppression, "digest", wanted.values())
        if each.purpose is None and each.archived_at is None
    }
    return {key: found[hashed] for key, hashed in wanted.items() if hashed in found}


def _kind(key: Key) -> SuppressedKey:
    if key.type in _PHONES:
        return "phone"
    return "email" if key.type == "email" else "handle"
