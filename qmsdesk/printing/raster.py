"""Pages as pictures, for the preview and for printers that take no PDF: PDFium behind one lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qmsdesk.errors import UserError

MOST_DPI = 1200
_LOCK = threading.Lock()  # PDFium is not thread-safe
_POINTS = 72.0


def page_count(data: bytes) -> int:
    """How many pages a PDF has; UserError when it cannot be read."""
    with _LOCK:
        document = _open(data)
        try:
            return len(document)
        finally:
            document.close()


def pages(data: bytes, *, dpi: float) -> Iterator[tuple[int, int, bytes]]:
    """Each page as (width, height, RGB bytes, three a pixel, no padding), signatures and stamps drawn in."""
    for number in range(page_count(data)):
        yield page(data, number, dpi=dpi)


def page(data: bytes, number: int, *, dpi: float) -> tuple[int, int, bytes]:
    """One page (from 0) as (width, height, RGB bytes); UserError for a damaged file."""
    if not 0 < dpi <= MOST_DPI:
        raise ValueError(f"dpi {dpi}")
    with _LOCK:
        document = _open(data)
        try:
            document.init_forms()  # before any page is loaded, else stamps of signatures are not drawn
            bitmap = document[number].render(scale=dpi / _POINTS, rev_byteorder=True, maybe_alpha=False)
            return bitmap.width, bitmap.height, _packed(bitmap)
        finally:
            document.close()


def texts(data: bytes) -> list[str]:
    """The text of each page, for search in the preview."""
    with _LOCK:
        document = _open(data)
        try:
            return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
        finally:
            document.close()


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document behind the one lock, closed afterwards; UserError when it cannot be read."""
    with _LOCK:
        document = _open(data)
        try:
            yield document
        finally:
            document.close()


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = "这个 PDF 有口令，打不开。" if locked else "这个 PDF 已损坏，打不开。"
        advice = "请向寄来的人要一份没有口令的。" if locked else "请重新打印或重新扫描后再试。"
        raise UserError(message, advice=advice, detail=str(error)) from error


def _packed(bitmap: Any) -> bytes:
    """The rows of a bitmap without padding, three bytes a pixel."""
    raw = memoryview(bitmap.buffer)
    width, height, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    if channels == 3:
        if stride == width * 3:
            return bytes(raw)
        return b"".join(raw[row * stride : row * stride + width * 3] for row in range(height))
    packed = bytearray(width * height * 3)
    lines = b"".join(raw[row * stride : row * stride + width * channels] for row in range(height))
    for channel in range(3):
        packed[channel::3] = lines[channel::channels]
    return bytes(packed)


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points; UserError when the file cannot be read."""
    with _LOCK:
        document = _open(data)
        try:
            return [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()
