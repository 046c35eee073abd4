"""Numbers of slips and survey forms: pattern, series, reading back (5.5.1, R-5.5.1, I-03)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qmsdesk.errors import UserError
from qmsdesk.procedure.readings import PROPOSED

LETTERS = {"01": "F", "02": "J", "03": "C", "04": "B"}  # pre-printed on the sheets (5.5.1)
SURVEY_PAPER = "06"

_UNIT = re.compile(r"[0-9A-Z]{1,8}")
_TOKEN = re.compile(r"\{(letter|unit|year|half|seq)(?::([1-9]))?\}")
_LITERAL = re.compile(r"[0-9A-Za-z._-]*")  # Code 128 and file names must carry it
_SHAPES = {
    "letter": r"(?P<letter>[FJCB])",
    "unit": r"(?P<unit>[0-9A-Z]{1,8})",
    "year": r"(?P<year>[0-9]{4})",
    "half": r"(?P<half>[12])",
    "seq": r"(?P<seq>[0-9]{1,9})",
}
_ADVICE = "请按“{letter}{unit}-{year}-{seq:3}”的样子填写。"


@dataclass(frozen=True)
class SlipNumber:
    """The parts of one number; `letter` is empty and `half` is 1 or 2 on survey forms only."""

    letter: str
    unit: str
    year: int
    sequence: int
    half: int | None = None

    @property
    def series(self) -> str:
        """The counter it was drawn from, such as F|01|2026 or |01|2026H1."""
        return series_key(self.letter, self.unit, self.year, self.half)


@dataclass(frozen=True)
class NumberPattern:
    """A checked pattern; `letter`, `unit`, `year`, `half` and `seq` stand in braces."""

    template: str
    width: int
    reader: re.Pattern[str]

    def format(self, number: SlipNumber) -> str:
        """Print the number; a sequence longer than its width grows (999 → 1000)."""
        values = {
            "letter": number.letter,
            "unit": number.unit,
            "year": f"{number.year:04d}",
            "half": str(number.half or ""),
            "seq": str(number.sequence).zfill(self.width),
        }
        return _TOKEN.sub(lambda token: values[token[1]], self.template)

    def parse(self, text: str) -> SlipNumber | None:
        """Read a number back; typed short (F01-2026-7) or full-width is understood, else None."""
        plain = unicodedata.normalize("NFKC", text).strip().upper()
        found = self.reader.fullmatch(plain)
        if found is None or int(found["seq"]) == 0:
            return None
        parts = found.groupdict()
        half = int(parts["half"]) if parts.get("half") else None
        letter, unit = parts.get("letter") or "", parts["unit"]
        return SlipNumber(letter, unit, int(parts["year"]), int(parts["seq"]), half)


def series_key(letter: str, unit: str, year: int, half: int | None = None) -> str:
    """The counter a number is drawn from: one per letter, unit and year (survey: half-year)."""
    return f"{letter}|{unit}|{year:04d}" + (f"H{half}" if half else "")


@lru_cache(maxsize=32)
def pattern(template: str, *, survey: bool = False) -> NumberPattern:
    """Check a pattern and make it usable; UserError says what is wrong with it."""
    wanted = {"unit", "year", "half", "seq"} if survey else {"letter", "unit", "year", "seq"}
    tokens = list(_TOKEN.finditer(template))
    names = [token[1] for token in tokens]
    _check_tokens(names, wanted)
    _check_literals(template)
    _check_borders(template, tokens)
    width = next(int(token[2] or 3) for token in tokens if token[1] == "seq")
    return NumberPattern(template, width, re.compile(_reader(template, tokens)))


def slip_pattern(template: str = PROPOSED.slip_pattern) -> NumberPattern:
    """The pattern of F, J, C and B; default 〈letter〉〈unit〉-〈yyyy〉-〈nnn〉."""
    return pattern(template)


def survey_pattern(template: str = PROPOSED.survey_pattern) -> NumberPattern:
    """The pattern of form 06; default 〈unit〉-〈yyyy〉H〈1/2〉-〈nnn〉."""
    return pattern(template, survey=True)


def parse_number(text: str) -> SlipNumber | None:
    """Read a slip or survey number written in the default patterns."""
    return slip_pattern().parse(text) or survey_pattern().parse(text)


def check_unit_code(code: str) -> str:
    """Return a 单位代号 fit for numbers, upper case; UserError otherwise."""
    plain = unicodedata.normalize("NFKC", code).strip().upper()
    if not _UNIT.fullmatch(plain):
        raise UserError(f"单位代号“{code}”不能用于编号。", advice="请用 1 至 8 位字母或数字。")
    return plain


def _check_tokens(names: list[str], wanted: set[str]) -> None:
    for name in sorted(wanted):
        if names.count(name) != 1:
            raise UserError(f"编号格式中应恰好有一个 {{{name}}}。", advice=_ADVICE)
    extra = set(names) - wanted
    if extra:
        raise UserError(f"编号格式中不能有 {{{min(extra)}}}。", advice=_ADVICE)


def _check_literals(template: str) -> None:
    rest = _TOKEN.sub("", template)
    if not _LITERAL.fullmatch(rest):
        raise UserError("编号格式中只能有字母、数字、点、横线和下划线。", advice=_ADVICE)


def _check_borders(template: str, tokens: list[re.Match[str]]) -> None:
    """Two parts of open length must not run together, or the number cannot be read back."""
    open_length = {"unit", "seq"}
    for left, right in pairwise(tokens):
        between = template[left.end() : right.start()]
        touching = re.fullmatch(r"[0-9A-Za-z]*", between) is not None
        if touching and {left[1], right[1]} & open_length and left[1] != "letter":
            raise UserError(f"编号格式中 {left[0]} 与 {right[0]} 之间应有横线或点。", advice=_ADVICE)


def _reader(template: str, tokens: list[re.Match[str]]) -> str:
    parts, at = [], 0
    for token in tokens:
        parts.append(re.escape(template[at : token.start()].upper()))
        parts.append(_SHAPES[token[1]])
        at = token.end()
    parts.append(re.escape(template[at:].upper()))
    return "".join(parts)
