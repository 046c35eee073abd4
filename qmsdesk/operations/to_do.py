"""The desk of each role: what waits for me, what is late or soon due, what is owed (S-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import read_tx, rows
from qmsdesk.operations.copy_receipt import waiting
from qmsdesk.operations.debts import list_debts
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.duties import open_duties
from qmsdesk.operations.owed import Owed, owed
from qmsdesk.operations.readings import current
from qmsdesk.operations.scope import seen
from qmsdesk.operations.to_do_periods import waiting_periods
from qmsdesk.operations.work_calendar import work_calendar
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.workdays import add_workdays
from qmsdesk.procedure.workflow import TABLE

SHOWN = 50
# gestures that nobody waits for
ASIDE = frozenset(
    {
        "作废", "放弃", "改归类", "撤回审核", "审核退回", "退回", "退回答复", "裁决修订", "转出", "转供方", "补处理单",
        "验证不合格", "核实不合格", "归为A+B类", "记为一般联系",
    }
)  # fmt: skip
LIVES = ("01", "02", "03", "04")


@dataclass(frozen=True)
class Task:
    """One line of the desk: which slip, what to do with it, since or until when, how many days."""

    slip_id: int | None
    source_id: int | None
    paper_code: str
    number: str
    customer: str
    words: str
    day: date | None
    days: int


@dataclass(frozen=True)
class Group:
    """Tasks of one kind: heading, how many there are, the first of them; `urgent` for what is late or owed."""

    key: str
    heading: str
    count: int
    tasks: tuple[Task, ...]
    urgent: bool = False


def to_do(desk: Desk) -> list[Group]:
    """Everything on this user's desk, the urgent first; empty groups are left out."""
    with read_tx():
        groups = [_late(desk), *_periodic(desk), _reports(desk), _soon(desk), _debts(desk), _owed(desk)]
        groups += [_received(desk), *_steps(desk)]
    return [group for group in groups if group.count]


def _steps(desk: Desk) -> list[Group]:
    """One group per state in which the next gesture is this user's."""
    wanted: dict[tuple[str, str], list[str]] = {}
    for row in TABLE:
        if (
            row.life in LIVES
            and row.action not in ASIDE
            and row.roles & desk.user.roles
            and row.source != "草稿"
        ):
            wanted.setdefault((row.life, row.source), []).append(row.action)
    groups = []
    for (code, state), actions in wanted.items():
        found = _in_state(desk, code, state)
        if found:
            words = "、".join(dict.fromkeys(actions))
            tasks = tuple(_task(desk, row, words) for row in found[:SHOWN])
            heading = f"{paper(code).title} {state}：{words}"
            groups.append(Group(f"{code}-{state}", heading, len(found), tasks))
    return groups


_CUSTOMER = "coalesce(l.customer, h.customer_name, w.customer_name, g.receiving_unit, '')"
_JOINS = (
    " LEFT JOIN ledger l ON l.slip_id = s.id LEFT JOIN handling h ON h.slip_id = s.id"
    " LEFT JOIN warranty_claim w ON w.slip_id = s.id LEFT JOIN suggestion g ON g.slip_id = s.id"
)
MOST = 1000


def _in_state(desk: Desk, code: str, state: str) -> list[tuple[int, str, str, str, str]]:
    """(id, code, number, customer, since) of the slips of the unit in one state, the oldest first, at most MOST."""
    own, bound = seen(desk)
    return rows(
        f"SELECT s.id, s.paper_code, coalesce(s.number, ''), {_CUSTOMER}, s.registered_at FROM slip s{_JOINS}"
        f" WHERE s.unit_id = ? AND s.state = ? AND s.paper_code = ? AND {own}"
        f" ORDER BY s.id LIMIT {MOST}",
        (desk.department.unit_id, state, code, *bound),
    )


def _task(desk: Desk, row: tuple[int, str, str, str, str], words: str) -> Task:
    slip_id, code, number, customer, since = row
    day = business_date(read_moment(since))
    return Task(slip_id, None, code, number, customer, words, day, (desk.clock.today() - day).days)


