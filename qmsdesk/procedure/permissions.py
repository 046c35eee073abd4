"""Who may do what in which state: one table role × state × action, default deny (R-4-a, R-4-b, 5.5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qmsdesk.procedure import workflow
from qmsdesk.procedure.facts import Act, Signature
from qmsdesk.procedure.guards_common import same_person
from qmsdesk.procedure.roles import ROLES, role_names

ANY = "*"

_UNIT_READERS = (
    "sales_clerk sales_leader quality_clerk quality_leader technical_quality_leader department_leader "
    "unit_leader production responsible_clerk responsible_leader receiver company_quality company_leader "
    "management_representative general_manager"
)
_SALES = "sales_clerk sales_leader"
_QUALITY = "quality_clerk quality_leader"


@dataclass(frozen=True)
class Permission:
    """One row beside the workflow: an action on a paper (or *) in a state (or *)."""

    action: str
    paper: str
    state: str
    roles: frozenset[str]
    clause: str


def _permission(action: str, paper: str, state: str, roles: str, clause: str) -> Permission:
    return Permission(action, paper, state, frozenset(roles.split()), clause)


# what passes through the hands of 经销: its own forms, the copies it gets, and the sheets of a case (R-4-c)
_SALES_PAPERS = (
    "01", "03", "04", "06", "07", "AUX-1", "AUX-2", "AUX-3", "AUX-4", "AUX-5", "AUX-6", "AUX-7", "AUX-8", "AUX-9",
    "AUX-13",
)  # fmt: skip


def _output(paper: str, roles: str) -> tuple[Permission, Permission]:
    """On paper, and as a file."""
    return _permission("打印", paper, ANY, roles, "5.5.2"), _permission("导出", paper, ANY, roles, "5.5.2")


TABLE: tuple[Permission, ...] = (
    _permission("查看", ANY, ANY, f"{_UNIT_READERS} site_viewer", "5.5.2"),
    *_output(ANY, f"{_QUALITY} company_quality"),
    *(row for paper in _SALES_PAPERS for row in _output(paper, _SALES)),
    _permission("打印", "02", ANY, "responsible_clerk responsible_leader", "5.3.3.2"),
    _permission("打印", "03", ANY, "responsible_clerk responsible_leader", "5.3.4.1"),
    _permission("打印", "04", ANY, "production receiver", "5.3.5.4"),
    _permission("看查阅登记", ANY, ANY, f"administrator {_QUALITY} company_quality", "5.5.2"),
    _permission("导出", "体检报告", ANY, f"administrator {_QUALITY}", "5.5.2"),
    _permission("补印", ANY, ANY, f"{_SALES} {_QUALITY}", "R-8-b"),
    _permission("附件", ANY, ANY, f"{_SALES} {_QUALITY} responsible_clerk responsible_leader", "5.3.2.2"),
    _permission("联系记录", ANY, ANY, f"{_SALES} {_QUALITY}", "5.2.2"),
    _permission("接电话", "intake", ANY, f"anyone {_SALES}", "5.3.2.1"),
    _permission("编辑", "01", "草稿", _SALES, "5.3.2.2"),
    _permission("编辑", "01", "退回经销", _SALES, "5.3.2.2"),
    _permission("编辑", "02", "草稿", _QUALITY, "5.3.3.1"),
    _permission("编辑", "02", "退回", _QUALITY, "5.3.3.1"),
    _permission("编辑", "02", "研究中", "responsible_clerk", "5.3.3.2"),
    _permission("编辑", "02", "实施中", "quality_clerk", "5.3.3.3"),
    _permission("编辑", "03", "草稿", _QUALITY, "5.3.4.1"),
    _permission("编辑", "03", "原因分析", _QUALITY, "5.3.4.1"),
    _permission("编辑", "03", "质量分析会", _QUALITY, "5.3.4.1"),
    _permission("编辑", "03", "专题分析会", f"{_QUALITY} company_quality", "5.3.4.3"),
    _permission("编辑", "03", "处理意见", _QUALITY, "5.3.4.1"),
    _permission("编辑", "03", "退回", _QUALITY, "5.3.4.1"),
    _permission("编辑", "04", "草稿", _SALES, "5.3.5.3"),
    _permission("编辑", "04", "已判定", _SALES, "5.3.5.3"),
    _permission("编辑", "04", "已预批", _SALES, "5.3.5.3"),
    _permission("编辑", "04", "退回承办人", _SALES, "5.3.5.3"),
    _permission("编辑", "05", "编制", _QUALITY, "5.3.6.1"),
    _permission("编辑", "06", "计划", _SALES, "5.4.1.3"),
    _permission("编辑", "06", "已收回", f"anyone {_SALES}", "5.4.3.1"),
    _permission("编辑", "06", "已转交经销", _SALES, "5.4.3.1"),
    _permission("编辑", "AUX-10", "编制", _QUALITY, "5.3.6.2"),
    _permission("编辑", "AUX-11", "编制", _QUALITY, "5.4.4"),
    _permission("编辑", "AUX-10", "公司报告", "company_quality", "5.3.6.2"),
    _permission("编辑", "AUX-11", "公司报告", "company_quality", "5.4.4"),
    _permission(
        "补录墨签",
        ANY,
        ANY,
        f"{_SALES} {_QUALITY} responsible_clerk responsible_leader company_quality",
        "I-41",
    ),
    _permission(
        "签收联",
        ANY,
        ANY,
        f"{_SALES} {_QUALITY} responsible_clerk responsible_leader production receiver",
        "5.3.4.1，5.3.5.4",
    ),
    _permission(
        "交接包",
        ANY,
        ANY,
        f"{_SALES} {_QUALITY} responsible_clerk responsible_leader production receiver company_quality",
        "R-8-a",
    ),
    _permission("调查核实", "intake", ANY, _SALES, "5.3.2.2"),
    _permission("等级确认", "01", ANY, "quality_leader", "5.3.4.3"),
    _permission("无需回复", "01", ANY, _QUALITY, "5.3.3.3"),
    _permission("复印件登记", "02", ANY, _QUALITY, "5.3.3.2"),
    _permission("起草回复信", ANY, ANY, "quality_clerk", "5.3.3.3"),
    _permission("会议纪要", "03", "质量分析会", f"{_QUALITY} company_quality", "5.3.4.1"),
    _permission("会议纪要", "03", "专题分析会", f"{_QUALITY} company_quality", "5.3.4.3"),
    _permission("会议纪要", "03", "处理意见", f"{_QUALITY} company_quality", "5.3.4.3"),
    _permission("会议纪要", "03", "退回", f"{_QUALITY} company_quality", "5.3.4.3"),
    _permission("会议措施", "03", ANY, f"{_QUALITY} company_quality responsible_clerk", "5.3.4.4"),
    _permission("库存核查", "03", ANY, _QUALITY, "4.4.1"),
    _permission("费用明细", "04", ANY, _SALES, "5.3.5.3"),
    _permission("批准费用", "04", ANY, "technical_quality_leader company_leader", "5.3.5.3"),
    _permission("批准先处理后分析", "04", ANY, "unit_leader", "5.3.4.5"),
    _permission("选择份数", "04", ANY, "sales_clerk", "5.3.5.4"),
    _permission("人员管理", ANY, ANY, "administrator", "5.5.2"),
    _permission("备份恢复", ANY, ANY, "administrator", "5.5.2"),
    _permission("数据体检", ANY, ANY, f"administrator {_QUALITY}", "5.5.2"),
    _permission("导入", ANY, ANY, "sales_leader quality_leader administrator", "5.5.1"),
    _permission("销毁", ANY, ANY, "quality_leader", "6"),
    _permission("批准销毁", ANY, ANY, "department_leader unit_leader company_leader", "6"),
)


@dataclass(frozen=True)
class Permit:
    """The answer: allowed or not, why in one sentence, and the clause."""

    allowed: bool
    why: str
    clause: str


def permit(roles: Iterable[str], paper: str, state: str, action: str) -> Permit:
    """Whether these roles may do an action on a paper in a state; unknown things are denied."""
    held = frozenset(roles) & frozenset(ROLES)
    rows = _rows(paper, state, action)
    if not rows:
        return Permit(False, f"“{state}”状态下没有“{action}”。", "")
    wanted = frozenset[str]().union(*(row[0] for row in rows))
    clause = rows[0][1]
    if held & wanted:
        return Permit(True, "", clause)
    return Permit(False, f"“{action}”应由{role_names(wanted)}办理（{clause}）。", clause)


def may(roles: Iterable[str], paper: str, state: str, action: str) -> bool:
    """Short form of `permit` for buttons."""
    return permit(roles, paper, state, action).allowed


def open_actions(roles: Iterable[str], paper: str, state: str) -> tuple[str, ...]:
    """Every action these roles have on a paper in a state, workflow first, for a menu."""
    held = tuple(roles)
    flow = [row.action for row in workflow.allowed(paper, state, held)]
    rest = [row.action for row in TABLE if _applies(row, paper, state)]
    return tuple(dict.fromkeys((*flow, *(action for action in rest if may(held, paper, state, action)))))


def separate(
    *, clerk: str, reviewer: str, small_department: bool = False, override_reason: str = ""
) -> Permit:
    """经办 and 审核 of one slip are two people; a very small department overrides with a reason (R-4-a)."""
    act = Act(clerk=Signature(clerk), small_department=small_department, override_reason=override_reason)
    refused = same_person(act, reviewer)
    return Permit(refused is None, refused or "", "R-4-a")


def _rows(paper: str, state: str, action: str) -> list[tuple[frozenset[str], str]]:
    flow = [(row.roles, row.clause) for row in workflow.actions(paper, state) if row.action == action]
    known = [(row.roles, row.clause) for row in TABLE if row.action == action and _applies(row, paper, state)]
    return [*flow, *known]


def _applies(row: Permission, paper: str, state: str) -> bool:
    return row.paper in (ANY, paper) and row.state in (ANY, state)
