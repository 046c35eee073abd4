"""销毁: only what is over its time, with approver and list, and afterwards no trace of the content anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.forms.trust.retention_page import RetentionPage
from qmsdesk.forms.trust.watch import _morning
from qmsdesk.models import attachments, audit_check, engine, places
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations import (
    attaching,
    backup,
    destruction_end,
    destruction_list,
    health,
    ledger_out,
    people,
    prints,
    sheet_archive,
)
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.destruction import Approver, destroy
from qmsdesk.operations.drafts import open_draft
from qmsdesk.operations.intake import CallNote, record_call
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.progress import silent
from qmsdesk.operations.retention import DESTROYED, EXPIRED, list_kept
from qmsdesk.operations.slips import read_slip, register
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import FixedClock
from tests.forms.trust.page_reader import plain_journal, plain_pages

CANARY, PASSWORD = "CANARYQ7Z3", "lanzhou-2026-QM"
SECOND = "晴天骑车去看37号楼"


@pytest.fixture
def manager(desk: Desk) -> Desk:
    """李敏, who is 质量负责人 as well, and 赵倩, who approves."""
    people.set_roles(desk, person_id=desk.user.id, roles=("sales_clerk", "administrator", "quality_leader"))
    key = people.add_person(desk, name="赵倩", roles=("department_leader",))
    people.let_sign_in(desk, person_id=key, password=SECOND)
    from dataclasses import replace

    roles = desk.user.roles | {"quality_leader"}
    return replace(desk, user=replace(desk.user, roles=roles))


def canary_slip(desk: Desk, folder: Path) -> int:
    """A slip that says the canary in every place a clerk can type in, closed today."""
    note = CallNote(
        caller=CANARY, telephone="0931-5550123", received_at=desk.clock.now(), customer_name=f"{CANARY}石化",
        words=f"他说 {CANARY}", customer_address=CANARY, product_name=f"{CANARY}换热器", drawing_no=CANARY,
        serial_no=CANARY, problem_kind=CANARY, proposed_class="B 抱怨或投诉",
    )  # fmt: skip
    intake = record_call(desk, note=note, request_id="canary")
    draft = open_draft(desk, draft_id=intake.draft_id)
    scan = folder / "scan.txt"
    scan.write_text(CANARY, encoding="utf-8")
    attached = attaching.attach_file(desk, draft_id=draft.id, path=scan)
    values = {
        **draft.values, "commission_date": "/", "failure_date": "/", "problem_part": CANARY, "visual": False,
        "opened": False, "description": CANARY, "sig_handler": Signed(desk.user.name, desk.clock.today()),
        "attachments": [*draft.values.get("attachments", []), attached],
    }  # fmt: skip
    slip_id = register(desk, draft_id=draft.id, values=values, request_id="canary-slip").slip_id
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("slip", slip_id, state="已关闭", closed_at=desk.clock.now())
        write("UPDATE ledger SET state = '已关闭' WHERE slip_id = ?", (slip_id,))
        deed.close("关闭", f"{CANARY} 已处理")
    return slip_id


def six_years_pass(desk: Desk, clock: FixedClock) -> None:
    """Six years, and two days in which the new date was seen to be right."""
    clock.advance(days=6 * 366)
    backup.make_backup(desk)
    clock.advance(days=2)


def everything_in(folder: Path, key: bytes) -> bytes:
    """All that can be read in the data folder by somebody who has the key."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    found += [plain_pages(path, key) for path in folder.rglob("*.db")]
    found += [plain_journal(path, key) for path in folder.rglob("*.db-wal")]
    for store in (places.attachments_dir(folder), places.backups_dir(folder) / "attachments-pool"):
        sealed = [path.read_bytes() for path in store.rglob("*.bin")] if store.is_dir() else []
        found.append(b"".join(sealed))
    return b"".join(found)


