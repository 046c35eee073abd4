"""Chapters of the morning: make the department, sign in, take a call, fill in and register the slip, print."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt

from qmsdesk.demo import hands
from qmsdesk.demo.stage import DEPARTMENT, PASSWORD, UNIT_CODE, UNIT_NAME, USER, Chapter, Stage, calls
from qmsdesk.errors import BugError

SIZE = (1440, 1000)


def make_department(stage: Stage) -> None:
    """A new department with its first user, as the first start makes it."""
    from qmsdesk.forms.first_run import FirstRun

    wizard = FirstRun(stage.data)
    wizard.show()
    form = wizard.asking
    hands.write(form.unit_code, UNIT_CODE, clear=True)
    hands.write(form.unit_name, UNIT_NAME, clear=True)
    department = form.department.lineEdit()
    assert department is not None
    hands.write(department, DEPARTMENT, clear=True)
    hands.write(form.user, USER, clear=True)
    hands.write(form.password, PASSWORD)
    hands.write(form.again, PASSWORD)
    stage.camera.take(wizard, "建立部门")
    hands.click(form.made)
    hands.wait(lambda: wizard.pages.currentWidget() is wizard.telling, "the recovery code")
    page = wizard.telling
    hands.press(page.kept, Qt.Key.Key_Space)
    stage.camera.take(wizard, "恢复码")
    stage.summary.update(data=stage.data, user=USER, password=PASSWORD, recovery_code=page.code.text())
    hands.click(page.finish)
    wizard.deleteLater()


def sign_in(stage: Stage) -> None:
    """Sign in with the password and open the main window."""
    from qmsdesk.fault_log import keep_log
    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.forms.sign_in import SignIn
    from qmsdesk.forms.window_settings import open_settings

    box = SignIn(stage.data, open_settings(stage.data))
    box.show()
    hands.write(box.password, PASSWORD)
    stage.camera.take(box, "登录")
    hands.click(box.ok)
    if box.desk is None:
        raise BugError(f"not signed in: {box.message.text()}")
    stage.desk = box.desk
    box.deleteLater()
    keep_log(stage.data)
    window = MainWindow(stage.desk)
    window.resize(*SIZE)
    window.show()
    hands.settle(200)
    stage.window = window


def take_call(stage: Stage) -> None:
    """「接电话」: write the call down; saving opens the pre-filled slip."""
    from qmsdesk.forms.intake_window import IntakeWindow
    from qmsdesk.forms.sheet_session import SheetSession

    window, call = stage.main(), calls()[0]
    hands.use(window, window.action("take_call"))
    page = window.tabs.currentWidget()
    assert isinstance(page, IntakeWindow)
    write_call(page, call)
    stage.camera.take(window, "接电话")
    hands.click(page.save_button)
    hands.wait(lambda: isinstance(window.tabs.currentWidget(), SheetSession), "the slip of the call")


def write_call(page: Any, call: dict[str, Any]) -> None:
    """Type a call of the sample data into the intake page."""
    names = (
        "caller", "telephone", "customer_name", "customer_address", "product_name", "drawing_no", "serial_no",
        "problem_kind", "words",
    )  # fmt: skip
    for name in names:
        if call.get(name):
            hands.write(page.fields.box(name), call[name])
    for word in call.get("remedies", ()):
        hands.click(page.fields.remedy.buttons[word])


def fill_and_register(stage: Stage) -> None:
    """Ask for registration too early, see what is missing, fill it in, register."""
    window, call = stage.main(), calls()[0]
    page: Any = window.tabs.currentWidget()
    sheet = page.sheet_window
    hands.use(sheet, sheet.actions_by_name["fit"])
    hands.use(sheet, sheet.actions_by_name["register"])
    hands.wait(sheet.problem_list.isVisible, "the list of what is missing")
    stage.camera.take(window, "反馈单-缺项提示")
    today = stage.here().clock.today()

    def day(name: str) -> str:
        return (today - timedelta(days=call[name])).strftime("%Y%m%d")

    _enter(sheet, "commission_date", day("commissioned_days_before"))
    _enter(sheet, "failure_date", day("failed_days_before"))
    _enter(sheet, "problem_part", call["problem_part"])
    _enter(sheet, "ship_date", day("shipped_days_before"))
    if call.get("pressure_vessel"):
        hands.click(sheet.editors["pressure_vessel"].placed[0].widget)
    sheet.editors["sig_handler"].focus()
    hands.use(sheet, sheet.actions_by_name["sign"])
    sheet.view.verticalScrollBar().setValue(0)
    stage.camera.take(window, "反馈单-已填好")
    stage.camera.take(sheet.view.page, "反馈单-整页")
    hands.use(sheet, sheet.actions_by_name["register"])
    hands.settle(100)
    if page.slip is None:
        left = [sheet.problem_list.lines.item(row).text() for row in range(sheet.problem_list.lines.count())]
        raise BugError(f"not registered: {left}")
    stage.camera.take(window, "反馈单-已登记")
    stage.summary["number"] = page.slip.number
    stage.tell(f"    已登记 {page.slip.number}")


def _enter(sheet: Any, name: str, text: str) -> None:
    """Type into a field of the sheet and go on with Enter, or Tab where Enter makes a new line."""
    editor = sheet.editors[name]
    box = editor.placed[0].widget
    if name in sheet.view.editors:
        sheet.view.reveal(box)
    hands.write(box, text, clear=True)
    hands.press(box, Qt.Key.Key_Tab)


def print_both(stage: Stage) -> None:
    """Preview the copy set and save it; the same for the record of the call."""
    from qmsdesk.forms.preview import Preview, open_noted
    from qmsdesk.operations import prints

    window = stage.main()
    page: Any = window.tabs.currentWidget()
    sheet = page.sheet_window
    hands.use(sheet, sheet.actions_by_name["print"])
    slip = stage.out / f"{page.slip.number}.pdf"
    _save(stage, hands.window_of(Preview), slip, "打印预览")
    stage.made("slip_pdf", slip)
    printed = prints.source_pdf(stage.here(), source_id=page.slip.source_id)
    record = stage.out / f"{printed.name.removesuffix('.pdf')}-AUX-1.pdf"
    _save(stage, open_noted(window, stage.here(), printed), record, "信息原件预览")
    stage.made("source_pdf", record)


def _save(stage: Stage, preview: Any, path: Any, name: str) -> None:
    hands.wait(lambda: preview.pages.pictures.picture(0) is not None, "the first page of the preview")
    hands.settle(300)
    stage.camera.take(preview, name)
    with hands.file_dialog(path):
        hands.use(preview, preview.save_action)
    hands.accept_message()
    preview.close()
    hands.settle()


CHAPTERS = (
    Chapter("建立部门", make_department),
    Chapter("登录", sign_in),
    Chapter("接电话，写信息原件", take_call),
    Chapter("填反馈单并登记", fill_and_register),
    Chapter("打印两联和信息原件", print_both),
)
