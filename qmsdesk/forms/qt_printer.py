"""Printing where no CUPS takes the PDF itself (Windows): each page is drawn at 300 to 600 dpi and handed to Qt."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from qmsdesk.errors import UserError
from qmsdesk.operations import prints
from qmsdesk.operations.print_choice import PrintChoice, chosen_pages, jobs

LEAST_DPI, MOST_DPI = 300, 600
_POINTS, _MM = 72.0, 25.4


def printer_names() -> list[str]:
    """The printers Qt knows, the default first."""
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual)


def send(data: bytes, *, printer: str, title: str, choice: PrintChoice | None = None, sets: int = 1) -> None:
    """Draw the chosen pages on a printer of this machine; UserError when it does not take them."""
    choice = choice or PrintChoice()
    sizes = prints.page_sizes(data)
    for pages in jobs(choice, len(sizes), sets):
        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPrinterName(printer)
        device.setDocName(title)
        device.setCopyCount(choice.copies)
        upright = sizes[0][0] <= sizes[0][1]
        sides = QPrinter.DuplexMode.DuplexLongSide if upright else QPrinter.DuplexMode.DuplexShortSide
        device.setDuplex(sides if choice.duplex else QPrinter.DuplexMode.DuplexNone)
        paint(device, data, [page - 1 for page in chosen_pages(pages, len(sizes))], offset=choice.offset)


def paint(
    device: QPrinter, data: bytes, pages: Sequence[int], *, offset: tuple[float, float] = (0.0, 0.0)
) -> None:
    """Draw pages (from 0) in their own size, moved by `offset` (mm right, down); UserError when the printer refuses."""
    dpi = max(LEAST_DPI, min(MOST_DPI, device.resolution()))
    device.setResolution(dpi)
    device.setFullPage(True)
    sizes = prints.page_sizes(data)
    painter = QPainter()
    for place, page in enumerate(pages):
        _set_paper(device, *sizes[page])
        ready = device.newPage() if place else painter.begin(device)
        if not ready:
            painter.end()
            raise UserError("打印机没有接受这份文件。", advice="请检查打印机是否开机、联网，然后重新打印。")
        [(width, height, rgb)] = prints.page_images(data, dpi=dpi, only=[page])
        image = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888)
        moved = QPointF(offset[0], offset[1]) * (dpi / _MM)
        points = QSizeF(*sizes[page]) * (dpi / _POINTS)
        painter.drawImage(QRectF(moved, points), image)
    painter.end()


def _set_paper(device: QPrinter, width: float, height: float) -> None:
    """The paper of one page, in points; A4 is A4 whichever way it lies."""
    upright = width <= height
    size = QSizeF(width, height) if upright else QSizeF(height, width)
    device.setPageSize(
        QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch)
    )
    device.setPageOrientation(
        QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
    )
