"""Departments on a server, and what a workstation does there, for the tests of several workstations."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.bench.corpus import feedback
from qmsdesk.models.base import database
from qmsdesk.models.transactions import write, write_tx
from qmsdesk.operations import (
    department,
    servers,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.registering import RegisterRow, insert_registered
from qmsdesk.procedure.clock import FixedClock

USER, PASSWORD = "李敏", "testing-desk-2026"
ENTRY: dict[str, Any] = {"user": USER, "password": PASSWORD}
MADE: dict[str, Any] = {**ENTRY, "unit_code": "01", "unit_name": "炼化设备公司", "department": "经销部门"}
NOW = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
MANY, FEW = 400, 30

WORKSTATION = """
import dataclasses, json, random, sys
from pathlib import Path
from qmsdesk.models import keyslots
keyslots.COST = dataclasses.replace(keyslots.COST, memory_kib=8, rounds=1)
from qmsdesk.errors import UserError
from qmsdesk.operations import department, intake, registering, slips, servers
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import load

address, folder, seed, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
servers.join(address=address, data_dir=folder)
desk = department.open_department(data_dir=folder, user="李敏", password="testing-desk-2026")
values = load(paper("01"), json.loads(sys.argv[5]))
day = desk.clock.today()
values["feedback_date"] = values["failure_date"] = values["commission_date"] = day
values["sig_handler"] = values["sig_handler"]._replace(day=day)
print("ready", flush=True)
sys.stdin.readline()
luck, real = random.Random(seed), registering.insert_registered
class Changed(Exception): pass
def at_the_last_moment(*given, **more):
    done = real(*given, **more)
    if luck.random() < 0.1:
        raise Changed
    return done
from qmsdesk.operations import registration
for room in (registration, registering, slips):
    if hasattr(room, "insert_registered"):
        room.insert_registered = at_the_last_moment
for place in range(count):
    try:
        note = intake.CallNote("王工", "1", desk.clock.now(), "兰州石化公司", f"第{place}次渗漏")
        taken = intake.record_call(desk, note=note, request_id=f"c{seed}-{place}")
        asked = {"draft_id": taken.draft_id, "values": values, "request_id": f"r{seed}-{place}"}
        print(slips.register(desk, **asked).number, flush=True)
    except Changed:
        print("cancelled", flush=True)
    except UserError as error:
        print("refused:", error, flush=True)
department.close_department(desk)
"""


def found_on(cluster: Any, folder: Path) -> str:
    """Found a department on the server with this folder as its first workstation; the owner's address."""
    owner = str(cluster.address())
    servers.found(address=owner, data_dir=folder)
    department.create_department(data_dir=folder, **MADE, clock=NOW)
    return owner


@contextmanager
def signed_in(folder: Path) -> Iterator[Desk]:
    desk = department.open_department(data_dir=folder, **ENTRY, clock=NOW)
    try:
        yield desk
    finally:
        if database.obj is not None:
            department.close_department(desk)


def fill(desk: Desk, count: int = MANY) -> None:
    luck = random.Random(7)
    days = [date(2024, 1, 4) + timedelta(days=2 * place) for place in range(count)]
    odd = ("100%_焊缝'气孔\"", "ＡＢＣ型 Éclair", "a\\b", "<b>&amp;</b>", "𠮷野\tTab", "漏" * 300)
    batch = []
    for place, day in enumerate(days):
        values = feedback(luck, day)
        if place < len(odd):
            values["description"] = odd[place]
            values["customer_name"] = "éa" + values["customer_name"]
        batch.append(RegisterRow(values, f"row {place}"))
    with write_tx():
        insert_registered(desk, batch)
        write("UPDATE ledger SET claim_cost = slip_id * 7 % 50 WHERE slip_id % 3 = 0")
        write("UPDATE ledger SET due = '2026-11-20' WHERE slip_id % 4 = 0")
        write("UPDATE ledger SET state = '已关闭' WHERE slip_id % 5 = 0")


def dumped(complete_feedback: dict[str, Any]) -> str:
    from qmsdesk.papers.catalogue import paper
    from qmsdesk.papers.values import dump

    return json.dumps(dump(paper("01"), complete_feedback))
