"""One row of a spreadsheet becomes the values of a feedback slip, or the reason why it does not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.exchange.cells import Cell, as_date, is_blank, text
from qmsdesk.exchange.tables import Table
from qmsdesk.models.text import clean_text
from qmsdesk.operations.import_mapping import BY_KEY
from qmsdesk.operations.old_ledger import BACK_ENTRY, lines_of
from qmsdesk.operations.record_values import clean_values
from qmsdesk.papers.base import Facts
from qmsdesk.papers.check import problems
from qmsdesk.papers.feedback import CHANNELS, PAPER, PROPOSED, WITNESS
from qmsdesk.papers.values import Signed

NOT_STATED = "不详:补录时原表未填"
SEE = "…（见详细描述）"
DAY_FROM_NUMBER = "原表没有，按单号的年份记为年末"
CHANNEL = "电子邮件"  # a list handed over as a file; the sheet has no box for it
_ALWAYS = ("customer_address", "product_name", "drawing_no", "serial_no", "problem_part")
_DATES = ("feedback_date", "commission_date", "failure_date", "ship_date")
_KEPT_WITH_SOURCE = ("caller", "telephone")
_SEPARATORS = re.compile(r"[\s,，、;；|]+")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_COMBINED = "产品名称/图号"


@dataclass(frozen=True)
class Refused:
    """A row that was not imported: its line in the file, why, and what stood in it."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Ready:
    """A row that can be registered: line, number of the original, values of the slip, facts about the source."""

    line: int
    original_no: str
    values: dict[str, Any]
    caller: str = ""
    telephone: str = ""
    handler: str = ""


