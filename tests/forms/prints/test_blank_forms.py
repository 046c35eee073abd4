"""Every paper can be printed empty from its list."""

from __future__ import annotations

import pytest

from qmsdesk.forms.blank_forms import BlankForms
from qmsdesk.operations import prints
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.catalogue import AUXILIARY, SHEETS
from qmsdesk.printing import archival, raster


def test_a_chosen_paper_opens_empty_and_archival(qtbot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "printers", list)
    dialog = BlankForms(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [row.key for row in dialog.table.rows_model.shown] == [item.code for item in (*SHEETS, *AUXILIARY)]
    dialog.table.choose("03")
    dialog.show_button.click()
    qtbot.waitUntil(lambda: dialog.preview is not None)
    data = dialog.preview.printed.data
    assert archival.findings(data) == []
    assert "01-2026" not in raster.texts(data)[0]
    qtbot.waitUntil(lambda: dialog.preview.pages.pictures.picture(0) is not None)
    dialog.preview.close()
