"""Talking with the customer about any slip: contacts, acknowledgement, answer, 回访 (5.2.2, X-E-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_refresh import refresh_case
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import read_slip

KINDS = ("联系", "收到确认", "答复", "回访", "催办")
SATISFIED = ("", "满意", "不满意")


@dataclass(frozen=True)
class ContactLine:
    """One contact: when, of which kind, how, with whom, what came of it, who wrote it down."""

    id: int
    slip_id: int
    at: datetime
    kind: str
    how: str
    contact: str
    result: str
    satisfied: str
    entered_by: str


@once
def log_contact(
    desk: Desk,
    *,
    slip_id: int,
    at: datetime,
    how: str,
    contact: str,
    result: str,
    kind: str = "联系",
    satisfied: str = "",
) -> int:
    """Write a contact down; 收到确认, 答复 and 回访 are kinds of it. UserError without result or in the future."""
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, "联系记录", paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    if kind not in KINDS or satisfied not in SATISFIED:
        raise UserError("联系的种类没看懂。", advice=f"请从“{'、'.join(KINDS)}”中选择。")
    if at > desk.clock.now():
        raise UserError("联系时间晚于现在。", advice="请核对时间。")
    words = clean_text(result, label="联系结果", max_length=2000, multiline=True)
    if not words:
        raise UserError("请填写联系结果。", advice="没有结果的也请写明，例如“无人接听”。")
    with write_tx():
        deed = Deed(desk, slip_id)
        key = deed.insert(
            "contact_log",
            slip_id=slip_id,
            at=at,
            how=clean_text(how, label="联系方式", max_length=40),
            contact=clean_text(contact, label="联系人", max_length=60),
            result=words,
            entered_by=desk.user.name,
            entered_at=deed.now,
            kind=kind,
            satisfied=satisfied,
        )
        refresh_case(deed, slip_id, slip.paper_code)
        deed.close(kind, result=key)
    return key


def contacts_of(desk: Desk, *, slip_id: int) -> list[ContactLine]:
    """The contacts about a slip, oldest first."""
    found = rows(
        "SELECT id, slip_id, at, kind, how, contact, result, satisfied, entered_by FROM contact_log WHERE slip_id = ?"
        " ORDER BY at, id",
        (slip_id,),
    )
    return [ContactLine(row[0], row[1], read_moment(row[2]), *row[3:]) for row in found]
