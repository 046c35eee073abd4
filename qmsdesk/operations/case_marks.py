"""What hangs on the slips of a case besides copies and signatures: transfers, suppliers, meetings, letters …"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.deadlines import plan_warning
from qmsdesk.procedure.money import format_money


@dataclass(frozen=True)
class Mark:
    """One thing on a slip: its kind, one line of words, its day, the id of its record, and whether it is a worry."""

    kind: str
    words: str
    day: date | None
    record_id: int
    worry: bool = False


# kind -> slip, words, day, record, worry (1/0); one statement each, whatever the number of slips
_STATEMENTS = {
    "转出": "SELECT slip_id, '转 ' || receiver || CASE WHEN result_on IS NULL THEN '，等待结果' ELSE '，已答复' END,"
    " substr(sent_at, 1, 10), id, result_on IS NULL FROM transfer WHERE slip_id IN ({ids})",
    "供方": "SELECT slip_id, name || '，限期 ' || limit_on || '，' || state, sent_on, id,"
    " result_on IS NULL AND limit_on < :today FROM supplier_claim WHERE slip_id IN ({ids})",
    "会议": "SELECT slip_id, kind || CASE WHEN decisions = '' THEN '，待纪要' ELSE '' END, held_on, id, decisions = ''"
    " FROM meeting WHERE slip_id IN ({ids})",
    "申诉": "SELECT a.slip_id, CASE a.level WHEN 1 THEN '申诉：' ELSE '再申诉：' END || a.department ||"
    " CASE WHEN r.id IS NULL THEN '，待裁决' ELSE '，' || r.ruled_by || '已裁决' END, a.filed_on, a.id, r.id IS NULL"
    " FROM appeal a LEFT JOIN ruling r ON r.appeal_id = a.id WHERE a.slip_id IN ({ids})",
    "责任": "SELECT r.slip_id, group_concat(r.department || coalesce(' ' || printf('%g', r.share / 100.0) || '%', ''),"
    " '、'), NULL, r.slip_id, 0 FROM responsibility r WHERE r.slip_id IN ({ids}) AND r.revision ="
    " (SELECT max(revision) FROM responsibility x WHERE x.slip_id = r.slip_id) GROUP BY r.slip_id",
    "验证": "SELECT slip_id, result || '：' || who, day, id, result <> '合格' FROM verification"
    " WHERE slip_id IN ({ids})",
    "回复": "SELECT slip_id, '回复顾客：' || state, sent_on, id, 0 FROM customer_reply WHERE slip_id IN ({ids})",
    "联系": "SELECT slip_id, kind || '：' || result, substr(at, 1, 10), id, satisfied = '不满意' FROM contact_log"
    " WHERE slip_id IN ({ids})",
    "批准": "SELECT slip_id, what || '：' || name, day, id, 0 FROM approval WHERE withdrawn_at IS NULL"
    " AND what <> '费用' AND slip_id IN ({ids})",
    "库存核查": "SELECT slip_id, place || '：' || result, day, id, result = '发现同类' FROM stock_check"
    " WHERE slip_id IN ({ids})",
    "附件": "SELECT slip_id, name, substr(added_at, 1, 10), id, 0 FROM attachment WHERE slip_id IN ({ids})",
    "信息原件": "SELECT slip_id, coalesce(record_no, original_no, '') || ' ' || channel, substr(received_at, 1, 10),"
    " id, 0 FROM source_document WHERE slip_id IN ({ids})",
}
_COSTS = """
SELECT w.slip_id, w.claim_class, coalesce(w.total_amount, 0) + coalesce((SELECT sum(c.fen) FROM cost_item c
WHERE c.slip_id = w.slip_id AND c.removed_at IS NULL AND c.estimate = 0 AND EXISTS (SELECT 1 FROM approval a
WHERE a.cost_item_id = c.id AND a.withdrawn_at IS NULL)), 0) FROM warranty_claim w WHERE w.slip_id IN ({ids})
"""
_DEBTS = """
SELECT a.slip_id, '待补处理单：' || a.reason, a.day, a.id FROM approval a JOIN slip b ON b.id = a.slip_id
JOIN warranty_claim w ON w.slip_id = b.id WHERE a.what = '先处理后分析' AND a.withdrawn_at IS NULL
AND b.state NOT IN ('作废', '放弃') AND w.handling_received_on IS NULL AND a.slip_id IN ({ids}) AND NOT EXISTS (
    SELECT 1 FROM case_link l JOIN slip c ON c.id = l.parent_id AND c.paper_code = '03' AND c.state <> '作废'
    JOIN copy k ON k.slip_id = c.id AND k.holder = '经销部门' AND k.signed_for_at IS NOT NULL WHERE l.child_id = b.id
)
"""

_PLANS = """
SELECT slip_id, planned_date, required_date FROM warranty_claim WHERE planned_date > required_date
AND actual_date IS NULL AND slip_id IN ({ids})
"""


def marks_of(desk: Desk, ids: list[int]) -> dict[int, list[Mark]]:
    """Slip -> its marks in the order of the kinds; a fixed number of statements."""
    places = ",".join(str(int(item)) for item in ids)
    today = desk.clock.today().isoformat()
    found: dict[int, list[Mark]] = defaultdict(list)
    for kind, statement in _STATEMENTS.items():
        bound = (today,) if ":today" in statement else ()
        for slip_id, words, day, record, worry in rows(
            statement.format(ids=places).replace(":today", "?"), bound
        ):
            found[slip_id].append(Mark(kind, words, _day(day), record, bool(worry)))
    for slip_id, category, fen in rows(_COSTS.format(ids=places)):
        if category:
            found[slip_id].append(Mark("费用", f"{category} {format_money(fen)} 元", None, slip_id))
    for slip_id, *days in rows(_PLANS.format(ids=places)):
        planned, wanted = (_day(text) for text in days)
        words = plan_warning(planned=planned, wanted=wanted)
        found[slip_id].append(Mark("计划", words, planned, slip_id, True))
    for slip_id, words, day, record in rows(_DEBTS.format(ids=places)):
        found[slip_id].append(Mark("待补处理单", words, _day(day), record, True))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
