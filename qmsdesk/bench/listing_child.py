"""The fresh process of T2: one table over many rows, painted, jumped through, sorted; says how long each took."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QScrollBar, QTableView

SIZE = (1440, 900)
PLACES, SORTS = 30, 5
SHARES = Path("/proc/thread-self/schedstat")


class Constants(QAbstractTableModel):
    """As many rows as wanted, every cell the same words: what a view costs without data."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, _parent: object = None) -> int:
        """The rows."""
        return self._rows

    def columnCount(self, _parent: object = None) -> int:
        """As many columns as the ledger."""
        return 16

    def data(self, _index: object, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The same words everywhere."""
        return "管箱法兰渗漏" if role == Qt.ItemDataRole.DisplayRole else None


def measure(
    open_: Callable[[], Any],
    sort: Callable[[Any, bool], None],
    fetch: Callable[[Any], None] = lambda _view: None,
) -> dict[str, float]:
    """Seconds of each gesture on the view that `open_` shows, and MB added.

    `sort` must leave it sorted (downwards or upwards) and painted; `fetch` brings all rows in, so that jumping about is
    compared fairly.
    """
    before = memory()
    start = own_time()
    view = open_()
    paint(view)
    first = own_time() - start
    settle(view)
    jump = own_time()
    to_end(view)
    jumped = own_time() - jump
    added = memory() - before
    repaints = [timed(lambda: repaint(view)) for _turn in range(PLACES)]
    sorts = []
    for turn in range(SORTS):
        fetch(view)  # a click on a table that was looked through, as the first one was
        sorts.append(timed(partial(sort, view, turn % 2 == 0)))
        settle(view)
    fetch(view)
    bar, luck = view.verticalScrollBar(), Random(2)
    thumbs = []
    for _turn in range(PLACES):
        place = luck.randint(0, bar.maximum())
        thumbs.append(timed(partial(jump_to, view, bar, place)))
    return {
        "first": first,
        "end": jumped,
        "repaint": median(repaints),
        "sort": median(sorts),
        "thumb": median(thumbs),
        "memory": added,
        "resident": before + added,
    }


def own_time() -> float:
    """Seconds on the clock less those in which this thread was ready and the machine served other programs."""
    try:
        return time.perf_counter() - int(SHARES.read_text().split()[1]) / 1e9
    except OSError:  # a system that does not tell
        return time.perf_counter()


def timed(work: Callable[[], object]) -> float:
    """Seconds of some work."""
    start = own_time()
    work()
    return own_time() - start


def jump_to(view: Any, bar: QScrollBar, place: int) -> None:
    """Pull the thumb somewhere and paint what is there."""
    bar.setValue(place)
    repaint(view)


def paint(view: Any) -> None:
    """Wait for the first picture."""
    while not view.window().windowHandle().isExposed():
        QApplication.processEvents()
    repaint(view)


def repaint(view: Any) -> None:
    """Paint everything again, the frozen columns as well."""
    view.viewport().repaint()
    frozen = getattr(view, "frozen", None)
    if frozen is not None:
        frozen.viewport().repaint()


def to_end(view: Any) -> None:
    """Show the very last row; a model that fetches as it goes must fetch them all."""
    model = view.model()
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    view.scrollToBottom()
    repaint(view)


def settle(view: Any) -> None:
    """Wait until a table that shows its first rows at once has all of them."""
    model = view.model()
    while hasattr(model, "totals") and model.rowCount() != model.totals.count:
        QApplication.processEvents()


def memory() -> float:
    """Resident memory of this process in MB."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def ours(data_dir: str, user: str, password: str) -> dict[str, float]:
    """The ledger's own page."""
    from qmsdesk.forms.ledger_model import resorted
    from qmsdesk.forms.ledger_page import LedgerPage
    from qmsdesk.forms.window_settings import open_settings
    from qmsdesk.operations.department import open_department

    desk = open_department(data_dir=Path(data_dir), user=user, password=password)
    settings = open_settings(Path(data_dir))

    def open_() -> Any:
        page = LedgerPage(desk, settings)
        page.resize(*SIZE)
        page.show()
        while not page.model.rowCount():
            QApplication.processEvents()
        return page.view

    def sort(view: Any, _down: bool) -> None:
        done: list[bool] = []
        view.model().first_shown.connect(lambda: done.append(True))  # what fills the screen
        view.sort_wanted.emit(resorted(view.model().wanted, "customer", add=False))  # as a click does
        while not done:
            QApplication.processEvents()
        repaint(view)

    return measure(open_, sort)


def sql(path: str) -> dict[str, float]:
    """Qt's own table model on an unencrypted file."""
    from PySide6.QtSql import QSqlDatabase, QSqlTableModel

    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(path)
    if not database.open():
        raise RuntimeError(database.lastError().text())

    def open_() -> Any:
        model = QSqlTableModel(db=database)
        model.setTable("ledger")
        model.select()
        return shown(model)

    def sort(view: Any, down: bool) -> None:
        model = view.model()
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        model.sort(model.fieldIndex("customer"), order)
        repaint(view)

    return measure(open_, sort, to_end)


def constant(rows: int) -> dict[str, float]:
    """A model of constants."""
    return measure(lambda: shown(Constants(rows)), lambda _view, _down: None)


def shown(model: Any) -> QTableView:
    """A plain table view over a model."""
    view = QTableView()
    model.setParent(view)
    view.setModel(model)
    view.resize(*SIZE)
    view.show()
    return view


if __name__ == "__main__":
    from qmsdesk.forms.style import start_application

    application = start_application([])
    what, _blank, number = sys.argv[1].partition(" ")
    subjects: dict[str, Callable[[], dict[str, float]]] = {
        "ours": lambda: ours(*sys.argv[2:5]),
        "sql": lambda: sql(sys.argv[2]),
        "constant": lambda: constant(int(number)),
    }
    print(json.dumps(subjects[what]()), flush=True)
    os._exit(0)
