"""Until when something is due on a slip: dates of the procedure and the unit's own optional targets (§9, I-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import preferences
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.readings import current
from qmsdesk.operations.work_calendar import work_calendar
from qmsdesk.procedure.deadlines import Duties
from qmsdesk.procedure.roles import role_names
from qmsdesk.procedure.workdays import add_workdays
from qmsdesk.procedure.workflow import STATES

TARGETS = "step_targets"
KEEPERS = frozenset({"quality_leader", "sales_leader", "administrator"})


@dataclass(frozen=True)
class Target:
    """An optional limit of the unit: so many working days in a state of a life (I-18)."""

    life: str
    state: str
    working_days: int


def duties(desk: Desk) -> Duties:
    """The maker of deadlines with the unit's calendar and readings."""
    return Duties(work_calendar(desk), current(desk))


def expect(deed: Deed, slip_id: int, kind: str, what: str, due: date | str | None, clause: str) -> None:
    """Note until when something is due; a later date for the same duty replaces the earlier one."""
    if not isinstance(due, date):
        return
    found = one("SELECT id FROM deadline WHERE slip_id = ? AND kind = ?", (slip_id, kind))
    if found is None:
        deed.insert("deadline", slip_id=slip_id, kind=kind, what=what, due=due, clause=clause)
    else:
        deed.change("deadline", found[0], what=what, due=due, clause=clause, done_on=None)


def met(deed: Deed, slip_id: int, kind: str, day: date) -> None:
    """Note that a duty was done, in time or not."""
    found = one("SELECT id FROM deadline WHERE slip_id = ? AND kind = ? AND done_on IS NULL", (slip_id, kind))
    if found is not None:
        deed.change("deadline", found[0], done_on=day)


def expect_step(deed: Deed, slip_id: int, life: str, state: str, start: date) -> None:
    """The unit's own target for the state a slip has just entered; the one for the state it left is done."""
    met(deed, slip_id, "I-18", start)
    found = next((item for item in targets() if (item.life, item.state) == (life, state)), None)
    if found is not None:
        due = add_workdays(start, found.working_days, work_calendar(deed.desk)).day
        expect(deed, slip_id, "I-18", f"{state}的办理目标", due, "I-18")


def targets() -> list[Target]:
    """The targets the unit set; none by default."""
    kept = preferences.read(TARGETS, [])
    return [Target(str(item[0]), str(item[1]), int(item[2])) for item in kept]


def set_target(desk: Desk, *, life: str, state: str, working_days: int | None, reason: str) -> None:
    """Set or (None) switch off the target of one state; UserError for a state the life does not have."""
    if not desk.user.roles & KEEPERS:
        raise UserError(f"办理目标应由{role_names(KEEPERS)}设定（I-18）。")
    if state not in STATES.get(life, ()):
        raise UserError(f"没有“{state}”这一状态。")
    if working_days is not None and not 0 < working_days <= 250:
        raise UserError("办理目标应在 1 至 250 个工作日之间。")
    kept = [item for item in targets() if (item.life, item.state) != (life, state)]
    if working_days is not None:
        kept.append(Target(life, state, working_days))
    preferences.choose(
        desk, TARGETS, [[item.life, item.state, item.working_days] for item in kept], reason=reason
    )


def open_duties(slip_ids: list[int]) -> list[tuple[int, str, date]]:
    """(slip, what, due) of what is still open on some slips."""
    if not slip_ids:
        return []
    marks = ",".join("?" * len(slip_ids))
    found = rows(
        f"SELECT slip_id, what, due FROM deadline WHERE done_on IS NULL AND slip_id IN ({marks}) ORDER BY due",
        slip_ids,
    )
    return [(row[0], row[1], date.fromisoformat(row[2])) for row in found]
