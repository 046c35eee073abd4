"""One way to write a record down, so that its digest is the same on every machine and every year."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qmsdesk.errors import BugError
from qmsdesk.models.base import moment_text

FORM = "qmsdesk-1"


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical_json(value: Any) -> str:
    """Sorted keys, no spaces, NFC, ISO dates, UTC moments; floats and bytes are a BugError."""
    return _ENCODE(_plain(value))


def digest(value: Any, *, ready: bool = False) -> str:
    """SHA-256 (hex) of the canonical form, with the name of that form before it.

    `ready` data holds nothing but texts, whole numbers, lists and dicts of them; what is in NFC as a whole is so in
    every part, and need not be walked through.
    """
    written = _ENCODE(value) if ready else ""
    if not written or not unicodedata.is_normalized("NFC", written):
        written = canonical_json(value)
    return hashlib.sha256(f"{FORM}\n{written}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    kind = type(value)  # the three everyday kinds first: an import writes a hundred of them for each slip
    if kind is str:
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if kind is dict:
        return {_plain(str(key)): _plain(item) for key, item in value.items()}
    if kind is list:
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(key)): _plain(item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise BugError(f"{type(value).__name__} has no canonical form")
