"""「接电话」 and 「其他来件」: one screen, type-ahead, duplicates, a draft that survives, an original before a slip."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from qmsdesk.errors import UserError
from qmsdesk.forms.day_edit import MomentEdit, parse_moment
from qmsdesk.forms.intake_window import IntakeWindow
from qmsdesk.forms.original_window import OriginalWindow
from qmsdesk.operations.department import close_department, open_department
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import list_drafts, open_draft
from qmsdesk.operations.intake import read_source
from qmsdesk.procedure.clock import SHANGHAI, FixedClock


@pytest.fixture
def call(qtbot, desk: Desk, slips: list[int]) -> IntakeWindow:
    page = IntakeWindow(desk)
    qtbot.addWidget(page)
    page.resize(1366, 620)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitActive(page)
    page.fields.caller.setFocus()
    return page


def fill(page: IntakeWindow) -> None:
    fields = page.fields
    fields.caller.setText("赵倩")
    fields.customer_name.setText("庆阳石化")
    fields.serial_no.setText("LS20210930")
    fields.problem_kind.setText("内漏")
    fields.words.setPlainText("换热器又漏了。\n=1+1 <b>不是</b>公式")


def test_the_whole_call_fits_a_small_screen_at_the_usual_letter_size(call: IntakeWindow) -> None:
    assert call.fields.minimumSizeHint().height() <= 768 - 260
    assert call.minimumSizeHint().width() <= 1366


def test_enter_goes_through_the_fields_in_order(qtbot, call: IntakeWindow) -> None:
    seen = []
    for _ in range(12):
        seen.append(call.focusWidget())
        qtbot.keyClick(call.focusWidget(), Qt.Key.Key_Return)
        if call.focusWidget() is call.fields.words:
            break
        if call.focusWidget() in (call.fields.now, call.fields.channel):
            qtbot.keyClick(call.focusWidget(), Qt.Key.Key_Tab)
        if call.focusWidget() is call.fields.channel:
            qtbot.keyClick(call.focusWidget(), Qt.Key.Key_Tab)
    names = [
        "caller",
        "telephone",
        "received_at",
        "customer_name",
        "customer_address",
        "product_name",
        "drawing_no",
    ]
    assert seen == [call.fields.box(name) for name in (*names, "serial_no", "problem_kind")]
    qtbot.keyClicks(call.fields.words, "a")
    qtbot.keyClick(call.fields.words, Qt.Key.Key_Return)
    assert call.fields.words.toPlainText() == "a\n"


def test_saving_keeps_the_words_and_begins_a_slip(qtbot, call: IntakeWindow, desk: Desk) -> None:
    fill(call)
    call.fields.remedy.buttons["更换"].click()
    with qtbot.waitSignals([call.recorded, call.close_requested]):
        qtbot.keyClick(call.fields.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    draft = open_draft(desk, draft_id=list_drafts(desk)[0].id)
    assert draft.paper_code == "01"
    assert draft.values["customer_name"] == "庆阳石化"
    assert draft.values["description"] == "换热器又漏了。\n=1+1 <b>不是</b>公式"
    assert draft.values["channel"] == "电话书面记录"
    source = read_source(desk, source_id=draft.source_id)
    assert (source.caller, source.remedy) == ("赵倩", "更换")
    assert source.is_transcript


def test_what_is_missing_is_said_and_gets_the_cursor(qtbot, call: IntakeWindow, desk: Desk) -> None:
    call.fields.caller.setText("赵倩")
    call.save_button.click()
    assert call.message.text() == "请填写 “用户名称”、“顾客原话”。"
    assert call.focusWidget() is call.fields.customer_name
    qtbot.keyClicks(call.fields.customer_name, "x")
    assert call.message.text() == ""


def test_the_time_received_is_kept_apart_from_the_time_entered(
    qtbot, call: IntakeWindow, desk: Desk, clock: FixedClock
) -> None:
    fill(call)
    call.fields.received_at.setText("昨天 9:15")
    call.fields.received_at.editingFinished.emit()
    clock.advance(minutes=12)
    call.save()
    draft = open_draft(desk, draft_id=list_drafts(desk)[0].id)
    source = read_source(desk, source_id=draft.source_id)
    assert source.received_at == datetime(2026, 11, 19, 9, 15, tzinfo=SHANGHAI)
    assert source.entered_at == clock.now()


def test_a_time_to_come_is_refused_beside_the_field(qtbot, call: IntakeWindow, desk: Desk) -> None:
    fill(call)
    call.fields.received_at.setText("23:59")
    call.fields.received_at.editingFinished.emit()
    assert "还没有到" in call.fields.received_at.toolTip()
    call.save()
    assert "还没有到" in call.message.text()
    assert [line.paper_code for line in list_drafts(desk)] in ([], ["AUX-1"])


def commit(box: QLineEdit, text: str) -> None:
    """Put text in as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(box, event)