def test_no_trace_is_left_in_any_file_of_the_data_folder(
    manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path
) -> None:
    key, folder = engine.current().raw_key, manager.data_dir
    slip_id = canary_slip(manager, tmp_path)
    number = read_slip(manager, slip_id=slip_id).number
    ledger_out.ledger_pdf(manager, query=Query(), path=tmp_path / "台帐.pdf")
    backup.make_backup(manager)
    assert CANARY.encode() in everything_in(folder, key), "the reader itself must see the canary"
    stored = list(attachments.all_files(places.attachments_dir(folder)))
    six_years_pass(manager, clock)
    line = next(line for line in list_kept(manager) if line.slip_id == slip_id)
    assert line.standing == EXPIRED

    done = destroy(manager, slip_ids=[slip_id], approver=Approver("赵倩", password=SECOND), password=PASSWORD)

    assert CANARY.encode() not in everything_in(folder, key)
    assert stored
    assert not list(attachments.all_files(places.attachments_dir(folder)))
    assert done.numbers == (number,)
    assert read_slip(manager, slip_id=slip_id).number == number
    assert len(backup.list_backups(manager)) == 1


def test_the_trail_still_holds_and_the_list_stays(
    manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path
) -> None:
    slip_id = canary_slip(manager, tmp_path)
    six_years_pass(manager, clock)
    destroy(manager, slip_ids=[slip_id], approver=Approver("赵倩", day=clock.today()), password=PASSWORD)
    assert audit_check.verify() == ()
    bad = [item for item in health.check(manager).findings if item.level == "bad"]
    assert not bad
    line = next(line for line in list_kept(manager) if line.slip_id == slip_id)
    assert line.standing == DESTROYED
    kept = one("SELECT number, approved_by, approved_how FROM destruction WHERE slip_id = ?", (slip_id,))
    assert kept == (line.number, "赵倩", "墨签")


def test_a_redacted_line_that_is_touched_again_is_noticed(
    manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path
) -> None:
    slip_id = canary_slip(manager, tmp_path)
    six_years_pass(manager, clock)
    destroy(manager, slip_ids=[slip_id], approver=Approver("赵倩", day=clock.today()), password=PASSWORD)
    with write_tx():
        write(
            "UPDATE audit SET reason = '换掉' WHERE slip_id = ? AND seq IN (SELECT seq FROM audit_redaction)",
            (slip_id,),
        )
    assert any("改动" in wrong.what for wrong in audit_check.verify())


def test_a_clock_that_has_just_leapt_ahead_destroys_nothing(
    manager: Desk, clock: FixedClock, tmp_path: Path
) -> None:
    slip_id = canary_slip(manager, tmp_path)
    clock.advance(days=6 * 366)
    people.add_person(manager, name="王工")  # the first line with the new date, as a sign-in writes it
    approver = Approver("赵倩", day=clock.today())
    with pytest.raises(UserError, match="时钟"):
        destroy(manager, slip_ids=[slip_id], approver=approver, password=PASSWORD)
    clock.advance(days=2)
    destroy(manager, slip_ids=[slip_id], approver=approver, password=PASSWORD)


@pytest.mark.parametrize(
    ("name", "secret", "says"),
    [("李敏", PASSWORD, "批准人"), ("赵倩", "wrong-password-1", "密码"), ("没有这人", "", "批准人")],
)
def test_it_takes_another_person_who_may_approve(
    manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path, name: str, secret: str, says: str
) -> None:
    slip_id = canary_slip(manager, tmp_path)
    six_years_pass(manager, clock)
    with pytest.raises(UserError, match=says):
        destroy(manager, slip_ids=[slip_id], approver=Approver(name, password=secret), password=PASSWORD)
    assert one("SELECT count(*) FROM destruction") == (0,)


def test_nothing_goes_before_its_day(
    manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path
) -> None:
    slip_id = canary_slip(manager, tmp_path)
    approver = Approver("赵倩", password=SECOND)
    with pytest.raises(UserError, match="还没有到期"):
        destroy(manager, slip_ids=[slip_id], approver=approver, password=PASSWORD)
    with pytest.raises(UserError, match="尚未关闭"):
        destroy(manager, slip_ids=slips[:1], approver=approver, password=PASSWORD)
    with pytest.raises(UserError, match="空的"):
        destroy(manager, slip_ids=[], approver=approver, password=PASSWORD)


