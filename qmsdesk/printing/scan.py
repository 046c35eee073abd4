"""Scans brought back: each page's QR code or Code 128 says which copy of which slip it is (the ink loop)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.printing import raster
from qmsdesk.printing.codes import PageCode, read_page_code

if TYPE_CHECKING:
    from PIL.Image import Image

READ_DPI = 200.0
MOST_PAGES = 300
MOST_PIXELS = 80_000_000
_NUMBER = re.compile(r"[FJCB]?[0-9A-Z]{1,8}-\d{4}(?:-[12])?-\d{1,9}")
_SMOOTH = 1.2  # pixels: paper grain and scanner noise are finer than a module
_PDF = b"%PDF-"


@dataclass(frozen=True)
class ScannedPage:
    """One page of a scan: its place (from 1), its own file, what its codes say; neither when it cannot be read."""

    place: int
    data: bytes
    kind: str  # pdf or png, or the picture as it came
    code: PageCode | None = None
    number: str = ""

    @property
    def known(self) -> bool:
        """Whether the page can be filed without a person."""
        return bool(self.code or self.number)


def read_scan(data: bytes, *, report: Callable[[int, int], None] | None = None) -> list[ScannedPage]:
    """The pages of a scanned PDF, JPG, PNG or TIFF with their codes; UserError for a file that is no scan.

    `report` is told (pages done, pages in all) and may raise to stop.
    """
    pages = []
    loaded, total = _pages(data)
    for place, (own, kind, picture) in enumerate(loaded, start=1):
        code, number = _read(picture)
        pages.append(ScannedPage(place, own, kind, code, number))
        if report is not None:
            report(place, total)
    return pages


def _pages(data: bytes) -> tuple[Iterator[tuple[bytes, str, Image]], int]:
    if data.lstrip()[:5] == _PDF:
        total = raster.page_count(data)
        _check_count(total)
        return _pdf_pages(data, total), total
    return _picture_pages(data)


def _check_count(total: int) -> None:
    if total > MOST_PAGES:
        raise UserError(
            f"这份扫描件有 {total} 页，一次最多 {MOST_PAGES} 页。", advice="请分成几份后再放进来。"
        )


def _pdf_pages(data: bytes, total: int) -> Iterator[tuple[bytes, str, Image]]:
    import pikepdf
    from PIL import Image

    sizes = raster.page_sizes(data)
    with pikepdf.open(BytesIO(data)) as whole:
        for place in range(total):
            inches = max(1e-3, sizes[place][0] * sizes[place][1] / 72**2)
            dpi = min(READ_DPI, (MOST_PIXELS / inches) ** 0.5)
            width, height, pixels = raster.page(data, place, dpi=dpi)
            single = BytesIO()
            with pikepdf.new() as one:
                one.pages.append(whole.pages[place])
                one.save(single)
            yield single.getvalue(), "pdf", Image.frombytes("RGB", (width, height), pixels)


def _picture_pages(data: bytes) -> tuple[Iterator[tuple[bytes, str, Image]], int]:
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(data), formats=("JPEG", "PNG", "TIFF", "BMP"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise UserError(
            "这个文件不是能读的扫描件。",
            advice="请用 PDF、JPG、PNG 或 TIFF 格式重新扫描。",
            detail=str(error),
        ) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise UserError("扫描的图片太大。", advice="请用 200 到 300 dpi 重新扫描。")
    total = int(getattr(picture, "n_frames", 1))
    _check_count(total)
    return _frames(data, picture, total), total


def _frames(data: bytes, picture: Image, total: int) -> Iterator[tuple[bytes, str, Image]]:
    kind = (picture.format or "").lower().replace("jpeg", "jpg")
    for place in range(total):
        try:
            picture.seek(place)
            picture.load()
        except (OSError, EOFError, ValueError, SyntaxError) as error:
            raise UserError(
                f"扫描件第 {place + 1} 页已损坏。", advice="请重新扫描这一页。", detail=str(error)
            ) from error
        if total == 1:
            yield data, kind, picture
        else:
            single = BytesIO()
            picture.convert("RGB").save(single, "PNG")
            yield single.getvalue(), "png", picture


def _read(picture: Image) -> tuple[PageCode | None, str]:
    """Our QR code, and the number; the page as it is first, then its edges smoothed and enlarged."""
    number = ""
    for look in _looks(picture.convert("L")):
        for text in _texts(look):
            if code := read_page_code(text):
                return code, code.number
            if _NUMBER.fullmatch(text):
                number = text
    return None, number


def _looks(page: Image) -> Iterator[Image]:
    """The page in several ways, cheap ones first; the codes stand in the upper corners, wherever up is."""
    from PIL import Image, ImageFilter

    yield page
    width, height = page.size
    thirds = (
        (0, 0, width, height // 3),
        (0, height - height // 3, width, height),
        (0, 0, width // 3, height),
        (width - width // 3, 0, width, height),
    )
    for third in thirds:
        part = page.crop(third).filter(ImageFilter.GaussianBlur(_SMOOTH))
        yield part.resize((part.width * 2, part.height * 2), Image.Resampling.BICUBIC)
    for third in thirds[:2]:
        part = page.crop(third)
        yield part.resize((part.width * 3, part.height * 3), Image.Resampling.LANCZOS)  # thin bars


def _texts(picture: Image) -> list[str]:
    import zxingcpp

    view = zxingcpp.ImageView(picture.tobytes(), picture.width, picture.height, zxingcpp.ImageFormat.Lum)
    found = zxingcpp.read_barcodes(view, formats=zxingcpp.barcode_formats_from_str("QRCode,Code128"))
    return [one.text for one in found if one.valid]
