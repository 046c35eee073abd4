"""Chapters of the afternoon: import the old list, look things up in the ledger, export, and a second call."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.demo import hands
from qmsdesk.demo.calling import write_call
from qmsdesk.demo.stage import Chapter, Stage, calls
from qmsdesk.errors import UserError
from qmsdesk.procedure.dates import parse_date
from qmsdesk.settings import resources_dir

SAMPLE = "feedback_sample.csv"
DAY = "反馈日期"
NEWEST = 2  # days before the demo


def sample_of_today(folder: Path, today: date) -> Path:
    """The sample list with its days moved so that the newest complaint is two days old."""
    with (resources_dir() / "samples" / SAMPLE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    days = [_day(row[DAY]) for row in rows]
    moved = today - timedelta(days=NEWEST) - max(day for day in days if day)
    path = folder / "旧投诉台帐.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row, day in zip(rows, days, strict=True):
            writer.writerow({**row, DAY: (day + moved).isoformat()} if day else row)
    return path


def _day(text: str) -> date | None:
    try:
        return parse_date(text, today=date(2026, 1, 1))
    except UserError:
        return None


def import_list(stage: Stage) -> None:
    """Choose the file, look at the mapping and the rows, import, read the report."""
    window = stage.main()
    path = sample_of_today(stage.out, stage.here().clock.today())
    hands.use(window, window.action("import_table"))
    page: Any = window.tabs.currentWidget()
    with hands.file_dialog(path):
        hands.click(page.choose)
    hands.wait(page.start.isEnabled, "the preview of the list")
    stage.camera.take(window, "导入表格")
    hands.click(page.start)
    said = hands.accept_message()
    stage.summary["import"] = said
    stage.tell(f"    {said}")
    stage.made("import_source", path)
    stage.made("import_report", path.with_name(f"{path.stem}_导入报告.xlsx"))
    window.tabs.close_current()


def look_up(stage: Stage) -> None:
    """Open the ledger, search by two characters and by initials, filter, sort."""
    window = stage.main()
    hands.use(window, window.action("ledger"))
    page: Any = window.tabs.currentWidget()
    hands.wait(lambda: page.model.rowCount() > 60, "the ledger")
    stage.camera.take(window, "台帐")
    stage.summary["slips"] = page.model.rowCount()
    everything = page.model.rowCount()
    hands.write(page.search, "渗漏")
    hands.wait(lambda: 0 < page.model.rowCount() < everything, "what was searched for")
    stage.summary["found"] = page.model.rowCount()
    stage.camera.take(window, "台帐-查找")
    hands.write(page.search, "lylh", clear=True)
    hands.wait(lambda: page.model.query.text == "lylh", "initials")
    hands.choose(page.filters.klass, "待归类")
    hands.wait(lambda: bool(page.model.query.filters), "the filter")
    hands.settle(200)
    stage.camera.take(window, "台帐-拼音和筛选")
    hands.write(page.search, "", clear=True)
    hands.click(page.filters.clear_button)
    hands.wait(lambda: page.model.rowCount() == everything, "the whole ledger again")


def export(stage: Stage) -> None:
    """What is shown, as a workbook and on form 07."""
    window = stage.main()
    page: Any = window.tabs.currentWidget()
    for name, button, ending in (
        ("ledger_xlsx", page.xlsx_button, "xlsx"),
        ("ledger_pdf", page.pdf_button, "pdf"),
    ):
        path = stage.out / f"顾客反馈投诉信息台帐.{ending}"
        with hands.file_dialog(path):
            hands.click(button)
        hands.accept_message()
        stage.made(name, path)


def second_call(stage: Stage) -> None:
    """The same machine again: proposals and likely duplicates while the clerk types; the call is then given up."""
    window = stage.main()
    hands.use(window, window.action("take_call"))
    page: Any = window.tabs.currentWidget()
    write_call(page, calls()[1])
    hands.wait(lambda: not page.duplicates.note.isVisible(), "likely duplicates")
    hands.settle(200)
    stage.camera.take(window, "接电话-疑似重复")
    hands.click(page.discard_button)
    hands.use(window, window.action("start_page"))
    hands.settle(300)
    stage.camera.take(window, "首页")


CHAPTERS = (
    Chapter("导入旧台帐", import_list),
    Chapter("查台帐", look_up),
    Chapter("导出台帐", export),
    Chapter("同一台设备又来电", second_call),
)
