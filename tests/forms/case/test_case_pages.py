"""The pages around a case: its picture, the board of what waits, the 保用期 ruler, the costs."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qmsdesk.forms.case.case_page import CasePage
from qmsdesk.forms.case.costs_page import CostsPage
from qmsdesk.forms.case.machine_page import MachinePage
from qmsdesk.forms.case.timeline import timeline
from qmsdesk.forms.case.waiting_page import WaitingPage
from qmsdesk.forms.case.warranty_ruler import WarrantyRuler
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.forms.start_page import StartPage
from qmsdesk.operations.case_view import case_of
from qmsdesk.operations.claim_warranty import rule_on
from qmsdesk.procedure.warranty import WarrantyCase
from tests.operations.case_walk import Walker


def test_the_picture_shows_every_slip_of_the_case_from_left_to_right(qtbot: QtBot, walker: Walker) -> None:
    claim = walker.claim("判定")
    page = CasePage(walker.desk, claim)
    qtbot.addWidget(page)
    view = case_of(walker.desk, slip_id=claim)
    lefts = [page.picture.boxes[node.slip_id].left() for node in view.nodes]
    assert len(lefts) == 3
    assert lefts == sorted(set(lefts))


def test_a_click_chooses_and_a_double_click_opens(qtbot: QtBot, walker: Walker) -> None:
    claim = walker.claim("判定")
    page = CasePage(walker.desk, claim)
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    first = case_of(walker.desk, slip_id=claim).nodes[0]
    place = page.picture.boxes[first.slip_id].center().toPoint()
    qtbot.mouseClick(page.picture, Qt.MouseButton.LeftButton, pos=place)
    assert page.picture.current == first.slip_id
    assert page.details.rows_model.shown[0].texts[1].startswith(first.number)
    with qtbot.waitSignal(page.slip_wanted) as asked:
        qtbot.mouseDClick(page.picture, Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [first.slip_id]


def test_the_arrow_keys_walk_over_the_boxes(qtbot: QtBot, walker: Walker) -> None:
    page = CasePage(walker.desk, walker.handling("开始分析"))
    qtbot.addWidget(page)
    before = page.picture.current
    qtbot.keyClick(page.picture, Qt.Key.Key_Left)
    assert page.picture.current != before


def test_the_timeline_tells_of_hand_over_and_receipt(walker: Walker) -> None:
    told = [one.words for one in timeline(case_of(walker.desk, slip_id=walker.classified()))]
    assert any(words.startswith("送交质管部门") for words in told)
    assert any("签收" in words for words in told)


def test_the_board_signs_for_a_copy(qtbot: QtBot, walker: Walker) -> None:
    handling = walker.handling("开始分析 提出处理意见 登记 审核 分发")
    page = WaitingPage(walker.desk)
    qtbot.addWidget(page)
    page.department.setCurrentText("装配车间")
    page.refresh()
    mine = [place for place, line in enumerate(page.found) if line.slip_id == handling]
    assert mine
    page.table.selectRow(mine[0])
    page.sign_for()
    assert page.dialog is not None
    box = page.dialog.boxes["signature"]
    box.ink.setChecked(True)
    box.name.setText("周平")
    box.day.set_day(date(2026, 11, 22))
    page.dialog.act()
    assert all(line.slip_id != handling for line in page.found)


def test_the_ruler_hatches_where_the_readings_differ(qtbot: QtBot, walker: Walker) -> None:
    ruler = WarrantyRuler()
    qtbot.addWidget(ruler)
    case = WarrantyCase(
        dispatch=date(2025, 1, 10),
        in_use=date(2025, 3, 1),
        failure=date(2026, 5, 1),
        kept="是",
        quality_cause=True,
    )
    ruler.show_ruling(rule_on(walker.desk, case=case), date(2026, 11, 22))
    assert ruler.doubt() == (date(2026, 3, 1), date(2026, 7, 10))
    assert next(name for name, _ in ruler.dates()) == "发货日期"
    assert "待判定" in ruler.accessibleDescription()
    ruler.resize(1000, ruler.sizeHint().height())
    assert not ruler.grab().isNull()


def test_a_machine_without_number_says_so(qtbot: QtBot, walker: Walker) -> None:
    feedback = walker.feedback()
    page = MachinePage(walker.desk, feedback)
    qtbot.addWidget(page)
    assert page.machine is not None
    assert "LS20260115" in page.about.text()
    assert page.decided.text() == "还没有人判定。"


def test_a_cost_is_added_and_stands_apart_until_it_is_approved(qtbot: QtBot, walker: Walker) -> None:
    page = CostsPage(walker.desk, walker.claim("判定"))
    qtbot.addWidget(page)
    page.ask_add()
    assert page.dialog is not None
    page.dialog.boxes["fen"].setText("1234.50")
    page.dialog.act()
    assert [line.fen for line in page.lines] == [123_450]
    assert "未批准 1,234.50 元" in page.total.text()
    assert page.table.rows_model.shown[0].tone == "warning"


def test_f2_shows_the_case_of_the_slip_in_front(qtbot: QtBot, walker: Walker) -> None:
    window = MainWindow(walker.desk)
    qtbot.addWidget(window)
    window.show()
    window.open_slip(walker.classified())
    window.action("case").trigger()
    assert isinstance(window.tabs.currentWidget(), CasePage)
    window.close()


def test_f2_shows_the_case_of_the_current_row_of_the_ledger(qtbot: QtBot, walker: Walker) -> None:
    walker.feedback()
    window = MainWindow(walker.desk)
    qtbot.addWidget(window)
    window.show()
    window.open_ledger()
    page = window.tabs.currentWidget()
    assert isinstance(page, LedgerPage)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.selectRow(0)
    window.action("case").trigger()
    assert isinstance(window.tabs.currentWidget(), CasePage)
    window.close()


def test_a_begun_slip_opens_as_the_sheet_it_is_written_on(qtbot: QtBot, walker: Walker) -> None:
    window = MainWindow(walker.desk)
    qtbot.addWidget(window)
    window.show()
    handling = walker.handling("开始分析")
    window.open_slip(handling)
    sheet = window.tabs.currentWidget()
    assert isinstance(sheet, SheetSession)
    assert sheet.draft is not None
    assert sheet.draft.slip_id == handling
    window.close()


def test_the_start_page_says_what_waits(qtbot: QtBot, walker: Walker) -> None:
    walker.feedback("审核 送交")
    window = MainWindow(walker.desk)
    qtbot.addWidget(window)
    window.show()
    page = window.tabs.currentWidget()
    assert isinstance(page, StartPage)
    qtbot.waitUntil(lambda: page.to_do.count > 0)
    assert page.to_do.heading.text().startswith("待办")
    window.close()
