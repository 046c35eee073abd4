"""Print, sign in ink, scan crooked and grainy: each page finds its slip again."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageFilter

from qmsdesk.errors import UserError
from qmsdesk.papers.catalogue import paper
from qmsdesk.printing import raster, render, scan
from qmsdesk.printing.codes import PageCode
from qmsdesk.procedure.copies import copy_set


def printed(code: str, filled: Any) -> tuple[bytes, str]:
    number = f"{paper(code).letter}01-2026-0{code}"
    return render.render(paper(code), copy_set(code)[:2], filled(paper(code)), number=number), number


def scanned(page: tuple[int, int, bytes], seed: int) -> Image.Image:
    """A page turned by one to three degrees, grainy, a little soft, at 200 dpi."""
    dice = random.Random(seed)
    picture = Image.frombytes("RGB", page[:2], page[2]).convert("L")
    angle = dice.choice((-1, 1)) * dice.uniform(1, 3)
    picture = picture.rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grain = Image.effect_noise(picture.size, 50)
    return Image.blend(picture, grain, 0.2).filter(ImageFilter.GaussianBlur(0.6))


def file_of(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.convert("RGB").save(out, kind, **({"quality": 60} if kind == "JPEG" else {}))
    return out.getvalue()


def filed(filled: Any, turns: int) -> tuple[int, int]:
    """How many of how many crooked scans are found again."""
    found = wanted = 0
    for place, code in enumerate(("01", "02", "03", "04", "06")):
        data, number = printed(code, filled)
        pages = list(raster.pages(data, dpi=200))
        each = len(pages) // len(copy_set(code)[:2])
        for turn in range(turns):
            page = turn % len(pages)
            (result,) = scan.read_scan(file_of(scanned(pages[page], 10 * place + turn), "JPEG"))
            wanted += 1
            found += result.code == PageCode(
                code, number, page // each + 1, paper(code).revision, page % each + 1
            )
    return found, wanted


def test_a_crooked_scan_of_each_paper_is_filed(filled: Any) -> None:
    assert filed(filled, 1) == (5, 5)


@pytest.mark.slow
def test_twenty_of_twenty_crooked_scans_are_filed(filled: Any) -> None:
    assert filed(filled, 4) == (20, 20)


def test_a_scanned_pdf_is_read_page_by_page_also_upside_down(filled: Any) -> None:
    data, number = printed("01", filled)
    pictures = [scanned(page, place) for place, page in enumerate(raster.pages(data, dpi=200))]
    pictures[1] = pictures[1].rotate(180)
    out = BytesIO()
    pictures[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=[*pictures[1:], Image.new("L", (1654, 2339), 255)],
        resolution=200,
    )
    told: list[tuple[int, int]] = []
    pages = scan.read_scan(out.getvalue(), report=lambda done, total: told.append((done, total)))
    assert [(page.number, page.code.copy if page.code else 0) for page in pages] == [
        (number, 1),
        (number, 2),
        ("", 0),
    ]
    assert [page.known for page in pages] == [True, True, False]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert all(raster.page_count(page.data) == 1 for page in pages)


def test_a_page_without_qr_is_known_by_its_number(filled: Any) -> None:
    data, number = printed("01", filled)
    width, height, pixels = raster.page(data, 0, dpi=200)
    picture = Image.frombytes("RGB", (width, height), pixels)
    picture.paste((255, 255, 255), (0, 0, 400, 400))
    (page,) = scan.read_scan(file_of(picture, "PNG"))
    assert (page.code, page.number) == (None, number)


def test_another_companys_form_waits_for_a_person() -> None:
    (page,) = scan.read_scan(render.blank(paper("02")))
    assert not page.known
    (page,) = scan.read_scan(file_of(Image.new("L", (800, 1000), 200), "PNG"))
    assert not page.known


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\nbroken", b"%PDF-1.4 broken"])
def test_what_is_no_scan_is_told_plainly(data: bytes) -> None:
    with pytest.raises(UserError):
        scan.read_scan(data)


def test_a_torn_picture_names_its_page(filled: Any) -> None:
    data = file_of(Image.effect_noise((1000, 1400), 80), "JPEG")
    with pytest.raises(UserError, match="第 1 页已损坏"):
        scan.read_scan(data[: len(data) // 2])


def test_a_scan_with_a_password_is_told_plainly() -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(render.blank(paper("01")))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UserError, match="有口令"):
        scan.read_scan(locked.getvalue())
