"""The 信息原件 behind a sheet: the transcript as AUX-1, or the file that came, in the preview (5.3.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.forms.background import run
from qmsdesk.forms.preview import open_preview
from qmsdesk.operations import prints
from qmsdesk.operations.desk import Desk

if TYPE_CHECKING:
    from qmsdesk.forms.sheet_session import SheetSession


class SlipSource:
    """What the action 信息原件 of a sheet shows; the action is hidden where there is no source."""

    def __init__(self, session: SheetSession, desk: Desk, source_id: int | None) -> None:
        self._session, self._desk, self._source_id = session, desk, source_id
        session.sheet_window.actions_by_name["source"].setVisible(source_id is not None)
        session.sheet_window.source_requested.connect(self.show)

    def show(self) -> None:
        """Open the source document in the preview, or say beside the sheet why it cannot be shown."""
        if self._source_id is None:
            return
        source_id = self._source_id
        run(self._session, lambda _progress: self._read(source_id), self._preview)

    def _read(self, source_id: int) -> prints.Printed | UserError:
        try:
            return prints.original_pdf(self._desk, source_id=source_id)
        except UserError as reason:
            return reason

    def _preview(self, found: prints.Printed | UserError) -> None:
        if isinstance(found, UserError):
            self._session.status_message.emit(str(found))
            return
        desk, slip = self._desk, self._session.slip

        def put_out(where: str) -> None:
            prints.note_output(desk, printed=found, where=where, slip_id=slip.id if slip else None)

        open_preview(self._session, found, title=found.title, on_output=put_out)
