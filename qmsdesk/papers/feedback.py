"""FM-01 顾客信息反馈单, QM0703-01, letter F, two copies (5.3.2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qmsdesk.errors import FieldProblem
from qmsdesk.papers.base import (
    Block,
    Entry,
    Facts,
    Field,
    Kind,
    Mark,
    Need,
    Paper,
    SignatureBox,
    Strip,
    TickBox,
    Values,
    Words,
)
from qmsdesk.papers.cells import area, line, sign, words
from qmsdesk.papers.check import problem
from qmsdesk.papers.values import is_empty

CHANNELS = (
    "传真",
    "电传",
    "信函",
    "现场服务书面报告",
    "事故调查书面报告",
    "口头信息书面记录",
    "电话书面记录",
    "电子邮件",
)
SPOKEN_CHANNELS = ("口头信息书面记录", "电话书面记录")
WITNESS = ("我方人员目睹", "听用户反映")
PROPOSED = ("A 意见或建议", "B 抱怨或投诉", "A+B 两者都有")
ESCAPES = ("不详", "/")
_DAY_BLANK = "    年  月  日"

FIELDS = (
    Field("number", "编号:F", Kind.NUMBER, Need.SYSTEM, clause="5.5.1"),
    Field("feedback_date", "反馈日期", Kind.DATE, hint="顾客反馈的日期，不晚于今天", clause="5.3.2.2"),
    Field("customer_name", "用户名称", max_length=120, clause="5.3.2.2"),
    Field("customer_address", "地址", max_length=160, clause="5.3.2.2"),
    Field("product_name", "产品名称", max_length=120, clause="5.3.2.2"),
    Field("drawing_no", "图号", max_length=80, clause="5.3.2.2"),
    Field(
        "commission_date",
        "该产品的启用日期",
        Kind.DATE,
        Need.CONDITIONAL,
        escapes=("未启用", *ESCAPES),
        clause="5.3.5.1",
    ),
    Field(
        "failure_date",
        "发生故障的日期",
        Kind.DATE,
        Need.CONDITIONAL,
        escapes=("未启用", *ESCAPES),
        clause="5.3.5.1",
    ),
    Field("problem_part", "产品发生问题的部位", need=Need.CONDITIONAL, max_length=200),
    Field("problem_kind", "发生何种问题", max_length=300),
    Field("witness", "是我方人员目睹的,还是听用户反映的", Kind.CHOICE, choices=WITNESS),
    Field("opened", "我方人员是否拆开检查过", Kind.TICK),
    Field("visual", "拆开后是目测", Kind.TICK, Need.CONDITIONAL),
    Field("tool", "或使用何种检测工具", need=Need.CONDITIONAL, max_length=80),
    Field("description", "详细描述质量问题的现象", Kind.LONG_TEXT, max_length=10_000),
    Field("other", "其他要说明的问题", Kind.LONG_TEXT, Need.OPTIONAL, max_length=10_000),
    Field("attachments", "附件", Kind.ATTACHMENTS, Need.CONDITIONAL, clause="5.3.1.1"),
    Field("sig_handler", "经办人/日期", Kind.SIGNATURE),
    Field("sig_review", "审核/日期", Kind.SIGNATURE, Need.LATER, "review", clause="5.3.2.2"),
    Field(
        "qc_receipt_opinion",
        "技术质量管理部门签收意见",
        Kind.LONG_TEXT,
        Need.LATER,
        "receipt",
        max_length=2000,
        clause="5.3.2.3",
    ),
    Field("sig_receiver", "签收人/日期", Kind.SIGNATURE, Need.LATER, "receipt", clause="5.3.2.3"),
)

EXTRA = (
    Field("channel", "信息来源方式", Kind.CHOICE, choices=CHANNELS, clause="5.3.1.1"),
    Field("serial_no", "出厂编号", escapes=ESCAPES, max_length=60, hint="台帐第5列", clause="5.3.5.1"),
    Field("ship_date", "出厂/发货日期", Kind.DATE, Need.OPTIONAL, escapes=ESCAPES, clause="5.3.5.1"),
    Field("pressure_vessel", "压力容器", Kind.TICK, Need.OPTIONAL, clause="5.3.5.1"),
    Field("proposed_class", "类别建议", Kind.CHOICE, choices=PROPOSED, clause="5.3.1.2"),
    Field(
        "problem_code",
        "问题代码",
        need=Need.OPTIONAL,
        section="classify",
        max_length=120,
        hint="供排列图统计，可空，归类时由质管部门确定",
    ),
)

_BY_NAME = {item.name: item for item in (*FIELDS, *EXTRA)}


def _dates(values: Values, facts: Facts) -> Iterator[FieldProblem]:
    """Dates neither lie in the future nor run backwards."""
    for name in ("feedback_date", "commission_date", "failure_date", "ship_date"):
        day = values.get(name)
        if isinstance(day, date) and day > facts.today:
            yield problem(_BY_NAME[name], "日期晚于今天，请核对。")
    start, failure = values.get("commission_date"), values.get("failure_date")
    if isinstance(start, date) and isinstance(failure, date) and failure < start:
        yield problem(_BY_NAME["failure_date"], "发生故障的日期早于启用日期，请核对。")
    told = values.get("feedback_date")
    if isinstance(failure, date) and isinstance(told, date) and failure > told:
        yield problem(_BY_NAME["failure_date"], "发生故障的日期晚于反馈日期，请核对。")


def _needed_for_complaints(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """I-32: dates and place of the fault are asked for when a complaint is proposed."""
    if str(values.get("proposed_class", "")).startswith("A 意"):
        return
    for name in ("commission_date", "failure_date", "problem_part"):
        if is_empty(values.get(name)):
            yield problem(_BY_NAME[name], "投诉类必须填写；不适用填“/”，查不清填“不详:原因”。")


def _inspection(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """Eye or tool only makes sense once the machine was opened, and then one of them is needed."""
    opened, visual, tool = bool(values.get("opened")), bool(values.get("visual")), values.get("tool")
    used_tool = not is_empty(tool) and str(tool).strip() != "/"
    if opened and not visual and not used_tool:
        yield problem(_BY_NAME["tool"], "已拆开检查的，请勾“目测”或写明检测工具（5.3.2.2）。")
    if not opened and visual:
        yield problem(_BY_NAME["visual"], "没有拆开检查过，不应勾“目测”（5.3.2.2）。")
    if not opened and used_tool:
        yield problem(_BY_NAME["tool"], "没有拆开检查过，不应填写检测工具（5.3.2.2）。")


def _source(values: Values, facts: Facts) -> Iterator[FieldProblem]:
    """R-5.3.1.1-b: no slip without a source document."""
    if is_empty(values.get("attachments")) and not facts.has_transcript:
        yield problem(_BY_NAME["attachments"], "没有信息原件：请附上传真、信函或报告，或先做电话/口头记录。")


def _handler_day(values: Values, facts: Facts) -> Iterator[FieldProblem]:
    signed = values.get("sig_handler")
    day = getattr(signed, "day", None)
    if isinstance(day, date) and day > facts.today:
        yield problem(_BY_NAME["sig_handler"], "经办日期晚于今天，请核对。")
    told = values.get("feedback_date")
    if isinstance(day, date) and isinstance(told, date) and day < told <= facts.today:
        yield problem(_BY_NAME["sig_handler"], "经办日期早于反馈日期，请核对。")


_CELLS = (
    line(0, 0, 1, 12, *words("以下务请查清逐项填写:")),
    line(
        1,
        0,
        1,
        12,
        Words("·用户名称/地址"),
        Entry("customer_name", 5),
        Mark("/"),
        Entry("customer_address", 6),
    ),
    line(2, 0, 1, 12, Words("·产品名称/图号"), Entry("product_name", 6), Mark("/"), Entry("drawing_no", 5)),
    line(
        3,
        0,
        1,
        12,
        Words("·该产品的启用日期/发生故障的日期"),
        Entry("commission_date"),
        Mark("/"),
        Entry("failure_date"),
    ),
    line(4, 0, 1, 12, Words("·产品发生问题的部位"), Entry("problem_part")),
    line(5, 0, 1, 12, Words("·发生何种问题"), Entry("problem_kind")),
    line(
        6,
        0,
        1,
        12,
        Words("·是"),
        Entry("witness", width=4.4, option=WITNESS[0]),
        Words("我方人员目睹的,还是"),
        Entry("witness", width=4.4, option=WITNESS[1]),
        Words("听用户反映的"),
    ),
    line(
        7,
        0,
        1,
        12,
        Words("·我方人员是否拆开检查过"),
        TickBox("opened"),
        Words(",拆开后是目测"),
        TickBox("visual"),
        Words("或使用何种检测工具"),
        Entry("tool"),
    ),
    area(8, 0, 1, 12, "·详细描述质量问题的现象:(此页不够可另加附页)", "description"),
    area(9, 0, 1, 12, "·其他要说明的问题", "other"),
    line(10, 0, 1, 12, Words("附件:"), Entry("attachments")),
    sign(11, 0, 1, 6, "经办人/日期:", "sig_handler"),
    sign(11, 6, 1, 6, "审核/日期", "sig_review"),
    area(12, 0, 1, 12, "技术质量管理部门签收意见:", "qc_receipt_opinion"),
    line(13, 0, 1, 6, Words("签收人:"), Entry("sig_receiver", part="name")),
    line(13, 6, 1, 6, Words("日期:"), Entry("sig_receiver", part="day")),
)

PAPER = Paper(
    code="01",
    key="feedback",
    form_no="QM0703-01",
    old_form_no="QM0704-01",
    title="顾客信息反馈单",
    letter="F",
    portrait=True,
    head=(
        Strip(0, 85, (Words("编号:F"), Entry("number"))),
        Strip(100, 170, (Words("反馈日期:"), Entry("feedback_date", placeholder=_DAY_BLANK))),
    ),
    blocks=(Block((170 / 12,) * 12, (7, 12, 10, 10, 14, 16, 10, 10, 55, 24, 14, 12, 26, 10), _CELLS),),
    fields=FIELDS,
    extra=EXTRA,
    copies=("经销部门", "质管部门"),
    signatures=(
        SignatureBox("sig_handler", "经办", "经销部门经办人", "fill"),
        SignatureBox("sig_review", "审核", "经销部门领导", "review"),
        SignatureBox("sig_receiver", "签收", "质管部门", "receipt"),
    ),
    rules=(_dates, _needed_for_complaints, _inspection, _source, _handler_day),
    notes=("(此页不够可另加附页)",),
    clause="5.3.2.2",
)
