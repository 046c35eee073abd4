"""A department whose year can be filled with feedback of any day, handled and closed as a test wants it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from qmsdesk.models.counter import next_number
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk, User
from qmsdesk.operations.registering import RegisterRow, insert_registered
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import FixedClock

QUALITY_ROLES = frozenset({"quality_clerk", "sales_clerk"})
LEADER_ROLES = frozenset({"quality_leader", "sales_leader"})


def at(desk: Desk, day: date, *, name: str = "", roles: frozenset[str] = frozenset()) -> Desk:
    """The same desk on another day, with somebody else at it when named."""
    user = User(desk.user.id, name or desk.user.name, roles or desk.user.roles)
    return replace(desk, user=user, clock=FixedClock(datetime(day.year, day.month, day.day, 2, tzinfo=UTC)))


def clerk(desk: Desk, day: date) -> Desk:
    """赵倩 of 质管 on a day."""
    return at(desk, day, name="赵倩", roles=QUALITY_ROLES)


def leader(desk: Desk, day: date) -> Desk:
    """王工, 质量负责人, on a day."""
    return at(desk, day, name="王工", roles=LEADER_ROLES)


def feedback(desk: Desk, day: date, **values: Any) -> tuple[int, str]:
    """Register one feedback on its own day; slip id and number."""
    sheet = {
        "feedback_date": day,
        "customer_name": "兰州石化公司",
        "product_name": "高压换热器",
        "drawing_no": "LS-H-0412",
        "problem_kind": "法兰渗漏",
        "problem_code": "C1",
        "sig_handler": Signed("李敏", day),
        **values,
    }
    with write_tx():
        row = RegisterRow(sheet, f"{day} {sheet!r} {_turn()}")
        made = insert_registered(at(desk, day), [row])[0]
    return made.slip_id, made.number


_TURNS = iter(range(1, 1_000_000))


def _turn() -> int:
    return next(_TURNS)


def handle(
    desk: Desk, slip_id: int, number: str, day: date, *, cause: str = "密封件老化", kind: str = "材料",
    responsible: str = "机加车间",
) -> int:  # fmt: skip
    """Give a feedback a 处理单 of that day; its slip id."""
    with write_tx():
        deed = Deed(at(desk, day), slip_id)
        handling = _slip(deed, "03", "C", day)
        deed.insert(
            "handling", slip_id=handling, feedback_no=number, cause_analysis=cause, cause_kind=kind,
            responsible_dept=responsible, disposition="更换密封件",
        )  # fmt: skip
        _link(deed, slip_id, handling)
        _ledger(slip_id, responsible=responsible)
        deed.close("处理")
    return handling


def claim(desk: Desk, slip_id: int, number: str, day: date, *, fen: int, category: str = "质量三包") -> str:
    """Give a feedback a 三包单 of that day; its number."""
    with write_tx():
        deed = Deed(at(desk, day), slip_id)
        made = _slip(deed, "04", "B", day)
        deed.insert(
            "warranty_claim", slip_id=made, feedback_no=number, claim_class=category, total_amount=fen
        )
        _link(deed, slip_id, made)
        _ledger(slip_id, claim_cost=fen, claim_no=_number_of(made))
        deed.close("三包")
    return _number_of(made)


def close(desk: Desk, slip_id: int, day: date) -> None:
    """Close a feedback on a day."""
    with write_tx():
        there = at(desk, day)
        deed = Deed(there, slip_id)
        deed.change("slip", slip_id, state="已关闭", closed_at=there.clock.now())
        _ledger(slip_id, state="已关闭")
        deed.close("关闭")


def _slip(deed: Deed, paper: str, letter: str, day: date) -> int:
    turn = next_number(unit_code="01", letter=letter, year=str(day.year))
    return deed.insert(
        "slip", paper_code=paper, letter=letter, number=f"{letter}01-{day.year}-{turn:03d}",
        unit_id=deed.desk.department.unit_id, department_id=deed.desk.department.id, year=day.year,
        series=str(day.year), seq=turn, state="已登记", template_revision="2", business_date=day,
        registered_at=deed.now, registered_by=deed.desk.user.name, request_id=f"{letter} {day.year} {turn}",
    )  # fmt: skip


def _link(deed: Deed, parent: int, child: int) -> None:
    deed.insert(
        "case_link", parent_id=parent, child_id=child, linked_at=deed.now, linked_by=deed.desk.user.name
    )


def _ledger(slip_id: int, **values: Any) -> None:
    from qmsdesk.models.transactions import write

    names = ", ".join(f"{name} = ?" for name in values)
    write(f"UPDATE ledger SET {names} WHERE slip_id = ?", [*values.values(), slip_id])


def _number_of(slip_id: int) -> str:
    from qmsdesk.models.transactions import one

    found = one("SELECT number FROM slip WHERE id = ?", (slip_id,))
    assert found is not None
    return str(found[0])
