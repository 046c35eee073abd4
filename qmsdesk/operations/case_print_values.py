"""What stands on the auxiliary sheets of a case: (number of the slip, values by field)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_day, read_moment
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.arbitration import AppealLine, appeals_of
from qmsdesk.operations.case_facts_work import shares_of
from qmsdesk.operations.case_links import feedbacks
from qmsdesk.operations.claim_approvals import costs_of
from qmsdesk.operations.claim_costs import cost_of, split_of
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.meetings import minutes_of
from qmsdesk.operations.replies import read_reply
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.operations.suppliers import claims_of
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.arbitration import LEVELS
from qmsdesk.procedure.clock import SHANGHAI, business_date
from qmsdesk.procedure.cost_kinds import GOODS
from qmsdesk.procedure.money import format_money, format_percent, uppercase_money
from qmsdesk.procedure.shares import format_shares

Sheet = tuple[str, dict[str, Any]]


def transfer_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-2: one link of a chain of 转交 or 转出."""
    found = one(
        "SELECT kind, source_id, slip_id, giver, receiver, sent_at, sent_by, reason, original, taken_at, taken_by,"
        " result, result_on, analysis FROM transfer WHERE id = ?",
        (record_id,),
    )
    if found is None:
        raise UserError("没有找到这次转交。")
    number, told = _source(found[1]) if found[1] else _feedback(desk, found[2])
    sent = business_date(read_moment(found[5]))
    return number, {
        **told,
        "kind": found[0],
        "giver": found[3],
        "receiver": found[4],
        "original": found[8],
        "reason": found[7],
        "sig_giver": Signed(found[6], sent),
        "sig_taker": Signed(found[10], business_date(read_moment(found[9]))) if found[9] else None,
        "result": found[11],
        "answered_on": _day(found[12]),
        "analysis": found[13],
    }


def minutes_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-3: the minutes of one meeting."""
    owner = _owner("meeting", record_id, "会议纪要")
    minutes = next(item for item in minutes_of(desk, slip_id=owner) if item.id == record_id)
    slip = read_slip(desk, slip_id=owner)
    names = (
        "kind", "held_on", "place", "convener", "chair", "causes", "responsibility", "decisions", "risk", "resources",
        "benefit",
    )  # fmt: skip
    people = "；".join(
        f"{person.name}（{'，'.join(filter(None, (person.department, person.kind)))}）"
        for person in minutes.people
    )
    decision = minutes.general_manager_decision
    if decision and minutes.general_manager:
        decision = f"{decision}（{minutes.general_manager} {minutes.decided_on or ''}）"
    return _number(desk, slip), {
        **{name: getattr(minutes, name) for name in names},
        "subject": " ".join(
            filter(None, (str(slip.values.get(key) or "") for key in ("customer_name", "product_name")))
        ),
        "people": people,
        "general_manager_decision": decision,
        "lines": [
            {"what": item.what, "owner": item.owner, "due": item.due, "done_on": item.done_on}
            for item in minutes.actions
        ],
        "sig_recorder": Signed(minutes.recorded_by, minutes.held_on) if minutes.held_on else None,
    }


def supplier_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-4: what a supplier was told and what he answered."""
    owner = _owner("supplier_claim", record_id, "供方质量信息通知")
    claim = next(item for item in claims_of(desk, feedback_id=owner) if item.id == record_id)
    number, told = _feedback(desk, owner)
    by = one("SELECT sent_by FROM supplier_claim WHERE id = ?", (record_id,))
    return number, {
        **told,
        "supplier": claim.name,
        "contact": claim.contact,
        "limit_on": claim.limit_on,
        "sent_on": claim.sent_on,
        "content": claim.content or told["content"],
        "sig_clerk": Signed(by[0] if by else "", claim.sent_on),
        "report_no": claim.report_no,
        "report_on": claim.report_on,
        "result": claim.result,
    }


