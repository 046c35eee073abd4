"""The first start and signing in: what is wrong stands beside the field, Enter works, the code is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from qmsdesk.forms.first_run import FirstRun
from qmsdesk.forms.preview import Preview
from qmsdesk.forms.sign_in import SignIn
from qmsdesk.forms.trust.recovery_dialog import RecoveryDialog
from qmsdesk.models import audit
from qmsdesk.operations import people, prints
from qmsdesk.operations.department import close_department, open_department, open_with_recovery, user_names
from qmsdesk.procedure.clock import FixedClock

USER, PASSWORD = "李敏", "lanzhou-2026-QM"


@pytest.fixture
def box(qtbot, data_dir: Path, settings: QSettings, clock: FixedClock) -> SignIn:
    box = SignIn(data_dir, settings, clock=clock)
    qtbot.addWidget(box)
    box.show()
    qtbot.waitExposed(box)
    return box


def test_the_cursor_waits_in_the_password(box: SignIn) -> None:
    assert box.focusWidget() is box.password
    assert box.user.currentText() == "李敏"


def test_enter_signs_in(qtbot, box: SignIn, settings: QSettings) -> None:
    qtbot.keyClicks(box.password, PASSWORD)
    with qtbot.waitSignal(box.accepted):
        qtbot.keyClick(box.password, Qt.Key.Key_Return)
    assert box.desk is not None
    assert box.desk.user.name == "李敏"
    assert settings.value("sign_in/user") == "李敏"
    assert box.password.text() == ""
    close_department(box.desk)


def test_a_wrong_password_is_said_beside_the_field(qtbot, box: SignIn) -> None:
    qtbot.keyClicks(box.password, "wrong-password-1")
    qtbot.keyClick(box.password, Qt.Key.Key_Return)
    assert box.message.text()
    assert box.isVisible()
    assert box.focusWidget() is box.password
    assert box.password.selectedText()
    qtbot.keyClicks(box.password, "x")
    assert box.message.text() == ""


def test_an_empty_password_is_asked_for(qtbot, box: SignIn) -> None:
    qtbot.keyClick(box.password, Qt.Key.Key_Return)
    assert box.message.text() == "请输入密码。"


def test_the_caps_lock_is_noticed(qtbot, box: SignIn) -> None:
    qtbot.keyClicks(box.password, "A")
    assert "大写锁定" in box.message.text()
    qtbot.keyClick(box.password, "A", Qt.KeyboardModifier.ShiftModifier)


def test_escape_leaves_without_a_desk(qtbot, box: SignIn) -> None:
    with qtbot.waitSignal(box.rejected):
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.desk is None


@pytest.fixture
def wizard(qtbot, tmp_path: Path, clock: FixedClock) -> FirstRun:
    wizard = FirstRun(tmp_path / "新部门", clock=clock)
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitExposed(wizard)
    return wizard


def fill(wizard: FirstRun) -> None:
    form = wizard.asking
    form.unit_name.setText("炼化装备公司")
    form.user.setText("王工")
    form.password.setText(PASSWORD)
    form.again.setText(PASSWORD)


def test_the_first_start_makes_a_department_that_opens(qtbot, wizard: FirstRun) -> None:
    fill(wizard)
    wizard.asking.made.click()
    assert user_names(data_dir=wizard.data_dir) == ["王工"]
    assert wizard.pages.currentWidget() is wizard.telling
    code = wizard.telling.code.text()
    desk = open_with_recovery(data_dir=wizard.data_dir, user="王工", code=code, password="another-2026-QM")
    assert desk.department.unit_name == "炼化装备公司"
    close_department(desk)


def test_the_code_must_be_kept_before_going_on(qtbot, wizard: FirstRun) -> None:
    fill(wizard)
    wizard.asking.made.click()
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert not wizard.telling.finish.isEnabled()
    wizard.telling.kept.click()
    with qtbot.waitSignal(wizard.accepted):
        wizard.telling.finish.click()


def test_the_code_goes_to_a_printer_and_into_no_file(
    qtbot, wizard: FirstRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "printers", lambda: ["二楼打印机"])
    fill(wizard)
    wizard.asking.made.click()
    wizard.telling.print.click()
    window = wizard.findChild(Preview)
    qtbot.waitUntil(window.print_action.isEnabled)
    assert not window.save_action.isEnabled()
    assert "只打印在纸上" in window.save_action.toolTip()
    (page,) = prints.page_texts(window.printed.data)
    assert "".join(wizard.telling.code.text().split("-")) in "".join(page.split()).replace("-", "")
    window.close()
    data = wizard.data_dir.parent
    assert not any(b"%PDF" in path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_the_code_from_the_safe_signs_in_and_sets_a_new_password(
    qtbot, data_dir: Path, settings: QSettings, clock: FixedClock
) -> None:
    desk = open_department(data_dir=data_dir, user=USER, password=PASSWORD, clock=clock)
    code = people.new_recovery_code(desk)
    close_department(desk)
    window = SignIn(data_dir, settings, clock=clock)
    qtbot.addWidget(window)
    window.show()
    window.recover.click()
    dialog = window.findChild(RecoveryDialog)
    dialog.code.setText(code.replace("-", " ").lower())
    dialog.password.setText("another-2026-QM")
    dialog.again.setText("another-2026-QN")
    dialog.ok.click()
    assert "不一样" in dialog.message.text()
    dialog.again.setText("another-2026-QM")
    dialog.code.setText(code[:-1] + ("A" if code[-1] != "A" else "B"))
    dialog.ok.click()
    assert "恢复码" in dialog.message.text()
    dialog.code.setText(code)
    dialog.ok.click()
    assert window.desk is not None
    assert window.result() == SignIn.DialogCode.Accepted
    assert audit.lines(from_seq=audit.head().seq)[-1]["action"] == "用恢复码登录"
    close_department(window.desk)
    close_department(open_department(data_dir=data_dir, user=USER, password="another-2026-QM", clock=clock))


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("unit_name", "", "单位名称"), ("user", " ", "姓名"), ("again", "something-else", "不一样"),
        ("unit_code", "", "单位代号"), ("folder", "", "文件夹"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_made(
    qtbot, wizard: FirstRun, field: str, text: str, words: str
) -> None:
    fill(wizard)
    getattr(wizard.asking, field).setText(text)
    wizard.asking.made.click()
    assert words in wizard.asking.message.text()
    assert wizard.pages.currentWidget() is wizard.asking
    assert user_names(data_dir=wizard.data_dir) == []


def test_a_weak_password_is_refused_in_words(qtbot, wizard: FirstRun) -> None:
    fill(wizard)
    wizard.asking.password.setText("123")
    wizard.asking.again.setText("123")
    wizard.asking.made.click()
    assert wizard.asking.message.text()
    assert user_names(data_dir=wizard.data_dir) == []
