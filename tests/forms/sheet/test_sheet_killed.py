"""A workstation that dies while a draft is being typed loses at most two seconds of it (G7)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qmsdesk.operations import department, drafts
from qmsdesk.operations.intake import CallNote, record_call
from qmsdesk.procedure.clock import FixedClock

USER, PASSWORD = "李敏", "lanzhou-2026-QM"
SECONDS, LOST, SLACK = 3.2, 2.0, 0.4

CHILD = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import dataclasses
from pathlib import Path
from qmsdesk.models import keyslots
keyslots.COST = dataclasses.replace(keyslots.COST, memory_kib=8, rounds=1)
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.operations.department import open_department

application = QApplication([])
desk = open_department(data_dir=Path(sys.argv[1]), user=sys.argv[2], password=sys.argv[3])
session = SheetSession.for_draft(desk, draft_id=sys.argv[4])
session.show()
box = session.sheet_window.editors["description"].placed[0].widget
box.setFocus()
box.selectAll()
typed = 0

def key():
    global typed
    QTest.keyClicks(box, "x")
    typed += 1
    print(typed, time.monotonic(), flush=True)

timer = QTimer(interval=20)
timer.timeout.connect(key)
timer.start()
application.exec()
"""


def _type_and_kill(data_dir: Path, draft_id: str) -> list[tuple[int, float]]:
    """How many characters stood there at which moment, until the child was killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(data_dir), USER, PASSWORD, draft_id],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    typed: list[tuple[int, float]] = []
    for line in child.stdout:
        count, moment = line.split()
        typed.append((int(count), float(moment)))
        if typed[-1][1] - typed[0][1] > SECONDS:
            child.kill()
            break
    child.stdout.close()
    child.wait()
    return typed


@pytest.mark.timeout(60)
def test_a_killed_workstation_loses_at_most_two_seconds_of_typing(
    data_dir: Path, clock: FixedClock, call_note: CallNote
) -> None:
    desk = department.open_department(data_dir=data_dir, user=USER, password=PASSWORD, clock=clock)
    draft_id = record_call(desk, note=call_note, request_id="call").draft_id
    department.close_department(desk)
    typed = _type_and_kill(data_dir, draft_id)
    desk = department.open_department(data_dir=data_dir, user=USER, password=PASSWORD, clock=clock)
    try:
        kept = drafts.open_draft(desk, draft_id=draft_id).values["description"]
    finally:
        department.close_department(desk)
    assert set(kept) == {"x"}
    lost_since = next(moment for count, moment in typed if count >= len(kept))
    assert typed[-1][1] - lost_since <= LOST + SLACK
