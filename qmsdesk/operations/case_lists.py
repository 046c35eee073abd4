"""Lists across all cases of the unit: contacts, suppliers, transfers, letters, meetings, appeals, stock checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import SHANGHAI

MOST = 500  # lines a list shows; a search finds the others


@dataclass(frozen=True)
class ListLine:
    """One line: the slip behind it, its texts under the headings, and why it is marked ("" when it is not)."""

    key: int
    slip_id: int
    texts: tuple[str, ...]
    worry: str = ""


@dataclass(frozen=True)
class CaseList:
    """One list: its name, clause, headings; what its `still_open` lines are called; the SQL and how a row is told."""

    key: str
    name: str
    clause: str
    headings: tuple[str, ...]
    open_words: str
    select: str
    searched: str
    still_open: str
    newest: str
    tell: Callable[[tuple[Any, ...], date], tuple[tuple[str, ...], str]]


def lines(desk: Desk, wanted: CaseList, *, text: str = "", only_open: bool = False) -> list[ListLine]:
    """The newest lines of a list (at most 500) in which every word of `text` stands."""
    where, given = " AND s.unit_id = ?", [desk.department.unit_id]
    if only_open:
        where += f" AND {wanted.still_open}"
    for word in text.split():
        where += f" AND instr(lower(coalesce(s.number, '') || ' ' || {_CUSTOMER}{wanted.searched}), ?) > 0"
        given.append(word.lower())  # type: ignore[arg-type]
    found = rows(f"{wanted.select}{where} ORDER BY {wanted.newest} LIMIT {MOST}", given)
    today = desk.clock.today()
    return [ListLine(row[0], row[1], *wanted.tell(row[2:], today)) for row in found]


# the small table stands outside, the register beside it may hold a million slips
_CUSTOMER = (
    "coalesce((SELECT l.customer FROM ledger l WHERE l.slip_id = s.id),"
    " (SELECT h.customer_name FROM handling h WHERE h.slip_id = s.id),"
    " (SELECT w.customer_name FROM warranty_claim w WHERE w.slip_id = s.id), '')"
)
_NUMBER = f"coalesce(s.number, '未编号'), {_CUSTOMER}"


def _from(table: str, alias: str, columns: str) -> str:
    return (
        f"SELECT {alias}.id, s.id, {_NUMBER}, {columns} FROM {table} {alias} CROSS JOIN slip s"
        f" ON s.id = {alias}.slip_id WHERE 1"
    )


def _searched(*columns: str) -> str:
    return "".join(f" || ' ' || coalesce({name}, '')" for name in columns)


def _moment(text: str) -> str:
    return f"{read_moment(text).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _one_line(text: str) -> str:
    return " ".join((text or "").split())


def _late(limit: str | None, done: str | None, today: date) -> str:
    """逾期 n 天 where the limit is over and nothing came."""
    days = (today - date.fromisoformat(limit)).days if limit and not done else 0
    return f"逾期 {days} 天" if days > 0 else ""


def _contact(row: tuple[Any, ...], _today: date) -> tuple[tuple[str, ...], str]:
    number, customer, at, kind, how, contact, result, satisfied, by = row
    texts = (_moment(at), kind, number, customer, contact, how, _one_line(result), satisfied, by)
    return texts, "不满意" if satisfied == "不满意" else ""


def _supplier(row: tuple[Any, ...], today: date) -> tuple[tuple[str, ...], str]:
    number, _customer, name, content, sent, limit, state, report, result, result_on = row
    late = _late(limit, result_on, today)
    return (late, limit, name, number, sent, state, _one_line(content), report, _one_line(result)), late


def _transfer(row: tuple[Any, ...], today: date) -> tuple[tuple[str, ...], str]:
    number, customer, receiver, sent, by, original, reason, result, result_on, analysis = row
    waited = (today - read_moment(sent).astimezone(SHANGHAI).date()).days
    since = "" if result_on else f"已等 {waited} 天"
    texts = (
        _moment(sent)[:10], number, customer, receiver, by, original, _one_line(reason), since, _one_line(result),
        analysis,
    )  # fmt: skip
    return texts, ""


def _letter(row: tuple[Any, ...], _today: date) -> tuple[tuple[str, ...], str]:
    number, customer, to, state, text, drafted, by, department, company, channel, sent = row
    approved = "、".join(name for name in (department, company) if name)
    return (drafted, number, to or customer, state, _one_line(text), by, approved, channel, sent or ""), ""


def _meeting(row: tuple[Any, ...], today: date) -> tuple[tuple[str, ...], str]:
    number, customer, kind, held, chair, decisions, open_, first = row
    late = _late(first, None, today)
    measures = f"{open_} 项未完成" if open_ else ""
    return (held or "未定", kind, number, customer, chair, _one_line(decisions), measures, late), late


def _appeal(row: tuple[Any, ...], _today: date) -> tuple[tuple[str, ...], str]:
    number, customer, level, department, reason, filed, text, by, ruled = row
    step = "申诉" if level == 1 else "再申诉"
    state = f"{by} {ruled}" if ruled else "待裁决"
    return (filed, step, number, customer, department, _one_line(reason), state, _one_line(text)), (
        "" if ruled else "待裁决"
    )


def _stock(row: tuple[Any, ...], _today: date) -> tuple[tuple[str, ...], str]:
    number, customer, place, result, note, who, day = row
    return (day, number, customer, place, result, _one_line(note), who), (
        "发现同类" if result == "发现同类" else ""
    )


LISTS: tuple[CaseList, ...] = (
    CaseList(
        "contact", "联系记录", "5.2.2",
        ("时间", "种类", "单据", "顾客", "联系人", "方式", "结果", "满意否", "记录人"), "只看回访",
        _from("contact_log", "c", "c.at, c.kind, c.how, c.contact, c.result, c.satisfied, c.entered_by"),
        _searched("c.kind", "c.how", "c.contact", "c.result", "c.entered_by"),
        "c.kind = '回访'", "c.at DESC, c.id DESC", _contact,
    ),
    CaseList(
        "supplier", "供方信息", "5.3.4.2",
        ("逾期", "限期", "供方", "反馈单", "提交日期", "状态", "提交的内容", "分析报告", "处理结果"), "只看未答复的",
        _from(
            "supplier_claim", "c",
            "c.name, c.content, c.sent_on, c.limit_on, c.state, c.report_no, c.result, c.result_on",
        ),
        _searched("c.name", "c.content", "c.state", "c.result"), "c.result_on IS NULL",
        "c.result_on IS NULL DESC, c.limit_on, c.id", _supplier,
    ),
    CaseList(
        "transfer", "转出单位", "5.3.4.1",
        ("转出日期", "反馈单", "顾客", "转往单位", "转出人", "随附", "说明", "等待", "处理结果", "分析报告"),
        "只看没有结果的",
        _from(
            "transfer", "c",
            "c.receiver, c.sent_at, c.sent_by, c.original, c.reason, c.result, c.result_on, c.analysis",
        ),
        _searched("c.receiver", "c.reason", "c.result", "c.analysis"), "c.result_on IS NULL",
        "c.result_on IS NULL DESC, c.id DESC", _transfer,
    ),
    CaseList(
        "letter", "回复函", "5.3.3.3",
        ("起草日期", "单据", "收件人", "状态", "内容", "起草人", "批准人", "方式", "发出日期"), "只看未发出的",
        _from(
            "customer_reply", "c",
            "c.customer, c.state, c.text, c.drafted_on, c.drafted_by, c.department_leader, c.company_leader,"
            " c.channel, c.sent_on",
        ),
        _searched("c.customer", "c.state", "c.text", "c.drafted_by"), "c.sent_on IS NULL", "c.id DESC", _letter,
    ),
    CaseList(
        "meeting", "分析会", "5.3.4.3",
        ("日期", "会议", "处理单", "顾客", "主持人", "处理决定", "措施", "逾期"), "只看措施未完的",
        _from(
            "meeting", "c",
            "c.kind, c.held_on, c.chair, c.decisions, (SELECT count(*) FROM meeting_action a WHERE a.meeting_id = c.id"
            " AND a.done_on IS NULL), (SELECT min(a.due) FROM meeting_action a WHERE a.meeting_id = c.id"
            " AND a.done_on IS NULL)",
        ),
        _searched("c.kind", "c.chair", "c.causes", "c.decisions"),
        "EXISTS (SELECT 1 FROM meeting_action a WHERE a.meeting_id = c.id AND a.done_on IS NULL)",
        "coalesce(c.held_on, '9') DESC, c.id DESC", _meeting,
    ),
    CaseList(
        "appeal", "申诉和裁决", "5.3.4.6",
        ("日期", "级别", "处理单", "顾客", "申诉部门", "理由", "裁决人", "裁决"), "只看待裁决的",
        _from(
            "appeal", "c",
            "c.level, c.department, c.reason, c.filed_on, (SELECT r.text FROM ruling r WHERE r.appeal_id = c.id),"
            " (SELECT r.ruled_by FROM ruling r WHERE r.appeal_id = c.id),"
            " (SELECT r.ruled_on FROM ruling r WHERE r.appeal_id = c.id)",
        ),
        _searched("c.department", "c.reason"), "NOT EXISTS (SELECT 1 FROM ruling r WHERE r.appeal_id = c.id)",
        "c.filed_on DESC, c.id DESC", _appeal,
    ),
    CaseList(
        "stock", "库存核查", "5.3.4.1",
        ("日期", "处理单", "顾客", "范围", "结果", "说明", "核查人"), "只看发现同类的",
        _from("stock_check", "c", "c.place, c.result, c.note, c.who, c.day"),
        _searched("c.place", "c.result", "c.note", "c.who"), "c.result = '发现同类'", "c.day DESC, c.id DESC", _stock,
    ),
)  # fmt: skip
