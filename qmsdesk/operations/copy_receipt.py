"""Signing for one copy (联) of a slip by the department that keeps it, and what waits to be signed for (R-8-a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_refresh import refresh_case
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.scope import for_slip
from qmsdesk.operations.sheet_store import digest_now
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.operations.stepping import NOTHING, advance, checked, put_signature, sign_original
from qmsdesk.operations.turns import Given, StepSpec, Turn
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.copies import QUALITY, SALES
from qmsdesk.procedure.transition import row
from qmsdesk.procedure.workflow import allowed

COMPLETE = "签收齐全"
BY_STEP = {"01": "签收", "02": "签收"}
BOXES = {
    "生产部门": "sig_production",
    "成品库": "sig_store",
    "发货部门": "sig_store",
    "质检部门": "sig_inspection",
    "财务部门": "sig_finance",
    "质管部门": "sig_quality_received",
}  # 接收单位 of form 04 (I-17)
_ROLES = {
    SALES: {"sales_clerk", "sales_leader"},
    QUALITY: {"quality_clerk", "quality_leader"},
    "生产部门": {"production", "receiver"},
}
_OTHERS = {"responsible_clerk", "responsible_leader", "receiver", "production"}


@dataclass(frozen=True)
class Waiting:
    """Something on its way to a department: a copy of a slip, an original passed on (then `copy_id` is None), or a

    copy that came in a packet from another database (then only `foreign_id` is set).
    """

    copy_id: int | None
    transfer_id: int | None
    slip_id: int | None
    source_id: int | None
    title: str
    number: str
    label: str
    customer: str
    handed_at: datetime
    handed_by: str
    days: int
    foreign_id: int | None = None


@once
def sign_for_copy(desk: Desk, *, copy_id: int, opinion: str = "", given: Given = NOTHING) -> bool:
    """签收 of one copy of a 处理单 or 三包单; True when it was the last one and the work has begun (签收齐全).

    A 处理单 cannot be refused: sign, and appeal afterwards (5.3.4.6). F and J are signed for by their own step.
    """
    given = checked(desk, given)
    slip, holder = _copy(desk, copy_id)
    desk = for_slip(desk, slip.id)
    _refuse(desk, slip, holder, given)
    with write_tx():
        deed = Deed(desk, slip.id)
        who = given.ink.name if given.ink else desk.user.name
        words = clean_text(opinion, label="签收意见", max_length=500, multiline=True)
        deed.change("copy", copy_id, signed_for_at=deed.now, signed_for_by=who, opinion=words)
        if slip.paper_code == "04" and holder in BOXES:
            _sign_box(desk, deed, slip, BOXES[holder], given)
        deed.change("slip", slip.id, version=slip.version + 1, digest=digest_now(slip.id))
        refresh_case(deed, slip.id, slip.paper_code)
        complete = _is_last(desk, slip)
        deed.close("签收", f"{holder}联", result=complete)
        if complete:
            advance(desk, StepSpec(), slip_id=slip.id, action=COMPLETE, given=NOTHING)
    if given.password:
        sign_original(desk, slip_id=slip.id, password=given.password)
    return complete


def waiting(desk: Desk, *, department: str = "") -> list[Waiting]:
    """待签收: copies and originals on their way to a department, by default the desk's own, the oldest first."""
    holder = department or desk.department.kind
    names = (holder, desk.department.name) if not department else (holder, holder)
    copies = rows(
        "SELECT k.id, NULL, s.id, NULL, s.paper_code, s.number, k.label, coalesce(l.customer, h.customer_name,"
        " w.customer_name, ''), k.handed_at, k.handed_by FROM copy k CROSS JOIN slip s ON s.id = k.slip_id"
        " LEFT JOIN ledger l ON l.slip_id = s.id LEFT JOIN handling h ON h.slip_id = s.id"
        " LEFT JOIN warranty_claim w ON w.slip_id = s.id"
        " WHERE k.handed_at IS NOT NULL AND k.signed_for_at IS NULL AND s.state <> '作废'"
        " AND (s.unit_id = ? AND k.holder IN (?, ?) OR k.holder_department_id = ?) ORDER BY k.handed_at, k.id",
        (desk.department.unit_id, *names, desk.department.id if not department else -1),
    )
    passed = rows(
        "SELECT NULL, t.id, NULL, d.id, '', d.record_no, t.kind, d.customer_name, t.sent_at, t.sent_by FROM transfer t"
        " JOIN source_document d ON d.id = t.source_id WHERE t.taken_at IS NULL AND t.receiver IN (?, ?)"
        " AND t.id = (SELECT max(id) FROM transfer WHERE source_id = d.id) ORDER BY t.sent_at",
        names,
    )
    came = rows(
        "SELECT NULL, NULL, NULL, NULL, paper_code, number, unit || ' ' || label,"
        " coalesce(json_extract(content, '$.customer_name'), ''), sent_at, sender, id FROM foreign_copy"
        " WHERE signed_for_at IS NULL AND ? = '' ORDER BY sent_at",
        (department,),
    )
    today = desk.clock.today()
    found = []
    for item in (*copies, *passed, *came):
        at = read_moment(item[8])
        title = paper(item[4]).title if item[4] else "信息原件"
        days = (today - business_date(at)).days
        line = (*item[:4], title, item[5] or "", item[6], item[7], at, item[9], days, *item[10:])
        found.append(Waiting(*line))
    return sorted(found, key=lambda line: line.handed_at)


