"""Printers that print beside the place: a page to measure the offset with, and a print moved by it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from qmsdesk.papers.layout import Rule
from qmsdesk.printing.document import Document, pressing
from qmsdesk.printing.fonts import any_text
from qmsdesk.printing.pen import MM, Written, draw

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH, HEIGHT = 210.0, 297.0
MOST = 10.0  # mm; more is a wrong paper size, not an offset
_CROSS = 20.0  # mm from the left and the upper edge of the paper
_WORDS = (
    "打印机校准页",
    "1. 不要缩放，单面打印在 A4 纸上。",
    "2. 用尺量十字中心到纸左边和上边的距离，都应为 20.0 毫米。",
    "3. 偏移量 = 20.0 减去量得的距离：横向为正往右移，纵向为正往下移。",
    "4. 在打印预览的“偏移”里为这台打印机填上两个数，再打一张核对。",
)


def calibration_page(printer: str = "", *, offset: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """An A4 page with a cross 20 mm from two edges and a millimetre scale on it, moved by `offset` (mm right, down)."""
    told = f"打印机：{printer or '（默认）'}　现在的偏移：横 {offset[0]:+.1f} 毫米，纵 {offset[1]:+.1f} 毫米"
    with pressing():
        document = Document(WIDTH, HEIGHT, any_text())
        marks = [
            Written((line,), 50.0, 60.0 + place * 9.0, 150.0, 8.0, 11.0)
            for place, line in enumerate((*_WORDS, told))
        ]
        draw(document.canvas, HEIGHT, document.faces, list(_rules()), marks)
        document.next_page()
        return moved(document.finish(), offset)


def moved(data: bytes, offset: tuple[float, float]) -> bytes:
    """The same pages drawn `offset` (mm right, mm down) from their place; the very bytes when there is no offset.

    Only what goes to the printer is moved; the print that is kept stays as it was previewed.
    """
    right, down = (max(-MOST, min(MOST, value)) for value in offset)
    if not right and not down:
        return data
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            box = [float(value) for value in page.mediabox]
            x, y = right * MM, -down * MM
            page.mediabox = pikepdf.Array([box[0] - x, box[1] - y, box[2] - x, box[3] - y])
            for name in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
                if name in page.obj:
                    del page.obj[name]
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _rules() -> Iterator[Rule]:
    """The cross, and a scale of 40 mm along each arm."""
    yield Rule(_CROSS - 15, _CROSS, _CROSS + 40, _CROSS, 0.4)
    yield Rule(_CROSS, _CROSS - 15, _CROSS, _CROSS + 40, 0.4)
    for step in range(-15, 41):
        length = 4.0 if step % 10 == 0 else 2.5 if step % 5 == 0 else 1.2
        yield Rule(_CROSS + step, _CROSS, _CROSS + step, _CROSS + length, 0.2)
        yield Rule(_CROSS, _CROSS + step, _CROSS + length, _CROSS + step, 0.2)
