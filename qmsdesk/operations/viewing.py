"""现场查阅: who may only look says why, and every look is kept (5.5.2, R-5.5.2-b, AUX-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qmsdesk.errors import UserError
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import insert, rows, write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import archived
from qmsdesk.operations.prints import Printed, no_file
from qmsdesk.operations.rights import PRINT, is_viewer, require
from qmsdesk.operations.sheet_archive import REPORT
from qmsdesk.operations.slips import read_slip
from qmsdesk.procedure.clock import SHANGHAI
from qmsdesk.settings import company

__all__ = ["Viewing", "is_viewer", "list_viewings", "look", "viewings_pdf", "watermark"]

SHEET = "AUX-14"


@dataclass(frozen=True)
class Viewing:
    """One look: when, who, on which machine, at what (number and sheet), and for what purpose."""

    at: datetime
    user: str
    workstation: str
    what: str
    purpose: str


def check_purpose(purpose: str) -> str:
    """The purpose as it is kept; UserError when it says nothing."""
    cleaned = clean_text(purpose, label="查阅目的", max_length=200)
    if len(cleaned) < 2:
        raise UserError("请写明查阅目的。", advice="例如：内部审核、顾客来访、质量分析会。")
    return cleaned


def look(desk: Desk, *, slip_id: int, purpose: str) -> None:
    """Note that somebody looks at a slip, before it is shown."""
    why = check_purpose(purpose)
    slip = read_slip(desk, slip_id=slip_id)
    what = f"{slip.paper.title} {slip.number}"
    with write_tx():
        insert(
            "view_log",
            {
                "at": moment_text(desk.clock.now()), "user": desk.user.name, "workstation": desk.workstation,
                "slip_id": slip_id, "what": what, "purpose": why,
            },
        )  # fmt: skip
        record(desk, "现场查阅", reason=f"{what}：{why}", slip_id=slip_id)


def list_viewings(desk: Desk, *, limit: int = 2000) -> list[Viewing]:
    """The latest looks, newest first; for who keeps the records and who keeps the program."""
    require(desk, "看查阅登记")
    found = rows(
        'SELECT at, "user", workstation, what, purpose FROM view_log ORDER BY id DESC LIMIT ?', (limit,)
    )
    return [Viewing(read_moment(at), user, place, what, why) for at, user, place, what, why in found]


def viewings_pdf(desk: Desk) -> Printed:
    """AUX-14 现场查阅登记 as a print, oldest first, with room for who checked it."""
    require(desk, PRINT, paper=SHEET)
    from qmsdesk.printing.report import ReportPrint, render_report
    from qmsdesk.procedure.report_data import Report, Table, TableColumn

    found = list(reversed(list_viewings(desk)))
    lines = tuple(
        (f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", line.user, line.what, line.purpose)
        for line in found
    )
    columns = (
        TableColumn("时间", share=1.4), TableColumn("查阅人"), TableColumn("查阅的单据", share=2.6),
        TableColumn("目的", share=2.4),
    )  # fmt: skip
    table = Table("viewings", f"共 {len(lines)} 次", columns, lines)
    report = Report(
        kind="AUX-14", title="现场查阅登记", unit=desk.department.unit_name, period="", blocks=(table,), totals={}
    )  # fmt: skip
    boxes = (("质管部门核对", None), ("质量负责人", None))
    around = ReportPrint(boxes, printed_at=desk.clock.now(), made_by=desk.user.name, clause="5.5.2")
    data = archived(render_report(report, around, company(desk.data_dir)))
    title = f"现场查阅登记 {desk.clock.today():%Y%m%d}"
    return Printed(data, 1, False, f"{title}.pdf", title, no_file(desk, SHEET), keeps=REPORT)


def watermark(desk: Desk) -> str:
    """Name and time over what is shown."""
    return f"{desk.user.name} {desk.clock.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M} 仅供现场查阅"