def boards(desk: Desk) -> list[tuple[str, int]]:
    """How many copies of the unit wait for each holder, the fullest board first."""
    found = rows(
        "SELECT k.holder, count(*) FROM copy k CROSS JOIN slip s ON s.id = k.slip_id WHERE k.handed_at IS NOT NULL"
        " AND k.signed_for_at IS NULL AND s.state <> '作废' AND s.unit_id = ? GROUP BY k.holder"
        " ORDER BY 2 DESC, 1",
        (desk.department.unit_id,),
    )
    return [(str(holder), int(count)) for holder, count in found]


def _copy(desk: Desk, copy_id: int) -> tuple[Slip, str]:
    found = one("SELECT slip_id, holder, handed_at, signed_for_at FROM copy WHERE id = ?", (copy_id,))
    if found is None:
        raise UserError("没有找到这一联。")
    slip = read_slip(desk, slip_id=found[0])
    if slip.paper_code in BY_STEP:
        raise UserError(f"{slip.paper.title}请用“{BY_STEP[slip.paper_code]}”办理。")
    if found[2] is None:
        raise UserError("这一联还没有送出，不能签收。")
    if found[3] is not None:
        raise UserError("这一联已经签收过了。")
    return slip, found[1]


def _refuse(desk: Desk, slip: Slip, holder: str, given: Given) -> None:
    if given.ink is not None:
        require(desk, "补录墨签", paper=slip.paper_code, state=slip.state, slip_id=slip.id)
        return
    require(desk, "签收联", paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    wanted = _ROLES.get(holder, _OTHERS)
    if not wanted & desk.user.roles:
        raise UserError(f"这一联由{holder}签收。", advice="请由该部门的人员签收，或补录纸上的签收人和日期。")


def _sign_box(desk: Desk, deed: Deed, slip: Slip, box: str, given: Given) -> None:
    """The receiver's box on form 04 holds the same name and day."""
    if given.ink is None and not given.password:
        return
    if box in slip.values:
        return
    put_signature(
        Turn(desk, deed, slip, row("04", slip.state, slip.state, "接收", "", "", "5.3.5.4"), given), box
    )


def _is_last(desk: Desk, slip: Slip) -> bool:
    """The last receiver of a 处理单 sets the work going, if the table lets him; else 质管 does it."""
    left = one("SELECT count(*) FROM copy WHERE slip_id = ? AND signed_for_at IS NULL", (slip.id,))
    may = any(item.action == COMPLETE for item in allowed("03", slip.state, desk.user.roles))
    return slip.paper_code == "03" and left is not None and not left[0] and may
