"""The fresh process of T2h and T2i: the ledger's page scrolled from top to bottom, then used with both hands.

Says how long each frame took, and for how long at most the window's thread was away during each gesture.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from qmsdesk.bench.listing_child import SIZE, memory, own_time

DRAGGED, WHEELED, WHEEL_ROWS = 700, 60, 3
WHEEL_PLACES = (0.0, 0.25, 0.5, 0.75, 0.99)
TICK_MS = 1
MOST_S = 120.0


class Painted(QObject):
    """Notes that a viewport was painted."""

    def __init__(self, view: Any) -> None:
        super().__init__()
        self.seen = False
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on, change nothing."""
        if event.type() == QEvent.Type.Paint:
            self.seen = True
        return super().eventFilter(watched, event)


class Pulse(QObject):
    """A clock in the window's thread; `longest` is how long it once had to wait for its turn (seconds).

    Time in which the machine served other programs does not count; what the window's own workers keep it from does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = own_time()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = own_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def begin(self) -> None:
        """Forget what was before."""
        self.longest, self._last = 0.0, own_time()


def open_page(data_dir: str, user: str, password: str) -> Any:
    """The ledger's page with all its rows."""
    from qmsdesk.forms.ledger_page import LedgerPage
    from qmsdesk.forms.window_settings import open_settings
    from qmsdesk.operations.department import open_department

    desk = open_department(data_dir=Path(data_dir), user=user, password=password)
    page = LedgerPage(desk, open_settings(Path(data_dir)))
    page.resize(*SIZE)
    with waited_for(page):
        page.show()
    return page


@contextmanager
def waited_for(page: Any) -> Iterator[None]:
    """Go on when what was begun inside is all there."""
    done: list[bool] = []
    page.model.loaded.connect(lambda: done.append(True))
    yield
    until(lambda: bool(done))


def until(ready: Callable[[], bool]) -> None:
    """Let the window live until something has happened."""
    end = time.perf_counter() + MOST_S
    while not ready():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise RuntimeError("waited too long")


def scrolled(page: Any) -> list[float]:
    """Frame times in seconds, from one picture to the next: the thumb pulled from top to bottom, and the wheel."""
    view = page.view
    bar, seen = view.verticalScrollBar(), Painted(view)
    places = [round(bar.maximum() * step / DRAGGED) for step in range(1, DRAGGED + 1)]
    height = view.verticalHeader().defaultSectionSize() * WHEEL_ROWS
    for part in WHEEL_PLACES:
        start = round(bar.maximum() * part)
        places += [
            start + height * step for step in range(1, WHEELED + 1) if start + height * step < bar.maximum()
        ]
    bar.setValue(0)
    until(lambda: seen.seen)
    frames = []
    for place in places:
        if place == bar.value():
            continue
        seen.seen = False
        start_s = time.perf_counter()
        bar.setValue(place)
        until(lambda: seen.seen)
        frames.append(time.perf_counter() - start_s)
    return frames


def used(page: Any, data_dir: str) -> dict[str, tuple[float, float]]:
    """Gesture -> (longest time the window's thread was away, time until all was there), in seconds."""
    pulse = Pulse()
    found: dict[str, tuple[float, float]] = {}

    def gesture(name: str, act: Callable[[], object], wait: bool = True) -> None:
        rest()
        pulse.begin()
        start = time.perf_counter()
        if wait:
            with waited_for(page):
                act()
        else:
            act()
        rest()
        found[name] = (pulse.longest, time.perf_counter() - start - REST_S)

    view, bar = page.view, page.view.verticalScrollBar()
    for text in ("密", "密封", "密封面", "lzsh", "H2025-0", ""):
        gesture(f"查找“{text}”", partial(page.search.setText, text))
    for name, sort in (
        ("按顾客排序", (("customer", False),)),
        ("按问题排序", (("problem", False),)),
        ("按状态、顾客排序", (("state", False), ("customer", True))),
        ("按单号排序", (("number", True),)),
    ):
        gesture(name, partial(view.sort_wanted.emit, sort))
    gesture("筛选类别", lambda: page.filters.klass.setCurrentIndex(2))
    gesture("去掉筛选", lambda: page.filters.klass.setCurrentIndex(0))
    gesture("筛选顾客", lambda: page.filters.customer.setText("石化"))
    gesture("去掉筛选顾客", lambda: page.filters.clear())
    gesture("到中间", lambda: bar.setValue(bar.maximum() // 2), wait=False)
    gesture("全选", view.selectAll, wait=False)
    gesture("去掉选择", view.clearSelection, wait=False)
    gesture("选一行", lambda: view.selectRow(view.rowAt(100)), wait=False)
    gesture("别处登记一张后刷新", lambda: saved_elsewhere(page))
    gesture("分组", page.narrowing.toggle_groups, wait=False)
    until(lambda: page.narrowing.panel._job is None)
    gesture("收起分组", page.narrowing.toggle_groups, wait=False)
    return found


REST_S = 0.15


def rest() -> None:
    """Let everything that is queued be done and painted."""
    end = time.perf_counter() + REST_S
    until(lambda: time.perf_counter() > end)


def saved_elsewhere(page: Any) -> None:
    """A slip registered by another window's worker, and the news of it."""
    from qmsdesk.forms.background import run

    run(page, lambda _progress: register_one(page.desk), lambda _made: page.refresh(), lane="bench")


def register_one(desk: Any) -> int:
    """One more slip."""
    from random import Random

    from qmsdesk.bench.corpus import NOW, feedback
    from qmsdesk.operations import intake, slips
    from qmsdesk.procedure.clock import business_date

    values = feedback(Random(9), business_date(NOW))
    note = intake.CallNote("王工", "0931-2345678", NOW, values["customer_name"], values["description"])
    begun = intake.record_call(desk, note=note, request_id=str(uuid.uuid4()))
    return slips.register(desk, draft_id=begun.draft_id, values=values, request_id=str(uuid.uuid4())).slip_id


def main(what: str, data_dir: str, user: str, password: str) -> dict[str, Any]:
    """What was measured, as plain values (milliseconds)."""
    page = open_page(data_dir, user, password)
    if what == "gestures":
        return {
            name: [round(stall * 1000, 1), round(whole * 1000, 1)]
            for name, (stall, whole) in used(page, data_dir).items()
        }
    frames = sorted(1000 * frame for frame in scrolled(page))
    return {
        "p50": median(frames),
        "p95": quantiles(frames, n=20)[-1],
        "max": frames[-1],
        "frames": len(frames),
        "resident": memory(),
        "platform": QApplication.platformName(),
    }


if __name__ == "__main__":
    from qmsdesk.forms.style import start_application

    application = start_application([])
    print(json.dumps(main(*sys.argv[1:5]), ensure_ascii=False), flush=True)
    os._exit(0)
