"""来件 and 办理记录: the way of an original is made and seen in the window; lists find what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qmsdesk.forms.case.originals_page import OriginalsPage
from qmsdesk.forms.case.records_page import RecordsPage
from qmsdesk.operations import case_sheets, intake, prints, sheet_archive
from qmsdesk.operations.case_lists import LISTS, lines
from qmsdesk.procedure.clock import FixedClock
from tests.operations.case_hands import a_request, as_
from tests.operations.case_walk import Walker


def _page(qtbot: QtBot, walker: Walker, customer: str) -> OriginalsPage:
    note = replace(walker.note, customer_name=customer)
    intake.record_call(walker.desk, note=note, request_id=a_request())
    page = OriginalsPage(walker.desk)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: any(one.customer == customer for one in page.found))
    page.table.choose(next(one.id for one in page.found if one.customer == customer))
    return page


def _again(qtbot: QtBot, page: OriginalsPage, state: str) -> None:
    qtbot.waitUntil(lambda: (line := page.chosen()) is not None and line.state == state)


def test_an_original_goes_to_another_department_and_the_picture_tells(qtbot: QtBot, walker: Walker) -> None:
    page = _page(qtbot, walker, "独山子石化公司")
    qtbot.mouseClick(page.gestures["转交"], Qt.MouseButton.LeftButton)
    assert page.dialog is not None
    page.dialog.boxes["receiver"].setText("铸锻公司经销部")
    page.dialog.boxes["original"].show_value("复印件")
    page.dialog.boxes["reason"].setPlainText("锻件由铸锻公司制造")
    page.dialog.act()
    _again(qtbot, page, "待签收")
    page.ask("签收")
    page.dialog.boxes["opinion"].setPlainText("三日内派人")
    box = page.dialog.boxes["signature"]
    box.ink.setChecked(True)
    box.name.setText("吴江")
    box.day.set_day(date(2026, 11, 22))
    page.dialog.act()
    _again(qtbot, page, "调查核实")
    page.ask("调查核实")
    page.dialog.boxes["findings"].setPlainText("表面裂纹 30 mm")
    page.dialog.act()
    qtbot.waitUntil(lambda: len(page.picture.stops) == 3)
    told = "；".join(line for stop in page.picture.stops for line in stop.lines)
    for words in ("转交复印件", "锻件由铸锻公司制造", "吴江签收", "三日内派人", "表面裂纹 30 mm"):
        assert words in told
    assert [stop.place for stop in page.picture.stops][1] == "铸锻公司经销部"
    line = page.chosen()
    assert line is not None
    assert page.handed.isEnabled()
    printed = case_sheets.transfer_sheet(walker.desk, source_id=line.id)
    assert "铸锻公司经销部" in "".join(prints.page_texts(printed.data))
    prints.note_output(walker.desk, printed=printed, where="文件")
    assert [kept.title for kept in sheet_archive.sheets_of_source(walker.desk, source_id=line.id)] == [
        printed.title
    ]


def test_an_original_that_is_no_feedback_leaves_the_list_with_its_reason(
    qtbot: QtBot, walker: Walker
) -> None:
    page = _page(qtbot, walker, "庆阳石化公司")
    page.ask("签收")
    box = page.dialog.boxes["signature"]  # type: ignore[union-attr]
    box.ink.setChecked(True)
    box.name.setText("王工")
    box.day.set_day(date(2026, 11, 22))
    page.dialog.act()  # type: ignore[union-attr]
    _again(qtbot, page, "调查核实")
    page.ask("记为一般联系")
    page.dialog.act()  # type: ignore[union-attr]
    assert page.dialog.said["reason"].text()  # type: ignore[union-attr]
    page.dialog.boxes["reason"].setPlainText("只问备件交货期")  # type: ignore[union-attr]
    page.dialog.act()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: all(one.customer != "庆阳石化公司" for one in page.found))


def test_who_has_no_part_in_the_intake_sees_no_button(qtbot: QtBot, walker: Walker) -> None:
    page = _page(qtbot, walker, "玉门油田")
    page._desk = as_(walker.desk, "production")
    page._show_chosen()
    assert not any(page.gestures[name].isEnabled() for name in ("签收", "转交", "记为一般联系"))


def test_a_late_supplier_is_told_by_word(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.feedback("审核 送交 签收 归为B类 转供方")
    later = replace(walker.desk, clock=FixedClock(datetime(2026, 12, 5, 6, 0, tzinfo=UTC)))
    page = RecordsPage(later)
    qtbot.addWidget(page)
    opened: list[int] = []
    page.slip_wanted.connect(opened.append)
    page.kinds["supplier"].click()
    qtbot.waitUntil(lambda: any(one.slip_id == slip_id for one in page.found))
    line = next(one for one in page.found if one.slip_id == slip_id)
    assert line.texts[0] == line.worry == "逾期 4 天"
    page.table.choose(line.key)
    page.open.click()
    assert opened == [slip_id]
    page.search.setText("没有这样的供方")
    qtbot.waitUntil(lambda: not page.found)


@pytest.mark.parametrize("wanted", LISTS, ids=[one.key for one in LISTS])
def test_every_list_has_a_text_under_each_heading(walker: Walker, wanted: object) -> None:
    from qmsdesk.forms.case.records_page import WIDTHS
    from qmsdesk.operations.case_lists import CaseList

    assert isinstance(wanted, CaseList)
    assert len(WIDTHS[wanted.key]) == len(wanted.headings)
    for only_open in (False, True):
        for line in lines(walker.desk, wanted, text="1", only_open=only_open):
            assert len(line.texts) == len(wanted.headings)
