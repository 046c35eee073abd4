"""About the program, and its keys on one page; both made from the tables that the program runs on."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qmsdesk import __version__
from qmsdesk.forms.actions import DEEDS, PAGE_KEYS, keys_text, plain_text
from qmsdesk.forms.error_box import environment, plain_label
from qmsdesk.forms.sheet_actions import SHEET_DEEDS
from qmsdesk.forms.style import GAP, MARGIN, scaled_font
from qmsdesk.settings import resources_dir

LICENCES = (
    ("Qt、PySide6", "LGPL-3.0"), ("SQLCipher、SQLite", "BSD、公有领域"), ("peewee", "MIT"), ("ReportLab", "BSD"),
    ("pikepdf", "MPL-2.0"), ("pyHanko", "MIT"), ("PDFium、pypdfium2", "BSD、Apache-2.0"), ("openpyxl", "MIT"),
    ("python-calamine", "MIT"), ("pypinyin", "MIT"), ("思源黑体、思源宋体", "OFL-1.1"),
)  # fmt: skip


class About(QDialog):
    """Version, licences, where things lie; can be copied."""

    def __init__(self, data_dir: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于")
        heading = QLabel("顾客反馈登记 qmsdesk")
        heading.setFont(scaled_font(self.font(), 1.5, bold=True))
        self.facts = plain_label(self._facts(data_dir), width=440)
        self.licences = plain_label(
            "使用的组件及许可：\n" + "\n".join(f"{name}　{licence}" for name, licence in LICENCES)
        )
        buttons = QDialogButtonBox()
        copy = QPushButton("复制")
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.facts.text()))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, MARGIN)
        column.setSpacing(MARGIN)
        for part in (heading, self.facts, self.licences, buttons):
            column.addWidget(part)

    def _facts(self, data_dir: Path | None) -> str:
        lines = [
            f"版本 {__version__}",
            "按 LSZB/QM07-03 顾客沟通与满意度控制程序（第2版/2）编制",
            *environment().splitlines()[1:],
            f"程序文件　{resources_dir().parent}",
        ]
        return "\n".join([*lines, f"数据文件夹　{data_dir}"] if data_dir else lines)


class ShortcutPage(QDialog):
    """Every key of the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.text = QLabel(shortcut_table())
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setWordWrap(True)
        self.text.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.text)
        buttons = QDialogButtonBox()
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        self.resize(680, 640)


def shortcut_sections() -> list[tuple[str, list[tuple[str, str]]]]:
    """Headings with (keys, meaning) pairs: the main window's from its table of actions, then the pages'."""
    everywhere = [
        ("、".join(deed.keys), f"{plain_text(deed)}：{deed.tip}") for deed in DEEDS if keys_text(deed)
    ]
    on_sheet = [
        ("、".join(deed.keys), f"{plain_text(deed)}：{deed.tip}") for deed in SHEET_DEEDS if keys_text(deed)
    ]
    pages = [(title, list(pairs)) for title, pairs in PAGE_KEYS]
    pages[0] = (pages[0][0], [*on_sheet, *pages[0][1]])
    return [("随处可用", everywhere), *pages]


def shortcut_table() -> str:
    """The keys as a table; our own words only, each escaped."""
    parts = []
    for title, pairs in shortcut_sections():
        rows = "".join(_key_row(keys, text) for keys, text in pairs)
        parts.append(f"<h3 style='margin:10px 0 4px 0'>{escape(title)}</h3><table>{rows}</table>")
    return "".join(parts)


def _key_row(keys: str, text: str) -> str:
    left = f"<td width='210' style='padding:3px 16px 3px 0'><b>{escape(keys)}</b></td>"
    return f"<tr>{left}<td style='padding:3px 0'>{escape(text)}</td></tr>"
