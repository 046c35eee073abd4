"""The first page: take a call, other mail, unfinished drafts, recent slips, the numbers of the day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMessageBox, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.style import GAP, MARGIN, scaled_font
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import SHANGHAI

if TYPE_CHECKING:
    from qmsdesk.forms.cards import Card, Entry, EntryList
    from qmsdesk.operations.drafts import DraftLine
    from qmsdesk.operations.today import Figures, RecentSlip

WEEKDAYS = "一二三四五六日"
CALL_PAPER = "AUX-1"


class StartPage(QWidget):
    """What a clerk sees in the morning."""

    call_wanted = Signal()
    mail_wanted = Signal()
    draft_wanted = Signal(str, str)
    slip_wanted = Signal(int)
    ledger_wanted = Signal(str)
    board_wanted = Signal()
    duties_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._filled = False
        self._stale = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)

    def title(self) -> str:
        """The words on the tab."""
        return "首页"

    def _fill(self) -> None:
        """Make what stands on the page, when somebody looks at it for the first time."""
        self._filled = True
        self._make_widgets()
        self._assemble()
        self._connect()

    def _make_widgets(self) -> None:
        from qmsdesk.forms.cards import BigButton, EntryList, Figure
        from qmsdesk.forms.case.to_do_card import ToDoCard
        from qmsdesk.forms.sign_in import quiet_label

        desk = self._desk
        self.heading = QLabel(f"{desk.user.name}，{greeting(desk.clock.now())}")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setFont(scaled_font(self.font(), 1.7, bold=True))
        place = f"{desk.department.unit_name} · {desk.department.name}"
        self.day = quiet_label(f"{long_day(desk.clock.today())}　{place}", self)
        self.call = BigButton("接电话", "边听边记，自动生成信息原件和反馈单", "phone", "F8", strong=True)
        self.mail = BigButton("其他来件", "传真、信函、报告、邮件：附上原件", "inbox", "Ctrl+Shift+N")
        self.figures = {
            "today": Figure("今天反馈"), "month": Figure("本月反馈"), "late": Figure("超期", alarming=True),
            "drafts": Figure("草稿"),
        }  # fmt: skip
        self.drafts, self.recent = EntryList("草稿"), EntryList("最近单据")
        for view in (self.drafts, self.recent):
            view.setMinimumHeight(self.fontMetrics().height() * 6)
        self.to_do = ToDoCard(desk)
        self.no_drafts = quiet_label("没有未完成的草稿。", self)
        self.no_slips = quiet_label("还没有登记过单据。", self)

    def _assemble(self) -> None:
        from qmsdesk.forms.cards import scrolled

        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.day)
        top = QHBoxLayout()
        top.setSpacing(MARGIN)
        top.addWidget(self.call, 1)
        top.addWidget(self.mail, 1)
        numbers = QHBoxLayout()
        numbers.setSpacing(MARGIN)
        for figure in self.figures.values():
            numbers.addWidget(figure, 1)
        lists = QHBoxLayout()
        lists.setSpacing(MARGIN)
        lists.addWidget(self.to_do, 1)
        lists.addWidget(_listing("草稿", self.drafts, self.no_drafts), 1)
        lists.addWidget(_listing("最近单据", self.recent, self.no_slips), 1)
        inside = QWidget()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(MARGIN)
        column.addLayout(head)
        column.addLayout(top)
        column.addLayout(numbers)
        column.addLayout(lists, 1)
        around.addWidget(scrolled(inside))

    def _connect(self) -> None:
        self.call.clicked.connect(self.call_wanted)
        self.mail.clicked.connect(self.mail_wanted)
        self.drafts.opened.connect(lambda key: self.draft_wanted.emit(*key))
        self.drafts.removal_wanted.connect(self._ask_discard)
        self.to_do.slip_wanted.connect(self.slip_wanted)
        self.to_do.board_wanted.connect(self.board_wanted)
        self.to_do.duties_wanted.connect(self.duties_wanted)
        self.recent.opened.connect(lambda slip_id: self.slip_wanted.emit(slip_id))
        self.drafts.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.drafts.customContextMenuRequested.connect(self._draft_menu)
        for name in ("today", "month", "late"):
            self.figures[name].clicked.connect(lambda _=False, name=name: self.ledger_wanted.emit(name))
        self.figures["drafts"].clicked.connect(self.drafts.setFocus)

    def refresh(self) -> None:
        """Read lists and numbers again, at once or when the page is looked at next."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.show_lists()
            self.count()

    def showEvent(self, event: QShowEvent) -> None:
        """The empty page is painted first, then filled."""
        super().showEvent(event)
        if not self._filled:
            self._fill()
        if self._stale:
            self._soon.start()

    def show_lists(self) -> None:
        """Read the drafts and the newest slips."""
        from qmsdesk.operations.drafts import list_drafts
        from qmsdesk.operations.today import recent_slips

        drafts, slips = list_drafts(self._desk), recent_slips(self._desk)
        self.drafts.show_entries([draft_entry(line) for line in drafts])
        self.recent.show_entries([slip_entry(slip) for slip in slips])
        self.no_drafts.setVisible(not drafts)
        self.drafts.setVisible(bool(drafts))
        self.no_slips.setVisible(not slips)
        self.recent.setVisible(bool(slips))
        self.figures["drafts"].set_value(len(drafts))

    def count(self) -> None:
        """Work the numbers out in a worker thread."""
        from qmsdesk.operations.today import figures

        desk = self._desk
        run(self, lambda _progress: figures(desk), self._show_figures, lane="ledger")
        self.to_do.refresh()

    def _show_figures(self, found: Figures) -> None:
        for name, figure in self.figures.items():
            figure.set_value(getattr(found, name))

    def _draft_menu(self, place: QPoint) -> None:
        index = self.drafts.indexAt(place)
        if not index.isValid():
            return
        key = index.data(Qt.ItemDataRole.UserRole).key
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开", lambda: self.draft_wanted.emit(*key))
        menu.addAction("丢弃草稿…", lambda: self._ask_discard(key))
        menu.popup(self.drafts.viewport().mapToGlobal(place))

    def _ask_discard(self, key: tuple[str, str]) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("丢弃草稿")
        box.setText("丢弃这份草稿？")
        box.setInformativeText("草稿没有编号，丢弃后不能找回。")
        discard = box.addButton("丢弃", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton("保留", QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        discard.clicked.connect(lambda: self.discard(key[1]))
        box.open()

    def discard(self, draft_id: str) -> None:
        """Throw a draft away."""
        from qmsdesk.operations.drafts import discard_draft

        discard_draft(self._desk, draft_id=draft_id)
        self.show_lists()


def _listing(title: str, view: EntryList, nothing: QLabel) -> Card:
    from qmsdesk.forms.cards import Card

    card = Card()
    heading = QLabel(title)
    heading.setFont(scaled_font(card.font(), 1.1, bold=True))
    heading.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
    nothing.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 1, 1, 4)
    column.setSpacing(0)
    column.addWidget(heading)
    column.addWidget(nothing)
    column.addWidget(view, 1)
    column.addStretch(0)
    nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
    column.setStretchFactor(nothing, 1)
    return card


def draft_entry(line: DraftLine) -> Entry:
    """A draft as an entry: which sheet, whose, what about, when saved."""
    from qmsdesk.forms.cards import Entry

    saved = line.updated_at.astimezone(SHANGHAI)
    title = f"{line.customer or '（未填用户名称）'}"
    note = "　".join(part for part in (line.title, " ".join(line.summary.split())) if part)
    return Entry((line.paper_code, line.id), title, note, f"{saved:%m-%d %H:%M}")


def slip_entry(slip: RecentSlip) -> Entry:
    """A slip as an entry: number and customer, problem, state."""
    from qmsdesk.forms.cards import Entry

    state = f"{slip.state} 超期" if slip.late else slip.state
    note = "　".join(part for part in (slip.product, " ".join(slip.problem.split())) if part)
    return Entry(slip.slip_id, f"{slip.number}　{slip.customer}", note, state, slip.late)


def greeting(moment: datetime) -> str:
    """早上好, 上午好, 下午好 or 晚上好 by Shanghai time."""
    hour = moment.astimezone(SHANGHAI).hour
    names = ((5, "夜深了"), (9, "早上好"), (12, "上午好"), (18, "下午好"), (25, "晚上好"))
    return next(words for until, words in names if hour < until)


def long_day(day: date) -> str:
    """2026年11月22日 星期日."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
