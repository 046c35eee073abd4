"""Every paper is declared whole: its words, its grid, its fields, its copies, its signatures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.papers.base import Kind, Paper
from qmsdesk.papers.catalogue import AUXILIARY, all_papers, paper
from qmsdesk.papers.layout import Print, Slot, lay_out
from qmsdesk.procedure.copies import FIXED_SETS

EVERY = (*all_papers(), *AUXILIARY)
each_paper = pytest.mark.parametrize("sheet", EVERY, ids=lambda item: item.code)

PRINTED = {
    "01": "编号:F 反馈日期: 年月日 以下务请查清逐项填写: ·用户名称/地址 ·产品名称/图号 "
    "·该产品的启用日期/发生故障的日期 ·产品发生问题的部位 ·发生何种问题 ·是我方人员目睹的,还是听用户反映的 "
    "·我方人员是否拆开检查过□,拆开后是目测□或使用何种检测工具 ·详细描述质量问题的现象:(此页不够可另加附页) "
    "·其他要说明的问题 附件: 经办人/日期: 审核/日期 技术质量管理部门签收意见: 签收人: 日期:",
    "02": "编号:J 本单发出单位/部门 接受单位/部门 信息来源 意见/建议内容: 经办人/日期 审核/日期 签收/日期 "
    "接受部门意见(可另加附页): 经办人/日期 审核/日期 改进措施的核实: 核实人/日期:",
    "03": "编号:C 反馈单号 产品名称 产品图号 用户名称 1、质量问题的简要分析和原因 2、责任部门: 。 "
    "3、处理意见及改进措施 经办人/日期 审核/日期 批准/日期 "
    "分发 □质管部门(自留) □经销部门 □责任部门 共份;附反馈单复印件份",
    "06": "调查单位名称: 编号: 产品名称及图号 出厂日期 出厂编号 调查时间 评价调查项目 顾客评价等级(请在选中项上打√) "
    "不满意项目的原因分析 很满意 满意 基本满意 不满意 很不满意 产品性能的可靠性/产品内在质量 产品功能的齐全性 "
    "产品使用的安全性 外购配套件质量 产品外观质量 售后服务质量 不满意项目的改进建议 交货期 "
    "备注:有关产品内在质量项计分; 1、商品厂:分项评价计分,可靠性和安全性各计2分,齐全性和外购件质量各计1分。 "
    "2、铸锻厂:按产品内在质量一项总体评价,6分计入。 不满意事项简述 填报部门 填表人 审批 报表时间",
    "07": "序号 反馈单号 顾客名称 产品名称/图号 出厂编号 主要问题 处理结果 责任部门 三包单号 三包费用",
    "00": "序号 修改标记 修改通知单号 修改人 修改日期",
}


def _printed(sheet: Paper) -> str:
    """The words of a form in printed order, without blanks; empty boxes count as □, date blanks as 年月日."""
    found = []
    for piece in lay_out(sheet).pieces:
        if isinstance(piece, Print) and piece.role == "label":
            found.append("".join(piece.lines))
        elif isinstance(piece, Slot):
            found.append("□" if piece.box else piece.placeholder)
    return _tight("".join(found))


def _tight(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("code", PRINTED)
def test_the_printed_words_stand_in_the_order_of_the_form(code: str) -> None:
    assert _printed(paper(code)) == _tight(PRINTED[code])


def test_the_claim_form_prints_its_words_block_beside_block() -> None:
    words = _printed(paper("04"))
    for label in ("产品名称", "三包产品供货明细表", "单重/总重", "单价/总价", "要求完成日期年月日",
                  "经销部门领导意见", "质管部门处理意见", "备注", "计划完成日期", "签字:", "责任单位:",
                  "合计重量", "合计金额", "厂领导意见",
                  "收货单位", "发货到站", "整车:", "零担:", "接收单位", "生产部门", "成品库", "质检部门", "财务部门",
                  "经办人", "实际完成日期"):  # fmt: skip
        assert label in words, label


def test_the_monthly_return_prints_title_heads_and_footer() -> None:
    words = _printed(paper("05"))
    assert words.startswith("年月产品顾客反馈统计表单位:反馈单号顾客名称产品名称反馈问题的简要说明")
    assert words.endswith("一式两份。本单位存一份;报公司全质办一份。编制/日期:审核/日期:")


@each_paper
def test_every_field_has_room_on_the_sheet_and_nothing_else_has(sheet: Paper) -> None:
    rooms = {slot.field for slot in lay_out(sheet).slots}
    assert rooms == {item.name for item in sheet.fields}


@each_paper
def test_every_choice_has_room_for_each_option_or_for_its_words(sheet: Paper) -> None:
    for item in sheet.fields:
        if item.kind is Kind.CHOICE:
            options = {slot.option for slot in lay_out(sheet).slots if slot.field == item.name}
            assert options in ({""}, set(item.choices)), item.name


@each_paper
def test_the_sheet_stays_inside_its_margins(sheet: Paper) -> None:
    left, right, top, bottom = sheet.margins
    laid = lay_out(sheet, company="兰州兰石重型装备股份有限公司")
    for piece in (*laid.slots, *laid.prints):
        assert piece.x >= left - 0.01
        assert piece.y >= top - 0.01
        assert piece.x + piece.w <= laid.width - right + 0.01
        assert piece.y + piece.h <= laid.height - bottom + 0.01
    lowest = max(slot.y + slot.h for slot in laid.slots)
    assert lowest <= laid.copy_label.y + 0.01


@each_paper
def test_the_cells_of_every_table_tile_it_exactly_once(sheet: Paper) -> None:
    for block in sheet.blocks:
        covered = [
            (row, col)
            for cell in block.cells
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        ]
        assert sorted(covered) == [
            (row, col) for row in range(len(block.rows)) for col in range(len(block.columns))
        ]


@each_paper
def test_rooms_do_not_lie_on_each_other(sheet: Paper) -> None:
    slots = lay_out(sheet).slots
    for place, one in enumerate(slots):
        for other in slots[place + 1 :]:
            apart = (
                one.x + one.w <= other.x + 0.01
                or other.x + other.w <= one.x + 0.01
                or one.y + one.h <= other.y + 0.01
                or other.y + other.h <= one.y + 0.01
            )
            assert apart, (one, other)


@each_paper
def test_every_room_is_large_enough_to_write_in(sheet: Paper) -> None:
    for slot in lay_out(sheet).slots:
        assert slot.w >= 3.4, slot
        assert slot.h >= 3.4, slot


@each_paper
def test_field_names_are_unique_and_signature_boxes_exist(sheet: Paper) -> None:
    names = [item.name for item in (*sheet.fields, *sheet.extra)]
    assert len(names) == len(set(names))
    signatures = {item.name for item in sheet.fields if item.kind is Kind.SIGNATURE}
    assert {box.field for box in sheet.signatures} == signatures


@each_paper
def test_rules_meet_at_the_corners_of_cells(sheet: Paper) -> None:
    rules = lay_out(sheet).rules
    for rule in rules:
        assert rule.x1 == pytest.approx(rule.x2) or rule.y1 == pytest.approx(rule.y2)
    for block in sheet.blocks:
        assert sum(block.columns) == pytest.approx(sheet.size[0] - sum(sheet.margins[:2]))


def test_copies_are_those_of_the_procedure() -> None:
    assert paper("01").copies == FIXED_SETS["01"] == ("经销部门", "质管部门")
    for sheet in EVERY:
        if sheet.code in FIXED_SETS:
            assert sheet.copies == FIXED_SETS[sheet.code], sheet.code
    assert len(paper("02").copies) == 2
    assert len(paper("04").copies) == 6


def test_an_unknown_code_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="可用的代号"):
        paper("99")


def _grid(cells: list[list[Any]]) -> set[tuple[int, int, int, int]]:
    return {tuple(cell[:4]) for cell in cells}  # type: ignore[misc]


@pytest.mark.parametrize("sheet", all_papers(), ids=lambda item: item.code)
def test_the_grid_is_the_measured_one(sheet: Paper, shared_data: Path) -> None:
    grids = json.loads((shared_data.parent / "procedure" / "grids.json").read_text(encoding="utf-8"))
    measured = grids[sheet.code]
    assert sheet.form_no == measured["no"]
    assert sheet.company_line == measured["company"]
    for block, other in zip(sheet.blocks, measured["blocks"], strict=True):
        assert list(block.columns) == pytest.approx(other["cols"])
        assert list(block.rows) == pytest.approx(other["rows"])
        assert _grid(other["cells"]) <= {(cell.row, cell.col, cell.rows, cell.cols) for cell in block.cells}
