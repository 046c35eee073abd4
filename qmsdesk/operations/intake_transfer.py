"""An original that reached the wrong department goes on to the right one; what was looked into is noted (5.3.2.1-2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.lives import move
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.stepping import NOTHING, checked
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Act, Facts

LIFE = "intake"


@dataclass(frozen=True)
class TransferLine:
    """One link of a chain of 转交 or 转出; `result` is the 签收意见 of a 转交, the 处理结果 of a 转出."""

    id: int
    kind: str
    giver: str
    receiver: str
    sent_at: datetime
    sent_by: str
    reason: str
    original: str
    pages: int | None
    taken_at: datetime | None
    taken_by: str
    result: str
    analysis: str


@once
def pass_on(
    desk: Desk,
    *,
    source_id: int,
    receiver: str,
    reason: str = "",
    original: str = "原件",
    given: Given = NOTHING,
) -> str:
    """转交 (or 再转交) an original to the 经销部门 of the producing unit; the state of the intake (R-5.3.2.1-a)."""
    state = _state(source_id)
    action = "再转交" if state == "待签收" else "转交"
    to = clean_text(receiver, label="接收部门", max_length=60)
    if original not in ("原件", "复印件"):
        raise UserError("请注明转交的是信息原件还是复印件（5.3.2.1）。")

    def note(deed: Deed) -> None:
        deed.insert(
            "transfer",
            kind="转交",
            source_id=source_id,
            giver=desk.department.name,
            receiver=to,
            sent_at=deed.now,
            sent_by=desk.user.name,
            reason=clean_text(reason, label="转交原因", max_length=500),
            original=original,
        )

    return _step(desk, source_id, action, Given(**{**vars(given), "receiver": to, "reason": reason}), note)


@once
def take(desk: Desk, *, source_id: int, opinion: str = "", given: Given = NOTHING) -> str:
    """签收 of an original by 经销: person, moment and opinion (R-5.3.2.2-a)."""
    words = clean_text(opinion, label="签收意见", max_length=500, multiline=True)

    def note(deed: Deed) -> None:
        last = one("SELECT id FROM transfer WHERE source_id = ? ORDER BY id DESC LIMIT 1", (source_id,))
        if last is not None:
            who = given.ink.name if given.ink else desk.user.name
            deed.change("transfer", last[0], taken_at=deed.now, taken_by=who, result=words)

    return _step(desk, source_id, "签收", given, note)


@once
def keep_as_contact(desk: Desk, *, source_id: int, reason: str) -> str:
    """记为一般联系: no feedback comes of it, with the reason; the slip begun from it is thrown away (5.2.2.1)."""

    def note(deed: Deed) -> None:
        write("DELETE FROM draft WHERE source_id = ?", (source_id,))

    return _step(desk, source_id, "记为一般联系", Given(reason=reason), note)


@once
def investigate(desk: Desk, *, source_id: int, day: date, who: str, how: str, findings: str) -> int:
    """调查核实: who looked into it when, how, and what was found (R-5.3.2.2-b)."""
    require(desk, "调查核实", paper=LIFE)
    words = clean_text(findings, label="核实情况", max_length=4000, multiline=True)
    name = clean_text(who, label="核实人", max_length=40)
    if not words or not name:
        raise UserError("请填写核实人和核实情况（5.3.2.2）。")
    if day > desk.clock.today():
        raise UserError("核实日期晚于今天。", advice="请核对日期。")
    with write_tx():
        deed = Deed(desk, _slip(source_id))
        key = deed.insert(
            "investigation",
            source_id=source_id,
            day=day,
            who=name,
            how=clean_text(how, label="核实方式", max_length=200),
            findings=words,
            entered_at=deed.now,
            entered_by=desk.user.name,
        )
        deed.close("调查核实", result=key)
    return key


def chain(desk: Desk, *, source_id: int | None = None, slip_id: int | None = None) -> list[TransferLine]:
    """The way an original (转交) or a feedback (转出) went, first link first."""
    found = rows(
        "SELECT id, kind, giver, receiver, sent_at, sent_by, reason, original, pages, taken_at, taken_by, result,"
        " analysis FROM transfer WHERE source_id = ? OR slip_id = ? ORDER BY id",
        (source_id, slip_id),
    )
    lines = ([*row[:4], read_moment(row[4]), *row[5:9], _moment(row[9]), *row[10:]] for row in found)
    return [TransferLine(*line) for line in lines]


def _moment(text: str | None) -> datetime | None:
    return read_moment(text) if text else None


def _step(desk: Desk, source_id: int, action: str, given: Given, note: Callable[[Deed], None]) -> str:
    given = checked(desk, given)
    state = _state(source_id)
    act = Act(actor=desk.user.name, day=desk.clock.today(), reason=given.reason, receiver=given.receiver)
    with write_tx():
        deed = Deed(desk, _slip(source_id))
        note(deed)
        result = move(
            deed,
            LIFE,
            action,
            table="source_document",
            key=source_id,
            state=state,
            given=given,
            facts=lambda: Facts(act=act),
        )
        deed.close(action, given.reason, result=result)
    return result


def _state(source_id: int) -> str:
    found = one("SELECT state FROM source_document WHERE id = ?", (source_id,))
    if found is None:
        raise UserError("没有找到这份信息原件。")
    return str(found[0])


def _slip(source_id: int) -> int | None:
    found = one("SELECT slip_id FROM source_document WHERE id = ?", (source_id,))
    return found[0] if found else None
