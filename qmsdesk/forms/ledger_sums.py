"""How many rows are selected, what they cost together and on the average."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from qmsdesk.forms.background import Job, run
from qmsdesk.forms.ledger_model import LedgerModel
from qmsdesk.forms.ledger_view import LedgerView
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Progress
from qmsdesk.procedure.money import money_text

AT_ONCE = 500


class SelectionSum(QObject):
    """Writes into one label; many rows are summed in a worker thread."""

    def __init__(self, desk: Desk, view: LedgerView, model: LedgerModel, label: QLabel) -> None:
        super().__init__(view)
        self._desk, self._view, self._model, self._label = desk, view, model, label
        self._job: Job | None = None
        view.selection_changed.connect(self.show)

    def show(self) -> None:
        """Count at once, sum at once when they are few."""
        if self._job is not None:
            self._job.abandon()
            self._job = None
        spans = [(span.top(), span.bottom() + 1) for span in self._view.spans()]
        count = sum(last - first for first, last in spans)
        if count < 2:
            self._label.clear()
            return
        self._label.setText(f"已选 {count:,} 条")
        ids = array("q")
        for first, last in spans:
            ids.extend(self._model.slip_ids(first, last))
        if count <= AT_ONCE:
            self._show_sum(self._add_up(ids, lambda _done, _total: True))
        else:
            self._job = run(self, lambda step: self._add_up(ids, step), self._show_sum, lane="ledger sums")

    def _add_up(self, ids: array[int], progress: Progress) -> str:
        from qmsdesk.operations.ledger_groups import cost_of_rows

        found = cost_of_rows(self._desk, ids=ids, progress=progress)
        text = f"已选 {found.count:,} 条　三包费用合计 {money_text(found.cost)} 元"
        mean = found.mean
        return text if mean is None else f"{text}　平均 {money_text(mean)} 元（{found.with_cost:,} 条有费用）"

    def _show_sum(self, text: str) -> None:
        self._job = None
        self._label.setText(text)
