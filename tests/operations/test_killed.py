"""A workstation that dies while registering loses no acknowledged slip, no number, and doubles none (G1, G8, G18)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.models import audit_check
from qmsdesk.models.transactions import rows
from qmsdesk.operations import department

PASSWORD = "testing-desk-2026"

CHILD = """
import json, sys
from datetime import date, datetime, timezone
from pathlib import Path
from qmsdesk.models import keyslots
import dataclasses
keyslots.COST = dataclasses.replace(keyslots.COST, memory_kib=8, rounds=1)
from qmsdesk.operations import department, intake, slips
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import load

folder, turn, values = Path(sys.argv[1]), sys.argv[2], load(paper("01"), json.loads(sys.argv[3]))
desk = department.open_department(data_dir=folder, user="李敏", password="testing-desk-2026")
day = desk.clock.today()
values["feedback_date"] = day
values["failure_date"] = values["commission_date"] = day
values["sig_handler"] = values["sig_handler"]._replace(day=day)
print("open", flush=True)
for place in range(10_000):
    note = intake.CallNote("王工", "1", desk.clock.now(), "兰州石化公司", f"第{place}次渗漏")
    taken = intake.record_call(desk, note=note, request_id=f"c{turn}-{place}")
    done = slips.register(desk, draft_id=taken.draft_id, values=values, request_id=f"r{turn}-{place}")
    print(done.number, flush=True)
"""


def _run_and_kill(folder: Path, turn: int, values: str, seconds: float) -> list[str]:
    """Numbers acknowledged by a child that was killed `seconds` after it had opened the department."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(turn), values], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "open"
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    told = child.stdout.read().split()
    child.wait()
    child.stdout.close()
    return [number for number in told if len(number) >= 12]


def _kill_repeatedly(folder: Path, values: str, kills: int) -> None:
    chance = random.Random(20261122)
    acknowledged: list[str] = []
    for turn in range(kills):
        acknowledged += _run_and_kill(folder, turn, values, chance.uniform(0.0, 0.15))
    desk = department.open_department(data_dir=folder, user="李敏", password=PASSWORD)
    try:
        kept = [row[0] for row in rows("SELECT number FROM slip ORDER BY seq")]
        places = [row[0] for row in rows("SELECT seq FROM slip ORDER BY seq")]
        assert set(acknowledged) <= set(kept)
        assert places == list(range(1, len(places) + 1))
        assert len(rows("SELECT 1 FROM ledger")) == len(kept)
        assert len(rows("SELECT 1 FROM copy")) == 2 * len(kept)
        assert (
            rows(
                "SELECT slip_id FROM source_document WHERE slip_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
            )
            == []
        )
        assert audit_check.verify() == ()
        assert len(rows("SELECT 1 FROM draft")) <= kills
    finally:
        department.close_department(desk)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    department.create_department(
        data_dir=folder,
        unit_code="01",
        unit_name="炼化设备公司",
        department="经销部门",
        user="李敏",
        password=PASSWORD,
    )
    return folder


@pytest.fixture
def typed(complete_feedback: dict[str, Any]) -> str:
    import json

    from qmsdesk.papers.catalogue import paper
    from qmsdesk.papers.values import dump

    return json.dumps(dump(paper("01"), complete_feedback))


def test_a_few_kills_while_registering_lose_and_double_nothing(closed: Path, typed: str) -> None:
    _kill_repeatedly(closed, typed, 4)


@pytest.mark.slow
def test_many_kills_while_registering_lose_and_double_nothing(closed: Path, typed: str) -> None:
    _kill_repeatedly(closed, typed, 60)
