"""AUX-3 质量分析会/专题分析会纪要: who was there, causes, responsibility, decisions, actions (5.3.4.1, .3, .4)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, block_of, day, hand, long_text, pair, text, whole
from qmsdesk.papers.base import Block, Field, Kind, Need, RepeatingRows, SignatureBox
from qmsdesk.papers.cells import area, label, row_cells, sign

LINES = (
    Field("what", "措施", max_length=1000),
    Field("owner", "负责单位/人", need=Need.OPTIONAL, max_length=60),
    Field("due", "完成期限", Kind.DATE, Need.OPTIONAL),
    Field("done_on", "完成日期", Kind.DATE, Need.OPTIONAL),
)
_COLUMNS = tuple(enumerate(item.name for item in LINES))

PAPER = auxiliary(
    "AUX-3",
    "aux_minutes",
    "质量分析会/专题分析会纪要",
    "5.3.4.1",
    right=("会议", "kind"),
    fields=(
        text("kind", "会议", limit=20),
        day("held_on", "日期"),
        text("place", "地点", limit=60),
        text("convener", "召集人", limit=40),
        text("chair", "主持人", limit=40),
        text("subject", "议题", limit=300),
        long_text("people", "参加人"),
        long_text("causes", "原因分析"),
        long_text("responsibility", "责任"),
        long_text("decisions", "处理意见和决定"),
        Field("lines", "措施", Kind.ROWS, Need.OPTIONAL, columns=LINES),
        long_text("risk", "风险"),
        long_text("resources", "资源投入成本"),
        long_text("benefit", "企业获取利益"),
        long_text("general_manager_decision", "总经理决策"),
        hand("sig_recorder", "记录人/日期"),
        hand("sig_chair", "主持人/日期", "chair"),
    ),
    blocks=(
        Block(
            WIDE,
            (9, 9, 9, 18, 34, 18, 32),
            (
                *pair(0, ("日期", "held_on"), ("地点", "place")),
                *pair(1, ("召集人", "convener"), ("主持人", "chair")),
                *whole(2, "议题", "subject"),
                block_of(3, "参加人:", "people"),
                block_of(4, "原因分析:", "causes"),
                block_of(5, "责任:", "responsibility"),
                block_of(6, "处理意见和决定:", "decisions"),
            ),
        ),
        Block(
            (82, 32, 28, 28),
            (7, 9, 9, 9, 9),
            (
                *(label(0, col, 1, 1, item.label, size=9) for col, item in enumerate(LINES)),
                *row_cells(1, 4, _COLUMNS, "lines"),
            ),
        ),
        Block(
            (56.5, 28.5, 28, 57),
            (18, 18, 12),
            (
                area(0, 0, 1, 1, "风险(特大投诉填):", "risk"),
                area(0, 1, 1, 2, "资源投入成本:", "resources"),
                area(0, 3, 1, 1, "企业获取利益:", "benefit"),
                area(1, 0, 1, 4, "总经理决策:", "general_manager_decision"),
                sign(2, 0, 1, 2, "记录人/日期:", "sig_recorder"),
                sign(2, 2, 1, 2, "主持人/日期:", "sig_chair"),
            ),
        ),
    ),
    rows=RepeatingRows("lines", 1, 1, 4, _COLUMNS, more_sheets=False),
    signatures=(
        SignatureBox("sig_recorder", "记录", "质管部门", "fill"),
        SignatureBox("sig_chair", "主持", "管理者代表", "chair"),
    ),
)
