"""Slips that may tell of the same thing, shown beside a call while it is written; they never block it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qmsdesk.forms.background import Job, run
from qmsdesk.forms.cards import Card, Entry, EntryList
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, scaled_font
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import LikelyDuplicate, likely_duplicates

PAUSE_MS = 300
NOTHING = "输入出厂编号，或用户名称和问题后，这里会列出近 12 个月可能相同的反馈。"
NONE_FOUND = "近 12 个月没有发现相同的反馈。"


class DuplicatesPanel(Card):
    """Looks for likely duplicates 300 ms after the last key, in a worker thread."""

    slip_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = ("", "", "")
        self._job: Job | None = None
        heading = QLabel("可能重复的反馈")
        heading.setFont(scaled_font(self.font(), 1.1, bold=True))
        heading.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        self.note = quiet_label(NOTHING, self)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(MARGIN, 0, MARGIN, GAP)
        self.found = EntryList("可能重复的反馈")
        self.found.opened.connect(lambda slip_id: self.slip_wanted.emit(slip_id))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 4)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.note, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.found, 1)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)

    def ask(self, *, serial_no: str, customer_name: str, problem: str) -> None:
        """Look for slips like this one as soon as the typing pauses."""
        wanted = (serial_no.strip(), customer_name.strip(), problem.strip())
        if wanted != self._asked:
            self._asked = wanted
            self._pause.start()

    def _look(self) -> None:
        serial_no, customer_name, problem = self._asked
        desk = self._desk
        if self._job is not None:
            self._job.abandon()
        self._job = run(
            self,
            lambda _progress: likely_duplicates(
                desk, serial_no=serial_no, customer_name=customer_name, problem=problem
            ),
            self._show,
            failed=self._keep_quiet,
            lane="suggest",
        )

    def _keep_quiet(self, _error: Exception) -> None:
        """A look that fails must not disturb the call."""

    def _show(self, found: list[LikelyDuplicate]) -> None:
        self.found.show_entries([duplicate_entry(item) for item in found])
        asked = bool(self._asked[0] or (self._asked[1] and self._asked[2]))
        self.note.setText("" if found else NONE_FOUND if asked else NOTHING)
        self.note.setVisible(not found)


def duplicate_entry(item: LikelyDuplicate) -> Entry:
    """A likely duplicate as an entry: number, why, what it says."""
    return Entry(
        item.slip_id,
        f"{item.number}　{item.why}",
        " ".join(item.problem.split()),
        f"{item.feedback_date:%m-%d}",
    )
