"""The key of a packet between departments: what both people know, made slow to guess (argon2id)."""

from __future__ import annotations

from argon2.low_level import Type, hash_secret_raw

from qmsdesk.models import keyslots
from qmsdesk.models.derived_keys import KEY_BYTES
from qmsdesk.models.passwords import normal

LEAST = 8  # characters of a 交接口令


def packet_key(passphrase: str, salt: bytes) -> bytes:
    """32 bytes from the 交接口令 and the packet's own salt; the cost is fixed by the format, never read from a file."""
    cost = keyslots.COST
    return hash_secret_raw(
        normal(passphrase).encode("utf-8", "surrogatepass"), salt, cost.rounds, cost.memory_kib, cost.lanes,
        KEY_BYTES, Type.ID,
    )  # fmt: skip
