"""The ledger in daily use: its view kept at once, sorted while an import runs, worked by keys, hits marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMenu

from qmsdesk.forms.background import run
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.forms.ledger_view import set_height
from qmsdesk.operations import importing, ledger_views
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query, order
from qmsdesk.operations.ledger_views import View
from tests.forms.test_ledger_narrowing import KEYS, opened, shown


@pytest.fixture
def page(qtbot, desk: Desk, slips: list[int], settings: QSettings) -> LedgerPage:
    return opened(qtbot, desk, settings, len(slips))


def test_a_view_keeps_search_text_and_height_and_is_written_at_once(
    qtbot, desk: Desk, page: LedgerPage, settings: QSettings
) -> None:
    """No pause, no leaving: what is kept a moment after the change is what a killed program finds again."""
    word = shown(page, "serial_no")[0]
    page.search.setText(word)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    set_height(page.view, 2.4)
    wanted = page.narrowing.present()
    assert (wanted.text, wanted.height) == (word, 240)
    qtbot.waitUntil(lambda: ledger_views.last_view(desk) == wanted, timeout=300)
    again = opened(qtbot, desk, settings, 1)
    assert (again.search.text(), again.view.roominess) == (word, 2.4)
    assert shown(again, "serial_no") == [word]
    again.narrowing.show_view(View())
    qtbot.waitUntil(lambda: again.model.rowCount() == 5)
    assert again.search.text() == ""


def test_changes_in_one_gesture_are_few_writes_and_the_last_one_stands(
    qtbot, page: LedgerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[View] = []
    keep = ledger_views.keep_last
    monkeypatch.setattr(
        ledger_views, "keep_last", lambda desk, *, view: (written.append(view), keep(desk, view=view))
    )
    for width in range(200, 260):
        page.view.setColumnWidth(KEYS.index("problem"), width)
    qtbot.waitUntil(lambda: bool(written) and dict(written[-1].columns)["problem"] == 259)
    assert len(written) <= 3


@pytest.mark.parametrize("count", [1_500, pytest.param(100_000, marks=pytest.mark.slow)])
def test_sorting_during_an_import_shows_all_of_it_or_nothing_of_it(
    qtbot, page: LedgerPage, tmp_path: Path, count: int
) -> None:
    """Whatever is sorted while the rows come in: the list is that of before or that of after, in the right order."""
    table = tmp_path / "旧.csv"
    lines = (
        f"2024-01-{1 + n % 28:02d},第{n * 7919 % 997}厂,换热器,S{n * 31 % count:06d},漏油{n}"
        for n in range(count)
    )
    table.write_text("反馈日期,用户名称,产品名称,出厂编号,主要问题\n" + "\n".join(lines), encoding="utf-8")
    sorts = ("serial_no", "customer", "problem")
    before = {key: list(order(page.desk, query=Query(sort=((key, False),)))) for key in sorts}
    loads: list[tuple[str, list[int]]] = []
    page.model.loaded.connect(
        lambda: loads.append(
            (page.model.query.sort[0][0], list(page.model.slip_ids(0, page.model.rowCount())))
        )
    )
    done: list[object] = []
    desk, report = page.desk, tmp_path / "报告.csv"
    run(
        page, lambda progress: importing.run(desk, path=table, report=report, progress=progress), done.append,
        lane="import",
    )  # fmt: skip
    turn = 0
    while not done:
        with qtbot.waitSignal(page.model.loaded, timeout=2_000, raising=False):
            page.narrowing.sort(sorts[turn % 3], False, False)
        turn += 1
    assert done[0].imported == count  # type: ignore[attr-defined]
    page.refresh()
    page.narrowing.sort("serial_no", False, False)
    after = {key: list(order(page.desk, query=Query(sort=((key, False),)))) for key in sorts}
    qtbot.waitUntil(lambda: loads[-1:] == [("serial_no", after["serial_no"])], timeout=60_000)
    assert len(loads) > 1
    assert all(ids in (before[key], after[key]) for key, ids in loads if key in before)


def test_groups_and_headings_are_reached_by_keys_alone(qtbot, page: LedgerPage) -> None:
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    panel = page.narrowing.panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.isVisible() and panel.table.rowCount() > 0)
    qtbot.keyClick(page.view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert not panel.isVisible()
    page.view.setCurrentIndex(page.model.index(0, KEYS.index("customer")))
    qtbot.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = next(menu for menu in page.findChildren(QMenu) if menu.isVisible())
    assert "顾客名称 升序" in [action.text() for action in menu.actions()]
    menu.close()


def test_what_was_searched_is_marked_in_the_rows(qtbot, page: LedgerPage) -> None:
    word = shown(page, "customer")[0][:2]
    page.search.setText(word)
    page.show_query()
    qtbot.waitUntil(lambda: page.view.marks == (word,))
    marked = page.view.viewport().grab().toImage()
    page.view.set_marks(())
    page.view.viewport().update()
    assert page.view.viewport().grab().toImage() != marked
