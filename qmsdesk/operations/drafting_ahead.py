"""What is due soon is drafted before anybody asks (design §9)."""

from __future__ import annotations

from datetime import timedelta

from qmsdesk.operations.desk import Desk
from qmsdesk.operations.duties import REPORT_KINDS, duties
from qmsdesk.operations.reports import draft_report
from qmsdesk.operations.returns import draft_return
from qmsdesk.procedure.periods import read_period
from qmsdesk.procedure.permissions import may


def draft_ahead(desk: Desk) -> list[int]:
    """Draft every return and report whose period has ended and whose last day is near or past; the new slips.

    Somebody without the right to write them drafts nothing.
    """
    if not may(desk.user.roles, "05", "编制", "编辑"):
        return []
    today = desk.clock.today()
    made = []
    for line in duties(desk, first=today - timedelta(days=31), last=today + timedelta(days=8)):
        if line.slip_id is not None or line.done or line.code not in REPORT_KINDS:
            continue
        period = read_period(line.period)
        if period.last >= today:
            continue
        if line.code == "D1":
            made.append(draft_return(desk, period=period))
        else:
            made.append(draft_report(desk, kind=REPORT_KINDS[line.code], period=period))
    return made
