"""Files dropped on a draft's 附件 go into the encrypted store, off the GUI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from qmsdesk.forms.background import run
from qmsdesk.forms.editors.attachments import AttachmentsEditor
from qmsdesk.operations.attaching import attach_file
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.values import Attached


class FileKeeping(QObject):
    """Keeps files one after the other; `waiting` tells how many are still on their way."""

    def __init__(self, desk: Desk, draft_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._draft_id = desk, draft_id
        self.waiting = 0

    def keep(self, editor: AttachmentsEditor, paths: tuple[Path, ...]) -> None:
        """Start keeping files that the editor already names."""
        for path in paths:
            self.waiting += 1
            run(
                self,
                partial(_keep, self._desk, self._draft_id, path),
                partial(self._on_kept, editor, path.name),
                failed=partial(self._on_not_kept, editor, path.name),
            )

    def _on_kept(self, editor: AttachmentsEditor, name: str, item: Attached) -> None:
        self.waiting -= 1
        editor.keep(name, item)

    def _on_not_kept(self, editor: AttachmentsEditor, name: str, error: Exception) -> None:
        self.waiting -= 1
        editor.keep(name, None)
        editor.show_problem(f"“{name}”没有存入：{error}")


def _keep(desk: Desk, draft_id: str, path: Path, _progress: object) -> Attached:
    return attach_file(desk, draft_id=draft_id, path=path)
