"""Reports on paper: every block placed, nothing over the edge, charts as vectors that survive a grey printer."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from qmsdesk.errors import UserError
from qmsdesk.papers.values import Signed
from qmsdesk.printing import archival, raster
from qmsdesk.printing.report import ReportPrint, bind, render_report
from qmsdesk.procedure.chart_data import pareto_chart
from qmsdesk.procedure.copies import copy_set
from qmsdesk.procedure.report_data import (
    Block,
    CellKind,
    ChartBlock,
    FigureLine,
    Heading,
    Report,
    Table,
    TableColumn,
    Text,
    dump,
    load,
)
from qmsdesk.procedure.statistics import Case, pareto
from qmsdesk.settings import company

MOMENT = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
COUNTS = {"高压换热器": 8, "加氢反应器": 4, "阀门": 2}


def _chart() -> ChartBlock:
    cases = [
        Case(f"{name}{turn}", date(2026, 1, 1), name)
        for name, count in COUNTS.items()
        for turn in range(count)
    ]
    return ChartBlock(pareto_chart("产品排列图（按件数）", pareto(cases)), "累计比例 = …", "product")


def _report(*blocks: Block) -> Report:
    return Report("trend", "2026年第三季度质量趋势分析报告", "炼化设备公司", "2026Q3", blocks, {"count": 14})


def _print(report: Report, **around: object) -> bytes:
    signed = (("编制", Signed("赵倩", date(2026, 10, 5))), ("质量负责人审核", None))
    told = {"signatures": signed, "printed_at": MOMENT, "clause": "5.3.6.2", "digest": "ab" * 32, **around}
    return render_report(report, ReportPrint(**told), company())  # type: ignore[arg-type]


def _plain(data: bytes) -> list[str]:
    return ["".join(text.split()) for text in raster.texts(data)]


def test_head_signatures_foot_and_copies_stand_where_they_belong() -> None:
    data = _print(_report(Heading("一、情况"), Text("正文。")), copies=copy_set("AUX-10"))
    pages = _plain(data)
    assert len(pages) == 2
    for page, label in zip(pages, ("第一联共二联质管部门存", "第二联共二联技术质量管理部存"), strict=True):
        assert "2026年第三季度质量趋势分析报告" in page
        assert "编制/日期：赵倩2026年10月5日" in page
        assert "质量负责人审核/日期：" in page
        assert "第1页共1页" in page
        assert "公司内部资料不得外泄" in page
        assert label in page


def test_a_long_table_repeats_its_heads_and_loses_no_row() -> None:
    columns = (
        TableColumn("编号"),
        TableColumn("顾客", CellKind.TEXT, 3.0),
        TableColumn("金额", CellKind.MONEY),
    )
    rows = tuple((f"F-{turn:03d}", f"第{turn}家顾客有限公司", turn * 101) for turn in range(150))
    pages = _plain(_print(_report(Table("明细", "明细表", columns, rows))))
    assert len(pages) >= 4
    assert all("编号顾客金额" in page for page in pages[:-1])
    whole = "".join(pages)
    assert all(f"F-{turn:03d}第{turn}家顾客有限公司{turn * 101 / 100:.2f}" in whole for turn in range(150))
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]


def test_a_cell_of_two_thousand_letters_goes_over_pages_or_stays_whole() -> None:
    words = "".join(f"第{turn}句。" for turn in range(400))
    pages = _plain(_print(_report(Text(words), FigureLine("件数", "14 件", "反馈单张数；计入 14 份。"))))
    assert words in "".join(pages).replace("2026年第三季度质量趋势分析报告炼化设备公司", "") or all(
        f"第{turn}句。" in "".join(pages) for turn in range(400)
    )
    assert "件数：14件" in "".join(pages)


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    filler = [Text("填满一页的文字。" * 24) for _turn in range(9)]
    for extra in range(12):
        blocks = [*filler, *(Text("再一行。") for _turn in range(extra)), Heading("二、图"), _chart()]
        pages = _plain(_print(_report(*blocks)))
        place = next(place for place, page in enumerate(pages) if "二、图" in page)
        assert "产品排列图" in pages[place]


def test_the_print_is_archival_with_every_font_inside() -> None:
    data = archival.archive(_print(_report(Heading("一、图"), _chart())))
    assert archival.findings(data) == []


def test_metadata_names_report_unit_and_digest() -> None:
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(_print(_report(Text("正文"))))) as pdf:
        info = {str(key): str(value) for key, value in pdf.docinfo.items()}
    assert info["/Title"] == "2026年第三季度质量趋势分析报告"
    assert "2026Q3" in info["/Keywords"]
    assert "ab" * 32 in info["/Keywords"]


def test_a_character_no_font_has_is_named_before_anything_is_drawn() -> None:
    with pytest.raises(UserError, match=r"U\+1F600.*主要问题"):
        _print(_report(Text("笑脸😀", "problems", "主要问题")))


def test_bars_on_paper_are_proportional_and_told_apart_in_grey() -> None:
    width, height, data = raster.page(_print(_report(_chart())), 0, dpi=144)
    runs = _columns(data, width, height, dark=range(55, 75))
    # the two dark bars are many columns wide, a letter or the legend only few
    common = Counter(run for run in runs if run > 30)
    first = common.most_common(1)[0][0]
    second = max((run for run in common if run < 0.8 * first), key=lambda run: common[run])
    assert first == pytest.approx(2 * second, rel=0.04)


def _columns(data: bytes, width: int, height: int, dark: range) -> list[int]:
    """For each pixel column the number of pixels in the grey of a filled bar."""
    counts = [0] * width
    for place in range(0, width * height * 3, 3):
        if data[place] in dark and data[place] == data[place + 1] == data[place + 2]:
            counts[(place // 3) % width] += 1
    return counts


def test_several_prints_are_bound_with_an_outline() -> None:
    from io import BytesIO

    import pikepdf

    parts = [(f"第{turn}份", _print(_report(Text(f"正文{turn}")))) for turn in range(3)]
    data = bind(parts, title="资料", author="公司", facts={})
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["第0份", "第1份", "第2份"]
        assert len(pdf.pages) == 3


def test_a_report_comes_back_from_its_frozen_form_unchanged() -> None:
    columns = (TableColumn("产品"), TableColumn("比例", CellKind.PERCENT))
    report = _report(
        Heading("一"), Text("字", "key", "标题"), Table("表", "表", columns, (("阀门", None),)), _chart()
    )
    assert load(dump(report)) == report
