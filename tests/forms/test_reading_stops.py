"""A question nobody waits for any more does not hold up the next one."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QObject

from qmsdesk.forms.background import run
from qmsdesk.models.transactions import one
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Cancelled

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n WHERE x < 0"


def test_reading_ends_in_the_middle_of_a_statement_when_it_is_abandoned(qtbot: Any, desk: Desk) -> None:
    owner = QObject()
    answers: list[object] = []
    first = run(owner, lambda _progress: one(ENDLESS), answers.append, lane="test", reading=True)
    run(owner, lambda _progress: one("SELECT 7"), answers.append, lane="test", reading=True)
    time.sleep(0.05)
    first.abandon()
    qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
    assert answers == [(7,)]


def test_cancelling_says_so(qtbot: Any, desk: Desk) -> None:
    owner = QObject()
    failed: list[Exception] = []
    job = run(
        owner,
        lambda _progress: one(ENDLESS),
        lambda _found: None,
        failed=failed.append,
        lane="test",
        reading=True,
    )
    time.sleep(0.05)
    job.cancel()
    qtbot.waitUntil(lambda: bool(failed), timeout=5_000)
    assert isinstance(failed[0], Cancelled)
