"""A line that offers what past records know while one types; it never gets in the way of an input method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from qmsdesk.forms.background import Job, run

PAUSE_MS = 120
Ask = Callable[[str], list[tuple[str, Any]]]


class TypeAheadEdit(QLineEdit):
    """Asks `ask(text)` for (words, hint) pairs in a worker thread and offers them below itself."""

    chosen = Signal(object)

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._composing = False
        self._job: Job | None = None
        self._offers = QStandardItemModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look_up)
        self.textEdited.connect(self._edited)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        if self._composing:
            self._hide_offers()
        super().inputMethodEvent(event)

    def offers(self) -> list[str]:
        """The words offered at present."""
        return [self._offers.item(row).text() for row in range(self._offers.rowCount())]

    def take_offer(self, row: int) -> None:
        """Choose an offer as a click does."""
        self._take(self._offers.index(row, 0))

    def _edited(self) -> None:
        if self.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._hide_offers()

    def _look_up(self) -> None:
        text, ask = self.text(), self._ask
        if self._composing or not self.hasFocus():
            return
        if self._job is not None:
            self._job.abandon()
        self._job = run(
            self, lambda _progress: ask(text), self._offer, failed=self._keep_quiet, lane="suggest"
        )

    def _hide_offers(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def _keep_quiet(self, _error: Exception) -> None:
        """What cannot be suggested can still be typed."""

    def _offer(self, found: list[tuple[str, Any]]) -> None:
        self._offers.clear()
        for words, hint in found:
            item = QStandardItem(words)
            item.setData(hint, Qt.ItemDataRole.UserRole)
            item.setSizeHint(QSize(0, round(self.fontMetrics().height() * 1.5)))
            self._offers.appendRow(item)
        if found and self.hasFocus() and not self._composing:
            self._completer.complete()
        else:
            self._hide_offers()

    def _take(self, index: QModelIndex) -> None:
        hint = index.data(Qt.ItemDataRole.UserRole)
        self._hide_offers()
        if hint is not None:
            self.chosen.emit(hint)
