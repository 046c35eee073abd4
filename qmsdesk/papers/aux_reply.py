"""AUX-8 顾客回复函: the only print that leaves the house; no internal analysis, no cost (5.3.3.3, R-5.5.2-c)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, block_of, hand, long_text, text, whole
from qmsdesk.papers.base import Block, SignatureBox
from qmsdesk.papers.cells import sign

PAPER = auxiliary(
    "AUX-8",
    "aux_reply",
    "顾客回复函",
    "5.3.3.3",
    fields=(
        text("customer", "致", limit=120),
        text("subject", "事由", limit=300),
        long_text("text", "回复内容"),
        long_text("enclosures", "附件", "enclosed"),
        text("sender_unit", "回复单位", limit=120),
        text("contact", "联系方式", limit=120, section="enclosed"),
        hand("sig_sender", "经办人/日期"),
    ),
    blocks=(
        Block(
            WIDE,
            (12, 12, 116, 40, 12, 12, 14),
            (
                *whole(0, "致", "customer"),
                *whole(1, "事由", "subject"),
                block_of(2, "贵公司反馈的情况已经处理，现回复如下:", "text"),
                block_of(3, "附件:", "enclosures"),
                *whole(4, "回复单位", "sender_unit"),
                *whole(5, "联系方式", "contact"),
                sign(6, 0, 1, 4, "经办人/日期:", "sig_sender"),
            ),
        ),
    ),
    signatures=(SignatureBox("sig_sender", "回复", "经销部门经办人", "fill"),),
)
