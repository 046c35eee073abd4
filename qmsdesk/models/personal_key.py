"""A private key sealed under its owner's password: whoever holds the database alone cannot sign in another's name."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qmsdesk.models import keyslots
from qmsdesk.models.derived_keys import KEY_BYTES
from qmsdesk.models.passwords import normal

_BOUND = b"qmsdesk personal key 1 "


def seal(key: bytes, *, user: str, password: str) -> str:
    """The key as JSON text that only this user's password opens (argon2id, AES-256-GCM)."""
    salt, nonce, cost = secrets.token_bytes(16), secrets.token_bytes(12), keyslots.COST
    sealed = AESGCM(_stretch(password, salt, cost)).encrypt(nonce, key, _BOUND + user.encode())
    parts = {name: base64.b64encode(value).decode() for name, value in _named(salt, nonce, sealed)}
    return json.dumps({**parts, "cost": asdict(cost)})


def unseal(sealed: str, *, user: str, password: str) -> bytes | None:
    """The key, or None when the password is not the one it was sealed under (it was changed or reset since)."""
    raw = json.loads(sealed)
    salt, nonce, content = (base64.b64decode(raw[name]) for name in ("salt", "nonce", "sealed"))
    secret = _stretch(password, salt, keyslots.Cost(**raw["cost"]))
    try:
        return AESGCM(secret).decrypt(nonce, content, _BOUND + user.encode())
    except InvalidTag:
        return None


def _named(salt: bytes, nonce: bytes, sealed: bytes) -> tuple[tuple[str, bytes], ...]:
    return (("salt", salt), ("nonce", nonce), ("sealed", sealed))


def _stretch(password: str, salt: bytes, cost: keyslots.Cost) -> bytes:
    secret = normal(password).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, cost.rounds, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
