"""What stands around the pages of the main window: menus, toolbar, status bar, and the question at the end."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QMessageBox, QToolBar

from qmsdesk.forms.actions import DEEDS, MENUS
from qmsdesk.operations.desk import Desk

UNSAVED, SAVED = "● 未保存", "已保存"


def fill_menus(window: QMainWindow, actions: Mapping[str, QAction]) -> QMenu:
    """Make the menus from the table; returns the one for the slips opened last."""
    menus = {name: window.menuBar().addMenu(name) for name in MENUS}
    for deed in DEEDS:
        if deed.divider:
            menus[deed.menu].addSeparator()
        menus[deed.menu].addAction(actions[deed.name])
    recent = QMenu("最近打开(&R)", window)
    menus[MENUS[0]].insertMenu(actions["import_table"], recent)
    return recent


def add_toolbar(window: QMainWindow, actions: Mapping[str, QAction]) -> QToolBar:
    """Make the toolbar from the table."""
    bar = QToolBar("工具栏", window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setIconSize(QSize(18, 18))
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for deed in DEEDS:
        if deed.toolbar:
            bar.addAction(actions[deed.name])
    window.addToolBar(bar)
    return bar


def fill_status_bar(window: QMainWindow, desk: Desk) -> QLabel:
    """Who works where, and whether everything is saved; returns the label that says the latter."""
    unsaved = QLabel(SAVED)
    where = QLabel(f"{desk.user.name}　{desk.department.name}　本机加密数据库")
    where.setTextFormat(Qt.TextFormat.PlainText)
    where.setToolTip(str(desk.data_dir))
    for label in (unsaved, where):
        label.setContentsMargins(8, 0, 8, 0)
        window.statusBar().addPermanentWidget(label)
    window.statusBar().setSizeGripEnabled(False)
    return unsaved


def ask_to_lose(window: QMainWindow, pages: int) -> bool:
    """Ask whether to leave although some pages could not be saved."""
    answer = QMessageBox.question(
        window,
        "还不能保存",
        f"有 {pages} 页没有保存成功。\n现在退出会丢掉最后输入的内容。",
        QMessageBox.StandardButton.Close | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    return answer == QMessageBox.StandardButton.Close
