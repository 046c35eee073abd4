"""Tables that outgrow their sheet, marks on prints, the ledger from a stream."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.papers.catalogue import paper
from qmsdesk.printing import archival, raster, render
from qmsdesk.printing.codes import PageCode, read_page_code
from qmsdesk.printing.job import PrintMeta
from qmsdesk.printing.ledger import render_rows
from qmsdesk.procedure.copies import copy_set

Filled = Callable[..., dict[str, Any]]
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_rows_of_the_monthly_return_go_on_further_full_sheets(filled: Filled, squeeze: Any) -> None:
    values = filled(paper("05"), rows=25)
    data = render.render(paper("05"), copy_set("05")[:1], values)
    pages = [squeeze(page) for page in raster.texts(data)]
    assert len(pages) > 2
    assert all("简述原因" in page and f"第{n}页共{len(pages)}页" in page for n, page in enumerate(pages, 1))
    assert sum(page.count(squeeze("F01-2026-025")) for page in pages) >= 1


def test_goods_beyond_the_warranty_sheet_go_to_a_continuation_page(filled: Filled, squeeze: Any) -> None:
    sheet = paper("04")
    values = filled(sheet, rows=13)
    pages = [
        squeeze(page)
        for page in raster.texts(render.render(sheet, copy_set("04")[:1], values, number="B01-2026-001"))
    ]
    assert "明细续见附页" in pages[0]
    assert "三包产品供货明细表(续)" in pages[1]
    names = [row["name"] for row in values["lines"]]
    assert all(squeeze(name) in pages[0] for name in names[:9])
    assert all(squeeze(name) in pages[1] for name in names[9:])
    assert "B01-2026-001" in pages[1]


def test_a_hundred_goods_rows_are_all_printed_with_the_head_repeated(filled: Filled, squeeze: Any) -> None:
    values = filled(paper("04"), rows=100)
    pages = [squeeze(page) for page in raster.texts(render.render(paper("04"), copy_set("04")[:1], values))]
    assert all("序号图号名称数量" in page for page in pages[1:])
    text = "".join(pages)
    assert all(squeeze(row["name"]) in text for row in values["lines"])


def test_marks_stand_on_every_page_of_every_copy(filled: Filled, squeeze: Any) -> None:
    meta = PrintMeta(printed_at=NOON, reprint_count=2, photocopy_of="C01-2026-003", void_reason="重复登记")
    marks = frozenset({"void", "reprint", "photocopy"})
    values = {**filled(paper("01")), "description": "漏油。" * 2000}
    data = render.render(paper("01"), copy_set("01"), values, number="F01-2026-001", marks=marks, meta=meta)
    pages = [squeeze(page) for page in raster.texts(data)]
    assert len(pages) >= 4
    for page in pages:
        assert "补印第2次2026年11月22日12:00" in page
        assert "复印件附于C01-2026-003" in page
        assert "作废重复登记" in page


@pytest.mark.parametrize("code", ["01", "04", "06"])
def test_the_qr_code_of_each_page_says_which_copy_and_page_it_is(
    code: str, filled: Filled, tmp_path: Path
) -> None:
    scanner = shutil.which("zbarimg")
    if scanner is None:
        pytest.skip("zbarimg is not installed")
    number = f"{paper(code).letter}01-2026-001"
    copies = copy_set(code)[:2]
    data = render.render(paper(code), copies, filled(paper(code)), number=number)
    pages = list(raster.pages(data, dpi=200))
    each = len(pages) // len(copies)
    for place, (width, height, pixels) in enumerate(pages):
        file = tmp_path / f"{place}.ppm"
        file.write_bytes(f"P6 {width} {height} 255\n".encode() + pixels)
        said = subprocess.run(
            [scanner, "-q", "--raw", file], capture_output=True, text=True, check=True
        ).stdout.split()
        assert number in said  # Code 128
        (code_read,) = [read for read in map(read_page_code, said) if read]
        assert code_read == PageCode(code, number, place // each + 1, paper(code).revision, place % each + 1)


def test_a_foreign_or_damaged_code_is_not_taken_for_ours() -> None:
    good = PageCode("01", "F01-2026-001", 1, "2").text
    assert read_page_code(good) == PageCode("01", "F01-2026-001", 1, "2")
    for bad in ("", "http://example.com", good.replace("001", "002"), good[:-1], good.replace("QD1", "QD9")):
        assert read_page_code(bad) is None


def ledger_rows(count: int) -> list[dict[str, Any]]:
    return [
        {
            "number": f"F01-2026-{place:04d}",
            "customer": "广西柳工机械股份有限公司",
            "product": "减速机/ZL-2000A",
            "problem": "轴承漏油" * (1 + place % 17),
            "claim_cost": place * 1_234,
        }
        for place in range(1, count + 1)
    ]


def test_the_ledger_numbers_rows_and_pages_through(squeeze: Any) -> None:
    data = render_rows(paper("07"), iter(ledger_rows(120)), note="李敏导出")
    pages = [squeeze(page) for page in raster.texts(data)]
    text = "".join(pages)
    assert all(f"第{n}页共{len(pages)}页" in page and "李敏导出" in page for n, page in enumerate(pages, 1))
    assert all("反馈单号顾客名称" in page for page in pages)
    assert all(f"{place}F01-2026-{place:04d}" in text for place in range(1, 121))
    assert "1,480.80" in text
    assert archival.findings(archival.archive(data)) == []


def test_an_empty_ledger_is_one_empty_sheet(squeeze: Any) -> None:
    data = render_rows(paper("07"), [])
    assert [squeeze(page).count("第1页共1页") for page in raster.texts(data)] == [1]


def test_a_very_long_ledger_text_is_whole_on_a_continuation_page(squeeze: Any) -> None:
    long = "漏油原因待查,已派人到现场。" * 300
    data = render_rows(paper("07"), [{"number": "F01-2026-001", "problem": long}])
    pages = raster.texts(data)
    body = "".join(squeeze(page.split("AUX-12 附页", 1)[1].split("公司内部资料", 1)[0]) for page in pages[1:])
    assert long in body
    assert "第1行主要问题" in body
    assert "全文见附页" in squeeze(pages[0])


def test_printing_the_ledger_can_be_stopped() -> None:
    class Stop(Exception):
        pass

    def report(done: int) -> None:
        if done > 50:
            raise Stop

    with pytest.raises(Stop):
        render_rows(paper("07"), ledger_rows(500), report=report)
    assert render_rows(paper("07"), ledger_rows(3))  # the press is free again


def test_a_ledger_row_that_cannot_be_printed_is_named() -> None:
    rows = [*ledger_rows(3), {"number": "F01-2026-004", "customer": "甲😀"}]
    with pytest.raises(UserError, match="第 4 行 顾客名称"):
        render_rows(paper("07"), rows)


def test_a_second_copy_costs_little_more_than_the_first(filled: Filled) -> None:
    values = filled(paper("01"))
    one = render.render(paper("01"), copy_set("01")[:1], values, number="F01-2026-001")
    both = render.render(paper("01"), copy_set("01"), values, number="F01-2026-001")
    assert len(both) <= 1.15 * len(one)
