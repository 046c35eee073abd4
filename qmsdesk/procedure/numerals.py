"""Chinese numerals for copy labels and headings: 一, 十二, 一百零三."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")


def chinese_number(number: int) -> str:
    """Write 0..9999 in everyday Chinese numerals (10 is 十, 12 is 十二, 103 is 一百零三)."""
    if not 0 <= number <= 9999:
        raise ValueError(f"0..9999 expected, got {number}")
    if number == 0:
        return DIGITS[0]
    written = _with_units(number)
    return written[1:] if written.startswith("一十") else written


def _with_units(number: int) -> str:
    text, gap = "", False
    digits = str(number)
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += (DIGITS[0] if gap else "") + DIGITS[int(digit)] + UNITS[place]
        gap = False
    return text
