"""The 数据体检 finds what is broken, says where, and gives nothing away when it is sent to somebody."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from qmsdesk.models import engine, keyslots, places
from qmsdesk.models.base import database
from qmsdesk.operations import backup, health, intake, people, signing, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.health import Report


@pytest.fixture
def busy(desk: Desk, call_note: Any, complete_feedback: dict[str, Any], tmp_path: Any) -> Desk:
    """A department at work: three slips, one signed, one void, an attachment, a backup and a passed drill."""
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 picture")
    for name in ("one", "two", "three"):
        taken = intake.record_call(desk, note=call_note, request_id=f"call-{name}")
        slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id=name)
    note = intake.OriginalNote(
        channel="传真", original_no="FAX-9", pages=1, is_original=True, received_at=call_note.received_at,
        received_by="李敏", customer_name="兰州石化公司", files=(photo,),
    )  # fmt: skip
    intake.record_original(desk, note=note, request_id="fax")
    slips.void(desk, slip_id=2, reason="重复登记", version=1)
    signing.sign(desk, slip_id=1, box="sig_handler", password="testing-desk-2026", version=1)
    backup.make_backup(desk)
    backup.drill(desk)
    return desk


def _level(report: Report, name: str) -> str:
    return next(finding.level for finding in report.findings if finding.check == name)


def test_a_department_at_work_is_healthy(busy: Desk) -> None:
    report = health.check(busy)
    assert report.level == "good", report.text()
    assert health.start_check(busy) == ()


def test_the_report_can_be_read(busy: Desk) -> None:
    words = health.check(busy).text()
    assert words.startswith("数据体检 2026-11-22 10:00：正常\n[正常] 数据库文件：完好")
    assert len(words.splitlines()) == 16


def _sql(*statements: str) -> Callable[[Desk], object]:
    """What somebody does with a database tool."""
    return lambda desk: [database.execute_sql(statement) for statement in statements]


def _rot_attachments(desk: Desk) -> None:
    for path in places.attachments_dir(desk.data_dir).rglob("*.bin"):
        path.write_bytes(b"x" * 50)


DAMAGES: dict[str, tuple[str, Callable[[Desk], object]]] = {
    "edited slip": ("审计链", _sql("UPDATE feedback SET description = 'x' WHERE slip_id = 1")),
    "edited text shows in digest": (
        "单据摘要",
        _sql("UPDATE feedback SET description = 'x' WHERE slip_id = 3"),
    ),
    "edited after signing": ("签名", _sql("UPDATE feedback SET tool = 'x' WHERE slip_id = 1")),
    "counter set back": ("编号", _sql("UPDATE counter SET n = 1 WHERE letter = 'F'")),
    "number skipped": ("编号", _sql("UPDATE counter SET n = 9 WHERE letter = 'F'")),
    "copy gone": ("各联", _sql("DELETE FROM copy WHERE slip_id = 1 AND ordinal = 2")),
    "ledger line gone": ("台帐与检索", _sql("DELETE FROM ledger WHERE slip_id = 1")),
    "not searchable": ("台帐与检索", _sql("DELETE FROM search WHERE rowid = 1")),
    "void only in the ledger": ("台帐与检索", _sql("UPDATE ledger SET state = '作废' WHERE slip_id = 3")),
    "attachment gone": ("附件", lambda desk: shutil.rmtree(places.attachments_dir(desk.data_dir))),
    "attachment damaged": ("附件", _rot_attachments),
    "reference to nothing": (
        "数据库文件",
        _sql("PRAGMA foreign_keys = 0", "UPDATE source_document SET slip_id = 99 WHERE id = 1"),
    ),
    "unsafe pragma": ("数据库引擎", _sql("PRAGMA synchronous = 1")),
    "half a restore": ("未完成的操作", lambda desk: (desk.data_dir / "restore-ready").mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_broken_is_found(busy: Desk, damage: str) -> None:
    name, break_it = DAMAGES[damage]
    break_it(busy)
    report = health.check(busy)
    assert _level(report, name) == "bad", report.text()
    assert not report.is_healthy
    database.execute_sql("PRAGMA foreign_keys = 1")


def test_a_damaged_page_is_found(busy: Desk) -> None:
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with (busy.data_dir / "department.db").open("r+b") as file:
        file.seek(30 * 4096 + 100)
        file.write(b"rot")
    assert _level(health.check(busy), "数据库文件") == "bad"


def test_a_clock_set_back_is_said_at_the_start_and_logged(busy: Desk, clock: Any) -> None:
    clock.advance(days=-2)
    (finding,) = [item for item in health.start_check(busy) if item.check == "时钟"]
    assert "早 2 天" in finding.words
    assert database.execute_sql("SELECT count(*) FROM audit WHERE action = '时钟异常'").fetchone() == (1,)


def test_a_clock_far_ahead_is_a_warning(busy: Desk, clock: Any) -> None:
    clock.advance(days=61)
    report = health.check(busy)
    assert _level(report, "时钟") == "warning"
    assert _level(report, "备份") == "warning"


def test_old_backups_and_locked_users_are_pointed_out(busy: Desk, clock: Any) -> None:
    key = people.add_person(busy, name="王工")
    people.let_sign_in(busy, person_id=key, password="another-desk-7351")
    keyslots.remove_slot(busy.data_dir, user="王工")
    clock.advance(days=4)
    report = health.check(busy)
    assert _level(report, "备份") == "warning"
    assert _level(report, "登录") == "warning"


def test_little_room_on_the_disk_is_pointed_out(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        health.checks.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(2**40, 2**40, 10)
    )
    assert _level(health.check(busy), "磁盘空间") == "bad"


def test_what_is_sent_out_names_nobody_and_nothing(busy: Desk) -> None:
    database.execute_sql("UPDATE feedback SET description = 'x' WHERE slip_id = 1")
    sent = health.check(busy).anonymous()
    for word in ("李敏", "兰州", "F01-2026", "H2025-017", "照片", "炼化"):
        assert word not in sent
    content = json.loads(sent)
    assert content["level"] == "bad"
    assert content["rows"]["slip"] == 3
    assert content["engine"]["sqlite"] == engine.engine_versions()["sqlite"]


def test_the_full_check_is_due_once_a_day(busy: Desk, clock: Any) -> None:
    assert health.full_check_is_due(busy)
    health.check(busy)
    assert not health.full_check_is_due(busy)
    clock.advance(hours=24)
    assert health.full_check_is_due(busy)


def test_a_full_check_can_be_cancelled(busy: Desk) -> None:
    from qmsdesk.operations.progress import Cancelled

    with pytest.raises(Cancelled):
        health.check(busy, progress=lambda done, total: done < 3)
