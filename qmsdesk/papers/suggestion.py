"""FM-02 质量改进意见/建议单, QM0703-02, letter J, two copies and a photocopy of the finished slip (5.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdesk.errors import FieldProblem
from qmsdesk.papers.base import (
    Block,
    Entry,
    Facts,
    Field,
    Kind,
    Need,
    Paper,
    SignatureBox,
    Strip,
    Values,
    Words,
)
from qmsdesk.papers.cells import area, label, sign, value
from qmsdesk.papers.check import problem
from qmsdesk.papers.values import is_empty

DECISIONS = ("采纳", "部分采纳", "不采纳")

FIELDS = (
    Field("number", "编号:J", Kind.NUMBER, Need.SYSTEM, clause="5.5.1"),
    Field("issuing_unit", "本单发出单位/部门", max_length=60, clause="5.3.3.1"),
    Field("receiving_unit", "接受单位/部门", max_length=60, clause="5.3.3.1"),
    Field("info_source", "信息来源", Kind.LINK, max_length=300, hint="反馈单号，可多个", clause="5.3.3.1"),
    Field("content", "意见/建议内容", Kind.LONG_TEXT, max_length=10_000, clause="5.3.3.1"),
    Field("sig_handler", "经办人/日期", Kind.SIGNATURE),
    Field("sig_review", "审核/日期", Kind.SIGNATURE, Need.LATER, "review", clause="5.3.3.1"),
    Field("sig_receipt", "签收/日期", Kind.SIGNATURE, Need.LATER, "receipt", clause="5.3.3.2"),
    Field("reply", "接受部门意见", Kind.LONG_TEXT, Need.LATER, "reply", max_length=10_000, clause="5.3.3.2"),
    Field("sig_reply_handler", "接受部门经办人/日期", Kind.SIGNATURE, Need.LATER, "reply"),
    Field("sig_reply_review", "接受部门审核/日期", Kind.SIGNATURE, Need.LATER, "reply_review"),
    Field(
        "verification",
        "改进措施的核实",
        Kind.LONG_TEXT,
        Need.LATER,
        "verification",
        max_length=4000,
        clause="5.3.3.3",
    ),
    Field("sig_verifier", "核实人/日期", Kind.SIGNATURE, Need.LATER, "verification"),
)
EXTRA = (
    Field("decision", "采纳情况", Kind.CHOICE, Need.LATER, "reply", choices=DECISIONS, clause="5.3.3.2"),
    Field(
        "decision_reason", "不采纳的理由", need=Need.LATER, section="reply", max_length=2000, clause="5.3.3.2"
    ),
    Field("design_change", "涉及产品设计改进", Kind.TICK, Need.OPTIONAL, "reply", clause="5.3.3.2"),
    Field("answer_customer", "需向顾客回复", Kind.TICK, Need.OPTIONAL, clause="5.3.3.3"),
)
_BY_NAME = {item.name: item for item in (*FIELDS, *EXTRA)}


def _refusal_has_reason(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """R-5.3.3.2-b: 不采纳 needs its reasons."""
    if values.get("decision") == "不采纳" and is_empty(values.get("decision_reason")):
        yield problem(_BY_NAME["decision_reason"], "不采纳的，请简述理由（5.3.3.2）。")


_CELLS = (
    label(0, 0, 1, 3, "本单发出单位/部门"),
    value(0, 3, 1, 3, "issuing_unit"),
    label(0, 6, 1, 3, "接受单位/部门"),
    value(0, 9, 1, 3, "receiving_unit"),
    label(1, 0, 1, 2, "信息来源"),
    value(1, 2, 1, 10, "info_source"),
    area(2, 0, 1, 12, "意见/建议内容:", "content"),
    sign(3, 0, 1, 4, "经办人/日期", "sig_handler"),
    sign(3, 4, 1, 4, "审核/日期", "sig_review"),
    sign(3, 8, 1, 4, "签收/日期", "sig_receipt"),
    area(4, 0, 1, 12, "接受部门意见(可另加附页):", "reply"),
    sign(5, 0, 1, 6, "经办人/日期", "sig_reply_handler"),
    sign(5, 6, 1, 6, "审核/日期", "sig_reply_review"),
    area(6, 0, 1, 12, "改进措施的核实:", "verification"),
    sign(7, 0, 1, 12, "核实人/日期:", "sig_verifier"),
)

PAPER = Paper(
    code="02",
    key="suggestion",
    form_no="QM0703-02",
    old_form_no="QM0704-02",
    title="质量改进意见/建议单",
    letter="J",
    portrait=True,
    head=(Strip(0, 85, (Words("编号:J"), Entry("number"))),),
    blocks=(Block((170 / 12,) * 12, (9, 10, 70, 12, 65, 12, 35, 12), _CELLS),),
    fields=FIELDS,
    extra=EXTRA,
    copies=("质管部门", "责任单位/部门"),
    signatures=(
        SignatureBox("sig_handler", "经办", "质管部门", "fill"),
        SignatureBox("sig_review", "审核", "质量负责人", "review"),
        SignatureBox("sig_receipt", "签收", "责任单位/部门", "receipt"),
        SignatureBox("sig_reply_handler", "经办", "责任单位/部门", "reply"),
        SignatureBox("sig_reply_review", "审核", "责任单位/部门领导", "reply_review"),
        SignatureBox("sig_verifier", "核实", "质管部门", "verification"),
    ),
    rules=(_refusal_has_reason,),
    notes=("(可另加附页)",),
    clause="5.3.3.1",
)
