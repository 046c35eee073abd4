"""Importing a spreadsheet: headings are proposed, wrong rows are named, the report is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.forms import import_window
from qmsdesk.forms.import_window import ImportWindow
from qmsdesk.operations import importing
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query, totals

ROWS = (
    "投诉编号,投诉日期,客户,产品,故障,备注",
    "Q-1,2026-10-05,兰州石化公司,换热器,管束内漏,",
    "Q-2,2026-10-06,庆阳石化,反应器,法兰泄漏,",
    "Q-3,不是日期,庆阳石化,反应器,法兰泄漏,",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "旧台帐.csv"
    path.write_text("\n".join(ROWS), encoding="utf-8")
    return path


@pytest.fixture
def page(qtbot, desk: Desk) -> ImportWindow:
    page = ImportWindow(desk)
    qtbot.addWidget(page)
    page.show()
    return page


def choose(page: ImportWindow, key: str, heading: str) -> None:
    box = page.boxes[key]
    box.setCurrentIndex(box.findData(heading))


def test_headings_are_proposed_and_what_is_needed_is_asked_for(qtbot, page: ImportWindow, file: Path) -> None:
    page.open_file(file)
    qtbot.waitUntil(lambda: bool(page.boxes))
    assert page.boxes["original_no"].currentData() == "投诉编号"
    assert page.boxes["customer_name"].currentData() == "客户"
    if page.boxes["problem_kind"].currentData() != "故障":
        qtbot.waitUntil(lambda: "发生何种问题" in page.verdict.text())
        assert not page.start.isEnabled()
        choose(page, "problem_kind", "故障")
    qtbot.waitUntil(lambda: page.start.isEnabled())
    assert "共 3 行，可导入 2 行，不合格 1 行" in page.verdict.text()


def test_the_rows_come_in_and_the_report_is_shown(
    qtbot, page: ImportWindow, file: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Path] = []
    monkeypatch.setattr(import_window, "tell_file", lambda _parent, _text, path: told.append(path))
    page.open_file(file)
    qtbot.waitUntil(lambda: bool(page.boxes))
    choose(page, "problem_kind", "故障")
    qtbot.waitUntil(lambda: page.start.isEnabled())
    with qtbot.waitSignal(page.slip_changed, timeout=10_000):
        page.start.click()
    assert totals(desk, query=Query()).count == 2
    assert told[0].is_file()
    assert "已导入 2 行（F01-2026-001 至 F01-2026-002）" in page.verdict.text()
    assert not page.start.isEnabled()


def test_a_second_import_of_the_same_originals_is_refused_row_by_row(
    qtbot, page: ImportWindow, file: Path, desk: Desk
) -> None:
    mapping = {
        "original_no": "投诉编号",
        "feedback_date": "投诉日期",
        "customer_name": "客户",
        "problem_kind": "故障",
    }
    importing.run(desk, path=file, mapping=mapping, report=file.with_name("r.csv"))
    page.open_file(file)
    qtbot.waitUntil(lambda: bool(page.boxes))
    choose(page, "problem_kind", "故障")
    qtbot.waitUntil(lambda: "可导入 0 行" in page.verdict.text())
    assert not page.start.isEnabled()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00\x01\x02"])
def test_a_file_that_is_no_table_is_said_in_words(
    qtbot, page: ImportWindow, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    page.open_file(path)
    qtbot.waitUntil(lambda: page.verdict.text() not in ("", "正在读取…"))
    assert not page.start.isEnabled()
    assert page.table.rowCount() == 0
