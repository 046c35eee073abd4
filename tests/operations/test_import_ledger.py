"""An old ledger on form 07 comes in: as we export it ourselves, and as offices keep it in Excel."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from qmsdesk.models.transactions import write_tx
from qmsdesk.operations import health, importing, intake, ledger, ledger_out, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import COLUMNS, Query
from qmsdesk.operations.ledger_refresh import refresh
from qmsdesk.operations.slips import find_number, read_slip

HEADINGS = [column.title for column in COLUMNS if column.on_paper]
PAPER_ROWS = [
    [
        1,
        "F01-2024-001",
        "兰州石化公司",
        "换热器/LS-1",
        "H2023-1",
        "管箱渗漏",
        "返修",
        "一分厂",
        "B01-2024-001",
        1200.5,
    ],
    [2, "F01-2024-002", "天水乙厂", "塔器", "T-9", "人孔盖变形", "建议采纳", "设计院", None, None],
    [3, "无号", "银川丙公司", "反应器", "R-3", "接管裂纹", None, None, None, None],
]


@pytest.fixture
def old_ledger(tmp_path: Path) -> Path:
    """A workbook as offices keep it: title and form number above, sum below."""
    book = Workbook()
    sheet = book.active
    sheet.append(["顾客反馈/投诉信息台帐"])
    sheet.merge_cells("A1:J1")
    sheet.append([None] * 9 + ["QM0703-07"])
    sheet.append(HEADINGS)
    for row in PAPER_ROWS:
        sheet.append(row)
    path = tmp_path / "2024年台帐.xlsx"
    book.save(path)
    return path


def imported(desk: Desk, path: Path) -> importing.ImportReport:
    return importing.run(desk, path=path, report=path.with_name("报告.csv"))


def test_a_form_07_without_days_takes_the_year_of_its_numbers_and_says_so(
    desk: Desk, old_ledger: Path
) -> None:
    tried = importing.preview(desk, path=old_ledger)
    assert tried.missing == ()
    assert tried.mapping["feedback_date"] == tried.mapping["original_no"] == "反馈单号"
    done = imported(desk, old_ledger)
    assert done.imported == 2
    assert [(item.line, "年份" in item.reason) for item in done.refused] == [(6, True)]
    shown = list(ledger.stream(desk, query=Query(sort=(("number", False),))))
    places = [
        [column.key for column in COLUMNS].index(key) for key in ("customer", "product", "feedback_date")
    ]
    assert [[row[place] for place in places] for row in shown] == [
        ["兰州石化公司", "换热器/LS-1", date(2024, 12, 31)],
        ["天水乙厂", "塔器/不详:补录时原表未填", date(2024, 12, 31)],
    ]
    slip_id = find_number(desk, number=done.first_number)
    assert slip_id is not None
    other = read_slip(desk, slip_id=slip_id).values["other"]
    assert "按单号的年份" in other
    assert "三包单号：B01-2024-001" in other
    assert "处理结果：返修" in other


def test_what_we_export_comes_in_again_row_for_row(
    desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any], tmp_path: Path
) -> None:
    for turn, problem in enumerate(("=1+1 漏", "-主缸爬行", "异响")):
        taken = intake.record_call(
            desk, note=dataclasses.replace(call_note, caller=f"人{turn}"), request_id=f"c{turn}"
        )
        values = {**complete_feedback, "problem_kind": problem}
        slips.register(desk, draft_id=taken.draft_id, values=values, request_id=f"r{turn}")
    path = tmp_path / "台帐.xlsx"
    before = list(ledger.stream(desk, query=Query(sort=(("number", False),))))
    ledger_out.ledger_xlsx(
        desk, query=Query(sort=(("number", False),)), columns=[column.key for column in COLUMNS], path=path
    )
    done = imported(desk, path)
    assert (done.imported, done.refused) == (3, ())
    assert len(done.warnings) == 1
    assert "3 个单号已是本台帐的单据（如 F01-" in done.warnings[0]
    after = list(ledger.stream(desk, query=Query(sort=(("number", False),))))[3:]
    keys = [column.key for column in COLUMNS]
    for key in ("customer", "product", "serial_no", "problem", "feedback_date"):
        assert [row[keys.index(key)] for row in after] == [row[keys.index(key)] for row in before], key


def test_what_the_old_ledger_said_stands_in_its_own_columns(desk: Desk, old_ledger: Path) -> None:
    """Result, department, claim number and cost of a back-entry are columns, found, summed and filtered as such."""
    done = imported(desk, old_ledger)
    keys = [column.key for column in COLUMNS]
    (row,) = ledger.stream(desk, query=Query(text="B01-2024-001"))
    told = {key: row[keys.index(key)] for key in ("result", "responsible", "claim_no", "claim_cost")}
    assert told == {
        "result": "返修",
        "responsible": "一分厂",
        "claim_no": "B01-2024-001",
        "claim_cost": 120_050,
    }
    assert ledger.totals(desk, query=Query()).cost == 120_050
    slip_id = find_number(desk, number=done.first_number)
    assert slip_id is not None
    with write_tx():
        refresh(slip_id)
    (again,) = ledger.stream(desk, query=Query(text="B01-2024-001"))
    assert again == row
    levels = {finding.check: finding.level for finding in health.check(desk).findings}
    assert levels["台帐与检索"] == "good"


@pytest.mark.parametrize(
    ("cost", "fen", "kept"),
    [
        ("约五百", None, "三包费用（原文）：约五百"),
        (-20, None, "三包费用（原文）：-20"),
        ("1,200.50", 120_050, "三包费用：1,200.50"),
        (0, 0, "三包费用：0.00"),
    ],
)
def test_a_cost_that_is_no_amount_is_kept_as_written_and_not_counted(
    desk: Desk, tmp_path: Path, cost: object, fen: int | None, kept: str
) -> None:
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(
        [1, "F01-2024-001", "兰州石化公司", "换热器", "H1", "渗漏", "返修\n已验收", "一分厂", "", cost]
    )
    book.save(tmp_path / "旧.xlsx")
    tried = importing.preview(desk, path=tmp_path / "旧.xlsx")
    assert tried.sample[0].cells["claim_no"] == ""
    done = imported(desk, tmp_path / "旧.xlsx")
    (row,) = ledger.stream(desk, query=Query())
    keys = [column.key for column in COLUMNS]
    assert (row[keys.index("claim_cost")], row[keys.index("result")]) == (fen, "返修 已验收")
    slip_id = find_number(desk, number=done.first_number)
    assert slip_id is not None
    assert kept in read_slip(desk, slip_id=slip_id).values["other"]


def test_a_slip_that_is_no_back_entry_says_nothing_of_an_old_ledger(
    desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    taken = intake.record_call(desk, note=call_note, request_id="c")
    values = {**complete_feedback, "other": "三包单号：B01-2020-001\n三包费用：100"}
    slips.register(desk, draft_id=taken.draft_id, values=values, request_id="r")
    (row,) = ledger.stream(desk, query=Query())
    keys = [column.key for column in COLUMNS]
    assert (row[keys.index("claim_no")], row[keys.index("claim_cost")]) == ("", None)


@pytest.mark.parametrize(
    ("number", "year"),
    [("F01-2019-012", 2019), ("2020年12号", 2020), ("12", None), ("2019-2020-1", None), ("120195", None)],
)
def test_the_year_of_an_old_number(number: str, year: int | None) -> None:
    from qmsdesk.operations.import_rows import year_of_number

    assert year_of_number(number) == year