class RowReader:
    """Reads the rows of one table under one mapping."""

    def __init__(self, table: Table, mapping: Mapping[str, str], *, today: date, clerk: str) -> None:
        self._place = {key: table.headings.index(heading) for key, heading in mapping.items()}
        self._mapping = mapping
        used = set(self._place.values())
        rest = [(place, name) for place, name in enumerate(table.headings) if place not in used]
        self._rest = [(place, name) for place, name in rest if name not in ("序号", "行号")]
        same = mapping.get("feedback_date") == mapping.get("original_no")
        self._from_number = ("feedback_date",) if same else ()
        self._today = today
        self._clerk = clerk
        self._facts = Facts(today, has_transcript=True)
        # the rest is the same in every row and right by construction
        varying = {*mapping, "drawing_no", "problem_kind", "description", "problem_code", "other"}
        self._looked_at = [field for field in (*PAPER.fields, *PAPER.extra) if field.name in varying]

    def read(self, line: int, row: Sequence[Cell]) -> Ready | Refused:
        """The slip in this row, or the reason against it in words that name the item."""
        try:
            ready = self._ready(line, row)
        except UserError as error:
            return Refused(line, error.message, row_text(row))
        found = problems(PAPER, ready.values, self._facts, fields=self._looked_at)
        if found:
            return Refused(line, "；".join(f"{item.label}：{item.message}" for item in found), row_text(row))
        return ready

    def cells(self, row: Sequence[Cell]) -> dict[str, str]:
        """The mapped cells of a row as text, for the preview."""
        return {key: text(row[place]) for key, place in self._place.items()}

    def _ready(self, line: int, row: Sequence[Cell]) -> Ready:
        words = self.cells(row)
        values: dict[str, Any] = {key: words[key] for key in words if key in _FIELDS}
        values.update(self._days(row))
        self._product(values)
        self._problem(values)
        for name in _ALWAYS:
            values[name] = values.get(name) or NOT_STATED
        values["problem_code"] = ",".join(filter(None, _SEPARATORS.split(values.get("problem_code", ""))))
        values["channel"] = values.get("channel") if values.get("channel") in CHANNELS else CHANNEL
        values["proposed_class"] = _proposed(values.get("proposed_class", ""))
        values["witness"] = WITNESS[1]
        values["other"] = self._other(words, row)
        values["sig_handler"] = Signed(self._clerk, self._today, "typed")
        kept = {name: _short(words.get(name, ""), BY_KEY[name].label) for name in _KEPT_WITH_SOURCE}
        original = clean_text(words.get("original_no", ""), label="信息原件编号", max_length=80, code=True)
        handler = _short(words.get("handler", ""), "经办人")
        values.update(clean_values(PAPER, {field.name: values.get(field.name) for field in self._looked_at}))
        return Ready(line, original or fingerprint(row), values, handler=handler, **kept)

    def _days(self, row: Sequence[Cell]) -> dict[str, date | str]:
        found: dict[str, date | str] = {}
        for name in _DATES:
            if name not in self._place:
                continue
            label = BY_KEY[name].label
            value = row[self._place[name]]
            if (
                name != "feedback_date"
                and isinstance(value, str)
                and value.strip().startswith(("不详", "/", "未启用"))
            ):
                found[name] = value.strip()
                continue
            try:
                day = (
                    self._year_end(value) if name in self._from_number else as_date(value, today=self._today)
                )
            except UserError as error:
                raise UserError(f"{label}：{error.message}") from error
            if day is not None:
                found[name] = day
        for name in ("commission_date", "failure_date"):
            found.setdefault(name, NOT_STATED)
        return found

    def _year_end(self, value: Cell) -> date:
        """Form 07 has no day: the last day of the year in the number, and the slip says so."""
        year = year_of_number(text(value))
        if year is None:
            raise UserError(f"从单号“{text(value)[:40]}”认不出年份。")
        return min(date(year, 12, 31), self._today)

    def _product(self, values: dict[str, Any]) -> None:
        """A column 产品名称/图号 as on form 07 holds both."""
        if self._mapping.get("product_name") == _COMBINED and "drawing_no" not in self._mapping:
            name, _slash, drawing = values["product_name"].partition("/")
            values["product_name"], values["drawing_no"] = name, drawing

    def _problem(self, values: dict[str, Any]) -> None:
        """One column of words serves as problem and description; a long one stays whole in the description."""
        problem, room = values["problem_kind"], _FIELDS["problem_kind"]
        values["description"] = values.get("description") or problem
        if len(problem) > room:
            told = values["description"]
            values["description"] = problem if told == problem else f"{problem}\n{told}"
            values["problem_kind"] = problem[: room - len(SEE)].rstrip() + SEE

    def _other(self, words: Mapping[str, str], row: Sequence[Cell]) -> str:
        """Whatever else the row says is kept, column by column."""
        said = lines_of(words)
        said += [f"{name}：{text(row[place])}" for place, name in self._rest if not is_blank(row[place])]
        if words.get("channel") and words["channel"] not in CHANNELS:
            said.append(f"信息来源：{words['channel']}")
        if words.get("handler"):
            said.append(f"原经办人：{words['handler']}")
        if self._from_number:
            said.append(f"反馈日期：{DAY_FROM_NUMBER}")
        return "\n".join([f"（{BACK_ENTRY}）", *said]) if said else f"（{BACK_ENTRY}）"


_FIELDS = {field.name: field.max_length for field in (*PAPER.fields, *PAPER.extra)}


def year_of_number(number: str) -> int | None:
    """The one year in the number of an old slip (F01-2019-012, 2019年12号), or None."""
    years = set(_YEAR.findall(number))
    return int(years.pop()) if len(years) == 1 else None


def fingerprint(row: Sequence[Cell]) -> str:
    """A number for an original that has none: the same row gives the same one."""
    digest = hashlib.sha256("\x1f".join(text(value) for value in row).encode()).hexdigest()
    return f"无编号-{digest[:16]}"


def row_text(row: Sequence[Cell]) -> str:
    """A row as one line, short enough for a list."""
    words = " | ".join(text(value) for value in row if not is_blank(value))
    return words if len(words) <= 200 else words[:199] + "…"


def _proposed(words: str) -> str:
    exact = next((item for item in PROPOSED if words and item.startswith(words)), None)
    if exact:
        return exact
    suggestion = "建议" in words or "意见" in words
    return PROPOSED[0] if suggestion and "诉" not in words and "怨" not in words else PROPOSED[1]


def _short(words: str, label: str) -> str:
    return clean_text(words, label=label, max_length=60)
