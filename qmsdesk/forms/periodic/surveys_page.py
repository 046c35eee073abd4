"""满意度调查: rounds above, their forms below; keying, approval, hand-over, receipt, papers (5.4)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.barred import PRINT, bar
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.periodic.asking import GivenDialog, ReasonDialog, ask
from qmsdesk.forms.periodic.half_deeds import HalfDeeds
from qmsdesk.forms.periodic.keying_dialog import KeyingDialog
from qmsdesk.forms.periodic.round_dialogs import PlanDialog, SampleDialog
from qmsdesk.forms.preview import open_noted
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import Page, button, card, plain, say
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.forms.work_dialog import run_watched
from qmsdesk.operations import survey_rounds, surveys, surveys_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.progress import Progress
from qmsdesk.operations.survey_rounds import RoundLine
from qmsdesk.operations.surveys import FormLine

KEYED = ("已发出", "未收回", "已收回", "无效")
SETTLED = ("已收回", "已转交经销")


class SurveysPage(Page):
    """Rounds of this unit and what became of their forms."""

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        sentence = (
            "计划 → 抽样 → 发出编号 → 收回录入 → 审批 → 半年末移交质管 → 计分；迟到的计入下一半年（I-55）。"
        )
        super().__init__("顾客满意度调查", sentence, parent)
        self._desk, self._settings = desk, settings
        self._rounds: dict[int, RoundLine] = {}
        self._forms: dict[int, FormLine] = {}
        self._make_widgets()
        self._assemble()
        self.rounds.selectionModel().selectionChanged.connect(self._show_forms)
        self.forms.doubleClicked.connect(lambda _index: self.key_forms())
        QShortcut(
            QKeySequence("F4"), self, self.key_forms, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        self.refresh()

    def _make_widgets(self) -> None:
        heads = ("调查", "性质", "期间", "总数", "抽样", "发出", "收回", "回收率", "状态")
        self.rounds = PlainTable("调查", heads, (12, 4, 0, 4, 4, 4, 4, 5, 4))
        headings = ("编号", "顾客", "产品", "状态", "调查时间", "得分", "计入", "说明")
        self.forms = PlainTable("调查表", headings, (9, 12, 12, 6, 7, 4, 6, 0))
        self.forms.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.told = plain()
        blank = button("打印空白表", "print", self.print_blank, "全部已编号的调查表，一份 PDF")
        bar(self._desk, (PRINT, "06", blank))
        self.add_buttons(
            button("新建调查…", "plus", self.plan),
            button("加入名单…", "user", self.sample),
            button("发出编号", "export", self.issue, "给名单上的顾客编号"),
            blank,
            button("录入（F4）", "keyboard", self.key_forms, "选中的，或全部未录入的"),
            button("审批…", "key", self.approve, "经销部门领导审批选中的，或全部已收回的"),
            button("无效…", "close", self.mark_invalid),
            button("未收回…", "clock", self.mark_missing),
        )
        self.half = HalfDeeds(self, self._desk, self._settings, self._need)
        self.half.changed.connect(self.refresh)

    def _assemble(self) -> None:
        more = QHBoxLayout()
        more.setSpacing(GAP)
        for one in self.half.buttons():
            more.addWidget(one)
        more.addWidget(self.told, 1)
        self.column.addLayout(more)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(card(self.rounds))
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card(self.forms), 1)
        split.addWidget(lower)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 3)
        split.setSizes([170, 420])
        self.column.addWidget(split, 1)

    def refresh(self) -> None:
        """Read rounds and forms again."""
        listed = survey_rounds.rounds(self._desk)
        self._rounds = {line.round_id: line for line in listed}
        self.rounds.show_rows([_round_row(line) for line in reversed(listed)])
        if self.rounds.chosen() is None and listed:
            self.rounds.selectRow(0)
        self._show_forms()

    def _show_forms(self) -> None:
        line = self._chosen()
        listed = surveys.forms(self._desk, round_id=line.round_id) if line else []
        self._forms = {form.slip_id: form for form in listed}
        self.forms.show_rows([_form_row(form) for form in listed])
        warnings = "；".join(line.coverage.warnings) if line else ""
        words = (
            f"{line.name}　抽样理由：{line.reason}　计分类别：{line.scoring_class}"
            if line
            else "还没有调查。"
        )
        say(self.told, f"{words}　{warnings}".strip(), "warning" if warnings else "good")

    def plan(self) -> None:
        """A new round."""
        ask(PlanDialog(self._desk, self), self.refresh)

    def sample(self) -> None:
        """Customers for the list of the chosen round."""
        line = self._need()
        if line is not None:
            ask(SampleDialog(self._desk, line.round_id, self), self.refresh)

    def issue(self) -> None:
        """Numbers for every planned form."""
        line = self._need()
        if line is not None:
            self._do(lambda: survey_rounds.issue(self._desk, round_id=line.round_id))

    def print_blank(self) -> None:
        """All numbered questionnaires of the round in one file."""
        line = self._need()
        if line is None:
            return
        desk = self._desk

        def work(progress: Progress) -> Printed:
            return surveys_out.questionnaires_pdf(desk, round_id=line.round_id, progress=progress)

        run_watched(self, "排版空白调查表", work, self._preview)

    def key_forms(self) -> None:
        """Key the chosen forms, or all that wait."""
        chosen = [key for key in self.forms.keys() if self._forms[key].state in KEYED]  # noqa: SIM118
        waiting = [key for key, form in self._forms.items() if form.state == "已发出"]
        if not chosen and not waiting:
            self.say("没有等待录入的调查表。", "warning")
            return
        dialog = KeyingDialog(self._desk, chosen or waiting, self)
        dialog.kept.connect(lambda _slip_id: self._show_forms())
        dialog.finished.connect(lambda _code: self.refresh())
        show_dialog(dialog)

    def approve(self) -> None:
        """审批 of the chosen forms, or of all that are back."""
        chosen = [key for key in self.forms.keys() if self._forms[key].state in SETTLED]  # noqa: SIM118
        ids = chosen or [
            key for key, form in self._forms.items() if form.state in SETTLED and not form.invalid
        ]
        if not ids:
            self.say("没有等待审批的调查表。", "warning")
            return
        note = f"审批 {len(ids)} 份调查表。"
        dialog = GivenDialog(
            self._desk, "审批调查表", note,
            lambda given: surveys.approve(self._desk, slip_ids=ids, given=given), self,
        )  # fmt: skip
        ask(dialog, self.refresh)

    def mark_invalid(self) -> None:
        """判为无效 with a reason."""
        self._ask_reason("判为无效", "无效的调查表不计分，但要列明原因。", surveys.mark_invalid)

    def mark_missing(self) -> None:
        """未收回 with a reason."""
        self._ask_reason("登记未收回", "以后收到了仍可录入。", surveys.mark_missing)

    def _preview(self, printed: Printed) -> None:
        open_noted(self, self._desk, printed, self._settings)

    def _ask_reason(self, name: str, note: str, verb: Callable[..., object]) -> None:
        chosen = self.forms.keys()
        if not chosen:
            self.say("请先选中一份调查表。", "warning")
            return
        dialog = ReasonDialog(
            name, note, name, lambda reason: verb(self._desk, slip_id=chosen[0], reason=reason), self
        )
        ask(dialog, self.refresh)

    def _need(self) -> RoundLine | None:
        line = self._chosen()
        if line is None:
            self.say("请先选中一次调查。", "warning")
        return line

    def _chosen(self) -> RoundLine | None:
        return self._rounds.get(self.rounds.chosen())

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except UserError as error:
            show_error(self, error)
        self.refresh()


def _round_row(line: RoundLine) -> PlainRow:
    first, last = line.round.window
    made = line.round
    texts = (
        line.name, made.kind, f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}", str(made.population), str(made.sample),
        str(made.issued), str(made.returned), line.coverage.return_rate.percent_text, line.state,
    )  # fmt: skip
    return PlainRow(texts, line.round_id)


def _form_row(form: FormLine) -> PlainRow:
    score = "" if form.total is None else f"{form.total / 100:.2f}"
    counted = f"{form.counts_in}{' 迟到' if form.late else ''}"
    texts = (
        form.number, form.customer, form.product, form.state, f"{form.surveyed:%Y-%m-%d}" if form.surveyed else "",
        score, counted, form.invalid or form.sample_reason,
    )  # fmt: skip
    return PlainRow(texts, form.slip_id, "warning" if form.invalid else "", (3, 7))
