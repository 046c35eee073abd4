"""The 附件 line: files dropped and chosen, paper originals by name, pages, original or copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from qmsdesk.forms.editors.attachments import AttachmentsEditor
from qmsdesk.forms.sheet_window import SheetWindow
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import Attached

Open = Callable[..., SheetWindow]


@pytest.fixture
def window(open_sheet: Open) -> SheetWindow:
    return open_sheet(paper("01"))


@pytest.fixture
def editor(window: SheetWindow) -> AttachmentsEditor:
    found = window.editors["attachments"]
    assert isinstance(found, AttachmentsEditor)
    return found


def test_space_opens_the_list_and_a_paper_original_is_named(editor: AttachmentsEditor, qtbot: Any) -> None:
    editor.focus()
    qtbot.keyClick(editor.box, Qt.Key.Key_Space)
    assert editor.list.isVisible()
    qtbot.keyClicks(editor.list.name, "Fax")
    qtbot.keyClick(editor.list.name, Qt.Key.Key_Return)
    assert editor.value() == [Attached("", "Fax", 1, True)]
    editor.list.table.cellWidget(0, 1).setValue(3)
    editor.list.table.cellWidget(0, 2).activated.emit(1)
    assert editor.value() == [Attached("", "Fax", 3, False)]
    assert editor.box.text() == "Fax(复印件 3页)"
    qtbot.keyClick(editor.list, Qt.Key.Key_Escape)
    assert not editor.list.isVisible()
    assert editor.box.hasFocus()


def test_an_item_is_removed(editor: AttachmentsEditor, qtbot: Any) -> None:
    editor.show([Attached("1", "甲.jpg"), Attached("2", "乙.jpg")])
    editor.open_list()
    qtbot.mouseClick(editor.list.table.cellWidget(0, 3), Qt.MouseButton.LeftButton)
    assert editor.value() == [Attached("2", "乙.jpg")]


def test_dropped_files_are_named_and_told(
    window: SheetWindow, editor: AttachmentsEditor, qtbot: Any, tmp_path: Path
) -> None:
    files = [tmp_path / "照片 1.jpg", tmp_path / "b.pdf"]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(window.files_given) as told:
        editor.box.dropEvent(drop)
    assert told.args == ["attachments", tuple(files)]
    assert [item.name for item in editor.value()] == ["照片 1.jpg", "b.pdf"]


def test_a_kept_file_gets_its_id_and_one_that_cannot_be_kept_goes(editor: AttachmentsEditor) -> None:
    editor.give_files((Path("a.jpg"), Path("b.jpg")))
    editor.keep("a.jpg", Attached("17", "a.jpg"))
    editor.keep("b.jpg", None)
    assert editor.value() == [Attached("17", "a.jpg")]


def test_files_are_chosen_in_the_file_dialog(
    editor: AttachmentsEditor, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (["报告.docx"], ""))
    editor.open_list()
    qtbot.mouseClick(editor.list.files, Qt.MouseButton.LeftButton)
    assert [item.name for item in editor.value()] == ["报告.docx"]


def test_a_locked_line_opens_but_takes_nothing(editor: AttachmentsEditor) -> None:
    editor.show([Attached("1", "甲.jpg")])
    editor.set_read_only(True)
    editor.give_files((Path("x.jpg"),))
    editor.open_list()
    assert editor.list.isVisible()
    assert not editor.list.name.isEnabled()
    assert editor.value() == [Attached("1", "甲.jpg")]
