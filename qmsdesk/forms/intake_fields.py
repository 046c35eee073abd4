"""The fields of 「接电话」 on one screen: who, when, what machine, in the customer's own words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from qmsdesk.forms.day_edit import MomentEdit
from qmsdesk.forms.remedy_choice import RemedyChoice
from qmsdesk.forms.style import GAP, MARGIN
from qmsdesk.forms.type_ahead_edit import TypeAheadEdit
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote, CustomerHint, ProductHint, suggest_customers, suggest_products
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.feedback import PROPOSED, SPOKEN_CHANNELS
from qmsdesk.procedure.clock import SHANGHAI

NAMES = {
    "caller": "来电人", "telephone": "联系电话", "received_at": "接收时间", "channel": "方式",
    "customer_name": "用户名称", "customer_address": "地址", "product_name": "产品名称", "drawing_no": "图号",
    "serial_no": "出厂编号", "problem_kind": "发生何种问题", "words": "顾客原话", "remedy": "顾客要求",
    "proposed_class": "类别建议",
}  # fmt: skip
NEEDED = ("caller", "customer_name", "words")
_LIMITS = {item.name: item.max_length for item in (*paper("AUX-1").fields, *paper("01").fields)}


class IntakeFields(QWidget):
    """The editors of a call; `values()` is what they hold."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._make_lines()
        self._make_choices()
        self._assemble()
        self._connect()

    def _make_lines(self) -> None:
        desk = self._desk
        self.caller, self.telephone, self.customer_address = QLineEdit(), QLineEdit(), QLineEdit()
        self.drawing_no, self.problem_kind = QLineEdit(), QLineEdit()
        self.problem_kind.setPlaceholderText("一句话，如：密封面泄漏")
        self.customer_name = TypeAheadEdit(lambda text: customer_offers(desk, text))
        self.customer_name.setPlaceholderText("汉字、电话或拼音首字母，如 lzls")
        self.product_name = TypeAheadEdit(lambda text: product_offers(desk, text))
        self.serial_no = TypeAheadEdit(lambda text: product_offers(desk, text, machines=True))
        self.words = QPlainTextEdit()
        self.words.setPlaceholderText("照顾客的原话记录，可分段。")
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(self.fontMetrics().height() * 4)
        self.received_at = MomentEdit(desk.clock)
        self.now = QPushButton("现在")
        self.now.setAutoDefault(False)
        self.remedy = RemedyChoice()

    def _make_choices(self) -> None:
        self.channel = QComboBox()
        for name in reversed(SPOKEN_CHANNELS):
            self.channel.addItem("电话" if name.startswith("电话") else "来访口述", name)
        self.classes = QButtonGroup(self)
        self.class_row = QWidget()
        row = QHBoxLayout(self.class_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        for number, name in enumerate(PROPOSED):
            button = QRadioButton(name)
            self.classes.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.classes.button(1).setChecked(True)
        self.class_row.setFocusProxy(self.classes.button(1))

    def box(self, name: str) -> QWidget:
        """The editor of a field."""
        if name == "proposed_class":
            return self.class_row
        if name == "remedy":
            return self.remedy
        found = getattr(self, name)
        assert isinstance(found, QWidget)
        return found

    def _assemble(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        moment = QHBoxLayout()
        moment.setSpacing(GAP // 2)
        moment.addWidget(self.received_at, 1)
        moment.addWidget(self.now)
        pairs = (
            ("caller", "telephone"), ("received_at", "channel"), ("customer_name", "customer_address"),
            ("product_name", "drawing_no"), ("serial_no", "problem_kind"),
        )  # fmt: skip
        for row, pair in enumerate(pairs):
            for side, name in enumerate(pair):
                grid.addWidget(self._label(name), row, side * 3)
                if name == "received_at":
                    grid.addLayout(moment, row, 1)
                else:
                    grid.addWidget(self.box(name), row, side * 3 + 1)
        for row, name in enumerate(("words", "remedy", "proposed_class"), start=len(pairs)):
            top = Qt.AlignmentFlag.AlignTop if name != "proposed_class" else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self._label(name), row, 0, top)
            grid.addWidget(self.box(name), row, 1, 1, 4)
        grid.setRowStretch(len(pairs), 1)
        grid.setColumnMinimumWidth(2, MARGIN - GAP)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(4, 1)
        self._set_tab_order()

    def _label(self, name: str) -> QLabel:
        star = " *" if name in NEEDED else ""
        label = QLabel(f"{NAMES[name]}{star}")
        if name in ("words", "remedy"):
            label.setContentsMargins(0, 5, 0, 0)
        box = self.box(name)
        label.setBuddy(self.remedy.line if name == "remedy" else box)
        box.setAccessibleName(NAMES[name])
        if isinstance(box, QLineEdit):
            box.setMinimumHeight(round(self.fontMetrics().height() * 1.7))
            if name in _LIMITS:
                box.setMaxLength(_LIMITS[name])
        return label

    def _set_tab_order(self) -> None:
        order: list[QWidget] = [
            self.caller, self.telephone, self.received_at, self.now, self.channel, self.customer_name,
            self.customer_address, self.product_name, self.drawing_no, self.serial_no, self.problem_kind, self.words,
            *self.remedy.buttons.values(), self.remedy.line, *self.classes.buttons(),
        ]  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        for box in self.findChildren(QLineEdit):
            box.textChanged.connect(lambda _text: self.edited.emit())
            box.installEventFilter(self)
        self.words.textChanged.connect(self.edited)
        self.classes.idToggled.connect(lambda _id, on: self.edited.emit() if on else None)
        self.channel.currentIndexChanged.connect(lambda _index: self.edited.emit())
        self.now.clicked.connect(lambda: self.received_at.set_moment(self._desk.clock.now()))
        self.customer_name.chosen.connect(self._take_customer)
        self.product_name.chosen.connect(self._take_product)
        self.serial_no.chosen.connect(self._take_product)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the next field; Ctrl+Enter is left to the page."""
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() in plain:
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _take_customer(self, hint: CustomerHint) -> None:
        """The chosen customer fills what is still empty; what was typed stays."""
        self.customer_name.setText(hint.name)
        for box, text in ((self.customer_address, hint.address), (self.telephone, hint.telephone)):
            if not box.text().strip():
                box.setText(text)

    def _take_product(self, hint: ProductHint) -> None:
        self.product_name.setText(hint.name)
        for box, text in ((self.drawing_no, hint.drawing_no), (self.serial_no, hint.serial_no)):
            if text:
                box.setText(text)

    def values(self) -> dict[str, Any]:
        """What the fields hold, by the names of AUX-1."""
        values: dict[str, Any] = {
            name: self.box(name).text()  # type: ignore[attr-defined]
            for name in NAMES
            if name not in ("words", "proposed_class", "channel", "received_at")
        }
        values["words"] = self.words.toPlainText()
        values["channel"] = self.channel.currentData()
        values["received_at"] = self.received_at.moment().isoformat(timespec="minutes")
        values["proposed_class"] = PROPOSED[self.classes.checkedId()]
        return values

    def show_values(self, values: dict[str, Any]) -> None:
        """Show what a draft kept."""
        from datetime import datetime

        for name in NAMES:
            text = str(values.get(name) or "")
            if name == "words":
                self.words.setPlainText(text)
            elif name == "remedy":
                self.remedy.set_text(text)
            elif name == "received_at" and text:
                self.received_at.set_moment(datetime.fromisoformat(text).astimezone(SHANGHAI))
            elif name == "channel":
                self.channel.setCurrentIndex(max(0, self.channel.findData(text)))
            elif name == "proposed_class" and text in PROPOSED:
                self.classes.button(PROPOSED.index(text)).setChecked(True)
            elif isinstance(self.box(name), QLineEdit) and name != "received_at":
                self.box(name).setText(text)  # type: ignore[attr-defined]

    def note(self) -> CallNote:
        """The call as the operation wants it."""
        values = self.values()
        return CallNote(**{**values, "received_at": self.received_at.moment()})

    def missing(self) -> list[str]:
        """The needed fields that are still empty."""
        values = self.values()
        return [name for name in NEEDED if not str(values[name]).strip()]

    def is_blank(self) -> bool:
        """True while nobody has typed anything worth keeping."""
        values = self.values()
        return not any(
            str(value).strip()
            for name, value in values.items()
            if name not in ("channel", "received_at", "proposed_class")
        )


def customer_offers(desk: Desk, text: str) -> list[tuple[str, CustomerHint]]:
    """Customers like `text`, each with the words to show."""
    return [("　".join(filter(None, hint_words(hint))), hint) for hint in suggest_customers(desk, text=text)]


def hint_words(hint: CustomerHint) -> tuple[str, str, str]:
    """Name, address and telephone of a customer."""
    return hint.name, hint.address, hint.telephone


def product_offers(desk: Desk, text: str, *, machines: bool = False) -> list[tuple[str, ProductHint]]:
    """Products like `text`; only those with a serial number when `machines`."""
    hints = suggest_products(desk, text=text)
    return [
        ("　".join(filter(None, (hint.serial_no, hint.name, hint.drawing_no))), hint)
        for hint in hints
        if hint.serial_no or not machines
    ]
