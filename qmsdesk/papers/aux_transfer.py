"""AUX-2 信息转交签收单: what is passed on to the right department or the unit whose matter it is (5.3.2.1)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, block_of, day, hand, hands, long_text, pair, text, whole
from qmsdesk.papers.base import Block, SignatureBox

PAPER = auxiliary(
    "AUX-2",
    "aux_transfer",
    "信息转交签收单",
    "5.3.2.1",
    right=("种类", "kind"),
    fields=(
        text("kind", "种类", limit=20),
        text("giver", "转出单位/部门", limit=60),
        text("receiver", "接收单位/部门", limit=60),
        text("customer_name", "用户名称", limit=120),
        text("product_name", "产品名称", limit=120),
        text("serial_no", "出厂编号", limit=60),
        text("original", "原件/复印件", limit=20),
        text("reason", "转交原因", limit=500),
        long_text("content", "反馈内容"),
        hand("sig_giver", "送交人/日期"),
        hand("sig_taker", "签收人/日期", "receipt"),
        long_text("result", "处理结果", "answer"),
        text("analysis", "分析报告", section="answer"),
        day("answered_on", "反馈日期", "answer"),
        hand("sig_answer", "责任单位反馈人/日期", "answer"),
        hand("sig_back", "质管部门签收/日期", "back"),
    ),
    blocks=(
        Block(
            WIDE,
            (10, 10, 10, 12, 76, 14, 60, 10, 14),
            (
                *pair(0, ("转出单位", "giver"), ("接收单位", "receiver")),
                *pair(1, ("用户名称", "customer_name"), ("产品名称", "product_name")),
                *pair(2, ("出厂编号", "serial_no"), ("原件/复印件", "original")),
                *whole(3, "转交原因", "reason"),
                block_of(4, "反馈内容:(此页不够可另加附页)", "content"),
                *hands(5, ("送交人/日期:", "sig_giver"), ("签收人/日期:", "sig_taker")),
                block_of(6, "处理结果:", "result"),
                *pair(7, ("分析报告", "analysis"), ("反馈日期", "answered_on")),
                *hands(8, ("责任单位反馈人/日期:", "sig_answer"), ("质管部门签收/日期:", "sig_back")),
            ),
        ),
    ),
    signatures=(
        SignatureBox("sig_giver", "送交", "任何单位/部门、个人", "fill"),
        SignatureBox("sig_taker", "签收", "经销部门经办人", "receipt"),
        SignatureBox("sig_answer", "反馈", "责任单位/部门", "answer"),
        SignatureBox("sig_back", "签收", "质管部门", "back"),
    ),
)
