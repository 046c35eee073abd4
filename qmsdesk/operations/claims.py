"""三包单 B: from F and C, judged, approved, signed in order, distributed, planned, dispatched, finished (5.3.5.3-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.beginning import Begun, already_begun, begin, live_feedbacks, numbers
from qmsdesk.operations.case_links import children, feedbacks, link
from qmsdesk.operations.claim_approvals import approve_costs, approve_market
from qmsdesk.operations.claim_warranty import judge_claim
from qmsdesk.operations.deadlines import met
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.handover import CORRECT, VOID_APPROVED, hand_copies
from qmsdesk.operations.once import once
from qmsdesk.operations.registration import insert_copies, read_sheet
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.suggestions import give_up
from qmsdesk.operations.turns import StepSpec, Turn
from qmsdesk.procedure.copies import SALES, copy_set

_FROM_FEEDBACK = ("product_name", "drawing_no", "serial_no", "customer_name", "ship_date")


def begin_claim(
    desk: Desk,
    *,
    feedback_ids: Sequence[int],
    handling_id: int | None = None,
    handling_no: str = "",
    handling_received_on: date | None = None,
    request_id: str,
) -> Begun:
    """Begin a 三包单 filled from feedback and 处理单; one of another department's file by number and day."""
    again = already_begun(request_id)
    if again is not None:
        return again
    cited = live_feedbacks(feedback_ids)
    ground = handling_id if handling_id is not None else _own_handling(cited)
    values = _prefilled(desk, cited, ground, handling_no)
    with write_tx():
        deed = Deed(desk, None)
        parents = [*cited, *([ground] if ground is not None else [])]
        outside = clean_text(handling_no, label="处理单号", max_length=60, code=True)
        begun = begin(
            deed,
            "04",
            values=values,
            parents=parents,
            request_id=request_id,
            handling_no=outside,
            handling_received_on=handling_received_on if outside else None,
        )
        deed.close("起草三包单")
    return begun


@once
def choose_copies(desk: Desk, *, slip_id: int, holders: Sequence[str]) -> None:
    """承办人 decides who gets a copy, until the slip is distributed (R-5.3.5.4-a)."""
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, "选择份数", paper="04", state=slip.state, slip_id=slip.id)
    if not slip.number or slip.state in ("已分发", "已计划", "备货中", "已发货", "已完成", "已关闭", "作废"):
        raise UserError(
            "三包单分发后不能再改各联；增加的份数请用补印。" if slip.number else "请在登记时选择各联。"
        )
    wanted = copy_set("04", chosen=holders)
    with write_tx():
        deed = Deed(desk, slip_id)
        for (key,) in rows("SELECT id FROM copy WHERE slip_id = ?", (slip_id,)):
            deed.remove("copy", key)
        insert_copies(deed, slip_id, wanted)
        deed.close("选择份数", "、".join(copy.holder for copy in wanted))


def link_handling(turn: Turn) -> None:
    """补处理单: the 处理单 that was owed is named; the guard asks whether 经销 has it (5.3.4.5)."""
    named = turn.given.values.get("handling_id")
    ground = named if isinstance(named, int) else _own_handling(feedbacks(turn.slip.id, "04"))
    outside = turn.given.text("handling_no", "处理单号", limit=60)
    if ground is not None:
        link(turn.deed, ground, turn.slip.id)
        turn.deed.change("warranty_claim", turn.slip.id, handling_no=numbers([ground]))
    elif outside:
        received = turn.given.day("handling_received_on", "收到处理单的日期", need=True)
        turn.deed.change("warranty_claim", turn.slip.id, handling_no=outside, handling_received_on=received)


def _own_handling(feedback_ids: Sequence[int]) -> int | None:
    """The newest 处理单 of these feedbacks that is registered and not void."""
    found = [row for row in children(feedback_ids, ("03",)) if row[3] not in ("作废", "放弃")]
    numbered = [row[0] for row in found if not row[2].startswith("未编号")]
    return numbered[-1] if numbered else None


