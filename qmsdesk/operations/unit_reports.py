"""技术质量管理部 takes in the signed reports of units that keep their records in another database (5.1.2, 5.3.6.2)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, write_tx
from qmsdesk.operations import period_slips as slips
from qmsdesk.operations.company import GATHERED, check_figures, find_company
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.department import HOLDERS
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.report_book import UnitReport, read_unit_report
from qmsdesk.operations.reports import PAPERS
from qmsdesk.operations.rights import require
from qmsdesk.procedure.facts import Act
from qmsdesk.procedure.numbering import check_unit_code
from qmsdesk.procedure.report_data import dump


@dataclass(frozen=True)
class TakenReport:
    """A report that was taken in: its slip, whose it is and its title; `renewed` when it took an older one's place."""

    slip_id: int
    unit: str
    title: str
    renewed: bool


def take_report(desk: Desk, *, path: Path) -> TakenReport:
    """Take in the workbook of a unit's signed report; who took it and when stand beside it.

    UserError for one's own, a damaged or changed one, one signed later than today, or one of a period whose company
    report is approved. The same unit may send a corrected one until the company's report gathers it.
    """
    told = read_unit_report(path)
    paper = PAPERS[told.kind]
    require(desk, "汇总", paper=paper, state=slips.SENT)
    check_unit_code(told.unit_code)
    check_figures(desk, told.kind, told.period, told.report)
    _refuse_wrong_sender(desk, told)
    company = find_company(desk, kind=told.kind, period=told.period)
    if company is not None and slips.read(desk, slip_id=company).frozen:
        raise UserError(
            f"{told.period.title}的公司报告已经批准，不能再并入。", advice="请与管理者代表商量后处理。"
        )
    earlier = _earlier(told)
    with write_tx():
        deed = Deed(desk, earlier)
        if earlier is None:
            slip_id = _begin(deed, told, paper)
        else:
            slip_id = earlier
            slips.thaw(deed, slips.read(desk, slip_id=slip_id), "该单位重新上报")
        _fill(deed, slip_id, told)
        if company is not None:
            found = slips.read(desk, slip_id=slip_id)
            act = Act(actor=desk.user.name, day=desk.clock.today(), previous_day=told.sent_on)
            slips.step(deed, found, "汇总", act=act)
        deed.close("接收单位报告", f"{told.unit} {told.title}；{path.name}")
    return TakenReport(slip_id, told.unit, told.title, earlier is not None)


def _refuse_wrong_sender(desk: Desk, told: UnitReport) -> None:
    own = desk.department
    if told.unit_code == own.unit_code:
        raise UserError(
            f"这是编号 {told.unit_code} 的单位“{told.unit}”的报告，与本单位编号相同。",
            advice="本单位的报告直接汇总，不用接收；编号相同的另一单位请先更正编号。",
        )
    known = one("SELECT name FROM unit WHERE code = ?", (told.unit_code,))
    if known is not None and known[0] != told.unit:
        raise UserError(
            f"编号 {told.unit_code} 在这里是“{known[0]}”，文件里是“{told.unit}”。",
            advice="请核对单位编号和名称后再接收。",
        )
    if slips.REVIEWED not in told.signatures:
        raise UserError(f"“{told.title}”没有质量负责人的签字。", advice="请让该单位签署后重新导出。")
    latest = max([told.sent_on, *(signed.day for signed in told.signatures.values() if signed.day)])
    if latest > desk.clock.today():
        raise UserError(f"报告里的日期 {latest} 还没有到。", advice="请核对两边电脑的时钟。")


def _earlier(told: UnitReport) -> int | None:
    """The report this one takes the place of; UserError when it was gathered or is the very same."""
    found = one(
        "SELECT p.slip_id, s.state, s.digest FROM periodic p JOIN slip s ON s.id = p.slip_id"
        " JOIN unit u ON u.id = s.unit_id WHERE p.kind = ? AND p.period = ? AND u.code = ? AND s.state <> '作废'",
        (told.kind, told.period.key, told.unit_code),
    )
    if found is None:
        return None
    slip_id, state, digest = found
    if digest == told.digest:
        raise UserError(f"{told.unit}的“{told.title}”已经接收过，内容相同。")
    if state == GATHERED:
        raise UserError(
            f"{told.unit}的“{told.title}”已经汇总到公司报告，不能再换。",
            advice="请先与该单位核对两份报告的差别。",
        )
    return int(slip_id)


def _begin(deed: Deed, told: UnitReport, paper: str) -> int:
    desk = deed.desk
    known = one("SELECT id FROM unit WHERE code = ?", (told.unit_code,))
    name = clean_text(told.unit, label="单位名称", max_length=60)
    unit = int(known[0]) if known else _new_unit(deed, told.unit_code, name)
    slip_id = deed.insert(
        "slip", paper_code=paper, letter="", unit_id=unit, department_id=desk.department.id,
        year=told.period.year, series=str(told.period.year), state=slips.SENT, template_revision="2",
        business_date=desk.clock.today(), registered_at=deed.now, registered_by=desk.user.name,
        request_id=str(uuid.uuid4()),
    )  # fmt: skip
    deed.slip_id = slip_id
    deed.insert("periodic", slip_id=slip_id, kind=told.kind, period=told.period.key, title=told.title)
    return slip_id


def _new_unit(deed: Deed, code: str, name: str) -> int:
    """A unit that works elsewhere, with the departments of clause 8."""
    unit = deed.insert("unit", code=code, name=name, created_at=deed.now)
    for kind in HOLDERS:
        deed.insert("department", unit_id=unit, name=kind, kind=kind, place="elsewhere", created_at=deed.now)
    return unit


def _fill(deed: Deed, slip_id: int, told: UnitReport) -> None:
    """The frozen figures, the signatures as they stand on the unit's paper, and who received it here."""
    desk = deed.desk
    slips.freeze(deed, slip_id, {"report": dump(told.report)}, told.digest)
    deed.change("slip", slip_id, state=slips.SENT)
    deed.change(
        "periodic", slip_id, content=json.dumps({"taken": True}), sent_on=told.sent_on, sent_by=told.unit,
        sent_to="技术质量管理部", received_on=desk.clock.today(), received_by=desk.user.name,
    )  # fmt: skip
    for box, signed in told.signatures.items():
        deed.insert(
            "signature", slip_id=slip_id, box=box, name=clean_text(signed.name, label="签字人", max_length=40),
            day=signed.day, how=signed.how, meaning=slips.MEANINGS[box], user=desk.user.name, at=deed.now,
            digest=told.digest if box == slips.REVIEWED else "",
        )  # fmt: skip
