"""Every paper prints what it declares: words in order, values, copies, embedded fonts, PDF/A."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from qmsdesk import settings
from qmsdesk.papers.base import Kind, Paper
from qmsdesk.papers.catalogue import AUXILIARY, SHEETS
from qmsdesk.papers.layout import PT, Print, Slot, lay_out
from qmsdesk.papers.values import attachment_text, chinese_date, display, row_display
from qmsdesk.printing import archival, raster, render
from qmsdesk.printing.job import MARKS, PrintMeta
from qmsdesk.procedure.copies import Copy, copy_set

Filled = Callable[..., dict[str, Any]]
Words = Callable[[bytes], str]
PAPERS = (*SHEETS, *AUXILIARY)
META = PrintMeta(digest="ab12cd", printed_at=datetime(2026, 11, 22, 7, 4, tzinfo=UTC))
every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.code)


def number_of(paper: Paper) -> str:
    return f"{paper.letter}01-2026-001" if any(item.kind is Kind.NUMBER for item in paper.fields) else ""


def printed(paper: Paper, values: dict[str, Any], copies: int = 1, **more: Any) -> bytes:
    return render.render(
        paper, copy_set(paper.code)[:copies], values, number=number_of(paper), meta=META, **more
    )


@every_paper
def test_a_blank_form_says_exactly_its_printed_words_in_order(
    paper: Paper, words: Words, squeeze: Any
) -> None:
    company = settings.company()
    sheet = lay_out(paper, form_no=company.form_numbers.get(paper.code, paper.form_no), company=company.name)
    expected = []
    for piece in sheet.pieces:
        if isinstance(piece, Print):
            expected += piece.lines
        elif isinstance(piece, Slot):
            expected.append("□" if piece.box else piece.placeholder)
    assert words(render.blank(paper)) == squeeze("".join(expected))


@every_paper
def test_a_blank_form_is_one_page_of_the_papers_size(paper: Paper) -> None:
    (page,) = raster.pages(render.blank(paper), dpi=254)  # ten pixels a millimetre
    assert page[0] / 10 == pytest.approx(paper.size[0], abs=0.15)
    assert page[1] / 10 == pytest.approx(paper.size[1], abs=0.15)


@every_paper
def test_every_value_is_found_again_in_the_text(
    paper: Paper, filled: Filled, words: Words, squeeze: Any
) -> None:
    values = filled(paper)
    text = words(printed(paper, values))
    drawn = {slot.field for slot in lay_out(paper).slots if not (slot.option or slot.box)}
    for item in paper.fields:
        if item.name not in drawn or item.kind is Kind.NUMBER:
            continue
        if item.kind is Kind.ROWS:
            cells = [row_display(column, row) for row in values[item.name] for column in item.columns]
        elif item.kind is Kind.SIGNATURE:
            cells = [values[item.name].name, chinese_date(values[item.name].day)]
        elif item.kind is Kind.ATTACHMENTS:
            cells = [attachment_text(one) for one in values[item.name]]
        else:
            cells = [display(item, values[item.name])]
        for cell in cells:
            assert squeeze(cell) in text, f"{item.label}: {cell}"
    if number := number_of(paper):
        assert number in text


@every_paper
def test_ticks_and_choices_are_found_as_ticks(paper: Paper, filled: Filled, words: Words) -> None:
    ticked = {slot.field for slot in lay_out(paper).slots if slot.box or slot.option}
    added = words(printed(paper, filled(paper))).count("√") - words(render.blank(paper)).count("√")
    assert added == len(ticked)


@every_paper
def test_a_long_text_stands_whole_on_a_continuation_page(paper: Paper, words: Words, squeeze: Any) -> None:
    names = [item.name for item in paper.fields if item.kind is Kind.LONG_TEXT]
    if not names:
        pytest.skip("this paper has no long text")
    long = "轴承温度85℃,现场更换密封圈ZL-2000A后仍漏油。" * 75
    texts = {name: f"{name}开始。{long}{name}结束。" for name in names}
    data = printed(paper, texts)
    text = words(data)
    assert "见附页" in text
    assert f"第1页共{raster.page_count(data)}页" in text
    joined = "".join(squeeze(page) for page in _pages_without_frame(data))
    sheet = squeeze(raster.texts(data)[0])
    for name, value in texts.items():
        if squeeze(value) not in sheet:  # a box may be large enough
            assert squeeze(value) in joined, name
            assert paper.field(name).label in joined


def _pages_without_frame(data: bytes) -> list[str]:
    """The text of the 附页 between the number line and the foot."""
    pages = raster.texts(data)[1:]
    return [page.split("AUX-12 附页", 1)[1].split("公司内部资料", 1)[0] for page in pages]


@every_paper
def test_each_copy_is_whole_and_carries_its_label(paper: Paper, filled: Filled, squeeze: Any) -> None:
    copies = copy_set(paper.code)
    data = printed(paper, filled(paper), copies=len(copies))
    pages = [squeeze(page) for page in raster.texts(data)]
    assert len(pages) % len(copies) == 0
    each = len(pages) // len(copies)
    bodies = set()
    for place, copy in enumerate(copies):
        own = pages[place * each : (place + 1) * each]
        assert all(squeeze(copy.label) in page for page in own)
        bodies.add("".join(own).replace(squeeze(copy.label), ""))
    assert len(bodies) == 1


@every_paper
def test_all_fonts_are_embedded(paper: Paper, filled: Filled, fonts: Any, tmp_path: Path) -> None:
    data = printed(paper, filled(paper))
    found = fonts(data)
    assert found
    assert all(embedded for _name, embedded in found)
    if program := shutil.which("pdffonts"):
        (tmp_path / "a.pdf").write_bytes(data)
        said = subprocess.run(
            [program, tmp_path / "a.pdf"], capture_output=True, text=True, check=True
        ).stdout
        rows = said.splitlines()[2:]
        assert rows
        assert all(row.split()[-5] == "yes" for row in rows), said


@every_paper
def test_a_draft_has_neither_number_nor_codes(
    paper: Paper, filled: Filled, squeeze: Any, words: Words
) -> None:
    data = render.render(
        paper, copy_set(paper.code)[:1], filled(paper), number=number_of(paper), marks=frozenset({"draft"})
    )
    assert "草稿" in words(data)
    assert "01-2026-001" not in words(data).replace("F01-2026-001", "")


@every_paper
def test_the_metadata_names_form_number_and_revision(paper: Paper, filled: Filled) -> None:
    with pikepdf.open(BytesIO(printed(paper, filled(paper)))) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith(paper.title)
        assert str(pdf.docinfo["/Subject"]) == paper.form_no
        assert f"revision {paper.revision}" in str(pdf.docinfo["/Keywords"])
        assert "ab12cd" in str(pdf.docinfo["/Keywords"])
        assert number_of(paper) in str(pdf.docinfo["/Keywords"])
        assert str(pdf.docinfo["/Creator"]) == "qmsdesk"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122150400")
        assert str(pdf.Root.Lang) == "zh-CN"


@every_paper
def test_the_archived_print_is_pdf_a_and_says_the_same(paper: Paper, filled: Filled, words: Words) -> None:
    data = printed(paper, filled(paper, rows=16), copies=2, marks=MARKS - {"draft"})
    kept = archival.archive(data)
    assert archival.findings(kept) == []
    assert words(kept) == words(data)
    with pikepdf.open(BytesIO(kept)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"


@every_paper
def test_rules_lie_where_the_sheet_declares_them(paper: Paper) -> None:
    with pikepdf.open(BytesIO(render.blank(paper))) as pdf:
        drawn = set()
        start = (0.0, 0.0)
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "m":
                start = (float(operands[0]), float(operands[1]))
            elif str(operator) == "l":
                drawn.add(
                    tuple(round(value * PT, 1) for value in (*start, float(operands[0]), float(operands[1])))
                )
    sheet = lay_out(paper)
    wanted = {
        tuple(round(value, 1) for value in (rule.x1, sheet.height - rule.y1, rule.x2, sheet.height - rule.y2))
        for rule in sheet.rules
    }
    far = [rule for rule in wanted if not any(_near(rule, line) for line in drawn)]
    assert not far


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(a - b) <= 0.15 for a, b in zip(one, other, strict=True))


@every_paper
def test_nothing_visible_is_set_under_eight_points(paper: Paper, filled: Filled) -> None:
    data = printed(
        paper, {**filled(paper), **{f.name: "长" * 400 for f in paper.fields if f.kind is Kind.TEXT}}
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        streams = [page.Resources.XObject[name] for page in pdf.pages for name in page.Resources.XObject]
        sizes = [
            float(operands[1])
            for stream in streams
            for operands, operator in pikepdf.parse_content_stream(stream)
            if str(operator) == "Tf"
        ]
    assert sizes
    assert min(sizes) >= 8.0


@every_paper
def test_an_empty_optional_field_prints_a_stroke_once_registered(paper: Paper, words: Words) -> None:
    if not number_of(paper):
        pytest.skip("this paper is not numbered")
    strokes = words(printed(paper, {})).count("/")
    draft = words(render.render(paper, (Copy(1, 1, "质管部门"),), {}, marks=frozenset({"draft"}))).count("/")
    text_kinds = (Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.LINK)
    slots = [slot for slot in lay_out(paper).slots if slot.row < 0 and not (slot.option or slot.box)]
    shown = {slot.field for slot in slots}
    optional = [f for f in paper.fields if f.name in shown and f.kind in text_kinds and f.section == "fill"]
    assert strokes - draft == len(optional)


def test_a_day_and_a_year_apart_print_alike() -> None:
    paper = SHEETS[0]
    early = render.render(paper, copy_set("01"), {"feedback_date": date(2026, 1, 2)}, meta=META)
    again = render.render(paper, copy_set("01"), {"feedback_date": date(2026, 1, 2)}, meta=META)
    assert raster.texts(early) == raster.texts(again)