def test_a_crash_after_the_destruction_is_made_good_at_the_next_start(
    manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, folder = engine.current().raw_key, manager.data_dir
    slip_id = canary_slip(manager, tmp_path)
    six_years_pass(manager, clock)

    def crash(*_given: object, **_named: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(destruction_end, "make_backup", crash)
        with pytest.raises(OSError, match="power cut"):
            destroy(
                manager, slip_ids=[slip_id], approver=Approver("赵倩", password=SECOND), password=PASSWORD
            )
    assert CANARY.encode() in everything_in(folder, key), "the old backup still holds it"
    assert destruction_end.is_pending()
    unfinished = {item.check: item for item in health.check(manager).findings}["未完成的操作"]
    assert unfinished.level == "bad"
    _morning(manager, silent)
    assert CANARY.encode() not in everything_in(folder, key)
    assert not destruction_end.is_pending()
    assert audit_check.verify() == ()


def test_old_backups_out_of_reach_are_remembered_until_they_are_gone(
    qtbot, manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path
) -> None:
    first, second = tmp_path / "stick one", tmp_path / "stick two"
    for place in (first, second):
        place.mkdir()
        backup.set_second_place(manager, folder=place)
        backup.make_backup(manager)
    slip_id = canary_slip(manager, tmp_path)
    backup.make_backup(manager)
    six_years_pass(manager, clock)
    for place in (first, second):
        place.rename(tmp_path / f"{place.name} unplugged")
    done = destroy(manager, slip_ids=[slip_id], approver=Approver("赵倩", password=SECOND), password=PASSWORD)
    assert [item.place for item in destruction_end.old_backups(manager)] == [str(first), str(second)]
    assert done.list_no in done.warnings[0]
    page = RetentionPage(manager)
    qtbot.addWidget(page)
    assert "旧备份" in page.left.text()
    (tmp_path / "stick two unplugged").rename(second)
    with pytest.raises(UserError, match="还在那里"):
        destruction_end.confirm_removed(manager, place=str(second))
    clock.advance(hours=1)
    _morning(manager, silent)
    assert CANARY.encode() not in everything_in(second, engine.current().raw_key)
    assert [item.place for item in destruction_end.old_backups(manager)] == [str(first)]
    page.confirm_removed()
    assert destruction_end.old_backups(manager) == ()
    assert "确认已手工删除" in " ".join(str(row[0]) for row in rows("SELECT reason FROM audit"))
    backup.make_backup(manager)
    assert [made.place for made in backup.list_backups(manager)].count(2) >= 1


def test_the_list_is_printed_for_approval_and_kept_when_it_is_done(
    qtbot, manager: Desk, slips: list[int], clock: FixedClock, tmp_path: Path
) -> None:
    slip_id = canary_slip(manager, tmp_path)
    number = read_slip(manager, slip_id=slip_id).number
    six_years_pass(manager, clock)
    asked = destruction_list.proposal_pdf(manager, slip_ids=[slip_id])
    (text,) = prints.page_texts(asked.data)
    assert number in text
    assert "批准人" in text
    done = destroy(
        manager, slip_ids=[slip_id], approver=Approver("赵倩", day=clock.today()), password=PASSWORD
    )
    printed = destruction_list.list_pdf(manager, list_no=done.list_no)
    (text,) = prints.page_texts(printed.data)
    for words in (number, done.list_no, "赵倩", "墨签", "监销人"):
        assert words in text
    assert CANARY not in text
    prints.note_output(manager, printed=printed, where="二楼打印机")
    assert sheet_archive.sheets(manager)[0].title == f"质量记录销毁清单 {done.list_no}"
    with pytest.raises(UserError, match="没有销毁清单"):
        destruction_list.list_pdf(manager, list_no="XH01-1999-001")