@pytest.mark.parametrize(
    ("typed", "name"), [("独山", "新疆独山子石化"), ("qysh", "庆阳石化"), ("guangxi", "广西柳工机械有限公司")]
)
def test_customers_are_offered_by_hanzi_and_pinyin(qtbot, call: IntakeWindow, typed: str, name: str) -> None:
    box = call.fields.customer_name
    box.setFocus()
    commit(box, typed)
    qtbot.waitUntil(lambda: any(offer.startswith(name) for offer in box.offers()))
    row = next(n for n, offer in enumerate(box.offers()) if offer.startswith(name))
    box.take_offer(row)
    assert box.text() == name
    assert call.fields.customer_address.text() == "甘肃省兰州市西固区"


def test_arrow_and_enter_choose_an_offer_and_stay_in_the_field(qtbot, call: IntakeWindow) -> None:
    box = call.fields.customer_name
    box.setFocus()
    qtbot.keyClicks(box, "lzsh")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert box.text() == "兰州石化公司"
    assert QApplication.activePopupWidget() is None


def test_an_offer_never_overwrites_what_was_typed(qtbot, call: IntakeWindow) -> None:
    box = call.fields.customer_name
    call.fields.customer_address.setText("北京")
    box.setFocus()
    qtbot.keyClicks(box, "qysh")
    qtbot.waitUntil(lambda: bool(box.offers()))
    box.take_offer(0)
    assert call.fields.customer_address.text() == "北京"


def test_offers_wait_while_an_input_method_composes(qtbot, call: IntakeWindow) -> None:
    box = call.fields.customer_name
    box.setFocus()
    QApplication.sendEvent(box, QInputMethodEvent("qing", []))
    qtbot.wait(200)
    assert box.offers() == []
    commit(box, "庆阳")
    assert box.text() == "庆阳"
    qtbot.waitUntil(lambda: box.offers() != [])


def test_a_serial_number_brings_the_machine(qtbot, call: IntakeWindow) -> None:
    box = call.fields.serial_no
    box.setFocus()
    qtbot.keyClicks(box, "20210930")
    qtbot.waitUntil(lambda: bool(box.offers()))
    box.take_offer(0)
    assert (box.text(), call.fields.product_name.text()) == ("LS20210930", "螺纹锁紧环换热器")


def test_likely_duplicates_appear_while_typing_and_open_by_a_click(
    qtbot, call: IntakeWindow, slips: list[int]
) -> None:
    qtbot.keyClicks(call.fields.serial_no, "LS20210930")
    found = call.duplicates.found
    qtbot.waitUntil(lambda: found.model().rowCount() == 1)
    assert "同一出厂编号" in found.model().index(0, 0).data()
    with qtbot.waitSignal(call.slip_wanted) as wanted:
        found.clicked.emit(found.model().index(0, 0))
    assert wanted.args == [slips[3]]
    assert call.isEnabled()


def test_the_quick_remedies_write_and_take_back_their_words(call: IntakeWindow) -> None:
    remedy = call.fields.remedy
    remedy.buttons["修理"].click()
    remedy.buttons["赔偿"].click()
    assert remedy.text() == "修理、赔偿"
    remedy.buttons["修理"].click()
    assert remedy.text() == "赔偿"
    remedy.line.setText("免费更换")
    assert not remedy.buttons["赔偿"].isChecked()


def test_the_call_keeps_itself_and_can_be_gone_on_with(qtbot, call: IntakeWindow, desk: Desk) -> None:
    fill(call)
    call.fields.classes.button(2).click()
    qtbot.waitUntil(lambda: [line.paper_code for line in list_drafts(desk)] == ["AUX-1"])
    again = IntakeWindow(desk, draft_id=list_drafts(desk)[0].id)
    qtbot.addWidget(again)
    assert again.fields.values() == call.fields.values()
    again.save()
    assert [line.paper_code for line in list_drafts(desk)] == ["01"]


def test_an_empty_call_leaves_no_draft(qtbot, call: IntakeWindow, desk: Desk) -> None:
    call.fields.caller.setText(" ")
    assert call.may_close()
    assert list_drafts(desk) == []


def test_giving_a_call_up_leaves_nothing(qtbot, call: IntakeWindow, desk: Desk) -> None:
    fill(call)
    assert call.may_close()
    call.discard_button.click()
    assert list_drafts(desk) == []


