"""Pages as pictures, and the way to a printer."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from qmsdesk.errors import UserError
from qmsdesk.papers.catalogue import paper
from qmsdesk.printing import printers, raster, render


@pytest.fixture(scope="module")
def blank() -> bytes:
    return render.blank(paper("01"))


def test_a_page_is_packed_rgb_of_the_right_size(blank: bytes) -> None:
    ((width, height, pixels),) = raster.pages(blank, dpi=72)
    assert (width, height) == (596, 842)
    assert len(pixels) == width * height * 3
    assert pixels[:3] == b"\xff\xff\xff"
    assert min(pixels) < 40
    assert raster.page_sizes(blank) == [pytest.approx((595.28, 841.89), abs=0.1)]


def test_a_damaged_file_is_told_plainly(blank: bytes) -> None:
    with pytest.raises(UserError, match="已损坏"):
        raster.page_count(b"not a pdf")


def test_a_file_with_a_password_is_told_plainly(blank: bytes) -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(blank)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UserError, match="有口令"):
        raster.page(locked.getvalue(), 0, dpi=72)


def programs(folder: Path, **scripts: str) -> None:
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)


def test_a_workstation_without_a_printer_says_so(
    blank: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert printers.printers() == []
    with pytest.raises(UserError, match="没有打印机"):
        printers.send(blank)


def test_cups_gets_the_pdf_itself_one_sided_and_unscaled(
    blank: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    programs(
        tmp_path,
        lpstat='case "$1" in -d) echo "system default destination: office";; -e) echo lab; echo office;; esac',
        lp=f'cat > {tmp_path}/got.pdf; echo "$@" > {tmp_path}/args; echo "request id is office-7 (1 file(s))"',
    )
    assert [(one.name, one.default) for one in printers.printers()] == [("office", True), ("lab", False)]
    assert printers.send(blank, printer="lab", title="F01-2026-001", pages="1-2") == "office-7"
    assert (tmp_path / "got.pdf").read_bytes() == blank
    arguments = (tmp_path / "args").read_text()
    assert "-d lab" in arguments
    assert "sides=one-sided" in arguments
    assert "print-scaling=none" in arguments
    assert "-P 1-2" in arguments


def test_an_unknown_or_refusing_printer_is_named(
    blank: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    programs(tmp_path, lpstat="echo office", lp="cat > /dev/null; echo 'queue is closed' >&2; exit 1")
    with pytest.raises(UserError, match="找不到打印机“lab”"):
        printers.send(blank, printer="lab")
    with pytest.raises(UserError, match="没有接受") as caught:
        printers.send(blank, printer="office")
    assert "queue is closed" in caught.value.detail
