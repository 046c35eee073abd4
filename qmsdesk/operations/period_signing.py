"""The steps a return and a report go through alike: 编制, 审核 that freezes, 撤回, 上报 (5.3.6, 5.4.4, R-14-b)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations import period_slips as slips
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_health import snapshot_digest
from qmsdesk.operations.period_slips import PeriodSlip
from qmsdesk.operations.rights import require
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.copies import COMPANY_QUALITY
from qmsdesk.procedure.facts import Act


def open_for_writing(desk: Desk, slip_id: int) -> PeriodSlip:
    """A slip that may still be written; UserError when it is frozen, signed by its writer, or not this user's."""
    found = slips.read(desk, slip_id=slip_id)
    slips.must_be_open(found)
    require(desk, "编辑", paper=found.paper_code, state=found.state)
    if slips.COMPILED in found.signatures:
        raise UserError("编制人已经签字，内容不能再改。", advice="请先撤回编制签字。")
    return found


def sign_as_writer(desk: Desk, *, slip_id: int, given: Given) -> None:
    """编制 signs: the sheet is no longer a draft, its figures are not frozen yet."""
    found, signed = open_for_writing(desk, slip_id), slips.hand(desk, given)
    with write_tx():
        deed = Deed(desk, slip_id)
        slips.sign(deed, found, slips.COMPILED, signed, role="quality_clerk", digest="")
        deed.change("slip", slip_id, version=found.version + 1)
        deed.close("编制签字")


def sign_and_freeze(
    desk: Desk, *, slip_id: int, given: Given, figures: Callable[[PeriodSlip], dict[str, Any]], what: str
) -> None:
    """质量负责人 signs and the figures freeze as they stand now, under their digest.

    UserError before 编制, by the same person, or with dates backwards.
    """
    found = slips.read(desk, slip_id=slip_id)
    slips.must_be_open(found)
    signed, why = slips.hand(desk, given), given.override_reason
    snapshot = figures(found)
    mark = snapshot_digest(found.kind, snapshot)
    with write_tx():
        deed = Deed(desk, slip_id)
        act = slips.review_act(desk, found, signed, override=why)
        slips.step(deed, found, "审核", act=act, given=given)
        slips.sign(deed, found, slips.REVIEWED, signed, role="quality_leader", digest=mark, override=why)
        slips.freeze(deed, slip_id, snapshot, mark)
        deed.close(f"审核{what}")


def take_back(desk: Desk, found: PeriodSlip, *, reason: str) -> None:
    """Withdraw the signatures while the slip has not left; frozen figures stay in the trail."""
    if not found.frozen:
        require(desk, "编辑", paper=found.paper_code, state=found.state)
        if slips.COMPILED not in found.signatures or len(reason.strip()) < 2:
            raise UserError("没有可撤回的签字，或没有写明原因。", advice="请写明撤回原因。")
    with write_tx():
        deed = Deed(desk, found.slip_id)
        if found.frozen:
            slips.step(deed, found, "撤回审核", act=Act(actor=desk.user.name, reason=reason))
        slips.thaw(deed, found, reason)
        deed.close("撤回审核" if found.frozen else "撤回编制签字", reason)


def send(desk: Desk, *, slip_id: int, on: date, what: str) -> None:
    """上报 to 技术质量管理部; the day decides whether it was in time."""
    found = slips.read(desk, slip_id=slip_id)
    with write_tx():
        deed = Deed(desk, slip_id)
        slips.step(deed, found, "上报")
        slips.mark_sent(deed, found, on=on, to=COMPANY_QUALITY)
        deed.close(f"上报{what}")
