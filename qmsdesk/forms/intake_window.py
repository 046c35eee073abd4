"""「接电话」: one screen to write a call down; saving keeps the transcript and begins the 反馈单."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.autosave import Autosave
from qmsdesk.forms.cards import Card, scrolled
from qmsdesk.forms.duplicates_panel import DuplicatesPanel
from qmsdesk.forms.icons import icon
from qmsdesk.forms.intake_fields import NAMES, IntakeFields
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, late_colour, make_primary, make_roomy, scaled_font
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import discard_draft, new_draft, open_draft, save_draft
from qmsdesk.operations.intake import record_call
from qmsdesk.procedure.clock import SHANGHAI

CALL_PAPER = "AUX-1"


class IntakeWindow(QWidget):
    """A call under way; its own draft survives a crash."""

    recorded = Signal(str)
    slip_wanted = Signal(int)
    title_changed = Signal(str)
    dirty_changed = Signal(bool)
    close_requested = Signal()

    def __init__(self, desk: Desk, *, draft_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.draft_id = draft_id
        self._request_id = str(uuid.uuid4())
        self._begun = desk.clock.now()
        self._make_widgets()
        self._assemble()
        if draft_id:
            self.fields.show_values(open_draft(desk, draft_id=draft_id).values)
        self.autosave = Autosave(self._keep, self)
        self._connect()
        self.fields.caller.setFocus()

    def _make_widgets(self) -> None:
        self.heading = QLabel("接电话")
        self.heading.setFont(scaled_font(self.font(), 1.35, bold=True))
        self.entered = quiet_label("", self)
        self.fields = IntakeFields(self._desk)
        self.duplicates = DuplicatesPanel(self._desk)
        self.duplicates.setMinimumWidth(260)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, late_colour(self.palette()))
        self.message.setPalette(palette)
        self.discard_button = QPushButton(icon("trash"), "放弃")
        self.discard_button.setToolTip("不保存这次记录（草稿也丢弃）")
        self.save_button = QPushButton("保存并填反馈单")
        self.save_button.setToolTip("保存电话记录为信息原件，并打开预填好的反馈单（Ctrl+Enter）")
        for button in (self.discard_button, self.save_button):
            button.setMinimumHeight(round(self.fontMetrics().height() * 2))

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addSpacing(MARGIN)
        head.addWidget(self.entered, 1, Qt.AlignmentFlag.AlignBottom)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        inside.addWidget(self.fields)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(scrolled(card), 1)
        left.addLayout(foot)
        body = QHBoxLayout()
        body.setSpacing(MARGIN)
        body.addLayout(left, 3)
        body.addWidget(self.duplicates, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addLayout(body, 1)
        make_roomy(self)
        make_primary(self.save_button)
        self._show_entered()

    def _connect(self) -> None:
        self.fields.edited.connect(self._edited)
        self.autosave.dirty_changed.connect(self.dirty_changed)
        self.autosave.failed.connect(lambda error: self._say(str(error)))
        self.duplicates.slip_wanted.connect(self.slip_wanted)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        self._minute = QTimer(self, interval=20_000)
        self._minute.timeout.connect(self._show_entered)
        self._minute.start()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self.save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )

    def title(self) -> str:
        """The words on the tab: 接电话 and, once known, who is calling."""
        name = self.fields.customer_name.text().strip() or self.fields.caller.text().strip()
        return f"接电话 {name[:8]}" if name else "接电话"

    def _show_entered(self) -> None:
        begun, now = self._begun.astimezone(SHANGHAI), self._desk.clock.now()
        minutes = max(0, round((now - self._begun).total_seconds() / 60))
        self.entered.setText(f"录入时间 {begun:%Y-%m-%d %H:%M}" + (f"　已 {minutes} 分钟" if minutes else ""))

    def _edited(self) -> None:
        self._say("")
        self.autosave.touch()
        fields = self.fields
        self.duplicates.ask(
            serial_no=fields.serial_no.text(),
            customer_name=fields.customer_name.text(),
            problem=fields.problem_kind.text() or fields.words.toPlainText(),
        )
        self.title_changed.emit(self.title())

    def _keep(self) -> None:
        """Keep the call as a draft of AUX-1; a blank one is not worth a draft."""
        values = self.fields.values()
        if self.draft_id:
            save_draft(self._desk, draft_id=self.draft_id, values=values)
        elif not self.fields.is_blank():
            self.draft_id = new_draft(self._desk, paper_code=CALL_PAPER, values=values).id

    def save(self) -> None:
        """Record the call and hand the begun 反馈单 on; says what is missing and goes there."""
        missing = self.fields.missing()
        if missing:
            names = "、".join(f"“{NAMES[name]}”" for name in missing)
            self._say(f"请填写 {names}。")
            self.fields.box(missing[0]).setFocus()
            return
        if self.fields.received_at.message:
            self._say(self.fields.received_at.message)
            self.fields.received_at.setFocus()
            return
        self.autosave.stop()
        try:
            intake = record_call(
                self._desk, note=self.fields.note(), request_id=self._request_id, call_draft_id=self.draft_id
            )
        except UserError as error:
            self._say(str(error))
            return
        self.autosave.forget()
        self.draft_id = ""
        self.recorded.emit(intake.draft_id)
        self.close_requested.emit()

    def discard(self) -> None:
        """Throw the call away; what was kept of it too."""
        self.autosave.forget()
        if self.draft_id:
            discard_draft(self._desk, draft_id=self.draft_id)
            self.draft_id = ""
        self.close_requested.emit()

    def may_close(self) -> bool:
        """Keep the draft; False only when it cannot be kept."""
        return self.autosave.flush()

    def _say(self, text: str) -> None:
        self.message.setText(text)
