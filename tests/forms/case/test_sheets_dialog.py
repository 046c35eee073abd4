"""打印附表: every sheet of a case is listed where the case is shown, previewed, and kept once it is put out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.forms import preview
from qmsdesk.forms.case.case_page import CasePage
from qmsdesk.forms.case.costs_page import CostsPage
from qmsdesk.forms.case.sheets_dialog import SheetsDialog
from qmsdesk.operations import case_prints, case_sheets, prints, readings, replies, verifying
from qmsdesk.operations.case_links import parents
from qmsdesk.operations.print_archive import AUXILIARY, prints_of
from qmsdesk.printing import archival
from tests.operations.case_walk import Walker

WHOLE = "开始分析 召开质量分析会 会议结论 登记 审核 分发 !sign_copies !ruling 裁决修订"


@pytest.fixture
def appealed(walker: Walker) -> int:
    """A 处理单 with a meeting, an appeal and a ruling, and a letter to the customer."""
    slip_id = walker.handling(WHOLE)
    replies.draft_reply(walker.desk, slip_id=slip_id, text="贵公司反映的法兰渗漏已经返修。")
    return slip_id


def test_the_list_has_every_sheet_of_the_case(walker: Walker, appealed: int) -> None:
    lines = case_sheets.sheets_of(walker.desk, slip_id=appealed)
    assert {line.code for line in lines} == {
        "AUX-1", "AUX-3", "AUX-6", "AUX-7", "AUX-8", "AUX-13", "复印件",
    }  # fmt: skip
    assert case_sheets.sheets_of(walker.desk, slip_id=parents(appealed, "01")[0]) == lines


def test_every_sheet_of_the_list_can_be_printed_and_is_kept_with_its_slip(
    walker: Walker, appealed: int
) -> None:
    for line in case_sheets.sheets_of(walker.desk, slip_id=appealed):
        printed = case_sheets.make(walker.desk, line=line)
        case_prints.note_print(walker.desk, slip_id=line.slip_id, printed=printed, where="窗口打印机")
        kept = prints_of(walker.desk, slip_id=line.slip_id)[0]
        assert (kept.kind, kept.place, kept.content["title"]) == (AUXILIARY, "窗口打印机", printed.title)
        found = verifying.check_file(walker.desk, printed.data)
        assert found.faults == ("文件中没有电子签名。",)  # it is for ink
        assert printed.title in found.notes[0]


@pytest.mark.parametrize(
    ("code", "begin"),
    [
        ("AUX-9", lambda walker: walker.claim("判定 !cost")),
        ("AUX-5", lambda walker: walker.urgent_claim("")),
        ("AUX-2", lambda walker: walker.feedback("审核 送交 签收 转出")),
        ("AUX-4", lambda walker: walker.feedback("审核 送交 签收 转供方")),
        ("复印件", lambda walker: walker.suggestion("登记 审核 发出 签收 答复 审核答复")),
    ],
)
def test_each_branch_of_a_case_has_its_sheet(
    walker: Walker, code: str, begin: Callable[[Walker], int]
) -> None:
    slip_id = begin(walker)
    line = next(one for one in case_sheets.sheets_of(walker.desk, slip_id=slip_id) if one.code == code)
    printed = case_sheets.make(walker.desk, line=line)
    words = "".join(prints.page_texts(printed.data)).replace(" ", "")
    assert line.title.removesuffix("复印件").replace(" ", "") in words
    assert not archival.findings(printed.data)


def test_a_photocopy_carries_the_form_number_the_department_prints(walker: Walker) -> None:
    slip_id = walker.delivered()
    readings.choose(walker.desk, name="form_series", value="QM0704", reason="用完旧表")
    (printed,) = case_prints.photocopies(walker.desk, handling_id=slip_id)
    readings.choose(walker.desk, name="form_series", value="QM0703", reason="换新表")
    assert "QM0704-01" in "".join(prints.page_texts(printed.data))


def test_a_sheet_chosen_on_the_case_page_is_previewed_saved_and_kept(
    qtbot: QtBot, walker: Walker, appealed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = CasePage(walker.desk, appealed)
    qtbot.addWidget(page)
    dialog = page.ask_sheet()
    place = next(at for at, line in enumerate(dialog.lines) if line.code == "AUX-7")
    dialog.table.selectRow(place)
    dialog.show_chosen()
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=10_000)
    target = tmp_path / "裁决.pdf"
    monkeypatch.setattr(preview, "ask_where_to_save", lambda *_args, **_more: target)
    monkeypatch.setattr(preview, "tell_file", lambda *_args, **_more: None)
    assert dialog.preview is not None
    dialog.preview.save()
    qtbot.waitUntil(lambda: "打印登记" in dialog.message.text(), timeout=10_000)
    kept = prints_of(walker.desk, slip_id=appealed)[0]
    assert (kept.kind, kept.place) == (AUXILIARY, "文件")
    assert "裁决" in "".join(prints.page_texts(target.read_bytes()))
    dialog.preview.close()
    dialog.close()


def test_the_costs_page_offers_its_own_sheet(qtbot: QtBot, walker: Walker) -> None:
    page = CostsPage(walker.desk, walker.claim("判定 !cost"))
    qtbot.addWidget(page)
    dialog: SheetsDialog = page.ask_sheet()
    chosen = dialog.table.chosen()
    assert dialog.lines[chosen].code == "AUX-9"
    dialog.close()
