"""Paper goes out, comes back signed, and finds its own place; what cannot be read waits where somebody sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageFilter

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.models.transactions import write, write_tx
from qmsdesk.operations import ink_loop, intake, people, prints, signing, slips, steps
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Cancelled
from qmsdesk.operations.turns import Given
from qmsdesk.printing import raster
from qmsdesk.printing.codes import PageCode


@pytest.fixture
def printed(desk: Desk, call_note: Any, complete_feedback: dict[str, Any], tmp_path: Path) -> Path:
    """A registered slip's copy set, printed once."""
    taken = intake.record_call(desk, note=call_note, request_id="call")
    done = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="slip")
    return prints.save_slip_pdf(desk, slip_id=done.slip_id, folder=tmp_path)


def scanned(path: Path, page: int, *, dpi: int = 150, turn: float = 1.5) -> Image.Image:
    width, height, pixels = raster.page(path.read_bytes(), page, dpi=dpi)
    paper = Image.frombytes("RGB", (width, height), pixels)
    return paper.rotate(turn, fillcolor="white", expand=True).filter(ImageFilter.GaussianBlur(0.6))


def test_a_crooked_scan_of_both_copies_is_filed_with_each(desk: Desk, printed: Path, tmp_path: Path) -> None:
    assert [item.label for item in ink_loop.never_back(desk)] == [
        "第一联 共二联 经销部门存", "第二联 共二联 质管部门存",
    ]  # fmt: skip
    both = tmp_path / "扫描.tif"
    first, second = scanned(printed, 0), scanned(printed, 1, turn=-2.0)
    first.save(both, save_all=True, append_images=[second])
    back = ink_loop.bring_back(desk, paths=[both])
    assert (len(back.filed), back.waiting, back.refused) == (2, (), ())
    assert {item.number for item in back.filed} == {"F01-2026-001"}
    assert len({item.copy_id for item in back.filed}) == 2
    assert ink_loop.never_back(desk) == []
    assert audit_check.verify() == ()


def test_jpg_png_and_pdf_are_read_and_the_same_page_is_kept_once(
    desk: Desk, printed: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / "a.jpg", tmp_path / "b.png"]
    for path in paths:
        scanned(printed, 0).save(path)
    back = ink_loop.bring_back(desk, paths=[*paths, printed])
    assert len(back.filed) == 4
    again = ink_loop.bring_back(desk, paths=[paths[0]])
    assert (again.known, again.filed) == (1, ())


def test_what_has_no_code_of_ours_waits_and_is_matched_by_hand(
    desk: Desk, printed: Path, tmp_path: Path
) -> None:
    strange = tmp_path / "other.png"
    Image.new("RGB", (800, 1100), "white").save(strange)
    [waiting] = ink_loop.bring_back(desk, paths=[strange]).waiting
    assert "别的单位" in waiting.reason
    assert ink_loop.tray(desk) == [waiting]
    with pytest.raises(UserError, match="没有编号为"):
        ink_loop.match(desk, page_id=waiting.id, number="F01-2026-999", ordinal=1)
    with pytest.raises(UserError, match="没有第 7 联"):
        ink_loop.match(desk, page_id=waiting.id, number="F01-2026-001", ordinal=7)
    filed = ink_loop.match(desk, page_id=waiting.id, number="F01-2026-001", ordinal=2)
    assert filed.state == ink_loop.FILED
    assert ink_loop.tray(desk) == []
    assert audit_check.verify() == ()


def test_another_units_slip_is_not_filed_and_says_why(desk: Desk, printed: Path, tmp_path: Path) -> None:
    from qmsdesk.printing.scan import ScannedPage

    page = ScannedPage(1, b"x", "png", PageCode("01", "F77-2026-001", 1, "2"))
    assert "F77-2026-001 不在本部门登记" in ink_loop._belongs(page).reason
    by_bars = ScannedPage(1, b"x", "png", None, "F01-2026-001")
    assert ink_loop._belongs(by_bars).reason == ink_loop.NO_COPY


def test_bad_files_are_named_and_the_good_ones_still_filed(desk: Desk, printed: Path, tmp_path: Path) -> None:
    locked, broken, text = tmp_path / "locked.pdf", tmp_path / "broken.jpg", tmp_path / "text.pdf"
    with pikepdf.open(printed) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="secret", user="secret"))
    whole = BytesIO()
    scanned(printed, 0).save(whole, "JPEG")
    broken.write_bytes(whole.getvalue()[:2000])
    text.write_bytes("不是扫描件".encode())
    back = ink_loop.bring_back(desk, paths=[locked, broken, text, tmp_path / "none.pdf", printed])
    assert [name for name, _why in back.refused] == ["locked.pdf", "broken.jpg", "text.pdf", "none.pdf"]
    assert "口令" in back.refused[0][1]
    assert "损坏" in back.refused[1][1]
    assert len(back.filed) == 2


def test_forty_pages_are_read_with_progress_and_can_be_stopped(
    desk: Desk, printed: Path, tmp_path: Path
) -> None:
    many = tmp_path / "many.pdf"
    with pikepdf.open(printed) as pdf, pikepdf.new() as whole:
        whole.pages.extend(pdf.pages)
        for _ in range(38):
            whole.add_blank_page(page_size=(140, 200))
        whole.save(many)
    told: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    back = ink_loop.bring_back(desk, paths=[many], progress=watch)
    assert told[-1] == (40, 40)
    assert len(back.filed) == 2
    with pytest.raises(Cancelled):
        ink_loop.bring_back(desk, paths=[many], progress=lambda done, _total: done < 2)


