"""质管 decides what a feedback is: A, B or both, how grave, which problem, whose matter (5.3.2.3, I-19, I-38)."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.case_rows import note, open_strand
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_refresh import refresh
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.suppliers import submit
from qmsdesk.operations.turns import Given, StepSpec, Turn
from qmsdesk.procedure.classify import Proposal, danger_words, propose, severity
from qmsdesk.procedure.problem_classes import CLASSES, OTHER

SEVERITIES = ("一般", "重大", "特大")
_FLAGS = ("severe_loss", "severe_reputation", "several_or_unclear")
_CODES = {problem.code for problem in (*CLASSES, OTHER)}


@dataclass(frozen=True)
class Advice:
    """What the customer's own words suggest: problem classes, words of danger, the severity the ticks amount to."""

    proposals: tuple[Proposal, ...]
    danger: tuple[str, ...]
    severity: str


def advise(desk: Desk, *, slip_id: int) -> Advice:
    """Propose problem classes and severity for a feedback; 质管 decides (R-5.3.1.2-a)."""
    values = read_slip(desk, slip_id=slip_id).values
    texts = [str(values.get(name) or "") for name in ("problem_kind", "problem_part", "description", "other")]
    spoken = rows("SELECT words, remedy FROM source_document WHERE slip_id = ?", (slip_id,))
    texts += [text for row in spoken for text in row]
    told = "\n".join(texts)
    flags = one(f"SELECT {', '.join(_FLAGS)} FROM feedback_case WHERE slip_id = ?", (slip_id,)) or (0, 0, 0)
    graveness = severity(
        severe_loss=bool(flags[0]), severe_reputation=bool(flags[1]), several_or_unclear=bool(flags[2])
    )
    return Advice(propose(told), danger_words(told), graveness)


@once
def confirm_severity(desk: Desk, *, slip_id: int) -> None:
    """质量负责人 confirms the severity 质管 set (I-38)."""
    state = read_slip(desk, slip_id=slip_id).state
    require(desk, "等级确认", paper="01", state=state, slip_id=slip_id)
    with write_tx():
        deed = Deed(desk, slip_id)
        _confirmed(deed, slip_id)
        deed.close("等级确认")


@once
def answer_not_needed(desk: Desk, *, slip_id: int, reason: str) -> None:
    """The customer need not be answered, with the reason why (I-34)."""
    state = read_slip(desk, slip_id=slip_id).state
    require(desk, "无需回复", paper="01", state=state, slip_id=slip_id)
    why = Given(values={"reason": reason}).text("reason", "无需回复的理由", limit=500, need=True)
    with write_tx():
        deed = Deed(desk, slip_id)
        note(deed, slip_id, no_answer_reason=why)
        refresh(slip_id)
        deed.close("无需回复", why)


def _confirmed(deed: Deed, slip_id: int) -> None:
    note(
        deed,
        slip_id,
        severity_confirmed_by=deed.desk.user.name,
        severity_confirmed_on=deed.desk.clock.today(),
    )


def _classify(turn: Turn) -> None:
    """Class, severity and problem class of a feedback, and its strands."""
    kinds = turn.row.action.removeprefix("归为").removesuffix("类").split("+")
    _determine(turn, "".join(kinds))
    for kind in kinds:
        open_strand(turn.deed, turn.slip.id, kind)


def _determine(turn: Turn, kinds: str) -> None:
    values, slip_id = turn.given.values, turn.slip.id
    flags = {name: bool(values.get(name)) for name in _FLAGS}
    graveness = str(values.get("severity") or severity(**flags))
    if graveness not in SEVERITIES:
        raise UserError("投诉程度应为一般、重大或特大（5.3.4.3，5.3.4.4）。")
    columns = {"complaint_class": kinds, "severity": graveness}
    if code := turn.given.text("problem_code", "问题类别", limit=120):
        if code not in _CODES:
            raise UserError(f"没有代码为“{code}”的问题类别。", advice="请从问题类别中选择。")
        columns["problem_code"] = code
    turn.deed.change("feedback", slip_id, **columns)
    note(turn.deed, slip_id, **flags, severity_confirmed_by="", severity_confirmed_on=None)
    if "quality_leader" in turn.desk.user.roles:
        _confirmed(turn.deed, slip_id)


