"""The monthly return as a person makes it: drafted, edited, signed, frozen, sent; late changes come as 补报."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import audit_check
from qmsdesk.operations import returns, returns_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import raster
from qmsdesk.procedure.periods import month
from tests.operations.periodic_world import QUALITY_ROLES, at, claim, clerk, close, feedback, handle, leader

SEPTEMBER, OCTOBER = month(2026, 9), month(2026, 10)


@pytest.fixture
def september(desk: Desk) -> Desk:
    """Two feedbacks of September, one closed with a 三包单, one open; one of August still open."""
    feedback(desk, date(2026, 8, 30), customer_name="八月的顾客")
    closed, number = feedback(desk, date(2026, 9, 3), problem_kind="法兰渗漏")
    handle(desk, closed, number, date(2026, 9, 8))
    claim(desk, closed, number, date(2026, 9, 10), fen=123_450)
    close(desk, closed, date(2026, 9, 20))
    feedback(desk, date(2026, 9, 25), problem_kind="异响", customer_name="天津石化公司")
    return desk


def _signed(desk: Desk, slip_id: int, day: date) -> None:
    returns.compile_return(clerk(desk, day), slip_id=slip_id, given=Given(ink=Signed("赵倩", day)))
    returns.review_return(leader(desk, day), slip_id=slip_id, given=Given(ink=Signed("王工", day)))


def test_a_month_lists_its_own_feedback_and_what_is_still_open(september: Desk) -> None:
    slip_id = returns.draft_return(clerk(september, date(2026, 10, 2)), period=SEPTEMBER)
    found = returns.read_return(september, slip_id=slip_id)
    assert [(line.kind, line.cells["outcome"]) for line in found.lines] == [
        ("本月", "原因：密封件老化；责任：机加车间；处理：更换密封件"),
        ("本月", "处理中"),
        ("续报", "处理中"),
    ]
    assert (found.count, found.fen) == (2, 123_450)
    assert found.lines[0].cells["claim_no"].startswith("B01-2026-")
    assert [row.reason for row in found.left_out] == ["费用未定，暂不计入金额"] * 2
    assert found.deadline.due == date(2026, 10, 5)


def test_an_edited_cell_keeps_what_the_records_say_beside_it(september: Desk) -> None:
    desk = clerk(september, date(2026, 10, 2))
    slip_id = returns.draft_return(desk, period=SEPTEMBER)
    version = returns.read_return(desk, slip_id=slip_id).slip.version
    changed = returns.edit_line(
        desk,
        slip_id=slip_id,
        row_no=1,
        cells={"problem": "渗漏（已带压堵漏）", "loss": 100_000},
        version=version,
    )
    line = changed.lines[0]
    assert line.edited == ("problem", "loss")
    assert (line.source["problem"], line.source["loss"]) == ("法兰渗漏", 123_450)
    assert changed.fen == 100_000
    with pytest.raises(Conflict):
        returns.edit_line(desk, slip_id=slip_id, row_no=1, cells={"problem": "别的"}, version=version)
    restored = returns.restore_cell(
        desk, slip_id=slip_id, row_no=1, cell="loss", version=changed.slip.version
    )
    assert (restored.fen, restored.lines[0].edited) == (123_450, ("problem",))


def test_drafting_again_keeps_what_the_writer_changed(september: Desk) -> None:
    desk = clerk(september, date(2026, 10, 2))
    slip_id = returns.draft_return(desk, period=SEPTEMBER)
    found = returns.read_return(desk, slip_id=slip_id)
    returns.edit_line(
        desk, slip_id=slip_id, row_no=1, cells={"remarks": "已回访"}, version=found.slip.version
    )
    feedback(september, date(2026, 9, 28), problem_kind="锈蚀")
    assert returns.refresh_return(desk, slip_id=slip_id) == 4
    again = returns.read_return(desk, slip_id=slip_id)
    assert again.lines[0].cells["remarks"] == "已回访"
    assert [line.cells["problem"] for line in again.lines] == ["法兰渗漏", "异响", "锈蚀", "法兰渗漏"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"loss": -1}, "不能为负数"),
        ({"loss": "很多"}, "应为金额"),
        ({"feedback_no": "F01-2026-999"}, "不能改"),
        ({"problem": "长" * 1001}, "最多 1000 个字"),
    ],
)
def test_a_wrong_cell_is_refused_with_the_reason(
    september: Desk, cells: dict[str, object], said: str
) -> None:
    desk = clerk(september, date(2026, 10, 2))
    slip_id = returns.draft_return(desk, period=SEPTEMBER)
    version = returns.read_return(desk, slip_id=slip_id).slip.version
    with pytest.raises(UserError, match=said):
        returns.edit_line(desk, slip_id=slip_id, row_no=1, cells=cells, version=version)


def test_signing_freezes_and_a_late_change_comes_next_month(september: Desk) -> None:
    slip_id = returns.draft_return(clerk(september, date(2026, 10, 2)), period=SEPTEMBER)
    _signed(september, slip_id, date(2026, 10, 3))
    before = returns.read_return(september, slip_id=slip_id)
    _late, number = feedback(at(september, date(2026, 10, 6)), date(2026, 9, 29), problem_kind="迟到的反馈")
    assert returns.read_return(september, slip_id=slip_id).lines == before.lines
    with pytest.raises(UserError, match="已签署"):
        returns.refresh_return(clerk(september, date(2026, 10, 7)), slip_id=slip_id)
    october = returns.draft_return(clerk(september, date(2026, 11, 2)), period=OCTOBER)
    told = returns.read_return(september, slip_id=october)
    late = next(line for line in told.lines if line.number == number)
    assert (late.kind, late.cells["remarks"], late.count_delta) == ("补报", "补报 2026-09", 1)


def test_a_change_after_many_years_is_still_told_once(desk: Desk) -> None:
    """Closed and returned in 2023, money found in 2026: no age lets a changed figure slip through (5.3.6.1)."""
    old, number = feedback(desk, date(2023, 1, 9))
    handle(desk, old, number, date(2023, 1, 10))
    close(desk, old, date(2023, 1, 20))
    quiet, _quiet = feedback(desk, date(2023, 1, 11))
    close(desk, quiet, date(2023, 1, 21))
    first = returns.draft_return(clerk(desk, date(2023, 2, 2)), period=month(2023, 1))
    _signed(desk, first, date(2023, 2, 3))
    claim(desk, old, number, date(2026, 9, 8), fen=70_000)
    september = returns.draft_return(clerk(desk, date(2026, 10, 2)), period=SEPTEMBER)
    told = returns.read_return(desk, slip_id=september)
    assert [(line.number, line.kind, line.loss_delta) for line in told.lines] == [(number, "补报", 70_000)]
    assert (told.count, told.fen) == (0, 70_000)
    _signed(desk, september, date(2026, 10, 3))
    october = returns.draft_return(clerk(desk, date(2026, 11, 2)), period=OCTOBER)
    assert returns.read_return(desk, slip_id=october).lines == ()


def test_the_same_person_cannot_compile_and_review(september: Desk) -> None:
    day = date(2026, 10, 3)
    slip_id = returns.draft_return(clerk(september, day), period=SEPTEMBER)
    with pytest.raises(UserError, match="经办人尚未签字"):
        returns.review_return(leader(september, day), slip_id=slip_id, given=Given(ink=Signed("王工", day)))
    returns.compile_return(clerk(september, day), slip_id=slip_id, given=Given(ink=Signed("赵倩", day)))
    with pytest.raises(UserError, match="不能是同一人"):
        returns.review_return(leader(september, day), slip_id=slip_id, given=Given(ink=Signed("赵倩", day)))
    password = Given(password="testing-desk-2026")
    with pytest.raises(UserError, match="应由质量负责人办理"):
        returns.review_return(at(september, day, roles=QUALITY_ROLES), slip_id=slip_id, given=password)
    with pytest.raises(UserError, match="日期倒退"):
        returns.review_return(
            leader(september, day), slip_id=slip_id, given=Given(ink=Signed("王工", date(2026, 10, 1)))
        )


def test_sending_keeps_both_days_and_says_when_it_was_late(september: Desk) -> None:
    slip_id = returns.draft_return(clerk(september, date(2026, 10, 2)), period=SEPTEMBER)
    _signed(september, slip_id, date(2026, 10, 7))
    with pytest.raises(UserError, match="早于签字日期"):
        returns.send_return(clerk(september, date(2026, 10, 7)), slip_id=slip_id, on=date(2026, 10, 5))
    returns.send_return(clerk(september, date(2026, 10, 7)), slip_id=slip_id, on=date(2026, 10, 7))
    returns.receive_return(
        clerk(september, date(2026, 10, 9)), slip_id=slip_id, on=date(2026, 10, 8), by="周工"
    )
    line = returns.months(at(september, date(2026, 10, 9)), year=2026)[8]
    assert (line.state, line.status, line.late_days) == ("公司质管已收", "已逾期办理", 2)
    assert (line.sent_on, line.received_on) == (date(2026, 10, 7), date(2026, 10, 8))


def test_a_month_is_reopened_only_while_nothing_was_signed_on_top_of_it(september: Desk) -> None:
    first = returns.draft_return(clerk(september, date(2026, 10, 2)), period=SEPTEMBER)
    _signed(september, first, date(2026, 10, 3))
    returns.reopen_return(leader(september, date(2026, 10, 3)), slip_id=first, reason="责任部门写错")
    assert returns.read_return(september, slip_id=first).slip.snapshot is None
    _signed(september, first, date(2026, 10, 4))
    second = returns.draft_return(clerk(september, date(2026, 11, 2)), period=OCTOBER)
    _signed(september, second, date(2026, 11, 3))
    with pytest.raises(UserError, match="2026年10月的统计表已在本月数字之上签署"):
        returns.reopen_return(leader(september, date(2026, 11, 3)), slip_id=first, reason="又想改")


def test_a_month_without_feedback_is_still_a_return(desk: Desk, tmp_path: Path) -> None:
    slip_id = returns.draft_return(clerk(desk, date(2026, 10, 2)), period=SEPTEMBER)
    _signed(desk, slip_id, date(2026, 10, 3))
    printed = returns_out.return_pdf(clerk(desk, date(2026, 10, 3)), slip_id=slip_id)
    assert "本月无顾客反馈" in "".join(raster.texts(printed.data)[0].split())
    target = tmp_path / "空月.xlsx"
    assert returns_out.return_xlsx(leader(desk, date(2026, 10, 3)), slip_id=slip_id, path=target) == 0
    assert openpyxl.load_workbook(target).active["F2"].value == "本月无顾客反馈"


def test_two_copies_with_continuation_sheets_carry_every_line(desk: Desk) -> None:
    for day in range(1, 27):
        feedback(desk, date(2026, 9, day), problem_kind=f"第{day}号问题", customer_name=f"顾客{day}公司")
    slip_id = returns.draft_return(clerk(desk, date(2026, 10, 2)), period=SEPTEMBER)
    _signed(desk, slip_id, date(2026, 10, 3))
    printed = returns_out.return_pdf(clerk(desk, date(2026, 10, 3)), slip_id=slip_id)
    pages = ["".join(text.split()) for text in raster.texts(printed.data)]
    assert printed.copies == 2
    assert len(pages) == 6
    assert "第一联共二联本单位存" in pages[0]
    assert "第二联共二联技术质量管理部存" in pages[3]
    for copy in (pages[:3], pages[3:]):
        assert all(f"第{day}号问题" in "".join(copy) for day in range(1, 27))
    assert "编制/日期:赵倩2026年10月3日" in pages[0]


def test_a_month_that_has_not_begun_and_a_second_draft_are_refused(desk: Desk) -> None:
    there = clerk(desk, date(2026, 10, 2))
    with pytest.raises(UserError, match="还没有开始"):
        returns.draft_return(there, period=month(2026, 11))
    returns.draft_return(there, period=SEPTEMBER)
    with pytest.raises(UserError, match="已经有了"):
        returns.draft_return(there, period=SEPTEMBER)


def test_the_trail_names_every_row_of_a_return(september: Desk) -> None:
    slip_id = returns.draft_return(clerk(september, date(2026, 10, 2)), period=SEPTEMBER)
    returns.refresh_return(clerk(september, date(2026, 10, 2)), slip_id=slip_id)
    _signed(september, slip_id, date(2026, 10, 3))
    assert [wrong for wrong in audit_check.verify() if "ledger" not in wrong.record] == []
