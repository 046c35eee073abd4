"""What comes next for a slip, in a sentence: the gesture to make, the slip to go to, or whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qmsdesk.forms.case.known import DEAD
from qmsdesk.operations import arbitration, replies, suppliers
from qmsdesk.operations.case_view import CaseView, Node, case_of
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slips import Slip
from qmsdesk.operations.steps import Action
from qmsdesk.operations.to_do import ASIDE
from qmsdesk.procedure.roles import role_names
from qmsdesk.procedure.workflow import actions

QUALITY = frozenset({"quality_clerk", "quality_leader"})
SALES = frozenset({"sales_clerk", "sales_leader"})
RULERS = frozenset({"company_quality", "management_representative"})
SUPPLIER = "等供方在限期前交来分析报告和处理结果（5.3.4.2）；收到后在“供方进展”里记下，再办“收到结果”。"
# what a refusal speaks of, and the gestures that answer it
REMEDIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("建议单复印件", ("登记复印件",)),
    ("尚未回复顾客", ("联系记录", "无需回复顾客")),
    ("投诉等级尚未", ("确认投诉程度",)),
    ("须有纠正措施编号", ("纠正措施编号",)),
    ("没有送达经销部门的处理单", ("先处理后分析批准",)),
    ("先处理后分析须有", ("先处理后分析批准",)),
    ("须经主管领导批准", ("补签审核、批准",)),
)
ON_THE_SHEET = "在下面的表格上填好，经办人签字（F7），再按“登记”（F9）。"
TO_CLASSIFY = "归类：建议、意见归 A，抱怨、投诉归 B，两者都有归 A+B（5.3.2.3）。"
# what a 处理单 waits for in the states before it has a number
UNNUMBERED = {
    "原因分析": "责任清楚的一般投诉直接“提出处理意见”，或召开质量分析会（5.3.4.1）；"
    "重大的，涉及几个部门或责任不清的，召开专题分析会（5.3.4.3）。",
    "质量分析会": "会后在“会议结论”里写纪要：到会人员、原因、责任、决定和措施（5.3.4.1）。",
    "专题分析会": "会后在“会议结论”里写纪要：到会人员、原因、责任、决定和措施（5.3.4.3）。",
}
MOST = 3  # slips a sentence leads to


@dataclass(frozen=True)
class Link:
    """Where a sentence leads: a slip, or the page "waiting" or "costs"."""

    page: str
    slip_id: int
    words: str


@dataclass(frozen=True)
class Next:
    """The sentence, the gestures beside the table that belong to the front now, and where else to go.

    `first` puts these gestures before those of the table.
    """

    words: str = ""
    gestures: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    first: bool = True


def next_of(desk: Desk, slip: Slip, forward: Sequence[Action]) -> Next:
    """What comes next; `forward` are the workflow gestures this user has."""
    found = {"01": _feedback, "02": _suggestion, "03": _handling, "04": _claim}[slip.paper_code](desk, slip)
    hindered = [_hindered(one) for one in forward]
    rest = next((one for one in hindered if one.gestures), hindered[0] if forward else Next(whose_turn(slip)))
    if found is None or (not forward and not found.gestures and not found.links):
        return rest
    if not found.gestures and rest.gestures:
        return replace(found, words=f"{found.words}　{rest.words}", gestures=rest.gestures)
    return found


def _hindered(action: Action) -> Next:
    """What stands in the way of a gesture, with the gesture that takes it out of the way."""
    remedy = next((names for word, names in REMEDIES if word in action.why_not), ())
    final = action.why_not and not set(action.asks) - {"reason", "optional_reason"}
    if final or remedy:
        return Next(f"现在还不能“{action.action}”：{action.why_not}", remedy)
    return Next(ON_THE_SHEET if action.action in ("登记", "更正") else "")


def whose_turn(slip: Slip) -> str:
    """Which gesture comes next and who makes it."""
    rows = [row for row in actions(slip.paper_code, slip.state) if row.action not in ASIDE]
    if not rows:
        return f"“{slip.state}”：不再有要办的一步。"
    who = role_names(frozenset().union(*(row.roles for row in rows)))
    steps = "、".join(dict.fromkeys(row.action for row in rows))
    return f"“{slip.state}”：下一步“{steps}”，由{who}办理。"


def _feedback(desk: Desk, slip: Slip) -> Next | None:
    if slip.state == "供方处理中":
        lines = suppliers.claims_of(desk, feedback_id=slip.id)
        if lines and all(line.report_on and line.result_on for line in lines):
            return Next("供方的分析报告和处理结果都已收到，请办“收到结果”，再由本单位开处理单（5.3.4.2）。")
        return Next(SUPPLIER, ("供方进展",) if desk.user.roles & QUALITY else ())
    if slip.state == "待归类":
        told = str(slip.values.get("proposed_class") or "")
        return Next(f"{TO_CLASSIFY}　经销部门建议：{told}。" if told else TO_CLASSIFY)
    if "处理中" not in slip.state:
        return None
    below = _below(case_of(desk, slip_id=slip.id), slip.id)
    wanted, words = [], []
    if "A" in slip.state and not _of(below, "02"):
        wanted.append("开建议单")
        words.append("A 类：请开建议单发给责任单位，每个责任单位一张（5.3.3.1）。")
    if "B" in slip.state and not _of(below, "03"):
        wanted.append("开处理单")
        words.append("B 类：请开处理单；属供方或其他单位的用“转供方”“转出”（5.3.4）。")
    unfinished = [node for node in below if not node.closed]
    if unfinished:
        words.append("办理中：" + "；".join(f"{_name(node)} {node.state}" for node in unfinished) + "。")
    elif below and not wanted:
        words.append("各单据都已了结：答复顾客，或记“无需回复顾客”，再办“处理完毕”。")
    mine = wanted if desk.user.roles & QUALITY else []
    return Next("　".join(words), tuple(mine), _to(unfinished))


def _suggestion(desk: Desk, slip: Slip) -> Next | None:
    if not slip.number:
        return None
    letters = [one for one in replies.replies_of(desk, slip_id=slip.id) if one.sent_on is None]
    if not letters or slip.state not in ("核实合格", "回复审批", "已回复"):
        return None
    row = next((row for row in actions("reply", letters[-1].state) if row.action != "退回"), None)
    if row is None or row.action == "发出":
        return None
    name = "批准回复函" if "批准" in row.action else "回复函送批、发出"
    mine = (name,) if desk.user.roles & row.roles else ()
    return Next(f"回复函“{letters[-1].state}”：下一步“{row.action}”，由{role_names(row.roles)}办理。", mine)


def _handling(desk: Desk, slip: Slip) -> Next | None:
    appeals = arbitration.appeals_of(desk, slip_id=slip.id) if slip.number else []
    if appeals and appeals[-1].ruled_on is None:
        mine = ("裁决",) if desk.user.roles & RULERS else ()
        return Next(f"{appeals[-1].department}的申诉待裁决，处理照常进行（5.3.4.6）。", mine)
    if slip.state in UNNUMBERED:
        return Next(UNNUMBERED[slip.state])
    if slip.state not in ("已分发", "执行中"):
        return None
    view = case_of(desk, slip_id=slip.id)
    unsigned = _unsigned(view.node(slip.id))
    if unsigned is not None:
        return unsigned
    if not _of(_below(view, slip.id), "04"):
        mine = ("开三包单",) if desk.user.roles & SALES else ()
        return Next(
            "需要三包的，经销部门凭这张处理单开三包单（5.3.5.3）；措施完成后办“提交验证”。", mine, first=False
        )
    return None


def _claim(desk: Desk, slip: Slip) -> Next | None:
    if slip.state == "草稿":
        return Next("先办“判定”：三包类别、方式和保用期；标尺随填写的日期变（3.2、3.3，5.3.5.1）。")
    if slip.state == "已判定":
        words = "先在“费用”里列出预计费用，请技术质量负责人逐项批准；没有费用的办“无需预批”（5.3.5.3）。"
        return Next(words, (), (Link("costs", slip.id, "费用"),))
    if slip.state == "已分发":
        return _unsigned(case_of(desk, slip_id=slip.id).node(slip.id))
    return None


def _unsigned(node: Node) -> Next | None:
    holders = [copy.holder for copy in node.copies if copy.signed_for_at is None]
    if not holders:
        return None
    words = f"还有 {len(holders)} 联没有签收：{'、'.join(holders)}。"
    return Next(words, (), (Link("waiting", node.slip_id, "去待签收"),))


def _below(view: CaseView, slip_id: int) -> list[Node]:
    under = {child for parent, child in view.edges if parent == slip_id}
    return [node for node in view.nodes if node.slip_id in under and node.state not in DEAD]


def _of(nodes: Sequence[Node], code: str) -> bool:
    return any(node.paper_code == code for node in nodes)


def _name(node: Node) -> str:
    return node.number or f"未编号的{node.title[-3:]}"


def _to(nodes: Sequence[Node]) -> tuple[Link, ...]:
    return tuple(Link("slip", node.slip_id, f"打开 {_name(node)}") for node in nodes[:MOST])
