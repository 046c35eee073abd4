"""处理单 C: analysed, shared out, distributed with photocopies of F, carried out, verified, closed (5.3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.beginning import Begun, already_begun, begin, live_feedbacks, numbers
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.handling_revision import revise_handling
from qmsdesk.operations.handover import CORRECT, TAKE_BACK_REVIEW, VOID_APPROVED, hand_copies
from qmsdesk.operations.meetings import convene, keep_minutes
from qmsdesk.operations.once import once
from qmsdesk.operations.registration import read_sheet
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.suggestions import give_up, verify
from qmsdesk.operations.turns import StepSpec, Turn
from qmsdesk.procedure.copies import QUALITY

PLACES = ("库存品", "在制品", "检验记录")
FINDINGS = ("发现同类", "未发现", "不适用")


def begin_handling(
    desk: Desk, *, feedback_ids: Sequence[int], several_or_unclear: bool = False, request_id: str
) -> Begun:
    """Begin a 处理单 for one or several feedbacks, its head filled from the first (R-5.3.4.1-c)."""
    again = already_begun(request_id)
    if again is not None:
        return again
    cited = live_feedbacks(feedback_ids)
    told = one(
        "SELECT product_name, drawing_no, customer_name, severity FROM feedback WHERE slip_id = ?",
        (cited[0],),
    ) or ("", "", "", "")
    values = {
        "feedback_no": numbers(cited),
        "product_name": told[0],
        "drawing_no": told[1],
        "customer_name": told[2],
        "severity": told[3] or "一般",
    }
    with write_tx():
        deed = Deed(desk, None)
        begun = begin(
            deed,
            "03",
            values=values,
            parents=cited,
            request_id=request_id,
            several_or_unclear=several_or_unclear,
        )
        deed.close("起草处理单")
    return begun


@once
def note_unclear(desk: Desk, *, slip_id: int, several_or_unclear: bool) -> None:
    """Several departments, cause or responsibility unclear: then a 专题分析会 comes first (5.3.4.3)."""
    _change(
        desk, slip_id, "责任不清" if several_or_unclear else "责任清楚", several_or_unclear=several_or_unclear
    )


@once
def note_capa(desk: Desk, *, slip_id: int, number: str, due: date | None = None) -> None:
    """The number of the corrective action under LSZB/QM08—10, which a major complaint needs to close (5.3.4.4)."""
    cleaned = clean_text(number, label="纠正措施编号", max_length=60, code=True)
    if not cleaned:
        raise UserError("请填写纠正措施编号（LSZB/QM08—10）。")
    _change(desk, slip_id, "纠正措施", capa_number=cleaned, capa_due=due)


@once
def check_stock(desk: Desk, *, slip_id: int, place: str, result: str, note: str = "") -> None:
    """Whether 库存品, 在制品 or 检验记录 show the same fault (X-A-5); a second look replaces the first."""
    if place not in PLACES or result not in FINDINGS:
        raise UserError("库存核查没看懂。", advice=f"请选择{'、'.join(PLACES)}和{'、'.join(FINDINGS)}。")
    _require_open(desk, slip_id, "库存核查")
    columns = {
        "result": result,
        "note": clean_text(note, label="说明", max_length=500, multiline=True),
        "who": desk.user.name,
        "day": desk.clock.today(),
    }
    with write_tx():
        deed = Deed(desk, slip_id)
        found = one("SELECT id FROM stock_check WHERE slip_id = ? AND place = ?", (slip_id, place))
        if found is None:
            deed.insert("stock_check", slip_id=slip_id, place=place, **columns)
        else:
            deed.change("stock_check", found[0], **columns)
        deed.close("库存核查", f"{place}：{result}")


def stock_checks(desk: Desk, *, slip_id: int) -> list[tuple[str, str, str, str, date]]:
    """(place, result, note, who, day) of every check made."""
    found = rows(
        "SELECT place, result, note, who, day FROM stock_check WHERE slip_id = ? ORDER BY id", (slip_id,)
    )
    return [(*row[:4], date.fromisoformat(row[4])) for row in found]


def _change(desk: Desk, slip_id: int, action: str, **columns: object) -> None:
    _require_open(desk, slip_id, "库存核查")
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("handling", slip_id, **columns)
        deed.close(action)


def _require_open(desk: Desk, slip_id: int, action: str) -> None:
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, action, paper="03", state=slip.state, slip_id=slip.id)
    if slip.paper_code != "03" or slip.state in ("已关闭", "作废", "放弃"):
        raise UserError("这张处理单已经结束，不能再改。")


def _distribute(turn: Turn) -> None:
    """质管 keeps its own copy; the others are on their way with a 复印件 of F (5.3.4.1)."""
    hand_copies(turn.deed, turn.slip.id, by=turn.who, keep=QUALITY)


def _report_measures(turn: Turn) -> None:
    if text := turn.given.text("measures", "实施情况", limit=4000):
        turn.deed.change("handling", turn.slip.id, measures=text)


def _failed(turn: Turn) -> None:
    if text := turn.given.text("verification", "验证情况"):
        verify(turn, "不合格", text)


def _close(turn: Turn) -> None:
    """A verification given with the closing is kept; a revised slip is reviewed before it closes (S-7-b)."""
    if text := turn.given.text("verification", "验证情况"):
        verify(turn, "合格", text)
    revised = one("SELECT revision FROM handling WHERE slip_id = ?", (turn.slip.id,))
    if revised and revised[0] and not turn.slip.values.get("sig_review"):
        raise UserError("按裁决修订的处理单尚未审核，不能关闭（S-7-b）。", advice="请质量负责人先审核修订。")


_REASON = StepSpec(asks=("reason",))
_MINUTES = (
    "held_on", "place", "convener", "chair", "chair_role", "people", "causes", "responsibility", "decisions", "actions",
    "risk", "resources", "benefit", "management_review", "general_manager_decision", "general_manager", "decided_on",
)  # fmt: skip

STEPS: dict[tuple[str, str], StepSpec] = {
    ("03", "开始分析"): StepSpec(),
    ("03", "召开质量分析会"): StepSpec(asks=("held_on", "convener"), effect=convene),
    ("03", "召开专题分析会"): StepSpec(asks=("held_on", "convener"), effect=convene),
    ("03", "会议结论"): StepSpec(asks=_MINUTES, effect=keep_minutes),
    ("03", "提出处理意见"): StepSpec(),
    ("03", "登记"): StepSpec(asks=("sheet",), effect=read_sheet),
    ("03", "放弃"): StepSpec(asks=("reason",), effect=give_up),
    ("03", "审核"): StepSpec(box="sig_review"),
    ("03", "审核退回"): _REASON,
    ("03", "更正"): CORRECT,
    ("03", "撤回审核"): TAKE_BACK_REVIEW,
    ("03", "分发"): StepSpec(effect=_distribute),
    ("03", "签收齐全"): StepSpec(),
    ("03", "提交验证"): StepSpec(asks=("measures",), effect=_report_measures),
    ("03", "验证不合格"): StepSpec(asks=("verification",), effect=_failed),
    ("03", "关闭"): StepSpec(asks=("verification",), effect=_close),
    ("03", "裁决修订"): StepSpec(box="sig_handler", drops="sig_handler", effect=revise_handling),
    ("03", "作废"): VOID_APPROVED,
}
