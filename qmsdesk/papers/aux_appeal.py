"""AUX-6 申诉报告 and AUX-7 仲裁裁决: an objection to responsibility and the answer to it (5.3.4.6)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, block_of, day, hand, hands, long_text, pair, text
from qmsdesk.papers.base import Block, SignatureBox
from qmsdesk.papers.cells import sign

APPEAL = auxiliary(
    "AUX-6",
    "aux_appeal",
    "申诉报告",
    "5.3.4.6",
    right=("级别", "level"),
    fields=(
        text("level", "级别", limit=20),
        text("department", "申诉单位/部门", limit=60),
        text("judge", "受理", limit=60),
        text("customer_name", "用户名称", limit=120),
        text("product_name", "产品名称", limit=120),
        long_text("shares", "原判定的责任和分担"),
        long_text("reason", "申诉理由"),
        hand("sig_appellant", "申诉单位负责人/日期"),
        hand("sig_taker", "受理人/日期", "receipt"),
    ),
    blocks=(
        Block(
            WIDE,
            (12, 12, 36, 138, 16),
            (
                *pair(0, ("申诉单位/部门", "department"), ("受理", "judge")),
                *pair(1, ("用户名称", "customer_name"), ("产品名称", "product_name")),
                block_of(2, "原判定的责任和分担:", "shares"),
                block_of(3, "申诉理由:(此页不够可另加附页)", "reason"),
                *hands(4, ("申诉单位负责人/日期:", "sig_appellant"), ("受理人/日期:", "sig_taker")),
            ),
        ),
    ),
    signatures=(
        SignatureBox("sig_appellant", "申诉", "责任单位/部门领导", "fill"),
        SignatureBox("sig_taker", "受理", "技术质量管理部", "receipt"),
    ),
)

RULING = auxiliary(
    "AUX-7",
    "aux_ruling",
    "仲裁裁决",
    "5.3.4.6",
    right=("级别", "level"),
    fields=(
        text("level", "级别", limit=20),
        text("department", "申诉单位/部门", limit=60),
        day("filed_on", "申诉日期"),
        long_text("reason", "申诉理由"),
        long_text("investigation", "调查情况"),
        long_text("ruling", "裁决"),
        long_text("shares", "裁决后的责任和分担"),
        hand("sig_judge", "裁决人/日期"),
    ),
    blocks=(
        Block(
            WIDE,
            (12, 46, 56, 62, 30, 16),
            (
                *pair(0, ("申诉单位/部门", "department"), ("申诉日期", "filed_on")),
                block_of(1, "申诉理由:", "reason"),
                block_of(2, "调查情况:", "investigation"),
                block_of(3, "裁决:", "ruling"),
                block_of(4, "裁决后的责任和分担(合计100%):", "shares"),
                sign(5, 0, 1, 4, "裁决人/日期:", "sig_judge"),
            ),
        ),
    ),
    signatures=(SignatureBox("sig_judge", "裁决", "管理者代表", "fill"),),
)