def urgency_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-5: the approval that let a 三包单 go before its 处理单."""
    slip = read_slip(desk, slip_id=record_id)
    found = one(
        "SELECT name, day, how, reason, user FROM approval WHERE slip_id = ? AND what = '先处理后分析'"
        " AND withdrawn_at IS NULL ORDER BY id DESC LIMIT 1",
        (record_id,),
    )
    if found is None:
        raise UserError("这张三包单没有“先处理后分析”的批准（5.3.4.5）。")
    names = ("feedback_no", "customer_name", "product_name", "serial_no", "problem", "handling_no")
    return _number(desk, slip), {
        **{name: slip.values.get(name) for name in names},
        "reason": found[3],
        "sig_leader": Signed(found[0], _day(found[1]), found[2]),
        "sig_clerk": slip.values.get("sig_handler"),
    }


def appeal_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-6: an objection with its reason."""
    slip, line = _appeal(desk, record_id)
    return slip.number, {
        "level": _level(line),
        "department": line.department,
        "judge": LEVELS[line.level].who,
        "customer_name": slip.values.get("customer_name"),
        "product_name": slip.values.get("product_name"),
        "shares": format_shares(shares_of(slip.id, _revision_before(slip.id, line.level))),
        "reason": line.reason,
        "sig_appellant": Signed(line.filed_by, line.filed_on),
    }


def ruling_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-7: the ruling on an appeal."""
    slip, line = _appeal(desk, record_id)
    if line.ruled_on is None:
        raise UserError("这次申诉还没有裁决（5.3.4.6）。")
    last = line.level == len(LEVELS) - 1
    return slip.number, {
        "level": LEVELS[line.level].output,
        "department": line.department,
        "filed_on": line.filed_on,
        "reason": line.reason,
        "investigation": line.investigation,
        "ruling": f"{line.ruling}\n本裁决为最终裁决，必须执行。" if last else line.ruling,
        "shares": format_shares(line.shares) if line.shares else "维持原判定",
        "sig_judge": Signed(line.ruled_by, line.ruled_on),
    }


def reply_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-8: the letter; only what the customer may read."""
    reply = read_reply(desk, reply_id=record_id)
    slip = read_slip(desk, slip_id=reply.slip_id)
    above = feedbacks(slip.id, slip.paper_code)
    number, told = _feedback(desk, above[0]) if above else (slip.number, {"product_name": ""})
    return number, {
        "customer": reply.customer,
        "subject": f"关于{told['product_name']}反馈事项的回复".replace("关于反馈", "关于贵公司反馈"),
        "text": reply.text,
        "sender_unit": f"{desk.department.unit_name}经销部门",
        "sig_sender": Signed(reply.sender, reply.sent_on) if reply.sent_on else None,
    }


