"""What returns and reports share: one slip per period, signatures, freezing, sending (5.3.6, 5.4.4, R-14-b, R-14-c)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.scope import refuse_unseen
from qmsdesk.operations.signing import confirm_password
from qmsdesk.operations.slip_rows import copy_rows, holder_departments
from qmsdesk.operations.stepping import refuse_wrong_role
from qmsdesk.operations.turns import INK, Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure import guards, workflow
from qmsdesk.procedure.copies import copy_set
from qmsdesk.procedure.facts import Act, Facts, Signature
from qmsdesk.procedure.periods import Period, read_period
from qmsdesk.procedure.workflow import initial_state

COMPILED, REVIEWED, APPROVED = "sig_compiler", "sig_review", "sig_approval"
MEANINGS = {COMPILED: "编制", REVIEWED: "审核", APPROVED: "批准"}
WRITING, CHECKED, SENT, ARRIVED = "编制", "已审核", "已上报", "公司质管已收"
VOID = "作废"


@dataclass(frozen=True)
class PeriodSlip:
    """One return or report as it stands; `content` is what the writer typed, `snapshot` the frozen figures or None."""

    slip_id: int
    paper_code: str
    kind: str
    period: Period
    title: str
    state: str
    version: int
    unit_name: str
    content: dict[str, Any]
    snapshot: dict[str, Any] | None
    signatures: dict[str, Signed]
    sent_on: date | None
    received_on: date | None
    received_by: str

    @property
    def frozen(self) -> bool:
        """Whether its figures no longer move."""
        return self.snapshot is not None


def find(desk: Desk, *, kind: str, period: Period) -> int | None:
    """The slip of this unit's return or report of a period; None when there is none yet."""
    found = one(
        "SELECT p.slip_id FROM periodic p JOIN slip s ON s.id = p.slip_id"
        " WHERE p.kind = ? AND p.period = ? AND s.unit_id = ? AND s.state <> '作废'",
        (kind, period.key, desk.department.unit_id),
    )
    return int(found[0]) if found else None


def read(desk: Desk, *, slip_id: int) -> PeriodSlip:
    """A return or report; UserError when there is none."""
    row = one(
        "SELECT s.paper_code, p.kind, p.period, p.title, s.state, s.version, u.name, p.content, p.snapshot,"
        " p.sent_on, p.received_on, p.received_by FROM periodic p JOIN slip s ON s.id = p.slip_id"
        " JOIN unit u ON u.id = s.unit_id WHERE p.slip_id = ?",
        (slip_id,),
    )
    if row is None:
        raise UserError("没有找到这份报表。", advice="它可能已在别处删除，请刷新列表。")
    refuse_unseen(desk, slip_id=slip_id)
    code, kind, key, title, state, version, unit, content, snapshot, sent, received, receiver = row
    return PeriodSlip(
        slip_id, code, kind, read_period(key), title, state, version, unit, json.loads(content),
        json.loads(snapshot) if snapshot else None, signatures(slip_id), _date(sent), _date(received), receiver,
    )  # fmt: skip


def signatures(slip_id: int) -> dict[str, Signed]:
    """The signatures that stand, by box."""
    found = rows(
        "SELECT box, name, day, how FROM signature WHERE slip_id = ? AND withdrawn_at IS NULL", (slip_id,)
    )
    return {box: Signed(name, _date(day), how) for box, name, day, how in found}


def begin(deed: Deed, *, paper_code: str, kind: str, period: Period, title: str) -> int:
    """Make the slip of a period inside the caller's transaction; its id. UserError when there is one already."""
    desk = deed.desk
    if find(desk, kind=kind, period=period) is not None:
        raise UserError(f"“{title}”已经有了。", advice="请打开原有的一份。")
    slip_id = deed.insert(
        "slip", paper_code=paper_code, letter="", unit_id=desk.department.unit_id,
        department_id=desk.department.id, year=period.year, series=str(period.year),
        state=initial_state(paper_code), template_revision="2", business_date=desk.clock.today(),
        registered_at=deed.now, registered_by=desk.user.name, request_id=str(uuid.uuid4()),
    )  # fmt: skip
    deed.slip_id = slip_id
    deed.insert("periodic", slip_id=slip_id, kind=kind, period=period.key, title=title)
    for row in copy_rows(slip_id, copy_set(paper_code), holder_departments(desk)):
        deed.insert("copy", **row)
    return slip_id


def keep_content(deed: Deed, slip_id: int, content: Mapping[str, Any]) -> None:
    """Keep what the writer typed."""
    deed.change("periodic", slip_id, content=json.dumps(content, ensure_ascii=False))
    _count_up(deed, slip_id)


def hand(desk: Desk, given: Given) -> Signed:
    """Whose signature it is: the name and day reported from ink, or the signed-in user who gave the password again.

    Slow on purpose where a password is asked for; so never inside a transaction.
    """
    if given.ink is not None:
        return given.ink._replace(how=INK)
    if not given.password:
        raise UserError("还没有签名。", advice="请输入密码签名，或填写纸面上墨签的姓名和日期。")
    confirm_password(desk, password=given.password)
    return Signed(desk.user.name, desk.clock.today(), "program")


