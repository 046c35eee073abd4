"""销毁: with approver and list; number and metadata stay, the content leaves no trace in the data folder (R-6-b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models import keyslots
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations import destruction_end
from qmsdesk.operations.clock_watch import refuse_jumped_clock
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.erasing import erase
from qmsdesk.operations.people import list_people
from qmsdesk.operations.retention import kept_of
from qmsdesk.operations.rights import require
from qmsdesk.operations.signing import confirm_password
from qmsdesk.procedure.permissions import may
from qmsdesk.procedure.retention import destruction_refusal

APPROVE = "批准销毁"


@dataclass(frozen=True)
class Approver:
    """Who approved: a person of this list who types his password here, or a name and day in ink on the list."""

    name: str
    password: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Destroyed:
    """What was destroyed: the number of the list, the slips, backups removed, and places that could not be reached."""

    list_no: str
    numbers: tuple[str, ...]
    removed: tuple[str, ...]
    warnings: tuple[str, ...]


def destroy(desk: Desk, *, slip_ids: Sequence[int], approver: Approver, password: str) -> Destroyed:
    """Destroy the content of expired records; a new backup replaces those that still hold it.

    UserError names the first record that may not go yet, a wrong approver or a wrong password; nothing is done then.
    """
    require(desk, "销毁")
    refuse_jumped_clock(desk)
    how = _approved(desk, approver)
    refuse_unripe(desk, slip_ids=slip_ids, approver=approver.name)
    confirm_password(desk, password=password)
    list_no, numbers = _erase_all(desk, slip_ids, approver, how)
    removed, left = destruction_end.finish(desk)
    return Destroyed(list_no, numbers, removed, tuple(item.words for item in left))


def refuse_unripe(desk: Desk, *, slip_ids: Sequence[int], approver: str) -> None:
    """UserError for the first record of a list that may not be destroyed."""
    if not slip_ids:
        raise UserError("销毁清单是空的。", advice="请先选择已到期的记录。")
    for slip_id in slip_ids:
        row = one("SELECT number, paper_code, state FROM slip WHERE id = ?", (slip_id,))
        if row is None or one("SELECT 1 FROM destruction WHERE slip_id = ?", (slip_id,)):
            raise UserError("清单里有已经销毁的记录。", advice="请刷新名单后重选。")
        why = destruction_refusal(
            kept_of(desk, slip_id=slip_id), today=desk.clock.today(), approver=approver, asker=desk.user.name,
            listed=True,
        )  # fmt: skip
        if why:
            raise UserError(f"{row[0]}：{why}")


def _approved(desk: Desk, approver: Approver) -> str:
    """How it was approved; UserError unless the approver may and did."""
    name = clean_text(approver.name, label="批准人", max_length=40)
    person = next((line for line in list_people(desk) if line.name == name and line.active), None)
    if person is None or not may(person.roles, "*", "*", APPROVE):
        raise UserError(
            "批准人应是部门领导、主管领导或公司主管领导（§6）。", advice="请先在“人员和部门”里登记他的职责。"
        )
    if approver.password:
        keyslots.open_slot(desk.data_dir, user=name, password=approver.password, now=desk.clock.now())
        return "程序"
    if approver.day is None:
        raise UserError("请批准人输入密码，或填写纸上清单的批准日期。")
    if approver.day > desk.clock.today():
        raise UserError("批准日期晚于今天。", advice="请核对纸上的日期。")
    return "墨签"


def _erase_all(
    desk: Desk, slip_ids: Sequence[int], approver: Approver, how: str
) -> tuple[str, tuple[str, ...]]:
    files: set[str] = set()
    numbers = []
    today = desk.clock.today()
    with write_tx():
        count = one("SELECT count(DISTINCT list_no) FROM destruction")
        list_no = f"XH{desk.department.unit_code}-{today.year}-{(int(count[0]) if count else 0) + 1:03d}"
        for slip_id in slip_ids:
            number, digest = rows("SELECT coalesce(number, ''), digest FROM slip WHERE id = ?", (slip_id,))[0]
            deed = Deed(desk, slip_id)
            until = kept_of(desk, slip_id=slip_id).until
            deed.insert(
                "destruction", slip_id=slip_id, list_no=list_no, number=number, kept_until=until,
                asked_by=desk.user.name, approved_by=approver.name.strip(), approved_on=approver.day or today,
                approved_how=how, at=deed.now, digest=digest,
            )  # fmt: skip
            files |= erase(deed, slip_id)
            deed.forget_old()
            deed.close("销毁", f"清单 {list_no}，批准人 {approver.name.strip()}（{how}）")
            numbers.append(number)
        files |= _drop_ledgers(desk, list_no)
        destruction_end.mark(desk, list_no, sorted(files))
    return list_no, tuple(numbers)


def _drop_ledgers(desk: Desk, list_no: str) -> set[str]:
    """Kept prints of the ledger show the rows as they were; their hashes. The ledger can be printed anew."""
    kept = rows("SELECT id, sha256 FROM kept_sheet WHERE kind = 'ledger'")
    if kept:
        deed = Deed(desk, None)
        for key, _sha256 in kept:
            deed.remove("kept_sheet", key)
        deed.close("销毁旧台帐打印件", f"清单 {list_no}")
    return {sha256 for _key, sha256 in kept}
