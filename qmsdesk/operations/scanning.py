"""What a barcode scanner types: the number of a slip, or the code of a printed page, as keyboards garble it."""

from __future__ import annotations

import unicodedata

from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slips import find_number

LONGEST = 80
# a scanner types keys: under an input method or without Shift they come out as their neighbours
_TYPED = str.maketrans(
    {"；": ":", ";": ":", "：": ":", "—": "-", "–": "-", "－": "-", "_": "-", "·": "-", " ": ""}
)


def find_scanned(desk: Desk, *, text: str) -> int | None:
    """The slip of a number or page code, in any case, full-width or half; None when it is neither."""
    if not text or len(text) > LONGEST:
        return None
    from qmsdesk.printing.codes import read_page_code

    plain = unicodedata.normalize("NFKC", text.translate(_TYPED)).translate(_TYPED).strip().upper()
    code = read_page_code(plain)
    return find_number(desk, number=code.number if code else plain)