def step(
    deed: Deed, found: PeriodSlip, action: str, *, act: Act | None = None, given: Given | None = None
) -> str:
    """Carry a slip one step on by the workflow table and its guard; the new state."""
    desk, row = deed.desk, workflow.transition(found.paper_code, found.state, action)
    refuse_wrong_role(desk, row, given or Given(), state=found.state, paper=found.paper_code)
    state = row.target
    facts = Facts(act=act or Act(actor=desk.user.name, day=desk.clock.today()))
    guards.enforce(row, facts)
    deed.change("slip", found.slip_id, state=state, version=found.version + 1)
    return state


def sign(
    deed: Deed, found: PeriodSlip, box: str, signed: Signed, *, role: str, digest: str, override: str = ""
) -> None:
    """Put a name and day into an empty box; UserError when it is signed or the day is missing or to come."""
    name = clean_text(signed.name, label=MEANINGS[box], max_length=40)
    if not name or signed.day is None:
        raise UserError(f"请填写“{MEANINGS[box]}”的姓名和日期。")
    if signed.day > deed.desk.clock.today():
        raise UserError(f"“{MEANINGS[box]}”的日期 {signed.day} 还没有到。", advice="请核对日期。")
    if box in found.signatures:
        raise UserError(f"“{MEANINGS[box]}”一栏已经签过。", advice="要改签请先撤回。")
    deed.insert(
        "signature", slip_id=found.slip_id, box=box, name=name, day=signed.day, how=signed.how,
        meaning=MEANINGS[box], role=role, user=deed.desk.user.name, at=deed.now, digest=digest,
        override_reason=override,
    )  # fmt: skip


def review_act(
    desk: Desk, found: PeriodSlip, signed: Signed, *, first: str = COMPILED, override: str = ""
) -> Act:
    """The facts of an 审核 for its guard: who wrote, who checks, and the reason of a tiny department."""
    clerk = found.signatures.get(first)
    return Act(
        actor=desk.user.name,
        day=signed.day,
        clerk=Signature(clerk.name, clerk.day, clerk.how) if clerk else None,
        review=Signature(signed.name.strip(), signed.day, signed.how),
        override_reason=override,
        small_department=bool(override),
    )


def freeze(deed: Deed, slip_id: int, snapshot: Mapping[str, Any], digest: str) -> None:
    """Keep the figures as they are at this moment; from now on they do not move (R-14-b)."""
    deed.change(
        "periodic",
        slip_id,
        snapshot=json.dumps(snapshot, ensure_ascii=False),
        frozen_at=deed.desk.clock.now(),
    )
    deed.change("slip", slip_id, digest=digest)


def thaw(deed: Deed, found: PeriodSlip, reason: str) -> None:
    """Withdraw every signature and let the figures move again; the frozen ones stay in the trail."""
    why = clean_text(reason, label="撤回原因", max_length=500)
    for (key,) in rows(
        "SELECT id FROM signature WHERE slip_id = ? AND withdrawn_at IS NULL", (found.slip_id,)
    ):
        deed.change(
            "signature",
            key,
            withdrawn_at=deed.desk.clock.now(),
            withdrawn_by=deed.desk.user.name,
            withdrawn_why=why,
        )
    deed.change("periodic", found.slip_id, snapshot="", frozen_at=None)


def mark_sent(deed: Deed, found: PeriodSlip, *, on: date, to: str) -> None:
    """Keep when a signed slip left, and to whom; UserError for a day before its last signature or to come."""
    last = max((signed.day for signed in found.signatures.values() if signed.day), default=None)
    if last and on < last:
        raise UserError(f"报送日期 {on} 早于签字日期 {last}。", advice="请核对日期（S-7-a）。")
    if on > deed.desk.clock.today():
        raise UserError(f"报送日期 {on} 还没有到。", advice="请核对日期。")
    deed.change("periodic", found.slip_id, sent_on=on, sent_to=to, sent_by=deed.desk.user.name)


def mark_received(deed: Deed, found: PeriodSlip, *, on: date, by: str) -> None:
    """Keep when the other side signed for it; UserError without name or before it was sent."""
    name = clean_text(by, label="签收人", max_length=40)
    if not name:
        raise UserError("请填写签收人。")
    if found.sent_on and on < found.sent_on:
        raise UserError(f"签收日期 {on} 早于报送日期 {found.sent_on}。", advice="请核对日期（S-7-a）。")
    deed.change("periodic", found.slip_id, received_on=on, received_by=name)


def renewed(found: PeriodSlip, state: str) -> PeriodSlip:
    """The same slip after a step inside one transaction."""
    return replace(found, state=state, version=found.version + 1)


def must_be_open(found: PeriodSlip) -> None:
    """UserError when the figures are frozen."""
    if found.frozen:
        raise UserError(
            f"“{found.title}”已签署，数字不再变动。",
            advice="以后的变化在下月以“补报”列出；确需更正请先撤回审核。",
        )


def _count_up(deed: Deed, slip_id: int) -> None:
    found = one("SELECT version FROM slip WHERE id = ?", (slip_id,))
    deed.change("slip", slip_id, version=(found[0] if found else 0) + 1)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
