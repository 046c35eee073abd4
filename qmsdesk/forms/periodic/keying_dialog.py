"""录入调查表: sheet after sheet, 1-5 down the page, the score alive, a reason asked for dissatisfaction."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.periodic.tick_grid import TickGrid
from qmsdesk.forms.trust.frame import AskDialog, plain, say
from qmsdesk.operations import surveys
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.surveys import Answers, Form
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.scoring_tables import FIRST

LINES = 2


class KeyingDialog(AskDialog):
    """Keys the forms of a list one after the other; `kept` tells each that was saved."""

    kept = Signal(int)

    def __init__(self, desk: Desk, slip_ids: list[int], parent: QWidget | None = None) -> None:
        sentence = "1 很满意　2 满意　3 基本满意　4 不满意　5 很不满意；0 清除；Shift+数字 记下第二个勾。"
        super().__init__(parent, "录入调查表", sentence, "保存并录下一份")
        self._desk, self._waiting = desk, list(slip_ids)
        self.form: Form | None = None
        self.grid_box = TickGrid()
        self.who, self.score, self.warnings = plain(), plain(), plain()
        self.surveyed = DayEdit(desk.clock)
        self.filler, self.department, self.kind = QLineEdit(), QLineEdit(), QLineEdit()
        self.cause, self.suggestion, self.summary = (self._area() for _ in range(3))
        for label, box in (
            ("调查表", self.who), ("产品种类", self.kind), ("调查时间", self.surveyed), ("评价等级", self.grid_box),
            ("得分", self.score), ("不满意原因", self.cause), ("改进建议", self.suggestion),
            ("不满意事项", self.summary), ("填报部门", self.department), ("填表人", self.filler),
            ("提醒", self.warnings),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(820)
        self.grid_box.changed.connect(self._show_score)
        self.grid_box.finished.connect(self._after_ticks)
        self.surveyed.changed.connect(self._show_warnings)
        self.kind.editingFinished.connect(self._show_warnings)
        self.ok.clicked.connect(self.keep)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.keep)
        self.show_next()

    def _area(self) -> QPlainTextEdit:
        box = QPlainTextEdit()
        box.setTabChangesFocus(True)
        box.setFixedHeight(round(self.fontMetrics().lineSpacing() * LINES) + 14)
        return box

    def show_next(self) -> bool:
        """Show the next form; False when none is left."""
        if not self._waiting:
            return False
        form = surveys.read_form(self._desk, slip_id=self._waiting.pop(0))
        self.form = form
        values = form.values
        self.who.setText(
            f"{form.number}　{values.get('customer_name', '')}　{values.get('product', '')}　{form.state}"
        )
        self.kind.setText(form.product_kind)
        day = values.get("survey_date")
        self.surveyed.set_day(day if hasattr(day, "year") else self.surveyed.day())
        for box, name in ((self.cause, "cause"), (self.suggestion, "suggestion"), (self.summary, "summary")):
            box.setPlainText(str(values.get(name, "")))
        self.department.setText(str(values.get("department", "")) or self._desk.department.name)
        filler = values.get("sig_filler")
        self.filler.setText(filler.name if isinstance(filler, Signed) else self._desk.user.name)
        self.grid_box.show_ticks(form.ticks, FIRST.items(form.score.kind))
        self.ok.setText("保存并录下一份" if self._waiting else "保存")
        self._show_warnings()
        self.grid_box.setFocus()
        return True

    def keep(self) -> None:
        """Save what was keyed and go on; stays with the refusal."""
        form = self.form
        if form is None:
            return
        self.surveyed.settle()
        texts = {
            "cause": self.cause.toPlainText(), "suggestion": self.suggestion.toPlainText(),
            "summary": self.summary.toPlainText(), "department": self.department.text(),
        }  # fmt: skip
        day = self.surveyed.day()
        filler = Signed(self.filler.text(), day, "ink") if self.filler.text().strip() and day else None
        answers = Answers(self.grid_box.ticks(), day, self.kind.text(), texts, day, filler)
        try:
            kept = surveys.record_answers(
                self._desk, slip_id=form.slip_id, answers=answers, version=form.version
            )
        except UserError as error:
            self.say(str(error))
            return
        self._say_kept(kept)
        self.kept.emit(form.slip_id)
        if not self.show_next():
            self.accept()

    def _say_kept(self, kept: Form) -> None:
        """How the sheet just kept stands; what it lacks is said before it is out of hand."""
        lacking = kept.score.invalid if not kept.score.valid else ""
        tone = "warning" if lacking or kept.warnings else "good"
        told = "；".join(filter(None, (f"暂不能计分：{lacking}" if lacking else "", *kept.warnings)))
        say(self.message, f"{kept.number} 已保存。{told}", tone)

    def _show_warnings(self) -> None:
        """A day outside the round and a product nobody knows, while they can still be put right."""
        form = self.form
        if form is not None:
            found = surveys.live_warnings(
                self._desk, form=form, surveyed=self.surveyed.day(), product_kind=self.kind.text()
            )
            say(self.warnings, "；".join(found), "warning")

    def _after_ticks(self) -> None:
        """All lines are ticked: to the reason where one is asked for, else to the button."""
        form = self.form
        if form is None:
            return
        made = surveys.live_score(self._desk, form=form, ticks=self.grid_box.ticks())
        if made.dissatisfied and not self.cause.toPlainText().strip():
            self.cause.setFocus()
        else:
            self.ok.setFocus()

    def _show_score(self) -> None:
        form = self.form
        if form is None:
            return
        made = surveys.live_score(self._desk, form=form, ticks=self.grid_box.ticks())
        if not made.valid:
            say(self.score, f"暂不能计分：{made.invalid}", "warning")
        elif made.dissatisfied:
            say(self.score, f"{made.formula}　不满意：{'、'.join(made.dissatisfied)}，请填原因", "bad")
        else:
            say(self.score, made.formula, "good")
