"""A feedback leaves its department: 审核, 送交, 签收, 退回, 更正, 作废 (5.3.2.2, 5.3.2.3)."""

from __future__ import annotations

from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.case_rows import note
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.registration import correct_sheet, read_sheet
from qmsdesk.operations.turns import StepSpec, Turn
from qmsdesk.procedure.copies import QUALITY, SALES


def hand_copies(deed: Deed, slip_id: int, *, by: str, keep: str = "") -> None:
    """送交: every copy is on its way; the one its own department keeps is with it already."""
    for key, holder in rows("SELECT id, holder FROM copy WHERE slip_id = ? ORDER BY ordinal", (slip_id,)):
        deed.change(
            "copy", key, handed_at=deed.now, handed_by=by, returned_at=None, returned_by="", return_reason=""
        )
        if holder == keep:
            deed.change("copy", key, signed_for_at=deed.now, signed_for_by=by, opinion="自留")


def receive_copy(deed: Deed, slip_id: int, holder: str, *, by: str, opinion: str = "") -> None:
    """签收 of the copy of one holder."""
    found = one("SELECT id FROM copy WHERE slip_id = ? AND holder = ?", (slip_id, holder))
    if found is not None:
        deed.change("copy", found[0], signed_for_at=deed.now, signed_for_by=by, opinion=opinion)


def give_back(deed: Deed, slip_id: int, holder: str, *, by: str, why: str) -> None:
    """退回 of a copy: it is where it came from, nobody has it to sign for."""
    found = one("SELECT id FROM copy WHERE slip_id = ? AND holder = ?", (slip_id, holder))
    if found is not None:
        columns = {"handed_at": None, "signed_for_at": None, "signed_for_by": ""}
        deed.change("copy", found[0], returned_at=deed.now, returned_by=by, return_reason=why, **columns)


def approve_void(turn: Turn) -> None:
    """A slip that left its department is voided with another person's approval, which is kept (5.1.2)."""
    if turn.given.approver.strip():
        turn.deed.insert(
            "approval",
            slip_id=turn.slip.id,
            what="作废",
            name=turn.given.approver.strip(),
            day=turn.day,
            how="typed",
            reason=turn.why,
            at=turn.deed.now,
            user=turn.desk.user.name,
        )


def _send(turn: Turn) -> None:
    """F with the 信息原件 or its 复印件, flagged which, and its pages (R-5.3.2.2-e)."""
    original = turn.given.text("original", "原件/复印件", limit=4)
    pages = turn.given.values.get("original_pages")
    note(turn.deed, turn.slip.id, original=original, original_pages=pages if isinstance(pages, int) else None)
    hand_copies(turn.deed, turn.slip.id, by=turn.who, keep=SALES)


def _receive(turn: Turn) -> None:
    """质管 signs for its copy and registers the slip in its own ledger (I-36)."""
    receive_copy(
        turn.deed,
        turn.slip.id,
        QUALITY,
        by=turn.who,
        opinion=turn.given.text("qc_receipt_opinion", "签收意见"),
    )
    note(turn.deed, turn.slip.id, quality_registered_at=turn.deed.now, quality_registered_by=turn.who)


def _return(turn: Turn) -> None:
    give_back(turn.deed, turn.slip.id, QUALITY, by=turn.who, why=turn.why)


VOID = StepSpec(asks=("reason",))
VOID_APPROVED = StepSpec(asks=("reason", "approver"), effect=approve_void)
CORRECT = StepSpec(asks=("sheet",), effect=read_sheet, after=correct_sheet)
TAKE_BACK_REVIEW = StepSpec(asks=("reason",), drops="sig_review")

STEPS: dict[tuple[str, str], StepSpec] = {
    ("01", "审核"): StepSpec(box="sig_review"),
    ("01", "审核退回"): StepSpec(asks=("reason",)),
    ("01", "撤回审核"): TAKE_BACK_REVIEW,
    ("01", "送交"): StepSpec(asks=("original", "original_pages"), effect=_send),
    ("01", "签收"): StepSpec(box="sig_receiver", fills=("qc_receipt_opinion",), effect=_receive),
    ("01", "退回"): StepSpec(asks=("reason",), drops="sig_receiver", effect=_return),
    ("01", "更正"): CORRECT,
    ("01", "作废"): VOID_APPROVED,
}