def _duties(desk: Desk, first: date | None, last: date) -> list[Task]:
    own, bound = seen(desk)
    found = rows(
        f"SELECT s.id, s.paper_code, coalesce(s.number, ''), {_CUSTOMER}, d.what, d.due FROM deadline d"
        f" CROSS JOIN slip s ON s.id = d.slip_id{_JOINS} WHERE d.done_on IS NULL AND d.due <= ? AND d.due >= ?"
        f" AND s.unit_id = ? AND s.state NOT IN ('已关闭', '作废', '放弃') AND {own} ORDER BY d.due, s.id LIMIT ?",
        (last.isoformat(), first.isoformat() if first else "", desk.department.unit_id, *bound, MOST),
    )
    today = desk.clock.today()
    return [
        Task(
            row[0],
            None,
            row[1],
            row[2],
            row[3],
            row[4],
            date.fromisoformat(row[5]),
            (today - date.fromisoformat(row[5])).days,
        )
        for row in found
    ]


def _late(desk: Desk) -> Group:
    found = _duties(desk, None, desk.clock.today() - timedelta(days=1))
    return Group("late", "逾期", len(found), tuple(found[:SHOWN]), urgent=True)


def _soon(desk: Desk) -> Group:
    today = desk.clock.today()
    until = add_workdays(today, current(desk).warn_working_days, work_calendar(desk)).day
    found = _duties(desk, today, until)
    return Group("soon", "将到期", len(found), tuple(found[:SHOWN]))


_BY_SALES = ("D4", "D9")  # rounds and their summary; everything else that is dated is written by 质管
_SALES, _QUALITY = {"sales_clerk", "sales_leader"}, {"quality_clerk", "quality_leader"}


def _periodic(desk: Desk) -> list[Group]:
    """Returns, reports and survey rounds that are late or soon due, for those who make them (§9 D1-D5, D9)."""
    tasks: dict[str, list[Task]] = {"逾期": [], "将到期": []}
    for line in open_duties(desk):
        makers = _SALES if line.code in _BY_SALES else _QUALITY
        if line.key.startswith("slip:") or not makers & desk.user.roles or line.status not in tasks:
            continue
        days = (desk.clock.today() - line.due).days
        tasks[line.status].append(
            Task(
                line.slip_id,
                None,
                line.paper_code,
                line.what,
                "",
                f"应在 {line.due:%m-%d} 前办（{line.clause}）",
                line.due,
                days,
            )
        )
    late, soon = tasks["逾期"], tasks["将到期"]
    return [
        Group("duty_late", "逾期的统计和报告", len(late), tuple(late[:SHOWN]), urgent=True),
        Group("duty_soon", "将到期的统计和报告", len(soon), tuple(soon[:SHOWN])),
    ]


def _reports(desk: Desk) -> Group:
    found = [
        Task(slip_id, None, code, title, "", words, day, (desk.clock.today() - day).days)
        for slip_id, code, title, words, day in waiting_periods(desk)
    ]
    return Group("duty_wait", "统计表和报告", len(found), tuple(found[:SHOWN]))


def _debts(desk: Desk) -> Group:
    today = desk.clock.today()
    found = [
        Task(
            debt.slip_id,
            None,
            "04",
            debt.number,
            "",
            f"待补处理单（{debt.approved_by}批准：{debt.reason}）",
            debt.approved_on,
            (today - debt.approved_on).days,
        )
        for debt in list_debts(desk)
    ]
    return Group("debts", "先处理后分析，待补处理单", len(found), tuple(found[:SHOWN]), urgent=True)


def _owed(desk: Desk) -> Group:
    found = [_owed_task(desk, item) for item in owed(desk)]
    return Group("owed", "欠办", len(found), tuple(found[:SHOWN]), urgent=True)


def _owed_task(desk: Desk, item: Owed) -> Task:
    days = (desk.clock.today() - item.day).days if item.day else 0
    return Task(item.slip_id, None, item.paper_code, item.number, "", item.words, item.day, days)


def _received(desk: Desk) -> Group:
    found = [
        Task(
            line.slip_id,
            line.source_id,
            "",
            line.number,
            line.customer,
            f"{line.title} {line.label}，{line.handed_by}送交",
            business_date(line.handed_at),
            line.days,
        )
        for line in waiting(desk)
    ]
    return Group("waiting", "待签收", len(found), tuple(found[:SHOWN]))
