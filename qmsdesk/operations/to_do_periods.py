"""Returns and reports whose next gesture is this user's: to be reviewed, sent, received, approved (§9, §14)."""

from __future__ import annotations

from datetime import date

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.workflow import TABLE

LIVES = ("05", "AUX-10", "AUX-11")
BACK = frozenset({"撤回审核", "退回", "退回修改"})
MOST = 200


def waiting_periods(desk: Desk) -> list[tuple[int, str, str, str, date]]:
    """(slip, paper, title, what to do, since) of the returns and reports in a state this user goes on from."""
    wanted: dict[tuple[str, str], list[str]] = {}
    for row in TABLE:
        if row.life in LIVES and row.action not in BACK and row.roles & desk.user.roles:
            wanted.setdefault((row.life, row.source), []).append(row.action)
    if not wanted:
        return []
    marks = " OR ".join("(s.paper_code = ? AND s.state = ?)" for _ in wanted)
    found = rows(
        "SELECT s.id, s.paper_code, p.title, s.state, s.registered_at FROM periodic p CROSS JOIN slip s"
        f" ON s.id = p.slip_id WHERE ({marks}) AND s.unit_id = ? ORDER BY s.id LIMIT ?",
        [*(part for key in wanted for part in key), desk.department.unit_id, MOST],
    )
    return [
        (row[0], row[1], row[2], "、".join(wanted[row[1], row[3]]), business_date(read_moment(row[4])))
        for row in found
    ]
