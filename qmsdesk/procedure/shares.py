"""Responsible departments and their shares as they are written on form 03: 装配车间 60%、铸造车间 40% (5.3.4.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qmsdesk.procedure.facts import Share
from qmsdesk.procedure.money import format_percent, parse_percent

_SEPARATORS = re.compile(r"[、,，;；\n]+")
_PERCENT = re.compile(r"[\s:：(（]*(\d{1,3}(?:\.\d{1,2})?)\s*[%％]\s*[)）]?\s*$")
_NOTE = re.compile(r"[（(]裁决修订\d+[)）]\s*$")


def parse_shares(text: str) -> tuple[Share, ...]:
    """Read departments with or without percentages; UserError for a percentage over 100."""
    plain = _NOTE.sub("", text.strip().rstrip("。"))
    parts = [part.strip() for part in _SEPARATORS.split(plain) if part.strip()]
    return tuple(_share(part) for part in parts)


def _share(part: str) -> Share:
    found = _PERCENT.search(unicodedata.normalize("NFKC", part))
    if found is None:
        return Share(part)
    name = unicodedata.normalize("NFKC", part)[: found.start()].strip(" :：(（")
    return Share(name, parse_percent(found[1]))


def format_shares(shares: Sequence[Share], *, revision: int = 0) -> str:
    """The words for the sheet; a revision by ruling says so."""
    words = "、".join(
        share.department if share.share is None else f"{share.department} {format_percent(share.share)}"
        for share in shares
    )
    return f"{words}（裁决修订{revision}）" if revision else words
