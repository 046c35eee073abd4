"""Feedback slips that another slip may cite together with one: same product or problem first (R-5.3.3.1-a)."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk

STATES = ("待归类", "A处理中", "B处理中", "A+B处理中", "已转出", "供方处理中")
MOST = 60


@dataclass(frozen=True)
class Citable:
    """One feedback: number, what it is about, and what it shares most with the first one ("" when nothing)."""

    slip_id: int
    number: str
    words: str
    shared: str


def citable(desk: Desk, *, slip_id: int) -> list[Citable]:
    """The open feedbacks of the unit that 质管 holds, but for `slip_id`; the closest ones first, at most 60."""
    first = rows(
        "SELECT serial_no, product_name, problem_kind, customer_name FROM feedback WHERE slip_id = ?",
        (slip_id,),
    )
    serial, product, problem, customer = first[0] if first else ("", "", "", "")
    marks = ",".join("?" * len(STATES))
    found = rows(
        "SELECT s.id, s.number, f.customer_name, f.product_name, f.problem_kind,"
        " (f.serial_no = ? AND f.serial_no NOT IN ('', '/')) AS machine, f.product_name = ? AS product,"
        " f.problem_kind = ? AS problem, f.customer_name = ? AS customer FROM slip s"
        f" JOIN feedback f ON f.slip_id = s.id WHERE s.unit_id = ? AND s.paper_code = '01'"
        f" AND s.state IN ({marks}) AND s.id <> ?"
        " ORDER BY machine * 8 + product * 4 + problem * 2 + customer DESC, s.id DESC LIMIT ?",
        (serial, product, problem, customer, desk.department.unit_id, *STATES, slip_id, MOST),
    )
    names = ("同一台产品", "同一种产品", "同一问题", "同一顾客")
    return [
        Citable(
            row[0], row[1], "　".join(part for part in row[2:5] if part),
            next((name for name, same in zip(names, row[5:], strict=True) if same), ""),
        )
        for row in found
    ]  # fmt: skip
