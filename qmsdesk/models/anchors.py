"""Heads of the audit chain kept outside the database, so that a cut tail or an old file put back is noticed (G25)."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from qmsdesk.models import audit
from qmsdesk.models.canonical import canonical_json
from qmsdesk.models.files import PRIVATE_FILE, fsync_dir
from qmsdesk.models.opened import OpenedDepartment
from qmsdesk.models.places import ANCHORS
from qmsdesk.models.shelves import held
from qmsdesk.models.transactions import mapped_errors

RESTORED = "restore"


@dataclass(frozen=True)
class Anchor:
    """Where the chain stood at a moment (moment text), why it was noted, and how far each series had come."""

    seq: int
    mac: str
    at: str
    why: str
    series: dict[str, int] = field(default_factory=dict)

    @property
    def head(self) -> audit.Head:
        """The head of the chain this anchor speaks of."""
        return audit.Head(self.seq, self.mac)


def anchor_of(where: OpenedDepartment, *, at: str, why: str) -> Anchor:
    """The anchor of a database as it stands; series are named 01/F/2026."""
    head = audit.head(where)
    counters = where.execute_sql("SELECT unit_code, letter, year, n FROM counter").fetchall()
    return Anchor(
        head.seq, head.mac, at, why, {f"{unit}/{letter}/{year}": int(n) for unit, letter, year, n in counters}
    )


def write(path: Path, key: bytes, anchor: Anchor) -> None:
    """Add a line to an anchor file and make it durable."""
    line = _line(key, anchor)
    with mapped_errors():
        fresh = not path.exists()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
        try:
            os.write(handle, f"{line}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
        if fresh:
            fsync_dir(path.parent)


def share(data_dir: Path, key: bytes, anchor: Anchor) -> None:
    """Tell the other workstations of a server, whose own anchors go further than what was brought back."""
    with held(data_dir, ANCHORS) as shelf:
        shelf.write(ANCHORS, f"{shelf.read(ANCHORS) or ''}{_line(key, anchor)}\n")


def shared(data_dir: Path) -> str:
    """What was told on the server; each line proves itself."""
    with held(data_dir, ANCHORS) as shelf:
        return shelf.read(ANCHORS) or ""


def _line(key: bytes, anchor: Anchor) -> str:
    return json.dumps({**asdict(anchor), "sign": _sign(key, anchor)}, ensure_ascii=False, sort_keys=True)


def read(path: Path, keys: Sequence[bytes]) -> list[Anchor]:
    """The lines of an anchor file signed with one of the keys, oldest first; a torn or forged line is left out."""
    try:
        return read_text(path.read_text(encoding="utf-8", errors="replace"), keys)
    except OSError:
        return []


def read_text(text: str, keys: Sequence[bytes]) -> list[Anchor]:
    """The genuine lines of such a text."""
    lines = text.splitlines()
    return [anchor for anchor in (_genuine(line, keys) for line in lines) if anchor is not None]


def expected(anchors: Iterable[Anchor]) -> list[audit.Head]:
    """The heads the chain must still contain.

    A restore starts anew from the state it went back to: that head fixes everything before it, and what was noted
    earlier may belong to a course of events that was given up.
    """
    heads: list[audit.Head] = []
    for anchor in anchors:
        if anchor.why == RESTORED:
            heads = []
        heads.append(anchor.head)
    return heads


def furthest(anchors: Iterable[Anchor]) -> dict[str, int]:
    """The highest number any anchor knows of each series; a number once shown is never given again (G19)."""
    known: dict[str, int] = {}
    for anchor in anchors:
        for series, n in anchor.series.items():
            known[series] = max(n, known.get(series, 0))
    return known


def _genuine(line: str, keys: Sequence[bytes]) -> Anchor | None:
    try:
        raw: dict[str, Any] = json.loads(line)
        sign = str(raw.pop("sign"))
        anchor = Anchor(**raw)
        genuine = any(hmac.compare_digest(sign, _sign(key, anchor)) for key in keys)
        return anchor if genuine else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _sign(key: bytes, anchor: Anchor) -> str:
    return hmac.new(key, canonical_json(asdict(anchor)).encode(), hashlib.sha256).hexdigest()
