"""Bring feedback in from a spreadsheet as registered back-entries (补录), all rows in one transaction."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from qmsdesk.exchange.cells import text
from qmsdesk.exchange.tables import Table, read_table
from qmsdesk.models import counter
from qmsdesk.models.base import moment_text
from qmsdesk.models.transactions import listed, much_to_write, one, rows, write_many, write_tx
from qmsdesk.operations import import_mapping as columns
from qmsdesk.operations.backup import make_backup
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.import_mapping import TARGETS, ImportTarget
from qmsdesk.operations.import_report import check_name, write_report
from qmsdesk.operations.import_rows import Ready, Refused, RowReader, row_text, year_of_number
from qmsdesk.operations.old_ledger import BACK_ENTRY
from qmsdesk.operations.progress import Progress, silent, step
from qmsdesk.operations.registering import RegisterRow, insert_registered
from qmsdesk.procedure.clock import SHANGHAI, business_date
from qmsdesk.procedure.numbering import SlipNumber, slip_pattern
from qmsdesk.procedure.workflow import next_state

__all__ = ["TARGETS", "ImportReport", "ImportTarget", "Preview", "PreviewLine", "Refused", "preview", "run"]

BLOCK = 500
SHOWN = 50


@dataclass(frozen=True)
class PreviewLine:
    """One row as it would come in: its line, its mapped cells by target, "" or the reason against it."""

    line: int
    cells: dict[str, str]
    reason: str = ""


@dataclass(frozen=True)
class Preview:
    """What an import would do; nothing was written."""

    headings: tuple[str, ...]
    mapping: dict[str, str]
    missing: tuple[ImportTarget, ...]
    total: int
    ready: int
    refused: tuple[Refused, ...]
    sample: tuple[PreviewLine, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ImportReport:
    """What an import did: how many slips, first and last number, every refused row, where the report file lies."""

    imported: int
    refused: tuple[Refused, ...]
    report: Path
    first_number: str = ""
    last_number: str = ""
    warnings: tuple[str, ...] = ()


def preview(desk: Desk, *, path: Path, mapping: Mapping[str, str] | None = None) -> Preview:
    """Read the file and say row by row what would happen; `mapping` is target (key or label) -> heading.

    Without mapping it is guessed; `missing` names what still needs a column. UserError when the file is unreadable.
    """
    table = read_table(path)
    found = _mapping(table, mapping)
    lacking = columns.missing(found)
    if lacking:
        return Preview(table.headings, found, lacking, len(table.rows), 0, (), (), table.warnings)
    reader = RowReader(table, found, today=desk.clock.today(), clerk=desk.user.name)
    ready, refused = _sorted_out(table, reader)
    reasons = {item.line: item.reason for item in refused}
    sample = tuple(
        PreviewLine(line, reader.cells(row), reasons.get(line, ""))
        for line, row in zip(table.lines[:SHOWN], table.rows[:SHOWN], strict=True)
    )
    warnings = (*table.warnings, *_own_numbers(ready))
    return Preview(table.headings, found, (), len(table.rows), len(ready), tuple(refused), sample, warnings)


def run(
    desk: Desk,
    *,
    path: Path,
    report: Path,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Register every acceptable row in date order and write the report; a cancel or an error leaves nothing behind.

    A backup is made first. An original that was imported before is refused row by row. UserError when the file cannot
    be read, a needed column is missing, the user may not register, or the backup or the report cannot be written.
    """
    next_state("01", "草稿", "登记", desk.user.roles)
    check_name(report)
    table = read_table(path)
    found = _mapping(table, mapping)
    columns.refuse_missing(columns.missing(found), table.headings)
    reader = RowReader(table, found, today=desk.clock.today(), clerk=desk.user.name)
    ready, refused = _sorted_out(table, reader)
    warnings = (*table.warnings, *_own_numbers(ready))
    if ready:
        make_backup(desk, why="导入前")
    existed = report.exists()
    try:
        with much_to_write(), write_tx():
            again = _known(ready)
            refused += [item for item in again.values() if item]
            ready = [item for item in ready if item.line not in again]
            numbers = _register(desk, ready, path.name, progress)
            refused.sort(key=lambda item: item.line)
            write_report(report, table, refused, numbers, footer=f"{desk.user.name} {desk.clock.today()}")
    except BaseException:
        if not existed:
            with suppress(OSError):
                report.unlink()
        raise
    given = [numbers[item.line] for item in ready]
    ends = (given[0], given[-1]) if given else ("", "")
    return ImportReport(len(given), tuple(refused), report, *ends, warnings)


def _mapping(table: Table, mapping: Mapping[str, str] | None) -> dict[str, str]:
    if mapping is None:
        found = columns.guess(table.headings)
        if "feedback_date" not in found and "original_no" in found and _numbers_tell_years(table, found):
            found["feedback_date"] = found["original_no"]
        return found
    return columns.checked(mapping, table.headings)


def _numbers_tell_years(table: Table, found: Mapping[str, str]) -> bool:
    """Whether this is a form 07 as the paper has it: no days, but a year in nearly every number."""
    place = table.headings.index(found["original_no"])
    numbers = [text(row[place]) for row in table.rows]
    return bool(numbers) and sum(year_of_number(item) is not None for item in numbers) * 2 > len(numbers)


