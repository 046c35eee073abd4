"""What the house knows of a case and a letter to the customer must not tell, and a draft without it (R-5.5.2-c)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.case_links import children, feedbacks
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.copies import QUALITY, SALES
from qmsdesk.procedure.letters import Inside, Trace, traces

_TEXTS = (
    "SELECT cause_analysis FROM handling WHERE slip_id IN ({marks})",
    "SELECT causes FROM meeting WHERE slip_id IN ({marks})",
    "SELECT responsibility FROM meeting WHERE slip_id IN ({marks})",
    "SELECT risk FROM meeting WHERE slip_id IN ({marks})",
    "SELECT resources FROM meeting WHERE slip_id IN ({marks})",
    "SELECT benefit FROM meeting WHERE slip_id IN ({marks})",
    "SELECT reason FROM appeal WHERE slip_id IN ({marks})",
    "SELECT r.text FROM ruling r JOIN appeal a ON a.id = r.appeal_id WHERE a.slip_id IN ({marks})",
    "SELECT r.investigation FROM ruling r JOIN appeal a ON a.id = r.appeal_id WHERE a.slip_id IN ({marks})",
    "SELECT analysis FROM transfer WHERE slip_id IN ({marks})",
    "SELECT sales_opinion FROM warranty_claim WHERE slip_id IN ({marks})",
    "SELECT quality_opinion FROM warranty_claim WHERE slip_id IN ({marks})",
    "SELECT factory_opinion FROM warranty_claim WHERE slip_id IN ({marks})",
    "SELECT reason FROM approval WHERE slip_id IN ({marks})",
)
_PARTIES = (
    "SELECT department FROM responsibility WHERE slip_id IN ({marks})",
    "SELECT owner FROM meeting_action JOIN meeting m ON m.id = meeting_id WHERE m.slip_id IN ({marks})",
    "SELECT name FROM supplier_claim WHERE slip_id IN ({marks})",
)
_AMOUNTS = (
    "SELECT fen FROM cost_item WHERE removed_at IS NULL AND slip_id IN ({marks})",
    "SELECT total_amount FROM warranty_claim WHERE slip_id IN ({marks})",
)


def inside_of(slip_id: int) -> Inside:
    """The internal texts, responsible parties and amounts kept anywhere in the case of a slip."""
    code = one("SELECT paper_code FROM slip WHERE id = ?", (slip_id,))
    above = feedbacks(slip_id, code[0]) if code else ()
    known = [*above, *(row[0] for row in children(above, ("02", "03", "04"))), slip_id]
    ours = {SALES, QUALITY}  # they write the letter
    parties = tuple(str(name) for name in _told(_PARTIES, known) if name not in ours)
    amounts = tuple(int(fen) for fen in _told(_AMOUNTS, known) if isinstance(fen, int))
    return Inside(tuple(str(text) for text in _told(_TEXTS, known)), parties, amounts)


def marks_of_letter(desk: Desk, *, slip_id: int, text: str) -> tuple[Trace, ...]:
    """The places of a letter about a slip that must not go out, or are to be looked at, for a window to mark."""
    return traces(text, inside_of(slip_id))


def proposed_letter(desk: Desk, *, slip_id: int) -> str:
    """A first draft from what the customer said and what was decided; nothing internal can stand in it."""
    code = one("SELECT paper_code FROM slip WHERE id = ?", (slip_id,))
    above = feedbacks(slip_id, code[0]) if code else ()
    told = one(
        "SELECT customer_name, feedback_date, product_name, drawing_no, problem_kind FROM feedback WHERE slip_id = ?",
        (above[0],),
    ) if above else None  # fmt: skip
    if told is None:
        return ""
    day = date.fromisoformat(told[1]) if told[1] else desk.clock.today()
    product = " ".join(filter(None, (told[2], told[3])))
    return (
        f"{told[0]}：\n贵公司于{day.year}年{day.month}月{day.day}日反映的{product}“{told[4]}”一事收悉，感谢贵公司的来函。\n"
        f"{_outcome(slip_id)}\n如有其他问题，请随时与我公司经销部门联系。"
    )


def _outcome(slip_id: int) -> str:
    """The outcome in set words: what was decided about a suggestion, else that measures were taken."""
    found = one("SELECT decision FROM suggestion WHERE slip_id = ?", (slip_id,))
    said = {
        "采纳": "贵公司的意见我们已经采纳，改进措施已经实施并核实。",
        "部分采纳": "贵公司的意见我们已经部分采纳，改进措施已经实施并核实。",
        "不采纳": "贵公司的意见我们作了研究，目前没有采用，理由如下：",
    }
    return said.get(found[0] if found else "", "我公司已经采取措施：")


def _told(statements: Sequence[str], ids: Sequence[int]) -> list[object]:
    marks = ",".join("?" * len(ids))
    return [row[0] for one_ in statements for row in rows(one_.format(marks=marks), list(ids)) if row[0]]
