"""销毁清单: what is to be destroyed, for approval in ink, and what was destroyed, for the file (§6, R-6-b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_day, read_moment
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import archived
from qmsdesk.operations.prints import Printed, no_file
from qmsdesk.operations.retention import KeptLine, list_kept
from qmsdesk.operations.rights import PRINT, require
from qmsdesk.operations.sheet_archive import REPORT
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import SHANGHAI
from qmsdesk.procedure.report_data import Heading, Report, Table, TableColumn, Text
from qmsdesk.settings import company

PAPER, TITLE = "销毁清单", "质量记录销毁清单"
_COLUMNS = (
    TableColumn("编号", share=1.5), TableColumn("记录名称", share=2.2), TableColumn("保存部门", share=1.2),
    TableColumn("关闭日期", share=1.1), TableColumn("保存到", share=1.1),
)  # fmt: skip


@dataclass(frozen=True)
class DestructionList:
    """One list that was carried out: its number, day, how many records, who asked, who approved and how."""

    list_no: str
    at: date
    count: int
    asked_by: str
    approved_by: str
    approved_on: date | None
    approved_how: str


def lists(desk: Desk) -> list[DestructionList]:
    """Every list that was carried out, the latest first."""
    found = rows(
        "SELECT list_no, max(at), count(*), max(asked_by), max(approved_by), max(approved_on), max(approved_how)"
        " FROM destruction GROUP BY list_no ORDER BY max(at) DESC, list_no DESC"
    )
    return [
        DestructionList(number, read_moment(at).astimezone(SHANGHAI).date(), count, asked, by, _day(on), how)
        for number, at, count, asked, by, on, how in found
    ]


def proposal_pdf(desk: Desk, *, slip_ids: Sequence[int]) -> Printed:
    """The list before anything is done: for the approver's signature in ink. UserError when it is empty."""
    require(desk, "销毁")
    require(desk, PRINT, paper=PAPER)
    wanted = set(slip_ids)
    lines = [line for line in list_kept(desk) if line.slip_id in wanted]
    if not lines:
        raise UserError("销毁清单是空的。", advice="请先选择已到期的记录。")
    told = f"下列 {len(lines)} 条记录保存期已满，报请批准销毁。批准后由本程序清除内容，编号和登记信息保留。"
    boxes = ((f"经办人 {desk.user.name}", None), ("保存部门", None), ("批准人", None), ("监销人", None))
    title = f"{TITLE}（报批）{desk.clock.today():%Y%m%d}"
    return _print(desk, title, f"{TITLE}（报批）", (Text(told), _table(lines)), boxes)


def list_pdf(desk: Desk, *, list_no: str) -> Printed:
    """A list that was carried out, with who approved it; room for who keeps the records and who looked on."""
    require(desk, PRINT, paper=PAPER)
    made = next((item for item in lists(desk) if item.list_no == list_no), None)
    if made is None:
        raise UserError(f"没有销毁清单 {list_no}。", advice="请刷新后再选。")
    of_list = {row[0] for row in rows("SELECT slip_id FROM destruction WHERE list_no = ?", (list_no,))}
    lines = [line for line in list_kept(desk) if line.slip_id in of_list]
    told = (
        f"清单编号 {list_no}，{made.at:%Y-%m-%d} 销毁 {made.count} 条。内容、附件、查找索引、审计记录中的内容"
        "和含有它们的旧备份已清除；下列登记信息永久保留。"
    )
    how = "程序签名" if made.approved_how == "程序" else "墨签"
    boxes = (
        ("经办人", Signed(made.asked_by, made.at)), (f"批准人（{how}）", Signed(made.approved_by, made.approved_on)),
        ("保存部门", None), ("监销人", None),
    )  # fmt: skip
    return _print(desk, f"{TITLE} {list_no}", f"{TITLE} {list_no}", (Text(told), _table(lines)), boxes)


def _print(
    desk: Desk,
    title: str,
    heading: str,
    blocks: tuple[Heading | Text | Table, ...],
    boxes: tuple[tuple[str, Signed | None], ...],
) -> Printed:
    from qmsdesk.printing.report import ReportPrint, render_report

    report = Report(
        kind=PAPER, title=heading, unit=desk.department.unit_name, period="", blocks=blocks, totals={}
    )
    around = ReportPrint(boxes, printed_at=desk.clock.now(), made_by=desk.user.name, clause="6")
    data = archived(render_report(report, around, company(desk.data_dir)))
    return Printed(data, 1, False, f"{title}.pdf", title, no_file(desk, PAPER), keeps=REPORT)


def _table(lines: Sequence[KeptLine]) -> Table:
    cells = tuple(
        (line.number, line.name, line.keeper, _iso(line.closed), _iso(line.until))
        for line in sorted(lines, key=lambda line: (line.name, line.number))
    )
    return Table("records", f"共 {len(cells)} 条", _COLUMNS, cells)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _day(text: str | None) -> date | None:
    found = read_day(text)
    return found if isinstance(found, date) else None
