"""AUX-9 费用审批明细: every cost of a 三包单 with its approval, the totals, and who bears them (5.3.5.3, §12)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, block_of, hand, hands, long_text, pair, text, whole
from qmsdesk.papers.base import Block, Field, Kind, Need, RepeatingRows, SignatureBox
from qmsdesk.papers.cells import label, row_cells

LINES = (
    Field("kind", "费用项目", max_length=40),
    Field("text", "说明", need=Need.OPTIONAL, max_length=200),
    Field("fen", "金额(元)", Kind.MONEY),
    Field("settled", "预计/实际", need=Need.OPTIONAL, max_length=10),
    Field("approved_by", "批准人", need=Need.OPTIONAL, max_length=40),
    Field("approved_on", "批准日期", Kind.DATE, Need.OPTIONAL),
)
_COLUMNS = tuple(enumerate(item.name for item in LINES))

PAPER = auxiliary(
    "AUX-9",
    "aux_costs",
    "费用审批明细",
    "5.3.5.3",
    right=("三包类别", "claim_class"),
    fields=(
        text("claim_class", "三包类别", limit=20),
        text("customer_name", "顾客名称", limit=120),
        text("product_name", "产品名称", limit=120),
        text("feedback_no", "反馈单号", limit=120),
        text("handling_no", "处理单号", limit=60),
        Field("lines", "费用", Kind.ROWS, Need.OPTIONAL, columns=LINES),
        Field("total", "计入损失合计(元)", Kind.MONEY, Need.OPTIONAL),
        text("loss_class", "记入", limit=20),
        text("total_words", "合计大写", limit=120),
        Field("estimates", "预计未结(元)", Kind.MONEY, Need.OPTIONAL),
        Field("unapproved", "未批准(元)", Kind.MONEY, Need.OPTIONAL),
        long_text("burdens", "责任分担"),
        hand("sig_clerk", "承办人/日期"),
        hand("sig_approver", "技术质量负责人(经营性:公司主管领导)批准/日期", "approve"),
    ),
    blocks=(
        Block(
            WIDE,
            (10, 10),
            (
                *pair(0, ("顾客名称", "customer_name"), ("产品名称", "product_name")),
                *pair(1, ("反馈单号", "feedback_no"), ("处理单号", "handling_no")),
            ),
        ),
        Block(
            (32, 40, 26, 18, 24, 30),
            (8, *(9,) * 10),
            (
                *(label(0, col, 1, 1, item.label, size=9) for col, item in enumerate(LINES)),
                *row_cells(1, 10, _COLUMNS, "lines"),
            ),
        ),
        Block(
            WIDE,
            (10, 10, 10, 44, 14),
            (
                *pair(0, ("合计(元)", "total"), ("记入", "loss_class")),
                *whole(1, "合计大写", "total_words"),
                *pair(2, ("预计未结(元)", "estimates"), ("未批准(元)", "unapproved")),
                block_of(3, "责任分担:", "burdens"),
                *hands(4, ("承办人/日期:", "sig_clerk"), ("批准人/日期:", "sig_approver")),
            ),
        ),
    ),
    rows=RepeatingRows("lines", 1, 1, 10, _COLUMNS, more_sheets=False),
    signatures=(
        SignatureBox("sig_clerk", "承办", "承办人", "fill"),
        SignatureBox("sig_approver", "批准", "技术质量负责人", "approve"),
    ),
)
