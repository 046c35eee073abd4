"""AUX-4 供方质量信息通知: what a supplier is told, until when he answers, and what he answered (5.3.4.2)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, block_of, day, hand, hands, long_text, pair, text
from qmsdesk.papers.base import Block, SignatureBox
from qmsdesk.papers.cells import sign

PAPER = auxiliary(
    "AUX-4",
    "aux_supplier_notice",
    "供方质量信息通知",
    "5.3.4.2",
    right=("限期", "limit_on"),
    fields=(
        day("limit_on", "限期"),
        text("supplier", "供方", limit=120),
        text("contact", "联系人", limit=60),
        text("product_name", "产品名称", limit=120),
        text("drawing_no", "图号", limit=80),
        text("serial_no", "出厂编号", limit=60),
        day("sent_on", "发出日期"),
        long_text("content", "质量问题"),
        hand("sig_clerk", "经办人/日期"),
        hand("sig_leader", "审核/日期", "review"),
        text("report_no", "质量分析报告", limit=120, section="answer"),
        day("report_on", "收到日期", "answer"),
        long_text("result", "处理结果", "answer"),
        hand("sig_supplier", "供方签章/日期", "answer"),
    ),
    blocks=(
        Block(
            WIDE,
            (10, 10, 10, 92, 14, 10, 56, 14),
            (
                *pair(0, ("供方", "supplier"), ("联系人", "contact")),
                *pair(1, ("产品名称", "product_name"), ("图号", "drawing_no")),
                *pair(2, ("出厂编号", "serial_no"), ("发出日期", "sent_on")),
                block_of(3, "质量问题(请在限期内处理，并提交质量分析报告和处理结果):", "content"),
                *hands(4, ("经办人/日期:", "sig_clerk"), ("审核/日期:", "sig_leader")),
                *pair(5, ("分析报告", "report_no"), ("收到日期", "report_on")),
                block_of(6, "处理结果:", "result"),
                sign(7, 0, 1, 4, "供方签章/日期:", "sig_supplier"),
            ),
        ),
    ),
    signatures=(
        SignatureBox("sig_clerk", "经办", "质管部门", "fill"),
        SignatureBox("sig_leader", "审核", "质量负责人", "review"),
        SignatureBox("sig_supplier", "答复", "供方", "answer"),
    ),
)
