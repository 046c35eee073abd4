"""Frozen figures are guarded: a changed number is found, a print is kept, a reprint says so."""

from __future__ import annotations

from datetime import date

import pytest

from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations import (
    health,
    period_health,
    period_prints,
    reports,
    reports_out,
    returns,
    returns_out,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import raster
from qmsdesk.procedure.periods import month, quarter
from tests.operations.periodic_world import at, clerk, feedback, leader

DAY = date(2026, 10, 3)


@pytest.fixture
def signed(desk: Desk) -> tuple[Desk, int, int]:
    """A signed return of September and a signed trend report of the third quarter."""
    feedback(desk, date(2026, 9, 3))
    made = returns.draft_return(clerk(desk, DAY), period=month(2026, 9))
    report = reports.draft_report(clerk(desk, DAY), kind="trend", period=quarter(2026, 3))
    for slip_id, compile_, review in (
        (made, returns.compile_return, returns.review_return), (report, reports.compile_report, reports.review_report),
    ):  # fmt: skip
        compile_(clerk(desk, DAY), slip_id=slip_id, given=Given(ink=Signed("赵倩", DAY)))
        review(leader(desk, DAY), slip_id=slip_id, given=Given(ink=Signed("王工", DAY)))
    return desk, made, report


def test_signed_figures_hold(signed: tuple[Desk, int, int]) -> None:
    desk, _made, _report = signed
    assert period_health.altered() == []
    found = {finding.check: finding.level for finding in health.check(at(desk, DAY)).findings}
    assert found["签名"] == "good"
    assert found["审计链"] == "good"


@pytest.mark.parametrize("place", [1, 2])
def test_a_changed_figure_is_found(signed: tuple[Desk, int, int], place: int) -> None:
    slip_id = signed[place]
    text = (one("SELECT snapshot FROM periodic WHERE slip_id = ?", (slip_id,)) or ("",))[0]
    with write_tx():
        write(
            "UPDATE periodic SET snapshot = ? WHERE slip_id = ?",
            (text.replace("高压换热器", "低压换热器"), slip_id),
        )
    title = "2026年9月产品顾客反馈统计表" if place == 1 else "2026年第三季度质量趋势分析报告"
    assert period_health.altered() == [f"{title}：签署后的数字被改动"]


def test_what_is_put_out_is_kept_and_counted_and_a_reprint_says_so(signed: tuple[Desk, int, int]) -> None:
    desk, made, report = signed
    there = clerk(desk, DAY)
    for slip_id, pdf in ((made, returns_out.return_pdf), (report, reports_out.report_pdf)):
        first = pdf(there, slip_id=slip_id)
        assert not first.reprint
        period_prints.put_out(there, slip_id=slip_id, data=first.data, where="文件")
        again = pdf(there, slip_id=slip_id)
        assert again.reprint
        assert "补印2026年10月3日" in "".join(raster.texts(again.data)[0].split())
        kept = rows("SELECT copies, reprint, place FROM stored_print WHERE slip_id = ?", (slip_id,))
        assert kept == [(2, 0, "文件")]
    assert {finding.check: finding.level for finding in health.check(there).findings}["审计链"] == "good"
