"""The bar over every slip of a case: the gestures open to this user now, and what else can be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.case.action_dialog import action_dialog
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.gesture import Gesture, gesture_dialog
from qmsdesk.forms.case.more_gestures import gestures_for
from qmsdesk.forms.case.next_step import Next, next_of
from qmsdesk.forms.case.sheets_dialog import ask_for_sheet
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, make_primary
from qmsdesk.forms.trust.frame import button
from qmsdesk.operations import steps
from qmsdesk.operations.beginning import Begun
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.operations.steps import Action, Done
from qmsdesk.operations.to_do import ASIDE

FORWARD = frozenset({"归为A+B类"})  # nobody waits for it, but it stands beside its sisters

CASE_PAPERS = ("01", "02", "03", "04")
BY_SHEET = {"登记": "在表格上填写，然后按“登记”（F9）"}
# what a form asks for beyond these may still answer an objection: a value, or somebody else's ink
_PEOPLE = frozenset({"reason", "optional_reason", "approver", "receiver"})
MOST = 4


class ActionBar(QWidget):
    """Buttons from `steps.allowed_actions`; `done` tells a step was made, `begun` that another sheet was begun."""

    done = Signal(object)  # Done, or None when only something beside the state changed
    begun = Signal(str)  # draft id
    sheet_wanted = Signal(str)  # 登记 or 更正: the gesture is made on the sheet
    page_wanted = Signal(str)  # "case", "ruler", "costs"
    link_wanted = Signal(str, int)  # a slip of the case, or a page

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.slip: Slip | None = None
        self.may_act: Callable[[], bool] = lambda: True
        self.buttons: dict[str, QPushButton] = {}
        self.dialog: FormDialog | None = None
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        self.nothing = quiet_label("", self)
        self.nothing.setWordWrap(True)
        self._links = QHBoxLayout()
        self._links.setSpacing(GAP)
        self.more = QPushButton("其他办理")
        self.more_menu = QMenu(self.more)
        self.more.setMenu(self.more_menu)
        self.case = button(
            "整案", "pages", partial(self.page_wanted.emit, "case"), "这件事的全部单据画在一张图上"
        )
        self.ruler = button(
            "保用期", "calendar", partial(self.page_wanted.emit, "ruler"), "保用期标尺和这台产品的经历"
        )
        self.costs = button("费用", "sum", partial(self.page_wanted.emit, "costs"), "三包费用明细和批准")
        self._assemble()
        self.hide()

    def _assemble(self) -> None:
        layout = QHBoxLayout()
        layout.setSpacing(GAP)
        layout.addLayout(self._row)
        layout.addWidget(self.more)
        layout.addStretch(1)
        for one in (self.costs, self.ruler, self.case):
            layout.addWidget(one)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addWidget(self.nothing, 1)
        below.addLayout(self._links)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP, GAP // 2, GAP, GAP // 2)
        column.setSpacing(2)
        column.addLayout(layout)
        column.addLayout(below)

    def show_slip(self, slip_id: int) -> None:
        """Show what can be done with a slip now; hidden for papers without such a life and for who may only look."""
        self.slip = read_slip(self._desk, slip_id=slip_id)
        looks_only = self._desk.user.roles <= {"site_viewer", "anyone"}  # 现场查阅 (5.5.2)
        known = self.slip.paper_code in CASE_PAPERS and not looks_only
        self.setVisible(known)
        if not known:
            return
        found = steps.allowed_actions(self._desk, slip_id=slip_id)
        forward = [one for one in found if one.action not in ASIDE - FORWARD][:MOST]
        after = next_of(self._desk, self.slip, forward)
        beside = [one for one in gestures_for(self._desk, self.slip) if one.name in after.gestures]
        self._show_buttons(beside, forward, first=after.first)
        self._show_menu([one for one in found if one not in forward])
        self._show_words(after)
        self.costs.setVisible(self.slip.paper_code == "04")
        self.ruler.setVisible(self.slip.paper_code in ("01", "04"))

    def _show_words(self, after: Next) -> None:
        """The sentence that says what comes next, and the buttons that lead there."""
        _empty(self._links)
        self.nothing.setText(after.words)
        self.nothing.setVisible(bool(after.words))
        for link in after.links:
            made = button(link.words, "right", partial(self.link_wanted.emit, link.page, link.slip_id))
            made.setFlat(True)
            self._links.addWidget(made)

    def _show_buttons(self, beside: list[Gesture], actions: list[Action], *, first: bool) -> None:
        _empty(self._row)
        extra = {one.name: button(f"{one.name}…", "right", partial(self.ask_more, one)) for one in beside}
        steps_ = {
            one.action: button(one.action, "right", partial(self.ask, one), tip_of(one)) for one in actions
        }
        for one in actions:
            steps_[one.action].setEnabled(can_begin(one))
        self.buttons = {**extra, **steps_} if first else {**steps_, **extra}
        for made in self.buttons.values():
            self._row.addWidget(made)
        strong = next((made for made in self.buttons.values() if made.isEnabled()), None)
        if strong is not None:
            make_primary(strong)

    def _show_menu(self, actions: list[Action]) -> None:
        slip = self.slip
        assert slip is not None
        self.more_menu.clear()
        self.more_menu.setToolTipsVisible(True)
        for gesture in gestures_for(self._desk, slip):
            self.more_menu.addAction(f"{gesture.name}…", partial(self.ask_more, gesture))
        if actions:
            self.more_menu.addSeparator()
        for one in actions:
            entry = self.more_menu.addAction(f"{one.action}…", partial(self.ask, one))
            entry.setToolTip(tip_of(one))
            entry.setEnabled(can_begin(one))
        self.more_menu.addSeparator()
        self.more_menu.addAction("打印附表…", partial(ask_for_sheet, self, self._desk, slip.id))

    def ask(self, action: Action) -> None:
        """Open the dialog of a gesture of the table."""
        if self.slip is None or not self.may_act():
            return
        if "sheet" in action.asks:
            self.sheet_wanted.emit(action.action)
            return
        slip = read_slip(self._desk, slip_id=self.slip.id)
        self._open(partial(action_dialog, self._desk, slip, action, self.window()))

    def ask_more(self, gesture: Gesture) -> None:
        """Open the dialog of a gesture beside the table."""
        if self.slip is not None and self.may_act():
            slip = read_slip(self._desk, slip_id=self.slip.id)
            self._open(partial(gesture_dialog, self._desk, slip, gesture, self.window()))

    def _open(self, make: Callable[[], FormDialog]) -> None:
        try:
            dialog = make()
        except UserError as error:
            show_error(self, error)
            return
        dialog.accepted.connect(lambda: self._did(dialog.outcome))
        dialog.destroyed.connect(self._forget)
        self.dialog = dialog
        show_dialog(dialog)

    def _forget(self) -> None:
        self.dialog = None

    def _did(self, outcome: object) -> None:
        self.done.emit(outcome if isinstance(outcome, Done) else None)
        if isinstance(outcome, Begun):
            self.begun.emit(outcome.draft_id)


def _empty(row: QHBoxLayout) -> None:
    while (item := row.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()


def can_begin(action: Action) -> bool:
    """Whether a gesture may be begun: nothing stands in its way, or its form may still answer the objection."""
    return not action.why_not or bool(set(action.asks) - _PEOPLE)


def tip_of(action: Action) -> str:
    """Clause, what follows, and what stands in the way."""
    if action.action in BY_SHEET:
        return BY_SHEET[action.action]
    clause = f"（{action.clause}）" if action.clause else ""
    why = f"\n现在还不能：{action.why_not}" if action.why_not else ""
    ink = "\n不归本人职责，只能补录纸上的签名" if action.by_ink else ""
    return f"{action.action}{clause}：转到“{action.target}”{ink}{why}"