def cost_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-9: every cost of a 三包单, totals also in 大写, and who bears them."""
    slip, cost = read_slip(desk, slip_id=record_id), cost_of(record_id)
    lines: list[dict[str, Any]] = [
        {
            "kind": item.kind,
            "text": item.text,
            "fen": item.fen,
            "settled": "预计" if item.estimate else "实际",
            "approved_by": item.approved_by,
            "approved_on": item.approved_on,
        }
        for item in costs_of(desk, slip_id=record_id)
    ]
    if goods := slip.values.get("total_amount"):
        lines.insert(0, {"kind": GOODS, "text": "见供货明细表", "fen": goods, "settled": "实际"})
    burdens = "；".join(
        f"{item.department} {format_percent(item.share)} = {format_money(item.fen)} 元"
        for item in split_of(record_id)
    )
    names = ("claim_class", "customer_name", "product_name", "feedback_no", "handling_no")
    return _number(desk, slip), {
        **{name: slip.values.get(name) for name in names},
        "lines": lines,
        "total": cost.counted,
        "total_words": uppercase_money(cost.counted, prefix="人民币"),
        "loss_class": cost.loss_class,
        "estimates": cost.estimates,
        "unapproved": cost.unapproved,
        "burdens": burdens,
        "sig_clerk": slip.values.get("sig_handler"),
        "sig_approver": _approver(record_id),
    }


def distribution_values(desk: Desk, record_id: int) -> Sheet:
    """AUX-13: every copy of a slip, handed over and signed for."""
    slip = read_slip(desk, slip_id=record_id)
    found = rows(
        'SELECT ordinal, "of", holder, printed_count, handed_at, handed_by, signed_for_at, signed_for_by, opinion,'
        " return_reason FROM copy WHERE slip_id = ? ORDER BY ordinal",
        (record_id,),
    )
    return slip.number, {
        "title": slip.paper.title,
        "customer_name": slip.values.get("customer_name") or slip.values.get("receiving_unit"),
        "lines": [
            {
                "copy": f"{row[0]}/{row[1]}",
                "holder": row[2],
                "prints": row[3],
                "handed": _who_when(row[5], row[4]),
                "signed": _who_when(row[7], row[6]),
                "opinion": row[8] or (f"退回：{row[9]}" if row[9] else ""),
            }
            for row in found
        ],
    }


def _appeal(desk: Desk, record_id: int) -> tuple[Slip, AppealLine]:
    owner = _owner("appeal", record_id, "申诉")
    line = next(item for item in appeals_of(desk, slip_id=owner) if item.id == record_id)
    return read_slip(desk, slip_id=owner), line


def _revision_before(slip_id: int, level: int) -> int:
    """The revision in force when an appeal was filed: what an earlier ruling gave, else the first judgement."""
    found = one(
        "SELECT max(r.revision) FROM ruling r JOIN appeal a ON a.id = r.appeal_id WHERE a.slip_id = ? AND a.level < ?",
        (slip_id, level),
    )
    return int(found[0] or 0) if found else 0


def _level(line: AppealLine) -> str:
    return "申诉" if line.level == 1 else "再申诉"


def _owner(table: str, record_id: int, what: str) -> int:
    found = one(f'SELECT slip_id FROM "{table}" WHERE id = ?', (record_id,))
    if found is None:
        raise UserError(f"没有找到这份{what}。")
    return int(found[0])


def _number(desk: Desk, slip: Slip) -> str:
    """The slip's own number, else that of its feedback: what a scan of the sheet is filed by."""
    if slip.number:
        return slip.number
    above = feedbacks(slip.id, slip.paper_code)
    return read_slip(desk, slip_id=above[0]).number if above else ""


def _feedback(desk: Desk, slip_id: int) -> Sheet:
    slip = read_slip(desk, slip_id=slip_id)
    told = {
        name: slip.values.get(name) or ""
        for name in ("customer_name", "product_name", "drawing_no", "serial_no")
    }
    words = [str(slip.values.get(name) or "") for name in ("problem_kind", "description")]
    return slip.number, {**told, "content": "\n".join(dict.fromkeys(filter(None, words)))}


def _source(source_id: int) -> Sheet:
    found = one(
        "SELECT record_no, customer_name, product_name, serial_no, words FROM source_document WHERE id = ?",
        (source_id,),
    ) or ("", "", "", "", "")
    names = ("customer_name", "product_name", "serial_no", "content")
    return found[0] or "", dict(zip(names, found[1:], strict=True))


def _approver(slip_id: int) -> Signed | None:
    found = rows(
        "SELECT DISTINCT name, day, how FROM approval WHERE slip_id = ? AND what IN ('费用', '经营性三包')"
        " AND withdrawn_at IS NULL ORDER BY day DESC",
        (slip_id,),
    )
    return (
        Signed(found[0][0], _day(found[0][1]), found[0][2]) if len({row[0] for row in found}) == 1 else None
    )


def _who_when(name: str, moment: str | None) -> str:
    if not moment:
        return ""
    local: datetime = read_moment(moment).astimezone(SHANGHAI)
    return f"{name} {local:%Y-%m-%d %H:%M}"


def _day(text: str | None) -> date | None:
    value = read_day(text)
    return value if isinstance(value, date) else None
