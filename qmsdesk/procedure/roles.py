"""The roles of the procedure (clause 4, requirements §3.2) as one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["unit", "company", "external", "program"]


@dataclass(frozen=True)
class Role:
    """One role: key kept in records, printed name, level, clauses and duty."""

    key: str
    name: str
    level: Level
    clauses: str
    duty: str


TABLE: tuple[Role, ...] = (
    Role(
        "anyone",
        "任何单位/部门、个人",
        "unit",
        "5.3.2.1, 5.4.3.1",
        "把收到的反馈信息转交产品生产单位的经销部门",
    ),
    Role(
        "sales_clerk",
        "经销部门经办人",
        "unit",
        "4.4.2, 5.3.2.2, 5.3.5.3",
        "签收、核实、填写反馈单，办理三包，登记、送交",
    ),
    Role("sales_leader", "经销部门领导", "unit", "5.3.5.3", "审核反馈单，签署三包单，审批调查表"),
    Role(
        "quality_clerk",
        "质管部门",
        "unit",
        "4.4.1, 5.3.2.3, 5.3.3, 5.3.4, 5.3.6",
        "签收归类，填写建议单、处理单，跟踪核实，统计",
    ),
    Role(
        "quality_leader",
        "质量负责人",
        "unit",
        "5.3.3.1, 5.3.4.1, 5.3.6, 5.4.4",
        "审核建议单、统计表、报告，召开质量分析会",
    ),
    Role("technical_quality_leader", "技术质量负责人", "unit", "5.3.5.3", "三包单办理前批准各项费用"),
    Role("department_leader", "部门领导", "unit", "5.3.3.3", "批准给顾客的书面回复"),
    Role("unit_leader", "生产单位/部门主管领导", "unit", "5.3.4.5", "批准先处理后分析"),
    Role("production", "生产单位", "unit", "4.4.3, 5.3.5.4", "组织产品改进，安排三包产品生产"),
    Role(
        "responsible_clerk",
        "责任单位/部门经办人",
        "unit",
        "5.3.3.2, 5.3.4",
        "签收、研究、答复，实施措施，提供分析报告",
    ),
    Role("responsible_leader", "责任单位/部门负责人", "unit", "5.3.3.2, 5.3.4.6", "审核答复，提出申诉"),
    Role("receiver", "供应/财务/发货/质检部门、成品库", "unit", "5.3.5.4", "接收三包单，安排备货和发货"),
    Role(
        "company_quality",
        "技术质量管理部",
        "company",
        "4.3, 5.3.4.3, 5.3.4.6, 5.3.6.2",
        "组织专题分析会，仲裁，汇总评价",
    ),
    Role("company_leader", "公司主管领导", "company", "3.3, 5.3.3.3, 5.3.5.3", "批准经营性三包和三包单"),
    Role(
        "management_representative",
        "管理者代表",
        "company",
        "4.2, 5.3.4.3, 5.3.4.6",
        "主持专题分析会，最终裁决，批准评价报告",
    ),
    Role("general_manager", "总经理", "company", "4.1, 5.3.4.4", "特大投诉决策"),
    Role("supplier", "供方", "external", "5.3.4.2", "限期处理并提交质量分析报告"),
    Role("site_viewer", "现场查阅人", "program", "5.5.2", "只在现场查阅，不得打印、导出、复制"),
    Role("administrator", "系统管理员", "program", "5.5.2", "人员、备份、体检；不代替业务签署"),
)

ROLES: dict[str, Role] = {role.key: role for role in TABLE}

COMPANY_READERS = frozenset({"company_quality", "management_representative", "general_manager"})  # R-4-b

PROFILES: dict[str, tuple[str, ...]] = {
    "经销经办": ("sales_clerk",),  # R-4-c
    "经销领导": ("sales_leader",),
    "质管": ("quality_clerk",),
    "质量负责人": ("quality_leader", "technical_quality_leader"),  # I-09: may be one person
    "单位领导": ("unit_leader", "department_leader"),
    "责任单位": ("responsible_clerk", "responsible_leader"),
}


def role_name(key: str) -> str:
    """The printed name of a role; an unknown key is shown as it is."""
    role = ROLES.get(key)
    return role.name if role else key


def role_names(keys: Iterable[str]) -> str:
    """Several roles in table order, joined for a sentence."""
    wanted = set(keys)
    return "、".join(role.name for role in TABLE if role.key in wanted)


def reads_all_units(keys: Iterable[str]) -> bool:
    """Whether these roles see what other units reported to company level (R-4-b)."""
    return not COMPANY_READERS.isdisjoint(keys)
