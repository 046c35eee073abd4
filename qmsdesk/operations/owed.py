"""What somebody owes a case beyond its next step: rulings, revisions, letters, photocopies, agreed actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.workflow import TABLE


@dataclass(frozen=True)
class Owed:
    """One thing that is owed on a slip, in words, since or until a day."""

    slip_id: int
    paper_code: str
    number: str
    words: str
    day: date | None


_QUALITY = frozenset({"quality_clerk", "quality_leader"})
# CROSS JOIN keeps the small table outside: the register may hold a million slips
_HEAD = "SELECT s.id, s.paper_code, coalesce(s.number, ''), "
_OPEN = " AND s.unit_id = ? AND s.state NOT IN ('已关闭', '作废', '放弃')"
# who owes it, and how it is found: (slip, paper, number, words, day)
_STATEMENTS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"company_quality"}),
        f"{_HEAD}'申诉待裁决：' || a.reason, a.filed_on FROM handling h CROSS JOIN slip s ON s.id = h.slip_id"
        f" JOIN appeal a ON a.slip_id = s.id AND a.level = 1 WHERE h.appeal_state = '申诉中'{_OPEN}",
    ),
    (
        frozenset({"management_representative"}),
        f"{_HEAD}'再申诉待最终裁决：' || a.reason, a.filed_on FROM handling h CROSS JOIN slip s ON s.id = h.slip_id"
        f" JOIN appeal a ON a.slip_id = s.id AND a.level = 2 WHERE h.appeal_state = '再申诉'{_OPEN}",
    ),
    (
        frozenset({"quality_clerk"}),
        f"{_HEAD}'裁决已改变责任，处理单待修订', NULL FROM handling h CROSS JOIN slip s ON s.id = h.slip_id"
        f" WHERE h.revision < (SELECT max(r.revision) FROM responsibility r WHERE r.slip_id = h.slip_id){_OPEN}",
    ),
    (
        frozenset({"quality_leader"}),
        f"{_HEAD}'按裁决修订的处理单待审核', NULL FROM handling h CROSS JOIN slip s ON s.id = h.slip_id"
        " WHERE h.revision > 0 AND NOT EXISTS (SELECT 1 FROM signature g WHERE g.slip_id = s.id"
        f" AND g.box = 'sig_review' AND g.withdrawn_at IS NULL) AND s.state NOT IN ('待审核', '退回'){_OPEN}",
    ),
    (
        frozenset({"quality_leader"}),
        f"{_HEAD}f.severity || '投诉的等级待确认', NULL FROM feedback_case c CROSS JOIN slip s ON s.id = c.slip_id"
        " CROSS JOIN feedback f ON f.slip_id = s.id WHERE f.severity IN ('重大', '特大')"
        f" AND c.severity_confirmed_by = ''{_OPEN}",
    ),
    (
        _QUALITY,
        f"{_HEAD}'填好的建议单复印件尚未收回', NULL FROM suggestion j CROSS JOIN slip s ON s.id = j.slip_id"
        f" WHERE j.photocopy_on IS NULL AND s.state IN ('已回复', '实施中', '核实合格', '已回复顾客'){_OPEN}",
    ),
    (
        frozenset({"responsible_leader"}),
        f"{_HEAD}'已裁决，请接受裁决或再申诉', NULL FROM handling h CROSS JOIN slip s ON s.id = h.slip_id"
        f" WHERE h.appeal_state = '已裁决'{_OPEN}",
    ),
    (
        frozenset({"unit_leader"}),
        f"{_HEAD}'没有处理单，先处理后分析待批准', NULL FROM warranty_claim w CROSS JOIN slip s ON s.id = w.slip_id"
        " WHERE w.handling_no = '' AND s.state IN ('草稿', '已判定', '已预批') AND NOT EXISTS (SELECT 1 FROM approval a"
        " WHERE a.slip_id = s.id AND a.what = '先处理后分析' AND a.withdrawn_at IS NULL) AND NOT EXISTS (SELECT 1"
        " FROM case_link l JOIN slip c ON c.id = l.parent_id WHERE l.child_id = s.id AND c.paper_code = '03')"
        + _OPEN,
    ),
    (
        frozenset({"general_manager"}),
        f"{_HEAD}'特大投诉，待总经理决定', NULL FROM handling h CROSS JOIN slip s ON s.id = h.slip_id"
        " WHERE EXISTS (SELECT 1 FROM case_link l JOIN feedback f ON f.slip_id = l.parent_id WHERE l.child_id = s.id"
        " AND f.severity = '特大') AND NOT EXISTS"
        f" (SELECT 1 FROM meeting m WHERE m.slip_id = s.id AND m.general_manager_decision <> ''){_OPEN}",
    ),
    (
        _QUALITY | {"responsible_clerk"},
        f"{_HEAD}m.kind || '措施：' || a.what || '（' || a.owner || '）', a.due FROM meeting_action a"
        " JOIN meeting m ON m.id = a.meeting_id CROSS JOIN slip s ON s.id = m.slip_id WHERE a.done_on IS NULL"
        + _OPEN,
    ),
    (
        frozenset({"technical_quality_leader"}),
        f"{_HEAD}'费用待批准：' || c.kind || ' ' || printf('%.2f', c.fen / 100.0) || ' 元', NULL FROM cost_item c"
        " CROSS JOIN slip s ON s.id = c.slip_id WHERE c.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM approval a"
        f" WHERE a.cost_item_id = c.id AND a.withdrawn_at IS NULL){_OPEN}",
    ),
)


def owed(desk: Desk) -> list[Owed]:
    """What this user's roles owe, by kind."""
    found: list[Owed] = []
    for roles, statement in _STATEMENTS:
        if roles & desk.user.roles:
            found += [
                _line(row) for row in rows(statement + " ORDER BY s.id LIMIT 200", (desk.department.unit_id,))
            ]
    return [*found, *_letters(desk)]


def _letters(desk: Desk) -> list[Owed]:
    """Letters whose next gesture is this user's."""
    states = {
        row.source: row.action
        for row in TABLE
        if row.life == "reply" and row.action != "退回" and row.roles & desk.user.roles
    }
    if not states:
        return []
    marks = ",".join("?" * len(states))
    found = rows(
        f"{_HEAD}r.state, r.drafted_on FROM customer_reply r CROSS JOIN slip s ON s.id = r.slip_id"
        f" WHERE r.state IN ({marks}){_OPEN} ORDER BY r.id LIMIT 200",
        [*states, desk.department.unit_id],
    )
    return [_line((*row[:3], f"回复顾客的信：{states[row[3]]}", row[4])) for row in found]


def _line(row: tuple[int, str, str, str, str | None]) -> Owed:
    return Owed(*row[:4], date.fromisoformat(row[4]) if row[4] else None)
