"""Which column of somebody's spreadsheet is which item of the feedback slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qmsdesk.errors import UserError

Heading = str
Target = str


@dataclass(frozen=True)
class ImportTarget:
    """An item a column can be mapped to: key, label, headings it is known under, whether an import needs it."""

    key: Target
    label: str
    known_as: tuple[str, ...]
    required: bool = False


TARGETS: tuple[ImportTarget, ...] = (
    ImportTarget(
        "original_no", "信息原件编号",
        (
            "信息原件编号", "原件编号", "投诉编号", "反馈单号", "反馈单", "信息编号", "投诉单号", "受理编号", "单号",
            "编号",
        ),
    ),
    ImportTarget(
        "feedback_date", "反馈日期",
        (
            "反馈日期", "投诉日期", "接收日期", "受理日期", "来电日期", "登记日期", "反馈时间", "投诉时间", "日期",
            "时间",
        ),
        required=True,
    ),
    ImportTarget(
        "customer_name", "用户名称",
        (
            "用户名称", "顾客名称", "客户名称", "用户", "顾客", "客户", "用户单位", "使用单位", "单位名称", "业主",
            "品牌",
        ),
        required=True,
    ),
    ImportTarget("customer_address", "地址", ("地址", "用户地址", "顾客地址", "客户地址", "所在地", "联系地址")),
    ImportTarget("caller", "联系人", ("联系人", "来电人", "反馈人", "投诉人", "姓名")),
    ImportTarget("telephone", "联系电话", ("联系电话", "电话", "手机", "手机号", "联系方式")),
    ImportTarget(
        "product_name", "产品名称", ("产品名称", "产品", "设备名称", "产品名称/图号", "品名", "车型", "型号名称")
    ),
    ImportTarget("drawing_no", "图号", ("图号", "产品图号", "规格型号", "型号规格", "型号", "规格", "年款")),
    ImportTarget(
        "serial_no", "出厂编号", ("出厂编号", "产品编号", "设备编号", "序列号", "机号", "制造编号", "位号")
    ),
    ImportTarget("ship_date", "出厂/发货日期", ("出厂日期", "发货日期", "出厂/发货日期", "交货日期")),
    ImportTarget("commission_date", "启用日期", ("启用日期", "该产品的启用日期", "投用日期", "投产日期")),
    ImportTarget("failure_date", "发生故障的日期", ("发生故障的日期", "故障日期", "故障时间", "发生日期")),
    ImportTarget("problem_part", "产品发生问题的部位", ("产品发生问题的部位", "问题部位", "故障部位", "部位")),
    ImportTarget(
        "problem_kind", "发生何种问题",
        (
            "发生何种问题", "主要问题", "问题简述", "反馈问题", "投诉内容", "反馈内容", "故障现象", "质量问题", "问题",
            "内容",
        ),
        required=True,
    ),
    ImportTarget(
        "description", "详细描述质量问题的现象",
        ("详细描述质量问题的现象", "详细描述", "问题描述", "详细情况", "现象描述", "描述"),
    ),
    ImportTarget("problem_code", "问题代码", ("问题代码", "故障代码", "问题类别代码")),
    ImportTarget("channel", "信息来源方式", ("信息来源方式", "信息来源", "反馈方式", "投诉方式", "来源", "渠道")),
    ImportTarget("proposed_class", "类别建议", ("类别建议", "类别", "信息类别")),
    ImportTarget("result", "处理结果", ("处理结果", "处理情况", "处理意见和结果")),
    ImportTarget("responsible", "责任部门", ("责任部门", "责任单位")),
    ImportTarget("claim_no", "三包单号", ("三包单号", "三包单", "三包编号")),
    ImportTarget("claim_cost", "三包费用", ("三包费用", "三包费用(元)", "费用损失", "三包损失")),
    ImportTarget("handler", "经办人", ("经办人", "受理人", "接收人", "记录人", "登记人")),
)  # fmt: skip
BY_KEY = {target.key: target for target in TARGETS}
_RUNNING = {"序号", "no", "行号"}


def guess(headings: Sequence[Heading]) -> dict[Target, Heading]:
    """The mapping a clerk would make: first by the very name, then by a name contained in the heading."""
    free = {_plain(heading): heading for heading in reversed(headings) if _plain(heading) not in _RUNNING}
    found: dict[Target, Heading] = {}
    for same in (True, False):
        for target in TARGETS:
            if target.key in found:
                continue
            name = next((name for word in target.known_as for name in free if _fits(word, name, same)), None)
            if name is not None:
                found[target.key] = free.pop(name)
    return {target.key: found[target.key] for target in TARGETS if target.key in found}


def _fits(word: str, name: str, same: bool) -> bool:
    plain = _plain(word)
    return plain == name if same else len(plain) >= 3 and plain in name


def _plain(text: str) -> str:
    return re.sub(r"[\s:：*（）()【】\[\]·.。]", "", unicodedata.normalize("NFKC", text)).lower()


def checked(mapping: Mapping[Target, Heading], headings: Sequence[Heading]) -> dict[Target, Heading]:
    """A mapping by key or by label, made sure of; UserError names a target or column that does not exist or lacks."""
    labels = {target.label: target.key for target in TARGETS}
    found: dict[Target, Heading] = {}
    for name, heading in mapping.items():
        key = labels.get(name, name)
        if key not in BY_KEY:
            raise UserError(
                f"没有“{name}”这个导入项目。",
                advice=f"可用的项目：{'、'.join(item.label for item in TARGETS)}。",
            )
        if not heading:
            continue
        if heading not in headings:
            raise UserError(f"表格里没有“{heading}”这一列。", advice=f"表格的列：{_listed(headings)}。")
        found[key] = heading
    return found


def missing(mapping: Mapping[Target, Heading]) -> tuple[ImportTarget, ...]:
    """The targets an import cannot do without and no column was found for."""
    return tuple(target for target in TARGETS if target.required and target.key not in mapping)


def refuse_missing(lacking: Sequence[ImportTarget], headings: Sequence[Heading]) -> None:
    """UserError when something required has no column."""
    if lacking:
        names = "、".join(f"“{target.label}”" for target in lacking)
        raise UserError(
            f"表格里没有认出{names}这{'几' if len(lacking) > 1 else '一'}列。",
            advice=f"请指定对应的列；表格的列：{_listed(headings)}。",
        )


def _listed(headings: Sequence[Heading]) -> str:
    return "、".join(headings[:20]) + ("…" if len(headings) > 20 else "")
