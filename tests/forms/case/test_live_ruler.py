"""The 保用期 ruler follows what is typed: in the dialog of 判定 and over the sheet of a 三包单."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from qmsdesk.forms.case.action_dialog import action_dialog
from qmsdesk.forms.case.live_ruler import LiveRuler
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.models.transactions import rows
from qmsdesk.operations import steps
from qmsdesk.operations.claim_warranty import decision_of
from qmsdesk.operations.slips import read_slip
from tests.operations.case_walk import Walker


def test_the_ruling_changes_with_every_date_and_choice(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.claim("")
    action = next(one for one in steps.allowed_actions(walker.desk, slip_id=slip_id) if one.action == "判定")
    dialog = action_dialog(walker.desk, read_slip(walker.desk, slip_id=slip_id), action)
    qtbot.addWidget(dialog)
    live = dialog.findChild(LiveRuler)
    assert live is not None
    assert live.result.text().startswith("待核实")
    dialog.boxes["dispatch"].setText("2026-10-08")
    dialog.boxes["kept"].show_value("是")
    dialog.boxes["quality_cause"].show_value(True)
    assert live.result.text() == "质量三包　依据 5.3.5.1a（判定表第 1 行）"
    assert ("发货日期", date(2026, 10, 8)) in live.ruler.dates()
    dialog.boxes["dispatch"].setText("2024-10-08")
    dialog.boxes["in_use"].setText("")
    assert "判定表第 6 行" in live.result.text()
    dialog.boxes["claim_class"].show_value("质量三包")
    dialog.boxes["modes"].show_value(["包修"])
    dialog.act()
    assert dialog.result() == 0  # against the ruler only with reason and evidence
    dialog.boxes["reason"].setPlainText("合同另有约定")
    dialog.boxes["evidence"].setPlainText("合同 HT-2026-17 第 8 条")
    dialog.act()
    decided = decision_of(walker.desk, slip_id=slip_id)
    assert dialog.result() == 1, dialog.message.text()
    assert decided is not None
    assert decided[2:] == ("合同另有约定", "合同 HT-2026-17 第 8 条")


def test_typing_the_date_on_the_sheet_opens_the_ruler(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.claim("")
    draft = rows("SELECT id FROM draft WHERE slip_id = ?", (slip_id,))[0][0]
    session = SheetSession.for_draft(walker.desk, draft_id=draft)
    qtbot.addWidget(session)
    ruler = session.life.ruler
    assert ruler is not None
    assert not ruler.button.isChecked()
    values = session.sheet_window.values()
    session.sheet_window.set_values({**values, "ship_date": date(2026, 3, 1)})
    session.sheet_window.changed.emit()
    assert ruler.button.isChecked()
    assert ("出厂日期", date(2026, 3, 1)) in ruler.live.ruler.dates()
    assert "判定表第" in ruler.line.text()