def test_names_in_ink_are_typed_back_from_the_picture(desk: Desk, printed: Path) -> None:
    people.add_person(desk, name="王工", roles=("sales_leader",))
    page = ink_loop.bring_back(desk, paths=[printed]).filed[0]
    assert page.slip_id is not None
    assert "sig_review" in dict(ink_loop.open_boxes(desk, slip_id=page.slip_id))
    seen = ink_loop.picture(desk, page_id=page.id, dpi=40)
    assert len(seen.data) == seen.width * seen.height * 3 > 0
    version = slips.read_slip(desk, slip_id=page.slip_id).version
    signed = ink_loop.note_ink(
        desk, page_id=page.id, box="sig_review", name="王工", day=date(2026, 11, 22), version=version
    )
    assert (signed.box.name, signed.box.how) == ("王工", "ink")
    assert (signed.moved, signed.state) == (True, "已审核")
    assert signing.live_signatures(page.slip_id)["sig_review"].how == "ink"
    assert audit_check.verify() == ()


def test_an_ink_signature_whose_gesture_asks_for_more_is_not_signed_again(desk: Desk, printed: Path) -> None:
    page = ink_loop.bring_back(desk, paths=[printed]).filed[0]
    slip_id = page.slip_id
    assert slip_id is not None
    quality = replace(desk, user=replace(desk.user, roles=frozenset({"sales_clerk", "quality_clerk"})))

    def note(box: str, name: str) -> ink_loop.InkNoted:
        version = slips.read_slip(quality, slip_id=slip_id).version
        return ink_loop.note_ink(
            quality, page_id=page.id, box=box, name=name, day=date(2026, 11, 22), version=version
        )

    assert note("sig_review", "王工").state == "已审核"
    handed = Given(values={"original": "原件", "original_pages": 1})
    steps.step(quality, slip_id=slip_id, action="送交", given=handed)
    noted = note("sig_receiver", "赵倩")
    assert (noted.moved, noted.gesture) == (False, "签收")
    [action] = [item for item in steps.allowed_actions(quality, slip_id=slip_id) if item.action == "签收"]
    assert "signature" not in action.asks
    opinion = Given(values={"qc_receipt_opinion": "同意归类"})
    assert steps.step(quality, slip_id=slip_id, action="签收", given=opinion).state == "待归类"
    assert signing.live_signatures(slip_id)["sig_receiver"].name == "赵倩"
    assert audit_check.verify() == ()


def test_bars_alone_file_a_page_when_one_copy_is_still_out(desk: Desk, printed: Path) -> None:
    from qmsdesk.printing.scan import ScannedPage

    by_bars = ScannedPage(1, b"x", "png", None, "F01-2026-001")
    assert ink_loop._belongs(by_bars).reason == ink_loop.NO_COPY
    first, _second = ink_loop.bring_back(desk, paths=[printed]).filed
    assert ink_loop._belongs(by_bars).reason == ink_loop.NO_COPY
    with write_tx():
        write("UPDATE scan_page SET state = 'aside' WHERE id = ?", (first.id,))
    assert ink_loop._belongs(by_bars).copy_id == first.copy_id


def test_an_auxiliary_sheet_lies_with_its_slip_and_is_no_copy_of_it(desk: Desk, printed: Path) -> None:
    from qmsdesk.printing.scan import ScannedPage

    minutes = ScannedPage(1, b"x", "png", PageCode("AUX-2", "F01-2026-001", 1, "1"))
    call = ScannedPage(1, b"x", "png", PageCode("AUX-1", "D01-2026-001", 1, "1"))
    photocopy = ScannedPage(1, b"x", "png", PageCode("01", "F01-2026-001", 0, "1"))
    slip_id = slips.find_number(desk, number="F01-2026-001")
    for page in (minutes, call):
        found = ink_loop._belongs(page)
        assert (found.slip_id, found.copy_id, found.reason) == (slip_id, None, "")
    assert ink_loop._belongs(photocopy).reason == ink_loop.NO_COPY
    sheet = prints.source_pdf(desk, source_id=slips.read_slip(desk, slip_id=slip_id).source_id)
    path = printed.with_name("aux.pdf")
    path.write_bytes(sheet.data)
    [filed] = ink_loop.bring_back(desk, paths=[path]).filed
    assert (filed.slip_id, filed.label, len(ink_loop.never_back(desk))) == (slip_id, "", 2)


def test_a_page_not_ours_is_laid_aside_with_a_reason(desk: Desk, tmp_path: Path) -> None:
    strange = tmp_path / "other.png"
    Image.new("RGB", (300, 400), "white").save(strange)
    [waiting] = ink_loop.bring_back(desk, paths=[strange]).waiting
    with pytest.raises(UserError):
        ink_loop.lay_aside(desk, page_id=waiting.id, reason="")
    ink_loop.lay_aside(desk, page_id=waiting.id, reason="别的公司的表")
    assert ink_loop.tray(desk) == []
