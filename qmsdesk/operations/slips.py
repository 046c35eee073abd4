"""What is done with a sheet as a whole: check, register, read, void."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qmsdesk.errors import FieldProblem, InvalidSlip, UserError
from qmsdesk.models import request
from qmsdesk.models.base import read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.record_values import clean_values
from qmsdesk.operations.registering import REGISTERED, Registered, RegisterRow, insert_registered
from qmsdesk.operations.scope import refuse_unseen, sees
from qmsdesk.operations.sheet_store import read_values
from qmsdesk.papers.base import Facts, Paper, Values
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.check import problems as paper_problems
from qmsdesk.procedure.numbering import parse_number, slip_pattern
from qmsdesk.procedure.workflow import next_state

VOID = "作废"


@dataclass(frozen=True)
class CopyLine:
    """One 联 of a slip and how far it has come; prints are counted."""

    ordinal: int
    total: int
    holder: str
    label: str
    prints: int


@dataclass(frozen=True)
class Slip:
    """A registered slip as it stands: values as on the sheet, copies, and what became of it."""

    id: int
    paper_code: str
    number: str
    state: str
    values: dict[str, Any]
    copies: tuple[CopyLine, ...]
    source_id: int | None
    version: int
    revision: str
    registered_at: datetime
    registered_by: str
    void_reason: str
    digest: str

    @property
    def paper(self) -> Paper:
        """The sheet this slip is written on."""
        return paper(self.paper_code)


def problems(desk: Desk, *, draft_id: str, values: Values) -> tuple[FieldProblem, ...]:
    """What keeps this sheet from being registered, by printed label; empty when nothing does."""
    code, source_id = _draft(draft_id)
    return paper_problems(paper(code), values, _facts(desk, source_id))


def register(
    desk: Desk, *, draft_id: str, values: Values, request_id: str, holders: Sequence[str] | None = None
) -> Registered:
    """Give a feedback draft its number, copies and ledger line; the same request twice registers once.

    `holders` are the departments the clerk chose for the copies of a 三包单 (5.3.5.4); None is the default set.

    Raises InvalidSlip with every problem, UserError when the user's role may not register or the draft is gone.
    """
    again = one("SELECT id, number FROM slip WHERE request_id = ?", (request_id,))
    if again is not None:
        return Registered(*again)
    stepped = request.earlier_result(request_id, "step")
    if stepped is not None:
        return Registered(json.loads(stepped)["slip_id"], json.loads(stepped)["number"])
    code, source_id = _draft(draft_id)
    sheet, slip_id = paper(code), _slip_of(draft_id)
    if slip_id is not None:
        return _register_in_case(desk, slip_id, values, request_id, holders)
    if sheet.code != "01":
        raise UserError(f"“{sheet.title}”由质管部门在案件里登记。")
    next_state(sheet.code, "草稿", "登记", desk.user.roles)
    cleaned = clean_values(sheet, values)
    found = paper_problems(sheet, cleaned, _facts(desk, source_id))
    if found:
        raise InvalidSlip(found)
    _refuse_unexamined(desk, source_id)
    with write_tx():
        row = RegisterRow(cleaned, request_id, source_id, _found_by(source_id))
        registered = insert_registered(desk, [row])[0]
        write("DELETE FROM draft WHERE id = ?", (draft_id,))
        _aim(desk, registered.slip_id)
    return registered


def _refuse_unexamined(desk: Desk, source_id: int | None) -> None:
    """Where the unit wants 调查核实 as a record of its own, it comes before 登记 (5.3.2.2)."""
    from qmsdesk.operations.readings import current

    if source_id is None or current(desk).investigation == "sheet":
        return
    if one("SELECT 1 FROM investigation WHERE source_id = ?", (source_id,)) is None:
        raise UserError(
            "还没有调查核实的记录，不能登记反馈单（5.3.2.2）。",
            advice="请先在“来件”里记下谁、何时、怎样核实、查到什么。",
        )


def _aim(desk: Desk, slip_id: int) -> None:
    """The unit's own target for a fresh feedback, where it set one (I-18)."""
    from qmsdesk.operations.deadlines import expect_step, targets
    from qmsdesk.operations.ledger_refresh import refresh

    if not targets():
        return
    deed = Deed(desk, slip_id)
    expect_step(deed, slip_id, "01", REGISTERED, desk.clock.today())
    refresh(slip_id)
    deed.close("办理目标")