def _prefilled(desk: Desk, cited: Sequence[int], ground: int | None, handling_no: str) -> dict[str, object]:
    told = read_slip(desk, slip_id=cited[0]).values
    values: dict[str, object] = {name: told.get(name) for name in _FROM_FEEDBACK}
    values |= {"feedback_no": numbers(cited), "problem": told.get("problem_kind") or ""}
    if ground is not None:
        cause = read_slip(desk, slip_id=ground).values
        values |= {"handling_no": numbers([ground]), "responsible_unit": cause.get("responsible_dept") or ""}
    elif handling_no:
        values["handling_no"] = handling_no
    return values


def _distribute(turn: Turn) -> None:
    hand_copies(turn.deed, turn.slip.id, by=turn.who, keep=SALES)


def _dispatch(turn: Turn) -> None:
    turn.deed.change(
        "warranty_claim", turn.slip.id, dispatched_on=turn.given.day("dispatched_on", "发货日期")
    )


def _finish(turn: Turn) -> None:
    done = turn.given.day("actual_date", "实际完成日期")
    if done is not None:
        met(turn.deed, turn.slip.id, "D8", done)


def _follow_ruling(turn: Turn) -> None:
    """裁决修订: the split of the loss follows the ruling; the signed sheet itself stays as it was signed."""
    found = one(
        "SELECT 1 FROM case_link l JOIN handling h ON h.slip_id = l.parent_id WHERE l.child_id = ?",
        (turn.slip.id,),
    )
    if found is None:
        raise UserError("这张三包单没有所依据的处理单，没有裁决可执行（5.3.4.6）。")


def _signing(box: str, opinion: str) -> StepSpec:
    return StepSpec(box=box, fills=(opinion,), review=box)


_BACK = StepSpec(asks=("reason",), drops="sig_sales_leader")
_JUDGE = (
    "claim_class", "modes", "dispatch", "factory", "in_use", "failure", "kept", "quality_cause", "early_failure",
    "pressure_vessel", "contract_end", "regulation_basis", "regulation_end", "decided_by", "reason", "evidence",
)  # fmt: skip

STEPS: dict[tuple[str, str], StepSpec] = {
    ("04", "判定"): StepSpec(asks=_JUDGE, effect=judge_claim),
    ("04", "费用批准"): StepSpec(asks=("approval",), effect=approve_costs),
    ("04", "经营性批准"): StepSpec(asks=("approval", "reason"), effect=approve_market),
    ("04", "无需预批"): StepSpec(),
    ("04", "登记"): StepSpec(asks=("sheet", "holders"), effect=read_sheet),
    ("04", "放弃"): StepSpec(asks=("reason",), effect=give_up),
    ("04", "经销领导签字"): _signing("sig_sales_leader", "sales_opinion"),
    ("04", "质管批准"): _signing("sig_quality", "quality_opinion"),
    ("04", "公司领导批准"): _signing("sig_factory_leader", "factory_opinion"),
    ("04", "退回"): _BACK,
    ("04", "更正"): CORRECT,
    ("04", "分发"): StepSpec(effect=_distribute),
    ("04", "计划"): StepSpec(box="sig_plan", fills=("planned_date",)),
    ("04", "生产备货"): StepSpec(),
    ("04", "发货"): StepSpec(
        fills=("consignee", "station", "full_wagon", "part_load"), asks=("dispatched_on",), effect=_dispatch
    ),
    ("04", "完成"): StepSpec(fills=("actual_date",), effect=_finish),
    ("04", "关闭"): StepSpec(),
    ("04", "补处理单"): StepSpec(asks=("handling_id",), effect=link_handling),
    ("04", "裁决修订"): StepSpec(effect=_follow_ruling),
    ("04", "作废"): VOID_APPROVED,
}
