"""AUX-1 口头/电话信息记录: the transcript that is the 信息原件 of a spoken complaint (5.3.1.1c)."""

from __future__ import annotations

from qmsdesk.papers.base import Block, Entry, Field, Kind, Need, Paper, SignatureBox, Strip, Words
from qmsdesk.papers.cells import area, label, sign, value
from qmsdesk.papers.feedback import PROPOSED

FIELDS = (
    Field("number", "记录编号", Kind.NUMBER, Need.SYSTEM),
    Field("slip_no", "反馈单号", Kind.LINK, Need.SYSTEM),
    Field("channel", "方式", Kind.CHOICE, choices=("电话书面记录", "口头信息书面记录")),
    Field("received_at", "接收时间", max_length=40),
    Field("caller", "来电/来访人", max_length=60),
    Field("telephone", "联系电话", max_length=40),
    Field("customer_name", "用户名称", max_length=120),
    Field("customer_address", "地址", need=Need.OPTIONAL, max_length=160),
    Field("product_name", "产品名称", need=Need.OPTIONAL, max_length=120),
    Field("drawing_no", "图号", need=Need.OPTIONAL, max_length=80),
    Field("serial_no", "出厂编号", need=Need.OPTIONAL, max_length=60),
    Field("entered_at", "录入时间", max_length=40),
    Field("words", "顾客原话", Kind.LONG_TEXT, max_length=10_000, clause="5.3.1.1"),
    Field("remedy", "顾客要求", Kind.LONG_TEXT, Need.OPTIONAL, max_length=2000),
    Field("sig_taker", "记录人/日期", Kind.SIGNATURE),
    Field("sig_sales", "经销部门签收/日期", Kind.SIGNATURE, Need.LATER, "receipt", clause="5.3.2.2"),
)

# asked for during the call and handed on to the 反馈单; the transcript does not print them
EXTRA = (
    Field("problem_kind", "发生何种问题", need=Need.OPTIONAL, max_length=300),
    Field("proposed_class", "类别建议", Kind.CHOICE, Need.OPTIONAL, choices=PROPOSED, clause="5.3.1.2"),
)

PAPER = Paper(
    code="AUX-1",
    key="call_record",
    form_no="AUX-1",
    title="口头/电话信息记录",
    letter="",
    portrait=True,
    head=(
        Strip(0, 85, (Words("记录编号:"), Entry("number"))),
        Strip(100, 170, (Words("反馈单号:"), Entry("slip_no"))),
    ),
    blocks=(
        Block(
            (26, 59, 26, 59),
            (10, 10, 10, 10, 10, 10, 122, 34, 14),
            (
                label(0, 0, 1, 1, "方式"),
                value(0, 1, 1, 1, "channel"),
                label(0, 2, 1, 1, "接收时间"),
                value(0, 3, 1, 1, "received_at"),
                label(1, 0, 1, 1, "来电/来访人"),
                value(1, 1, 1, 1, "caller"),
                label(1, 2, 1, 1, "联系电话"),
                value(1, 3, 1, 1, "telephone"),
                label(2, 0, 1, 1, "用户名称"),
                value(2, 1, 1, 3, "customer_name"),
                label(3, 0, 1, 1, "地址"),
                value(3, 1, 1, 3, "customer_address"),
                label(4, 0, 1, 1, "产品名称"),
                value(4, 1, 1, 1, "product_name"),
                label(4, 2, 1, 1, "图号"),
                value(4, 3, 1, 1, "drawing_no"),
                label(5, 0, 1, 1, "出厂编号"),
                value(5, 1, 1, 1, "serial_no"),
                label(5, 2, 1, 1, "录入时间"),
                value(5, 3, 1, 1, "entered_at"),
                area(6, 0, 1, 4, "顾客原话:(此页不够可另加附页)", "words"),
                area(7, 0, 1, 4, "顾客要求:", "remedy"),
                sign(8, 0, 1, 2, "记录人/日期:", "sig_taker"),
                sign(8, 2, 1, 2, "经销部门签收/日期:", "sig_sales"),
            ),
        ),
    ),
    fields=FIELDS,
    extra=EXTRA,
    copies=("经销部门",),
    signatures=(
        SignatureBox("sig_taker", "记录", "接收人", "fill"),
        SignatureBox("sig_sales", "签收", "经销部门经办人", "receipt"),
    ),
    notes=("(此页不够可另加附页)",),
    clause="5.3.1.1",
)
