"""One table of what can be done with the sheet in front: toolbar, keys and help are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.actions import Deed, plain_text
from qmsdesk.forms.icons import icon

_SHEET, _SIGHT = "单据", "视图"
SHEET_DEEDS: tuple[Deed, ...] = (
    Deed("save", "保存", _SHEET, ("Ctrl+S",), "save", "立即保存；草稿平时会自动保存", True),
    Deed("register", "登记", _SHEET, ("F9",), "check", "检查各栏，取号，入台帐", True),
    Deed("print", "打印预览", _SHEET, ("Ctrl+P",), "preview", "预览后打印或另存 PDF", True),
    Deed("source", "信息原件", _SHEET, ("Ctrl+Shift+P",), "phone", "看和打印这张单据所依据的电话记录或来件", True),
    Deed("sign", "今天我签", _SHEET, ("F7",), "user", "在光标所在的签字栏填上本人姓名和今天", True, divider=True),
    Deed("discard", "放弃修改", _SHEET, (), "refresh", "回到打开时的内容；可用 Ctrl+Z 恢复", True),
    Deed("sign_box", "签名…", _SHEET, ("Ctrl+D",), "key", "签名、撤回或补录墨签，也可单击签字栏", True),
    Deed("history", "审计记录", _SHEET, ("Ctrl+H",), "clock", "这张单据谁在何时改过什么、为什么", True),
    Deed("prints", "打印登记", _SHEET, ("Ctrl+Shift+H",), "print", "各联印过几次、在谁手里；双击看当时的原样", True),
    Deed("void", "作废…", _SHEET, (), "trash", "作废并写明原因，编号保留", True),
    Deed("zoom_out", "缩小", _SIGHT, ("Ctrl+-",), "zoom-out", "缩小表格", True, divider=True),
    Deed("zoom_reset", "原大", _SIGHT, ("Ctrl+0",), "file", "按纸面原大显示"),
    Deed("zoom_in", "放大", _SIGHT, ("Ctrl++", "Ctrl+="), "zoom-in", "放大表格", True),
    Deed("fit", "适合宽度", _SIGHT, ("Ctrl+9",), "fit", "按窗口宽度显示整张表", True),
    Deed("panel", "登记信息", _SIGHT, ("F6",), "columns", "显示或收起不印在纸上的登记信息", True, checkable=True),
)  # fmt: skip


def build_sheet_actions(owner: QWidget, slots: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """The table as actions that work while the cursor is inside `owner`; `slots` has one callable for each name."""
    actions = {}
    for deed in SHEET_DEEDS:
        action = QAction(icon(deed.icon), deed.text, owner)
        action.setObjectName(deed.name)
        action.setShortcuts([QKeySequence(keys) for keys in deed.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys = f"（{deed.keys[0]}）" if deed.keys else ""
        action.setToolTip(f"{plain_text(deed)}{keys}：{deed.tip}")
        action.setStatusTip(deed.tip)
        action.setCheckable(deed.checkable)
        action.triggered.connect(lambda _on=False, slot=slots[deed.name]: slot())
        owner.addAction(action)
        actions[deed.name] = action
    return actions
