"""「其他来件」: fax, letter, report, e-mail; the original is attached before a 反馈单 is begun (R-5.3.1.1-b)."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.cards import Card, scrolled
from qmsdesk.forms.day_edit import MomentEdit
from qmsdesk.forms.drop_area import DropArea
from qmsdesk.forms.intake_fields import customer_offers, product_offers
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, late_colour, make_primary, make_roomy, scaled_font
from qmsdesk.forms.type_ahead_edit import TypeAheadEdit
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import OriginalNote, record_original
from qmsdesk.papers.feedback import CHANNELS, SPOKEN_CHANNELS


class OriginalWindow(QWidget):
    """One original that came in writing."""

    recorded = Signal(str)
    close_requested = Signal()

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._request_id = str(uuid.uuid4())
        self._make_widgets(settings)
        self._assemble()
        self._connect()
        make_roomy(self)
        make_primary(self.save_button)
        self.channel.setFocus()

    def title(self) -> str:
        """The words on the tab."""
        return "其他来件"

    def _make_widgets(self, settings: QSettings | None) -> None:
        desk = self._desk
        self.heading = QLabel("其他来件")
        self.heading.setFont(scaled_font(self.font(), 1.35, bold=True))
        self.channel = QComboBox()
        self.channel.addItem("请选择", "")
        for name in CHANNELS:
            if name not in SPOKEN_CHANNELS:
                self.channel.addItem(name, name)
        self.customer_name = TypeAheadEdit(lambda text: customer_offers(desk, text))
        self.product_name = TypeAheadEdit(lambda text: product_offers(desk, text))
        self.serial_no, self.original_no = QLineEdit(), QLineEdit()
        self.original_no.setPlaceholderText("来件自带的编号，没有可空")
        self.received_at = MomentEdit(desk.clock)
        self.received_by = QLineEdit(desk.user.name)
        self.pages = QSpinBox()
        self.pages.setRange(1, 999)
        self.pages.setSuffix(" 页")
        self.original, self.copy = QRadioButton("原件"), QRadioButton("复印件")
        self.original.setChecked(True)
        self.drop = DropArea(settings)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, late_colour(self.palette()))
        self.message.setPalette(palette)
        self.cancel_button = QPushButton("取消")
        self.save_button = QPushButton("保存并填反馈单")
        self.save_button.setToolTip("保存信息原件并打开反馈单（Ctrl+Enter）")

    def _assemble(self) -> None:
        form = QFormLayout()
        form.setSpacing(GAP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        kind = QWidget()
        row = QHBoxLayout(kind)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        for widget in (self.pages, self.original, self.copy):
            row.addWidget(widget)
        row.addStretch(1)
        lines: tuple[tuple[str, QWidget], ...] = (
            ("信息来源方式 *", self.channel), ("用户名称", self.customer_name), ("产品名称", self.product_name),
            ("出厂编号", self.serial_no), ("信息原件编号", self.original_no), ("接收时间", self.received_at),
            ("接收人", self.received_by), ("页数", kind),
        )  # fmt: skip
        for text, box in lines:
            label = QLabel(text)
            label.setMinimumWidth(self.fontMetrics().horizontalAdvance("信息来源方式 *") + GAP)
            label.setBuddy(self.pages if box is kind else box)
            (self.pages if box is kind else box).setAccessibleName(text.removesuffix(" *"))
            box.setMinimumHeight(round(self.fontMetrics().height() * 1.7))
            form.addRow(label, box)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        inside.addLayout(form)
        inside.addStretch(1)
        self._frame(card)

    def _frame(self, card: Card) -> None:
        body = QHBoxLayout()
        body.setSpacing(MARGIN)
        body.addWidget(scrolled(card), 1)
        body.addWidget(self.drop, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.message, 1)
        for button in (self.cancel_button, self.save_button):
            button.setMinimumHeight(round(self.fontMetrics().height() * 2))
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.heading)
        column.addWidget(quiet_label("没有信息原件不能填反馈单（5.3.1.1）。", self))
        column.addLayout(body, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.close_requested)
        self.customer_name.chosen.connect(lambda hint: self.customer_name.setText(hint.name))
        self.product_name.chosen.connect(self._take_product)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self.save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        for box in self.findChildren(QLineEdit):
            box.returnPressed.connect(self.focusNextChild)

    def _take_product(self, hint: object) -> None:
        self.product_name.setText(getattr(hint, "name", ""))
        if getattr(hint, "serial_no", ""):
            self.serial_no.setText(getattr(hint, "serial_no", ""))

    def note(self) -> OriginalNote:
        """The original as the operation wants it."""
        return OriginalNote(
            channel=self.channel.currentData(),
            received_at=self.received_at.moment(),
            customer_name=self.customer_name.text(),
            original_no=self.original_no.text(),
            pages=self.pages.value(),
            is_original=self.original.isChecked(),
            received_by=self.received_by.text(),
            product_name=self.product_name.text(),
            serial_no=self.serial_no.text(),
            files=self.drop.paths(),
        )

    def save(self) -> None:
        """Keep the original and hand the begun 反馈单 on; says what is missing."""
        try:
            intake = record_original(self._desk, note=self.note(), request_id=self._request_id)
        except UserError as error:
            self.message.setText(str(error))
            (self.channel if not self.channel.currentData() else self.drop.choose).setFocus()
            return
        self.recorded.emit(intake.draft_id)
        self.close_requested.emit()
