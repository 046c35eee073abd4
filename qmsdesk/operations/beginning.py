"""A slip of a case is begun: its row without number, its links, and the draft of its sheet (S-1)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations.case_links import link
from qmsdesk.operations.deadlines import expect_step
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import Draft, insert_draft, open_draft
from qmsdesk.operations.ledger_refresh import refresh_case
from qmsdesk.operations.rights import require
from qmsdesk.operations.sheet_store import read_values
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.base import Values
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure.workflow import initial_state


@dataclass(frozen=True)
class Begun:
    """A slip that was begun: its id, and the draft its sheet is written in."""

    slip_id: int
    draft_id: str


def begin(
    deed: Deed, code: str, *, values: Values, parents: Sequence[int], request_id: str, **own: Any
) -> Begun:
    """Begin a J, C or B inside the caller's transaction; `own` are columns of its table the sheet does not show."""
    sheet, desk = paper(code), deed.desk
    require(desk, "编辑", paper=code, state=initial_state(code))
    slip_id = deed.insert(
        "slip",
        paper_code=code,
        letter=sheet.letter,
        unit_id=desk.department.unit_id,
        department_id=desk.department.id,
        year=desk.clock.today().year,
        series=str(desk.clock.today().year),
        state=initial_state(code),
        template_revision=sheet.revision,
        business_date=desk.clock.today(),
        registered_at=deed.now,
        registered_by=desk.user.name,
        request_id=request_id,
    )
    deed.slip_id = slip_id
    deed.insert(sheet.key, slip_id=slip_id, **own)
    for parent in parents:
        link(deed, parent, slip_id)
    draft_id = _draft(deed, slip_id, code, values)
    expect_step(deed, slip_id, code, initial_state(code), desk.clock.today())
    refresh_case(deed, slip_id, code)
    return Begun(slip_id, draft_id)


def already_begun(request_id: str) -> Begun | None:
    """What the same request began before."""
    found = one(
        "SELECT s.id, d.id FROM slip s LEFT JOIN draft d ON d.slip_id = s.id WHERE s.request_id = ?",
        (request_id,),
    )
    return Begun(found[0], found[1] or "") if found else None


def begin_correction(desk: Desk, *, slip_id: int) -> Draft:
    """The draft in which a returned slip is corrected, filled with what it says; one begun before goes on."""
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, "编辑", paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    found = one("SELECT id FROM draft WHERE slip_id = ?", (slip_id,))
    if found is None:
        with write_tx():
            draft_id = _draft(Deed(desk, slip_id), slip_id, slip.paper_code, read_values(slip.paper, slip_id))
        return open_draft(desk, draft_id=draft_id)
    return open_draft(desk, draft_id=found[0])


def live_feedbacks(feedback_ids: Sequence[int]) -> tuple[int, ...]:
    """The ids, each once; UserError unless each is a feedback that is not void."""
    wanted = tuple(dict.fromkeys(feedback_ids))
    marks = ",".join("?" * len(wanted))
    found = rows(
        f"SELECT id FROM slip WHERE paper_code = '01' AND state <> '作废' AND id IN ({marks})", list(wanted)
    )
    if not wanted or len(found) != len(wanted):
        raise UserError("没有找到所引用的反馈单，或它已作废。", advice="请从台帐中选择反馈单。")
    return wanted


def numbers(slip_ids: Sequence[int]) -> str:
    """The numbers of some slips as a sheet cites them."""
    marks = ",".join("?" * len(slip_ids))
    found = rows(f"SELECT number FROM slip WHERE id IN ({marks}) ORDER BY id", list(slip_ids))
    return "、".join(row[0] for row in found if row[0])


def drop_draft(slip_id: int) -> None:
    """The sheet in the making goes with the slip that was given up, inside the caller's transaction."""
    write("DELETE FROM draft WHERE slip_id = ?", (slip_id,))


def _draft(deed: Deed, slip_id: int, code: str, values: Values) -> str:
    draft_id = str(uuid.uuid4())
    insert_draft(
        deed.desk, draft_id=draft_id, sheet=paper(code), values=values, source_id=None, slip_id=slip_id
    )
    return draft_id
