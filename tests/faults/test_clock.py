"""The clock of the workstation is set back and forward while people work (G20, G21)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from qmsdesk.models import audit_check
from qmsdesk.models.transactions import rows
from qmsdesk.operations import backup, department, health, intake, retention, slips
from qmsdesk.operations.anchoring import expected_heads
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query, order

JUMPS = [timedelta(days=-3650), timedelta(days=-2), timedelta(days=61), timedelta(days=3650)]


def _register(desk: Desk, note: Any, values: dict[str, Any], request: str) -> slips.Registered:
    """A call and its slip, both of the day the clock shows."""
    today = desk.clock.today()
    said = note.__class__(**{**vars(note), "received_at": desk.clock.now() - timedelta(minutes=5)})
    taken = intake.record_call(desk, note=said, request_id=f"call-{request}")
    days = dict.fromkeys(("feedback_date", "commission_date", "failure_date"), today)
    signed = values["sig_handler"]._replace(day=today)
    return slips.register(
        desk, draft_id=taken.draft_id, values={**values, **days, "sig_handler": signed}, request_id=request
    )


@pytest.fixture
def busy(desk: Desk, clock: Any, call_note: Any, complete_feedback: dict[str, Any]) -> Desk:
    """Two slips and a backup a day for three days."""
    for day in range(3):
        _register(desk, call_note, complete_feedback, f"day-{day}")
        backup.make_backup(desk)
        clock.advance(days=1)
    return desk


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_clock_that_jumps_loses_nothing_and_frees_nothing(
    busy: Desk, clock: Any, call_note: Any, complete_feedback: dict[str, Any], jump: timedelta
) -> None:
    kept = {line.folder for line in backup.list_backups(busy)}
    clock.advance(seconds=jump.total_seconds())
    done = _register(busy, call_note, complete_feedback, "after the jump")
    backup.make_backup(busy)
    backup.daily_backup(busy)
    assert kept <= {line.folder for line in backup.list_backups(busy)}, (
        "a jump of the clock thinned the backups"
    )
    assert audit_check.verify(anchors=expected_heads(busy.data_dir)) == ()
    sequence = [row[0] for row in rows("SELECT seq FROM audit ORDER BY seq")]
    assert sequence == list(range(1, len(sequence) + 1))
    numbers = [row[0] for row in rows("SELECT number FROM slip ORDER BY id")]
    assert len(set(numbers)) == 4
    assert done.number == numbers[-1]
    assert len(order(busy, query=Query())) == 4
    assert len(retention.list_kept(busy)) == 4


def _said(desk: Desk) -> str:
    return next(item.words for item in health.check(desk, deep=False).findings if item.check == "时钟")


def test_a_clock_set_back_is_said_until_it_is_right_again(busy: Desk, clock: Any) -> None:
    clock.advance(days=-2)
    assert "早 1 天" in _said(busy)
    clock.advance(days=2)
    assert "请核对" not in _said(busy)


def test_a_leap_over_night_is_said_although_the_sign_in_has_its_date_already(busy: Desk, clock: Any) -> None:
    clock.advance(days=400)
    there = {"data_dir": busy.data_dir, "user": "李敏", "password": "testing-desk-2026", "clock": clock}
    department.close_department(busy)
    desk = department.open_department(**there)
    assert "请核对" in _said(desk)
    clock.advance(days=2)
    assert "请核对" not in _said(desk)


def test_the_year_of_a_number_is_that_of_shanghai(
    desk: Desk, clock: Any, call_note: Any, complete_feedback: dict[str, Any]
) -> None:
    """Half a minute before and after midnight in Shanghai; the clock of the machine stands at 16:00 UTC."""
    midnight = datetime(2026, 12, 31, 16, tzinfo=UTC)
    given = []
    for moment in (midnight - timedelta(seconds=30), midnight + timedelta(seconds=30)):
        clock.advance(seconds=(moment - clock.now()).total_seconds())
        given.append(_register(desk, call_note, complete_feedback, str(moment)).number)
    assert given == ["F01-2026-001", "F01-2027-001"]
