"""The PDF file around the pages: canvas, metadata, page bodies drawn once and shown on every copy."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

from qmsdesk.papers.layout import PT
from qmsdesk.printing.codes import Picture
from qmsdesk.printing.fonts import MIDDLE, Typeface, Typefaces
from qmsdesk.printing.pen import MM, Written, draw, fill_picture
from qmsdesk.procedure.clock import SHANGHAI

CREATOR = "qmsdesk"
_PRESS = threading.RLock()  # ReportLab keeps its fonts in module tables
_LIGHT = 0.87
_MARK_SIZE = 150.0


@contextmanager
def pressing() -> Iterator[None]:
    """One print at a time in this process."""
    with _PRESS:
        yield


class Document:
    """A PDF in the making: pages of one size in mm, fonts embedded, nothing written to disk."""

    def __init__(self, width: float, height: float, faces: Typefaces) -> None:
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        rl_config.useA85 = 0  # streams as bytes: a fifth smaller
        self.width, self.height, self.faces = width, height, faces
        self._data = BytesIO()
        self._canvas: Any = Canvas(
            self._data,
            pagesize=(width * MM, height * MM),
            pageCompression=1,
            initialFontName=faces.body.name,
            initialFontSize=9.5,
            lang="zh-CN",
            pdfVersion=(1, 7),
        )
        self._canvas.setViewerPreference("PrintScaling", "None")

    @property
    def canvas(self) -> Any:
        """The ReportLab canvas of the current page or body."""
        return self._canvas

    def describe(
        self, *, title: str, subject: str, keywords: str, author: str, moment: datetime | None
    ) -> None:
        """Set the metadata; the creation date is the print's own moment when it is told."""
        canvas = self._canvas
        canvas.setTitle(title)
        canvas.setSubject(subject)
        canvas.setKeywords(keywords)
        canvas.setAuthor(author)
        canvas.setCreator(CREATOR)
        canvas.setProducer(CREATOR)
        if moment is not None:
            stamp = canvas._doc._timeStamp
            local = moment.astimezone(SHANGHAI)
            stamp.t, stamp.lt, stamp.YMDhms = moment.timestamp(), local.timetuple(), local.timetuple()[:6]
            stamp.dhh, stamp.dmm, stamp.tzname = 8, 0, "Asia/Shanghai"

    def begin_body(self, name: str) -> None:
        """What is drawn until `end_body` is kept under a name and drawn once however often it is shown."""
        self._canvas.beginForm(name, 0, 0, self.width * MM, self.height * MM)

    def end_body(self) -> None:
        """Close the body begun last."""
        self._canvas.endForm()

    def show(self, name: str) -> None:
        """Show a body on the current page; it may be drawn later."""
        self._canvas.doForm(name)

    def write(self, *marks: Written) -> None:
        """Words on the current page."""
        draw(self._canvas, self.height, self.faces, (), marks)

    def picture(self, picture: Picture, x: float, y: float, w: float, h: float) -> None:
        """A code on the current page, in a box of mm."""
        fill_picture(self._canvas, self.height, picture, (x, y, w, h))

    def diagonal(self, word: str) -> None:
        """A large light word from the lower left to the upper right, under what is drawn later."""
        canvas, face = self._canvas, self.faces.title
        size = _MARK_SIZE
        canvas.saveState()
        canvas.setFillGray(_LIGHT)
        canvas.translate(self.width * MM / 2, self.height * MM / 2)
        canvas.rotate(math.degrees(math.atan2(self.height, self.width)) if self.height > self.width else 35.0)
        canvas.setFont(face.name, size)
        canvas.drawCentredString(0, -size * MIDDLE, word, charSpace=size * 0.2)
        canvas.restoreState()

    def stamp(self, word: str, x: float, y: float, height: float = 5.2) -> float:
        """A word in a box with its top-left corner at (x, y) mm; the x of its right edge."""
        face: Typeface = self.faces.title
        size = 9.0
        width = face.width(word) * size * PT + 3.0
        canvas = self._canvas
        canvas.setLineWidth(0.8)
        canvas.setLineJoin(0)
        canvas.rect(x * MM, (self.height - y - height) * MM, width * MM, height * MM)
        self.write(Written((word,), x + 1.5, y, width - 1.5, height, size, bold=True))
        return x + width

    def next_page(self) -> None:
        """Finish the current page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The finished file."""
        self._canvas.save()
        return self._data.getvalue()