def test_a_full_disk_is_said_and_the_page_stays(
    qtbot, call: IntakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qmsdesk.forms import intake_window

    def full(*_args: object, **_words: object) -> None:
        raise UserError("磁盘已满。", advice="请清理磁盘。")

    monkeypatch.setattr(intake_window, "new_draft", full)
    fill(call)
    assert not call.may_close()
    assert "磁盘已满" in call.message.text()
    call.autosave.forget()


TYPING = """
import sys
import time
from pathlib import Path
from PySide6.QtTest import QTest
from qmsdesk.forms.intake_window import IntakeWindow
from qmsdesk.forms.style import start_application
from qmsdesk.operations.department import open_department
application = start_application(["x"])
desk = open_department(data_dir=Path(sys.argv[1]), user="李敏", password="lanzhou-2026-QM")
page = IntakeWindow(desk)
page.show()
page.fields.words.setFocus()
number = 0
while True:
    QTest.keyClicks(page.fields.words, f"{number} ", delay=8)
    number += 1
    print(time.monotonic(), flush=True)
"""


def test_a_call_survives_kill_with_at_most_two_seconds_lost(data_dir: Path, clock: FixedClock) -> None:
    from qmsdesk.models import keyslots

    cheap = f"from qmsdesk.models import keyslots; keyslots.COST = keyslots.{keyslots.COST!r}"
    command = [sys.executable, "-c", cheap + TYPING, str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as typing:
        assert typing.stdout is not None
        printed = [float(typing.stdout.readline()) for _ in range(90)]
        os.kill(typing.pid, signal.SIGKILL)
        end = time.monotonic()
    desk = open_department(data_dir=data_dir, user="李敏", password="lanzhou-2026-QM")
    kept = open_draft(desk, draft_id=list_drafts(desk)[0].id).values["words"]
    close_department(desk)
    assert "".join(f"{number} " for number in range(120)).startswith(kept)
    old = sum(moment < end - 2.0 for moment in printed)
    assert kept.startswith("".join(f"{number} " for number in range(old)))
    assert old > 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:05", (20, 10, 5)), ("0915", (20, 9, 15)), ("９：１５", (20, 9, 15)), ("9点", (20, 9, 0)),
        ("昨天 8:30", (19, 8, 30)), ("15 8:30", (15, 8, 30)), ("2026-11-18 23:59", (18, 23, 59)),
        ("现在", (20, 10, 10)), ("-10", (20, 10, 0)),
    ],
)  # fmt: skip
def test_moments_are_typed_short(clock: FixedClock, text: str, expected: tuple[int, int, int]) -> None:
    day, hour, minute = expected
    assert parse_moment(text, now=clock.now()) == datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize("text", ["", "25:00", "abc", "10:75", "32 10:00", "<b>", "１０："])
def test_what_is_no_moment_is_said_in_words(qtbot, clock: FixedClock, text: str) -> None:
    with pytest.raises(UserError):
        parse_moment(text, now=clock.now())
    box = MomentEdit(clock)
    qtbot.addWidget(box)
    before = box.moment()
    box.setText(text)
    box.settle()
    assert box.moment() == before
    assert box.message


@pytest.fixture
def mail(qtbot, desk: Desk) -> OriginalWindow:
    page = OriginalWindow(desk)
    qtbot.addWidget(page)
    page.show()
    return page


def test_files_are_dropped_once_and_folders_are_left_out(qtbot, mail: OriginalWindow, tmp_path: Path) -> None:
    file = tmp_path / "传真 <b>.txt"
    file.write_text("x" * 2_000)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (file, tmp_path, file)])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    mail.drop.dropEvent(drop)
    assert mail.drop.paths() == (file,)
    assert "2 KB" in mail.drop.files.item(0).text()
    mail.drop.files.setCurrentRow(0)
    qtbot.keyClick(mail.drop.files, Qt.Key.Key_Delete)
    assert mail.drop.paths() == ()


def test_an_original_with_its_file_begins_a_slip(
    qtbot, mail: OriginalWindow, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "fax.pdf"
    file.write_bytes(b"%PDF-1.4 fax")
    mail.channel.setCurrentText("传真")
    mail.customer_name.setText("庆阳石化")
    mail.original_no.setText("QY-2026-88")
    mail.pages.setValue(3)
    mail.copy.setChecked(True)
    mail.drop.take([file])
    with qtbot.waitSignals([mail.recorded, mail.close_requested]):
        mail.save_button.click()
    draft = open_draft(desk, draft_id=list_drafts(desk)[0].id)
    source = read_source(desk, source_id=draft.source_id)
    assert (source.original_no, source.pages, source.is_original) == ("QY-2026-88", 3, False)
    assert [item.name for item in draft.values["attachments"]] == ["fax.pdf"]


def test_no_slip_without_a_source_document(qtbot, mail: OriginalWindow, desk: Desk) -> None:
    mail.save_button.click()
    assert "信息来源方式" in mail.message.text()
    mail.channel.setCurrentText("信函")
    mail.save_button.click()
    assert "信息原件" in mail.message.text()
    assert list_drafts(desk) == []


@pytest.mark.parametrize("make", [IntakeWindow, OriginalWindow])
def test_every_field_says_its_name(qtbot, desk: Desk, make) -> None:
    page = make(desk)
    qtbot.addWidget(page)
    silent = [
        box
        for box in page.findChildren(QLineEdit)
        if not box.accessibleName() and box.objectName() != "qt_spinbox_lineedit"
    ]
    assert silent == []


def test_a_call_that_lasts_shows_its_minutes(qtbot, call: IntakeWindow, clock: FixedClock) -> None:
    clock.advance(**{"minutes": timedelta(minutes=7).seconds / 60})
    call._show_entered()
    assert "已 7 分钟" in call.entered.text()
