"""A whole year of periodic work through the operations: returns, trend reports, survey rounds, the company (§14)."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from qmsdesk.demo.year_cases import Story, planned
from qmsdesk.demo.year_staff import at, ink, workday
from qmsdesk.demo.year_survey import Round
from qmsdesk.models.files import atomic_write
from qmsdesk.operations import company, duties, reports, reports_out, returns, returns_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Progress, silent, step
from qmsdesk.procedure.periods import Period, half, month, quarter

SEED = 20110527


@dataclass
class _Year:
    """The year in the making."""

    desk: Desk
    year: int
    out: Path
    luck: random.Random
    made: dict[str, Any] = field(
        default_factory=lambda: {"returns": [], "trend": [], "satisfaction": [], "rounds": []}
    )


def build_year(desk: Desk, out: Path, progress: Progress = silent) -> dict[str, Any]:
    """Live through the last whole year in this department; what was made, for summary.json.

    PDF and .xlsx of every return and report are left in `out`; `progress` may cancel between two days.
    """
    out.mkdir(parents=True, exist_ok=True)
    story = _Year(desk, desk.clock.today().year - 1, out, random.Random(SEED))
    complaints = planned(story.year, story.luck)
    earlier = planned(story.year - 1, random.Random(SEED + 1))
    rounds = [Round(desk, story.year, index, out, story.luck, {}) for index in (1, 2)]
    # one complaint of May is only brought in July, when May is signed: it comes as 补报
    late = next((item for item in complaints if item.day.month == 5), None)
    plays = [
        Story(desk, item, story.luck, starts=workday(date(story.year, 7, 9)) if item is late else None)
        for item in complaints
    ]
    lives: list[tuple[date, Iterator[date]]] = [(play.day, play.play()) for play in plays]
    quick = [Story(desk, complaint, story.luck) for complaint in earlier]
    lives += [(play.day, play.play_short()) for play in quick]
    lives += [(date(story.year, 1, 1), item.play()) for item in rounds]
    lives += [(date(story.year, 1, 1), _paperwork(story))]
    days = _live(lives, progress, date(story.year + 1, 2, 28))
    story.made["rounds"] = [item.made for item in rounds]
    story.made.update(
        year=story.year,
        feedback=len(complaints),
        feedback_before=len(earlier),
        gestures=days,
        folder=str(out),
    )
    return story.made


def _on_paper(desk: Desk, year: int) -> None:
    """The year before was still reported on paper; its last papers went out in January."""
    there = at(desk, "赵倩", date(year, 1, 9))
    for planned_year in (year - 1, year):
        duties.plan_year(there, year=planned_year)
    for line in duties.duties(there, first=date(year - 1, 1, 1), last=date(year, 1, 8)):
        if not line.done:
            duties.mark_done(there, key=line.key, sent_on=line.due, note="纸面办理")


def _live(lives: list[tuple[date, Iterator[date]]], progress: Progress, last: date) -> int:
    """Let many lives run side by side in the order of their days; how many gestures were made."""
    queue = [(day, place, life) for place, (day, life) in enumerate(lives)]
    heapq.heapify(queue)
    gestures, total = 0, len(queue) * 12
    while queue:
        _day, place, life = heapq.heappop(queue)
        following = next(life, None)
        gestures += 1
        if gestures % 10 == 0:
            step(progress, min(gestures, total - 1), total)
        if following is not None and following <= last:
            heapq.heappush(queue, (following, place, life))
    step(progress, total, total)
    return gestures


def _paperwork(story: _Year) -> Iterator[date]:
    """Returns by the 5th, trend reports by the 8th, satisfaction by 8 July and 8 January, then the company's own."""
    yield date(story.year, 1, 9)
    _on_paper(story.desk, story.year)
    for number in range(1, 13):
        period = month(story.year, number)
        yield workday(_after(period, 2))
        _return(story, period)
        if number % 3 == 0:
            yield workday(_after(period, 6))
            _report(story, "trend", quarter(story.year, number // 3))
        if number == 12:
            _report(story, "trend", Period(story.year, "year", 1))
        if number % 6 == 0:
            _report(story, "satisfaction", half(story.year, number // 6))
    yield date(story.year + 1, 1, 20)
    _company(story)


def _after(period: Period, day: int) -> date:
    return period.shifted(1).first.replace(day=day) if period.kind == "month" else period.last


def _return(story: _Year, period: Period) -> None:
    day = workday(_after(period, 2))
    clerk, leader = at(story.desk, "赵倩", day), at(story.desk, "孙立", day)
    slip_id = returns.draft_return(clerk, period=period)
    returns.compile_return(clerk, slip_id=slip_id, given=ink("赵倩", day))
    returns.review_return(leader, slip_id=slip_id, given=ink("孙立", day))
    # one month goes out late, so that the calendar has something to show
    sent = workday(_after(period, 9 if period.index == 5 else 4))
    returns.send_return(at(story.desk, "赵倩", sent), slip_id=slip_id, on=sent)
    returns.receive_return(at(story.desk, "赵倩", sent), slip_id=slip_id, on=sent, by="钱进")
    found = returns.read_return(clerk, slip_id=slip_id)
    printed = returns_out.return_pdf(clerk, slip_id=slip_id)
    sheet = story.out / printed.name
    atomic_write(sheet, printed.data)
    book = sheet.with_suffix(".xlsx")
    returns_out.return_xlsx(leader, slip_id=slip_id, path=book)
    kinds = [line.kind for line in found.lines]
    story.made["returns"].append(
        {
            "period": period.key, "count": found.count, "fen": found.fen, "lines": len(kinds),
            "continued": kinds.count("续报"), "supplements": kinds.count("补报"), "sent": sent.isoformat(),
            "pdf": str(sheet), "xlsx": str(book),
        }
    )  # fmt: skip


def _report(story: _Year, kind: str, period: Period) -> None:
    last = period.last.replace(day=1) if kind == "trend" else period.last
    day = workday(month(last.year, last.month).shifted(1).first.replace(day=6))
    clerk, leader = at(story.desk, "赵倩", day), at(story.desk, "孙立", day)
    slip_id = reports.draft_report(clerk, kind=kind, period=period)
    reports.compile_report(clerk, slip_id=slip_id, given=ink("赵倩", day))
    reports.review_report(leader, slip_id=slip_id, given=ink("孙立", day))
    reports.send_report(clerk, slip_id=slip_id, on=day)
    view = reports.read_report(clerk, slip_id=slip_id)
    printed = reports_out.report_pdf(clerk, slip_id=slip_id)
    sheet = story.out / printed.name
    atomic_write(sheet, printed.data)
    book = sheet.with_suffix(".xlsx")
    reports_out.report_xlsx(leader, slip_id=slip_id, path=book)
    wanted = (
        ("count", "fen", "closed", "losses")
        if kind == "trend"
        else ("forms", "invalid", "points", "full", "rate", "level")
    )
    figures = {name: view.report.totals[name] for name in wanted}
    story.made[kind].append({"period": period.key, **figures, "pdf": str(sheet), "xlsx": str(book)})


def _company(story: _Year) -> None:
    """技术质量管理部 gathers, 管理者代表 approves, the review pack is bound."""
    day = date(story.year + 1, 1, 20)
    office, head = at(story.desk, "钱进", day), at(story.desk, "郑岚", day)
    made = []
    halves = [("satisfaction", half(story.year, index)) for index in (1, 2)]
    for kind, period in (("trend", Period(story.year, "year", 1)), *halves):
        slip_id = company.gather(office, kind=kind, period=period)
        company.compile_company(office, slip_id=slip_id, given=ink("钱进", day))
        company.approve_company(head, slip_id=slip_id, given=ink("郑岚", day))
        company.submit(office, slip_id=slip_id)
        printed = company.company_pdf(office, slip_id=slip_id)
        sheet = story.out / printed.name
        atomic_write(sheet, printed.data)
        made.append({"period": period.key, "kind": kind, "pdf": str(sheet)})
    pack = company.review_pack(office, year=story.year)
    target = story.out / pack.name
    atomic_write(target, pack.data)
    story.made["company"] = made
    story.made["review_pack"] = str(target)