def _register_in_case(
    desk: Desk, slip_id: int, values: Values, request_id: str, holders: Sequence[str] | None
) -> Registered:
    """A slip of a case that was begun gets its number, a returned one is corrected: the steps of the workflow table."""
    from qmsdesk.operations.steps import Given, step

    slip = read_slip(desk, slip_id=slip_id)
    action = "更正" if slip.number else "登记"
    chosen = {} if holders is None else {"holders": list(holders)}
    given = Given(values={**values, **chosen})
    done = step(desk, slip_id=slip_id, action=action, given=given, request_id=request_id)
    return Registered(done.slip_id, done.number)


def _slip_of(draft_id: str) -> int | None:
    found = one("SELECT slip_id FROM draft WHERE id = ?", (draft_id,))
    return found[0] if found else None


def void(
    desk: Desk, *, slip_id: int, reason: str, version: int, approver: str = "", request_id: str = ""
) -> None:
    """作废: the slip keeps its number and content; a reason is required (R-5.1.2-a), and once it was handed over an
    approver who is somebody else.

    Raises Conflict when somebody changed the slip since `version`, UserError without reason or right.
    """
    from qmsdesk.operations.steps import Given, step

    why = clean_text(reason, label="作废原因", max_length=500)
    if len(why) < 2:
        raise UserError("请写明作废原因。", advice="作废的单据保留编号，原因要经得起查。")
    given = Given(reason=why, approver=approver)
    step(desk, slip_id=slip_id, action=VOID, given=given, version=version, request_id=request_id)


def read_slip(desk: Desk, *, slip_id: int) -> Slip:
    """A registered slip with everything its sheet shows; UserError when there is none, or it is not for this desk."""
    head = one(
        "SELECT paper_code, number, state, version, template_revision, registered_at, registered_by, void_reason,"
        " digest FROM slip WHERE id = ?",
        (slip_id,),
    )
    if head is None:
        raise UserError("没有找到这张单据。")
    refuse_unseen(desk, slip_id=slip_id)
    code, number, state, version, revision, at, by, void_reason, digest = head
    sheet = paper(code)
    values = {**read_values(sheet, slip_id), "number": number or ""}
    source = one("SELECT id FROM source_document WHERE slip_id = ? ORDER BY id LIMIT 1", (slip_id,))
    return Slip(
        slip_id, code, number or "", state, values, _copies(slip_id), source[0] if source else None, version, revision,
        read_moment(at), by, void_reason or "", digest,
    )  # fmt: skip


def find_number(desk: Desk, *, number: str) -> int | None:
    """The slip of a number, typed short or full-width, or scanned; None when this desk has none."""
    from qmsdesk.operations.readings import current

    parsed = parse_number(number) or slip_pattern(current(desk).slip_pattern).parse(number)
    if parsed is None:
        return None
    found = one(
        "SELECT s.id FROM slip s JOIN unit u ON u.id = s.unit_id"
        " WHERE s.letter = ? AND u.code = ? AND s.year = ? AND s.seq = ?",
        (parsed.letter, parsed.unit, parsed.year, parsed.sequence),
    )
    return found[0] if found and sees(desk, slip_id=found[0]) else None


def _draft(draft_id: str) -> tuple[str, int | None]:
    found = one("SELECT paper_code, source_id FROM draft WHERE id = ?", (draft_id,))
    if found is None:
        raise UserError("这份草稿已经不在了。", advice="它可能已登记，请到台帐查看。")
    return found[0], found[1]


def _facts(desk: Desk, source_id: int | None) -> Facts:
    return Facts(desk.clock.today(), has_transcript=source_id is not None)


def _found_by(source_id: int | None) -> tuple[str, ...]:
    """What of the source document the search box finds the slip by."""
    if source_id is None:
        return ()
    found = one(
        "SELECT caller, telephone, original_no, record_no, words FROM source_document WHERE id = ?",
        (source_id,),
    )
    return tuple(text or "" for text in found) if found else ()


def _copies(slip_id: int) -> tuple[CopyLine, ...]:
    found = rows(
        'SELECT ordinal, "of", holder, label, printed_count FROM copy WHERE slip_id = ? ORDER BY ordinal',
        (slip_id,),
    )
    return tuple(CopyLine(*row) for row in found)
