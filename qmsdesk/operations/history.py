"""One slip's trail in words: when, who, in which role, on which machine, what changed from what to what, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qmsdesk.models import audit
from qmsdesk.models.base import read_moment
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.record_values import column_fields
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.base import Kind, Paper
from qmsdesk.papers.values import display
from qmsdesk.procedure.clock import SHANGHAI
from qmsdesk.procedure.roles import role_names

NOTHING = "（空）"
# column -> what it is called; columns that are not named here are the program's own
SLIP_LABELS = {"number": "编号", "state": "状态", "void_reason": "作废原因", "closed_at": "关闭时间"}
LABELS: dict[str, tuple[str, dict[str, str]]] = {
    "copy": ("联", {
        "printed_count": "打印次数", "handed_at": "送交时间", "handed_by": "送交人", "signed_for_at": "签收时间",
        "signed_for_by": "签收人", "opinion": "签收意见", "returned_at": "退回时间", "return_reason": "退回原因",
    }),
    "source_document": ("信息原件", {
        "caller": "来电人", "telephone": "电话", "customer_name": "用户名称", "customer_address": "用户地址",
        "product_name": "产品名称", "serial_no": "出厂编号", "words": "顾客原话", "remedy": "要求", "pages": "页数",
        "original_no": "原件编号", "state": "状态",
    }),
    "attachment": ("附件", {"name": "文件名", "pages": "页数"}),
    "contact_log": ("联系记录", {"how": "方式", "contact": "联系人", "result": "结果"}),
    "feedback_case": ("案件", {"class": "类别", "severity": "等级"}),
    "packet": ("交接包", {"receiver": "收件部门", "receipt_by": "回执签收人"}),
    "responsibility": ("责任", {"department": "部门", "share": "份额"}),
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """One field that changed: its printed label, and the words before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Happened:
    """One line of the trail about a slip."""

    seq: int
    at: datetime
    user: str
    role: str
    workstation: str
    action: str
    changes: tuple[Changed, ...]
    reason: str


def history(desk: Desk, *, slip_id: int) -> tuple[Happened, ...]:
    """Everything that happened to a slip, oldest first."""
    sheet = read_slip(desk, slip_id=slip_id).paper
    return tuple(_happened(sheet, line) for line in audit.history(slip_id))


def _happened(sheet: Paper, line: dict[str, Any]) -> Happened:
    roles = role_names(line["role"].split("、")) or line["role"]
    return Happened(
        line["seq"],
        read_moment(line["at"]),
        line["user"],
        roles,
        line["workstation"],
        line["action"],
        tuple(_changes(sheet, line["old"], line["new"])),
        line["reason"],
    )


def _changes(sheet: Paper, old: audit.Snapshot, new: audit.Snapshot) -> list[Changed]:
    found: list[Changed] = []
    for table, kept in sorted(new.items(), key=lambda item: _place(sheet, item[0])):
        for key, row in kept.items():
            found.extend(_row_changes(sheet, table, old.get(table, {}).get(key), row))
    return found


def _place(sheet: Paper, table: str) -> int:
    return ["slip", sheet.key, "signature", "copy"].index(table) if table in ("slip", sheet.key) else 9


def _row_changes(
    sheet: Paper, table: str, before: audit.Row | None, after: audit.Row | None
) -> list[Changed]:
    if table == "signature":
        return _signature(sheet, before, after)
    if table == "copy" and before is None and after is not None:
        return [Changed("联", NOTHING, str(after.get("label", "")))]
    labels = _labels(sheet, table)
    prefix = f"{LABELS[table][0]}·" if table in LABELS else ""
    if after and table == "copy":
        prefix = f"第{after.get('ordinal', '')}联·"
    found = []
    for name, (was, now) in audit.changed_fields(before, after).items():
        if name not in labels:
            continue
        old, new = _words(sheet, table, name, was), _words(sheet, table, name, now)
        if old != new:
            found.append(Changed(f"{prefix}{labels[name]}", old or NOTHING, new or NOTHING))
    return found


def _labels(sheet: Paper, table: str) -> dict[str, str]:
    if table == "slip":
        return SLIP_LABELS
    if table == sheet.key:
        return {field.name: field.label or field.name for field in column_fields(sheet)}
    return LABELS[table][1] if table in LABELS else {}


def _words(sheet: Paper, table: str, name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if table == sheet.key:
        field = sheet.field(name)
        if field.kind is Kind.TICK:
            return "√" if value else ""
        return display(field, value)
    if name.endswith("_at"):
        return f"{read_moment(str(value)).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return "" if value == 0 else str(value)


def _signature(sheet: Paper, before: audit.Row | None, after: audit.Row | None) -> list[Changed]:
    if after is None:
        return []
    label = f"签名·{sheet.field(after['box']).label or after['meaning']}"
    words = " ".join(part for part in (after["name"], after["day"] or "") if part)
    if after["withdrawn_at"]:
        return [] if before and before["withdrawn_at"] else [Changed(label, words, "（已撤回）")]
    return [Changed(label, NOTHING, words)] if before is None else []