def _sorted_out(table: Table, reader: RowReader) -> tuple[list[Ready], list[Refused]]:
    """Rows that can be registered in date order, and the others; originals known already are among the others."""
    ready: list[Ready] = []
    refused: list[Refused] = []
    seen: dict[str, int] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        item = reader.read(line, row)
        if isinstance(item, Refused):
            refused.append(item)
        elif item.original_no in seen:
            refused.append(Refused(line, f"信息原件编号与第 {seen[item.original_no]} 行相同", row_text(row)))
        else:
            seen[item.original_no] = line
            ready.append(item)
    ready.sort(key=lambda item: (item.values["feedback_date"], item.line))
    known = _known(ready)
    refused += known.values()
    refused.sort(key=lambda item: item.line)
    return [item for item in ready if item.line not in known], refused


def _known(ready: Sequence[Ready]) -> dict[int, Refused]:
    """Line -> reason for originals that were imported before."""
    found: dict[str, str] = {}
    numbers = [item.original_no for item in ready]
    for start in range(0, len(numbers), BLOCK):
        block = numbers[start : start + BLOCK]
        marks = ",".join("?" * len(block))
        found.update(
            rows(
                "SELECT d.original_no, coalesce(s.number, '') FROM source_document d"
                " LEFT JOIN slip s ON s.id = d.slip_id"
                f" WHERE d.origin = 'import' AND d.original_no IN ({marks})",
                block,
            )
        )
    return {
        item.line: Refused(
            item.line,
            f"信息原件 {item.original_no} 已经导入过（{found[item.original_no]}）",
            item.values["problem_kind"],
        )
        for item in ready
        if item.original_no in found
    }


def _own_numbers(ready: Sequence[Ready]) -> list[str]:
    """A warning when the numbers in the file are numbers of slips here: then it is our own export (S-4)."""
    numbers = json.dumps([item.original_no for item in ready])
    found = rows(
        f"SELECT number FROM slip WHERE number IN ({listed(texts=True)}) ORDER BY number", (numbers,)
    )
    if not found:
        return []
    return [
        f"文件里有 {len(found)} 个单号已是本台帐的单据（如 {found[0][0]}），像是从这里导出的台帐；再导入会重复登记。"
    ]


def _register(desk: Desk, ready: Sequence[Ready], name: str, progress: Progress) -> dict[int, str]:
    """Source documents, then slips, block by block inside the caller's transaction; line -> number."""
    numbers: dict[int, str] = {}
    total = len(ready)
    step(progress, 0, total)
    for start in range(0, total, BLOCK):
        block = ready[start : start + BLOCK]
        first, records = _insert_sources(desk, block, name)
        registered = insert_registered(
            desk,
            [
                RegisterRow(
                    item.values,
                    f"import {uuid.uuid5(uuid.NAMESPACE_OID, item.original_no)}",
                    first + place,
                    (record, item.original_no, item.caller, item.telephone),
                    BACK_ENTRY,
                )
                for place, (item, record) in enumerate(zip(block, records, strict=True))
            ],
        )
        numbers.update((item.line, slip.number) for item, slip in zip(block, registered, strict=True))
        step(progress, start + len(block), total)
    return numbers


def _insert_sources(desk: Desk, block: Sequence[Ready], name: str) -> tuple[int, list[str]]:
    """The 信息原件 of imported rows: the id of the first, the others follow; and their numbers."""
    now = desk.clock.now()
    unit, year = desk.department.unit_code, business_date(now).year
    sequence = counter.next_numbers(unit_code=unit, letter="D", year=str(year), count=len(block))
    first = int((one("SELECT coalesce(max(id), 0) + 1 FROM source_document") or (1,))[0])
    pattern = slip_pattern()
    made = []
    for place, item in enumerate(block):
        number = pattern.format(SlipNumber("D", unit, year, sequence + place))
        made.append({"id": first + place, "record_no": number, **_source(desk, item, name, now)})
    names = ", ".join(f'"{column}"' for column in made[0])
    marks = ", ".join("?" * len(made[0]))
    write_many(
        f"INSERT INTO source_document ({names}) VALUES ({marks})", [tuple(row.values()) for row in made]
    )
    return first, [str(row["record_no"]) for row in made]


def _source(desk: Desk, item: Ready, name: str, now: datetime) -> dict[str, Any]:
    values = item.values
    received = datetime.combine(values["feedback_date"], time(0), SHANGHAI).astimezone(UTC)
    return {
        "origin": "import",
        "channel": values["channel"],
        "original_no": item.original_no,
        "import_name": name,
        "department_id": desk.department.id,
        "caller": item.caller,
        "telephone": item.telephone,
        "received_at": moment_text(received),
        "received_by": item.handler or desk.user.name,
        "entered_at": moment_text(now),
        "entered_by": desk.user.name,
        **{column: values.get(column, "") for column in _SAME},
        "words": values["description"],
        "remedy": "",
        "pages": 1,
        "is_original": 1,
        "request_id": f"import {uuid.uuid5(uuid.NAMESPACE_OID, item.original_no)}",
        "version": 1,
    }


_SAME = ("customer_name", "customer_address", "product_name", "drawing_no", "serial_no")
