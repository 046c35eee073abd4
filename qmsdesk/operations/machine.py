"""The card of one machine: where it went, until when it is under warranty, and everything that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_day
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import once
from qmsdesk.operations.readings import current
from qmsdesk.operations.rights import require
from qmsdesk.operations.scope import sees
from qmsdesk.procedure.warranty import Limits, WarrantyCase, limits


@dataclass(frozen=True)
class MachineEvent:
    """Something in the life of a machine: day, words, and the slip that tells of it."""

    day: date | None
    words: str
    slip_id: int | None
    number: str


@dataclass(frozen=True)
class MachineCard:
    """One machine by its 出厂编号, with the limits of its warranty as they stand."""

    serial_no: str
    name: str
    drawing_no: str
    customer: str
    ship_date: date | None
    commission_date: date | None
    pressure_vessel: bool
    contract_end: date | None
    limits: Limits
    events: tuple[MachineEvent, ...]


def machine_card(desk: Desk, *, serial_no: str) -> MachineCard:
    """The card of a machine; UserError when no slip ever named this 出厂编号."""
    serial = clean_text(serial_no, label="出厂编号", max_length=60, code=True)
    found = one(
        "SELECT p.name, p.drawing_no, p.ship_date, p.commission_date, p.is_pressure_vessel, p.contract_end,"
        " coalesce((SELECT f.customer_name FROM feedback f WHERE f.serial_no = p.serial_no ORDER BY f.slip_id DESC"
        " LIMIT 1), '') FROM product p WHERE p.serial_no = ? AND p.serial_no <> '' ORDER BY p.id DESC LIMIT 1",
        (serial,),
    )
    if found is None:
        raise UserError(
            f"没有出厂编号为 {serial} 的产品。", advice="请核对编号；登记过的反馈单里有它才会出现在这里。"
        )
    ship, start, end = (_day(found[place]) for place in (2, 3, 5))
    case = WarrantyCase(dispatch=ship, in_use=start, pressure_vessel=bool(found[4]), contract_end=end)
    events = tuple(
        event
        for event in _events(serial, ship, start)
        if event.slip_id is None or sees(desk, slip_id=event.slip_id)
    )
    return MachineCard(
        serial,
        found[0],
        found[1],
        found[6],
        ship,
        start,
        bool(found[4]),
        end,
        limits(case, current(desk)),
        events,
    )


@once
def note_contract_end(desk: Desk, *, serial_no: str, day: date | None, reason: str) -> None:
    """The warranty this machine's contract agrees on, with where it stands written (R-5.3.5.1-d)."""
    require(desk, "编辑", paper="04", state="草稿")
    why = clean_text(reason, label="合同依据", max_length=300)
    if day is not None and not why:
        raise UserError("请写明合同编号或条款。", advice="合同约定的保用期代替一般规定（5.3.5.1）。")
    with write_tx():
        changed = write(
            "UPDATE product SET contract_end = ? WHERE serial_no = ?",
            (day.isoformat() if day else None, serial_no),
        )
        if not changed:
            raise UserError(f"没有出厂编号为 {serial_no} 的产品。")
        Deed(desk, None).close("合同保用期", f"{serial_no} {day or '取消'} {why}")


_TOLD = """
SELECT f.failure_date, f.feedback_date, s.id, s.number, f.problem_kind FROM feedback f JOIN slip s ON s.id = f.slip_id
WHERE f.serial_no = ? AND s.state <> '作废' ORDER BY s.id
"""
_CLAIMED = """
SELECT w.dispatched_on, w.actual_date, s.id, s.number, w.claim_class FROM warranty_claim w
JOIN slip s ON s.id = w.slip_id WHERE w.serial_no = ? AND s.state <> '作废' AND s.number IS NOT NULL ORDER BY s.id
"""


def _events(serial: str, ship: date | None, start: date | None) -> tuple[MachineEvent, ...]:
    events = [MachineEvent(ship, "发货", None, ""), MachineEvent(start, "启用", None, "")]
    for failure, told, slip_id, number, problem in rows(_TOLD, (serial,)):
        events.append(MachineEvent(_day(failure), f"故障：{problem}", slip_id, number))
        events.append(MachineEvent(_day(told), "顾客反馈", slip_id, number))
    for sent, done, slip_id, number, category in rows(_CLAIMED, (serial,)):
        events.append(MachineEvent(_day(sent), f"{category}发货", slip_id, number))
        events.append(MachineEvent(_day(done), f"{category}完成", slip_id, number))
    known = [event for event in events if event.day is not None]
    return tuple(sorted(known, key=lambda event: (event.day or date.min, event.slip_id or 0)))


def _day(text: str | None) -> date | None:
    value = read_day(text)
    return value if isinstance(value, date) else None
