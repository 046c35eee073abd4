"""What a gesture asks for, as data: the label, the kind of box, the choices of every input by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qmsdesk.operations.classifying import SEVERITIES
from qmsdesk.papers.base import Kind as PaperKind
from qmsdesk.papers.base import Paper
from qmsdesk.procedure.copies import CLAIM_DEFAULT, CLAIM_EXTRA


class Kind(StrEnum):
    """Which box an input is typed in."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    TICK = "tick"
    TICKS = "ticks"
    NUMBER = "number"
    MONEY = "money"
    PEOPLE = "people"
    ACTIONS = "actions"
    SHARES = "shares"
    SLIPS = "slips"
    READ = "read"
    SIGNATURE = "signature"
    LETTER = "letter"


Choices = tuple[tuple[object, str], ...]


@dataclass(frozen=True)
class Input:
    """One input: name, printed label, box, choices as (value, words), and what may be written there."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    choices: Choices = ()
    hint: str = ""
    editable: bool = False  # a choice that may also be typed
    only_with: tuple[str, ...] = ()  # asked only while the input "action" has one of these values

    @property
    def wide(self) -> bool:
        """Whether its box takes the whole width of the dialog."""
        return self.kind in _WIDE


_WIDE = frozenset(
    {Kind.LONG, Kind.LETTER, Kind.TICKS, Kind.PEOPLE, Kind.ACTIONS, Kind.SHARES, Kind.SLIPS, Kind.SIGNATURE}
)


def words(*values: str) -> Choices:
    """Choices that are their own words."""
    return tuple((value, value) for value in values)


_YES_NO = ((None, "未定"), (True, "是"), (False, "否"))
_KEPT = words("不明", "是", "否")
_CHAIRS: Choices = (
    ("", "请选择"), ("quality_leader", "质管部门负责人"), ("technical_quality_leader", "技术质量负责人"),
    ("unit_leader", "生产单位主管领导"), ("company_quality", "技术质量管理部"), ("company_leader", "公司主管领导"),
    ("management_representative", "管理者代表"), ("general_manager", "总经理"),
)  # fmt: skip
CHANNELS = words("传真", "信函", "电子邮件", "电话", "当面")

_ALL = (
    Input("reason", "理由", Kind.LONG, hint="为什么，写明事实"),
    Input("optional_reason", "说明", Kind.LONG, hint="可不填"),
    Input("approver", "批准人", hint="送出后作废须有人批准"),
    Input("receiver", "转往单位", hint="责任单位或供方的名称"),
    Input("original", "随附", Kind.CHOICE, words("原件", "复印件")),
    Input("original_pages", "页数", Kind.NUMBER),
    Input("severity", "投诉程度", Kind.CHOICE, (("", "按下列两项自动判断"), *words(*SEVERITIES))),
    Input("severe_loss", "对我方经济有严重影响", Kind.TICK),
    Input("severe_reputation", "对我方信誉有严重影响", Kind.TICK),
    Input("several_or_unclear", "涉及几个部门，或原因、责任不清", Kind.TICK),
    Input("problem_code", "问题类别", Kind.CHOICE),
    Input("limit", "限期", Kind.DATE),
    Input("contact", "供方联系人"),
    Input("content", "提交的内容", Kind.LONG),
    Input("result", "处理结果", Kind.LONG),
    Input("result_on", "结果日期", Kind.DATE),
    Input("analysis", "分析报告编号"),
    Input("analysis_on", "报告日期", Kind.DATE),
    Input("verification", "验证情况", Kind.LONG),
    Input("text", "回复内容", Kind.LETTER, hint="不写内部分析和费用"),
    Input("company_level", "涉及公司层面，须公司领导批准", Kind.TICK),
    Input("channel", "回复方式", Kind.CHOICE, CHANNELS, editable=True),
    Input("sent_on", "发出日期", Kind.DATE),
    Input("sender", "发出人"),
    Input("measures", "措施完成情况", Kind.LONG),
    Input("research", "组织分析研究的情况（涉及产品设计改进时填）", Kind.LONG),
    Input("held_on", "召开日期", Kind.DATE),
    Input("place", "地点"),
    Input("convener", "召集人"),
    Input("chair", "主持人"),
    Input("chair_role", "主持人职务", Kind.CHOICE, _CHAIRS),
    Input("people", "到会人员", Kind.PEOPLE),
    Input("causes", "原因分析", Kind.LONG),
    Input("responsibility", "责任认定", Kind.LONG),
    Input("decisions", "处理决定", Kind.LONG),
    Input("actions", "措施安排", Kind.ACTIONS),
    Input("risk", "风险评估", Kind.LONG),
    Input("resources", "资源投入", Kind.LONG),
    Input("benefit", "效益评估", Kind.LONG),
    Input("management_review", "提交管理评审", Kind.TICK),
    Input("general_manager_decision", "总经理决定", Kind.LONG),
    Input("general_manager", "总经理"),
    Input("decided_on", "决定日期", Kind.DATE),
    Input("claim_class", "三包类别", Kind.CHOICE, (("", "请选择"), *words("质量三包", "经营性三包"))),
    Input("modes", "三包方式", Kind.TICKS, words("包修", "包换", "包退", "赔偿损失")),
    Input("dispatch", "发货日期", Kind.DATE),
    Input("factory", "出厂日期", Kind.DATE),
    Input("in_use", "启用日期", Kind.DATE),
    Input("failure", "故障日期", Kind.DATE),
    Input("kept", "按规定使用", Kind.CHOICE, _KEPT),
    Input("quality_cause", "属质量原因", Kind.CHOICE, _YES_NO),
    Input("early_failure", "有早期失效的确凿证据", Kind.TICK),
    Input("pressure_vessel", "压力容器", Kind.TICK),
    Input("contract_end", "合同保用期至", Kind.DATE),
    Input("regulation_basis", "法规依据"),
    Input("regulation_end", "法规保用期至", Kind.DATE),
    Input("decided_by", "判定人"),
    Input("evidence", "证据", Kind.LONG, hint="如合同条文、检验报告、照片的编号"),
    Input("approval", "批准", Kind.SIGNATURE),
    Input("signature", "签名", Kind.SIGNATURE),
    Input("holders", "份数分配", Kind.TICKS, words(*CLAIM_DEFAULT, *CLAIM_EXTRA)),
    Input("dispatched_on", "发货日期", Kind.DATE),
    Input("handling_id", "处理单", Kind.CHOICE),
    Input("handling_no", "外单位处理单编号", hint="本单位没有时填写"),
    Input("handling_received_on", "收到日期", Kind.DATE),
)
INPUTS: dict[str, Input] = {item.name: item for item in _ALL}
_FROM_PAPER = {
    PaperKind.LONG_TEXT: Kind.LONG, PaperKind.DATE: Kind.DATE, PaperKind.TICK: Kind.TICK,
    PaperKind.QUANTITY: Kind.NUMBER, PaperKind.MONEY: Kind.MONEY,
}  # fmt: skip
# what one name of the table stands for in the window
_TOGETHER = {"handling_id": ("handling_id", "handling_no", "handling_received_on")}
_ABOUT = {("01", "转供方", "receiver"): "供方名称"}


def inputs_for(sheet: Paper, action: str, asks: Sequence[str]) -> tuple[Input, ...]:
    """The inputs of a gesture on a paper, in the order they are asked; "sheet" is typed elsewhere."""
    named = [name for ask in asks for name in _TOGETHER.get(ask, (ask,)) if name != "sheet"]
    found = []
    for name in dict.fromkeys(named):
        item = _of_paper(sheet, name) or INPUTS[name]
        label = _ABOUT.get((sheet.code, action, name), item.label)
        found.append(replace(item, label=label))
    return tuple(found)


def _of_paper(sheet: Paper, name: str) -> Input | None:
    """An input that is a field of the sheet itself keeps its printed label."""
    field = next((field for field in (*sheet.fields, *sheet.extra) if field.name == name), None)
    if field is None or name in INPUTS:
        return None
    if field.choices:
        return Input(name, field.label, Kind.CHOICE, (("", "请选择"), *words(*field.choices)))
    return Input(name, field.label.replace("\n", ""), _FROM_PAPER.get(field.kind, Kind.TEXT))