def _drop_strands(turn: Turn) -> None:
    live = rows("SELECT id FROM strand WHERE slip_id = ? AND dropped_at IS NULL", (turn.slip.id,))
    for (key,) in live:
        turn.deed.change("strand", key, dropped_at=turn.deed.now)
    turn.deed.change("feedback", turn.slip.id, complaint_class="")


def _ensure_complaint(turn: Turn) -> None:
    """A matter that goes to another unit or a supplier is a complaint (5.3.4.1)."""
    found = one("SELECT complaint_class FROM feedback WHERE slip_id = ?", (turn.slip.id,))
    if found is not None and "B" not in found[0]:
        _determine(turn, "B")


def _pass_on(turn: Turn) -> None:
    """转出: F with the 信息原件 or its 复印件 to the unit whose matter it is (R-5.3.4.1-d)."""
    _ensure_complaint(turn)
    original = turn.given.text("original", "原件/复印件", limit=4)
    pages = turn.given.values.get("original_pages")
    turn.deed.insert(
        "transfer",
        kind="转出",
        slip_id=turn.slip.id,
        giver=turn.desk.department.unit_name,
        receiver=turn.given.receiver.strip(),
        sent_at=turn.deed.now,
        sent_by=turn.who,
        reason=turn.why,
        original=original,
        pages=pages if isinstance(pages, int) else None,
    )
    open_strand(turn.deed, turn.slip.id, "B", waiting="转出")


def _to_supplier(turn: Turn) -> None:
    """转供方: the supplier gets the information and a date to answer by (5.3.4.2)."""
    _ensure_complaint(turn)
    given = turn.given
    submit(
        turn.deed,
        turn.slip.id,
        name=given.receiver,
        limit=given.day("limit", "供方限期", need=True),
        contact=given.text("contact", "供方联系人", limit=60),
        content=given.text("content", "提交供方的内容") or str(turn.slip.values.get("problem_kind") or ""),
        given=given,
    )
    open_strand(turn.deed, turn.slip.id, "B", waiting="供方")


def _answer_came(turn: Turn) -> None:
    """收到结果: what the other unit did and the number of its 分析报告; a supplier's answer stands in his claim."""
    found = one(
        "SELECT id FROM transfer WHERE slip_id = ? AND kind = '转出' ORDER BY id DESC LIMIT 1",
        (turn.slip.id,),
    )
    given = turn.given
    if found is None or not any(given.values.get(name) for name in ("result", "analysis")):
        return
    columns: dict[str, object] = {}
    if result := given.text("result", "处理结果"):
        columns |= {"result": result, "result_on": given.day("result_on", "结果日期") or turn.day}
    if analysis := given.text("analysis", "分析报告"):
        columns |= {"analysis": analysis, "analysis_on": given.day("analysis_on", "报告日期") or turn.day}
    turn.deed.change("transfer", found[0], **columns)


def _waits_no_more(turn: Turn) -> None:
    open_strand(turn.deed, turn.slip.id, "B")


def _close_strands(turn: Turn) -> None:
    for (key,) in rows("SELECT id FROM strand WHERE slip_id = ? AND dropped_at IS NULL", (turn.slip.id,)):
        turn.deed.change("strand", key, closed_at=turn.deed.now)


_CLASS_ASKS = ("severity", *_FLAGS, "problem_code")
_CLASSIFY = StepSpec(asks=_CLASS_ASKS, effect=_classify)

STEPS: dict[tuple[str, str], StepSpec] = {
    ("01", "归为A类"): _CLASSIFY,
    ("01", "归为B类"): _CLASSIFY,
    ("01", "归为A+B类"): _CLASSIFY,
    ("01", "改归类"): StepSpec(asks=("reason",), after=_drop_strands),
    ("01", "转出"): StepSpec(asks=("receiver", "original", "original_pages", *_CLASS_ASKS), effect=_pass_on),
    ("01", "转供方"): StepSpec(
        asks=("receiver", "limit", "contact", "content", *_CLASS_ASKS), effect=_to_supplier
    ),
    ("01", "收到结果"): StepSpec(
        asks=("result", "result_on", "analysis", "analysis_on"), effect=_answer_came, after=_waits_no_more
    ),
    ("01", "处理完毕"): StepSpec(asks=("optional_reason",), after=_close_strands),
    ("01", "关闭"): StepSpec(),
}
