"""What a desk sees and in which roles it acts: its department's slips and copies, its user's units (R-4-a, R-4-b, S-3).

Where only one department works in the database everything in it is its own, and nothing is asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.roles import ROLES, reads_all_units

# who answers for a unit sees all of it: 审核 of J and 05, approvals of B, 先处理后分析, 销毁
UNIT_LEADERS = frozenset({"quality_leader", "technical_quality_leader", "unit_leader", "company_leader"})
# what the holder of a copy does with it, whichever unit issued it (5.3.3.2, 5.3.4.1, 5.3.5.4)
AS_HOLDER = frozenset({"responsible_clerk", "responsible_leader", "receiver", "production"})
ALL_ROWS = "1 = 1"
EVERYTHING = "program"  # no role of the table: the program's own checks look at every record
# asked slip by slip: the first rows of a list must not wait for every copy of the department
_COPIES = "EXISTS (SELECT 1 FROM copy k WHERE k.slip_id = {slip} AND k.holder_department_id = ?)"
_NAMED = (
    "EXISTS (SELECT 1 FROM copy k WHERE k.slip_id = {slip} AND k.holder_department_id IS NULL"
    " AND k.holder IN (?, ?))"
)
# 反馈单复印件 goes with each forwarded 处理单, and the cited F with a 建议单 (5.3.3.1, 5.3.4.1)
_CITED = (
    "EXISTS (SELECT 1 FROM case_link c CROSS JOIN copy k ON k.slip_id = c.child_id WHERE c.parent_id = {slip}"
    " AND k.holder_department_id = ?)"
)
_GRAVE = "SELECT slip_id FROM feedback_case WHERE severe_loss = 1 OR severe_reputation = 1 OR several_or_unclear = 1"
_REPORTED = (
    "{paper} IN ('05', 'AUX-10', 'AUX-11') OR {slip} IN (" + _GRAVE + ")"
    " OR {slip} IN (SELECT c.child_id FROM case_link c WHERE c.parent_id IN (" + _GRAVE + "))"
    " OR {slip} IN (SELECT slip_id FROM appeal)"
)


def works_alone() -> bool:
    """Whether no second department works in this database."""
    found = one("SELECT count(*) FROM department WHERE place = 'here' AND active = 1")
    return found is None or int(found[0]) <= 1


def seen(desk: Desk, *, slip: str = "s.id", table: str = "s") -> tuple[str, list[Any]]:
    """The condition that a row of `slip` (or `ledger`, with its slip column) is one the desk sees, and its values."""
    if works_alone() or EVERYTHING in desk.user.roles:
        return ALL_ROWS, []
    own, units = desk.department, _whole_units(desk)
    parts = [
        f"{table}.department_id = ?",
        _COPIES.format(slip=slip),
        f"({table}.unit_id = ? AND {_NAMED.format(slip=slip)})",
        _CITED.format(slip=slip),
    ]
    values: list[Any] = [own.id, own.id, own.unit_id, own.name, own.kind, own.id]
    if units:
        parts.append(f"{table}.unit_id IN ({','.join('?' * len(units))})")
        values += units
    if reads_all_units(desk.user.roles):
        paper = f"(SELECT q.paper_code FROM slip q WHERE q.id = {slip})"
        parts.append(_REPORTED.format(slip=slip, paper=paper))
    return f"({' OR '.join(parts)})", values


def of_unit(desk: Desk, table: str = "l") -> tuple[str, list[Any]]:
    """The condition of what the figures of a unit count: its own slips, whatever copies of others are kept here."""
    return (ALL_ROWS, []) if works_alone() else (f"{table}.unit_id = ?", [desk.department.unit_id])


def sees(desk: Desk, *, slip_id: int) -> bool:
    """Whether a slip is one this desk issued, holds a copy of, or answers for."""
    clause, values = seen(desk)
    return (
        clause == ALL_ROWS
        or one(f"SELECT 1 FROM slip s WHERE s.id = ? AND {clause}", [slip_id, *values]) is not None
    )


def refuse_unseen(desk: Desk, *, slip_id: int) -> None:
    """UserError when a slip is another department's and no copy of it is kept here."""
    if not sees(desk, slip_id=slip_id):
        raise UserError(
            "这张单据不在本部门的记录里。",
            advice="各部门只看自己填写的单据和自己保存的联；需要时请向填写部门索取。",
        )


def refuse_unseen_source(desk: Desk, *, source_id: int) -> None:
    """UserError when a 信息原件 was neither taken here, nor passed on to here, nor lies behind a slip seen here."""
    if works_alone() or EVERYTHING in desk.user.roles:
        return
    found = one("SELECT department_id, slip_id FROM source_document WHERE id = ?", (source_id,))
    if found is None or found[0] == desk.department.id:
        return
    names = (source_id, desk.department.name, desk.department.kind)
    passed = one("SELECT 1 FROM transfer WHERE source_id = ? AND receiver IN (?, ?)", names)
    if passed is None and (found[1] is None or not sees(desk, slip_id=found[1])):
        raise UserError("这份信息原件不在本部门的记录里。", advice="需要时请向收件部门索取。")


def held_for(person_id: int, unit_id: int, today: str) -> frozenset[str]:
    """The roles a person holds on a day (ISO) for a unit; those of the company and of the program count everywhere."""
    return frozenset(
        role for role, unit in _held(person_id, today) if unit in (None, unit_id) or _is_everywhere(role)
    )


def for_slip(desk: Desk, slip_id: int) -> Desk:
    """The desk with the roles its user holds for the unit of a slip: those held for one unit end there (R-4-a)."""
    found = one("SELECT unit_id FROM slip WHERE id = ?", (slip_id,))
    if found is None or found[0] == desk.department.unit_id or works_alone():
        return desk
    held = held_for(desk.user.id, int(found[0]), desk.clock.today().isoformat())
    if one(f"SELECT 1 WHERE {_COPIES.format(slip='?')}", (slip_id, desk.department.id)):
        held |= desk.user.roles & AS_HOLDER
    return replace(desk, user=replace(desk.user, roles=held))


def of_the_program(desk: Desk) -> Desk:
    """The desk as the program's own checks use it: nothing more may be done there, everything is seen."""
    return replace(desk, user=replace(desk.user, roles=desk.user.roles | {EVERYTHING}))


def _whole_units(desk: Desk) -> list[int]:
    """The units whose every slip is seen: the own one by who answers for it, another by who holds a role for it."""
    own = [desk.department.unit_id] if desk.user.roles & UNIT_LEADERS else []
    held = _held(desk.user.id, desk.clock.today().isoformat())
    others = {unit for role, unit in held if unit is not None and not _is_everywhere(role)}
    return own + sorted(others - {desk.department.unit_id})


def _held(person_id: int, today: str) -> list[tuple[str, int | None]]:
    return rows(
        "SELECT DISTINCT role, unit_id FROM role_assignment WHERE person_id = ? AND since <= ?"
        " AND (until IS NULL OR until >= ?)",
        (person_id, today, today),
    )


def _is_everywhere(role: str) -> bool:
    return role in ROLES and ROLES[role].level != "unit"
