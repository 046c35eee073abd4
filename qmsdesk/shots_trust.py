"""Pictures of the windows of people and trust, by day and by night: pages, dialogs, and what a viewer sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qmsdesk.demo.stage import Stage
    from qmsdesk.operations.desk import Desk

PAGES = (
    ("people", "人员和部门"),
    ("backups", "备份和恢复"),
    ("health", "数据体检"),
    ("retention", "保存期限"),
    ("viewings", "查阅登记"),
)


def trust_windows(stage: Stage) -> None:
    """Set a department up with people, a second unit, backups and looks; then every window by day and by night."""
    from PySide6.QtWidgets import QApplication

    from qmsdesk.forms.style import apply_palette
    from qmsdesk.shots_case import _everybody, _window

    desk = _everybody(stage.here())
    slip_id = _set_up(desk)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for prefix, dark in (("信任", False), ("夜间-信任", True)):
        apply_palette(application, dark=dark)
        try:
            with _window(stage, desk) as window:
                _pages(stage, window, prefix)
                for name, make in _dialogs(window, slip_id).items():
                    _picture(stage, make(), f"{prefix}-{name}")
            with _window(stage, _viewer(desk)) as window:
                _viewing(stage, window, slip_id, prefix)
        finally:
            apply_palette(application, dark=False)


def _set_up(desk: Desk) -> int:
    """What the pages show; the slip whose dialogs are opened."""
    from qmsdesk.models.transactions import one
    from qmsdesk.operations import backup, people, units, viewing

    found = one("SELECT id FROM slip WHERE paper_code = '01' AND state = '已登记' ORDER BY id LIMIT 1")
    found = found or one("SELECT id FROM slip WHERE paper_code = '01' ORDER BY id LIMIT 1")
    assert found is not None
    known = {line.name for line in people.list_people(desk)}
    if len(units.list_units(desk)) < 2:
        units.add_unit(desk, code="02", name="铸锻公司", scoring_class="铸锻厂", here=())
    for name, roles in (
        ("高主任", ("department_leader",)), ("钱审核", ("site_viewer",)), ("孙立", ("sales_leader",)),
    ):  # fmt: skip
        if name not in known:
            people.add_person(desk, name=name, roles=roles)
    backup.make_backup(desk)
    viewing.look(_viewer(desk), slip_id=found[0], purpose="内部审核")
    return int(found[0])


def _viewer(desk: Desk) -> Desk:
    return replace(desk, user=replace(desk.user, name="钱审核", roles=frozenset({"site_viewer"})))


def _pages(stage: Stage, window: Any, prefix: str) -> None:
    from qmsdesk.demo import hands
    from qmsdesk.operations import health

    for name, title in PAGES:
        hands.use(window, window.action(name))
        page = window.tabs.currentWidget()
        if name == "health":
            page.show_report(health.check(window.desk, deep=False))
        table = getattr(page, "table", None)
        if table is not None and name != "health":
            table.selectRow(0)
        hands.settle(200)
        stage.camera.take(window, f"{prefix}-{title}")


def _dialogs(window: Any, slip_id: int) -> dict[str, Callable[[], Any]]:
    from qmsdesk.forms.trust import person_dialogs
    from qmsdesk.forms.trust.history_page import HistoryDialog
    from qmsdesk.forms.trust.lock import LockBox
    from qmsdesk.forms.trust.passwd_dialog import PasswordDialog
    from qmsdesk.forms.trust.recovery_dialog import RecoveryDialog
    from qmsdesk.forms.trust.restore_dialog import RestoreDialog
    from qmsdesk.forms.trust.retention_page import DestroyDialog
    from qmsdesk.forms.trust.sign_dialog import SignDialog
    from qmsdesk.forms.trust.viewing_mode import PurposeDialog
    from qmsdesk.operations import backup, people
    from qmsdesk.operations.retention import list_kept

    desk = window.desk
    someone = people.list_people(desk)[-1]
    code = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567"
    return {
        "签名": lambda: SignDialog(desk, slip_id=slip_id, parent=window),
        "审计记录": lambda: HistoryDialog(desk, slip_id=slip_id, parent=window),
        "添加人员": lambda: person_dialogs.NewPerson(desk, window),
        "职责": lambda: person_dialogs.ChangeRoles(desk, someone, window),
        "添加单位": lambda: person_dialogs.NewUnit(desk, window),
        "添加部门": lambda: person_dialogs.NewDepartment(desk, window),
        "恢复码": lambda: person_dialogs.Secret(window, "新的恢复码", "锁进保险柜。", code, sheet=_no_sheet),
        "用恢复码登录": lambda: RecoveryDialog(desk.data_dir, desk.user.name, parent=window),
        "修改密码": lambda: PasswordDialog(desk, window),
        "恢复备份": lambda: RestoreDialog(desk, backup.list_backups(desk)[0], window),
        "销毁": lambda: DestroyDialog(desk, list_kept(desk)[:3], window),
        "查阅目的": lambda: PurposeDialog(window),
        "锁定": lambda: LockBox(desk, window),
    }


def _no_sheet() -> Any:
    """Nothing is printed for a picture."""


def _picture(stage: Stage, dialog: Any, name: str) -> None:
    from qmsdesk.demo import hands

    dialog.show()
    hands.settle(200)
    stage.camera.take(dialog, name)
    dialog.hide()
    dialog.deleteLater()
    hands.settle(50)


def _viewing(stage: Stage, window: Any, slip_id: int, prefix: str) -> None:
    """What somebody sees who may only look."""
    from qmsdesk.demo import hands
    from qmsdesk.forms.trust.viewing_mode import begin_viewing

    dialog = begin_viewing(window)
    dialog.purpose.setText("内部审核")
    dialog.check()
    hands.settle(400)
    stage.camera.take(window, f"{prefix}-现场查阅台帐")
    window.open_slip(slip_id)
    hands.settle(300)
    stage.camera.take(window, f"{prefix}-现场查阅单据")
