"""AUX-5 先处理后分析审批: a 三包单 may go before its 处理单, with reason and approval (5.3.4.5)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, block_of, day, hand, long_text, pair, text
from qmsdesk.papers.base import Block, SignatureBox
from qmsdesk.papers.cells import sign

PAPER = auxiliary(
    "AUX-5",
    "aux_urgency",
    "先处理后分析审批",
    "5.3.4.5",
    fields=(
        text("feedback_no", "反馈单号", limit=120),
        text("customer_name", "顾客名称", limit=120),
        text("product_name", "产品名称", limit=120),
        text("serial_no", "出厂编号", limit=60),
        long_text("problem", "质量问题"),
        long_text("reason", "紧急处理的理由"),
        hand("sig_clerk", "承办人/日期"),
        hand("sig_leader", "生产单位/部门主管领导批准/日期", "approve"),
        text("handling_no", "补填的处理单号", limit=60, section="paid"),
        day("paid_on", "补填日期", "paid"),
    ),
    blocks=(
        Block(
            WIDE,
            (12, 12, 72, 72, 16, 16, 12),
            (
                *pair(0, ("反馈单号", "feedback_no"), ("顾客名称", "customer_name")),
                *pair(1, ("产品名称", "product_name"), ("出厂编号", "serial_no")),
                block_of(2, "质量问题:", "problem"),
                block_of(3, "紧急处理的理由:", "reason"),
                sign(4, 0, 1, 4, "承办人/日期:", "sig_clerk"),
                sign(5, 0, 1, 4, "生产单位/部门主管领导批准/日期:", "sig_leader"),
                *pair(6, ("补填处理单号", "handling_no"), ("补填日期", "paid_on")),
            ),
        ),
    ),
    signatures=(
        SignatureBox("sig_clerk", "申请", "承办人", "fill"),
        SignatureBox("sig_leader", "批准", "生产单位/部门主管领导", "approve"),
    ),
)
