"""FM-04 产品质量问题三包单, QM0703-04, letter B, copies as 承办人 decides (5.3.5.3, 5.3.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdesk.errors import FieldProblem
from qmsdesk.papers.base import (
    Block,
    Cell,
    Entry,
    Facts,
    Field,
    Kind,
    Need,
    Paper,
    RepeatingRows,
    SignatureBox,
    Strip,
    Values,
    Words,
)
from qmsdesk.papers.cells import label, opinion, row_cells, value
from qmsdesk.papers.check import problem
from qmsdesk.papers.values import is_empty

LINES = (
    Field("drawing_no", "图号", need=Need.OPTIONAL, max_length=60),
    Field("name", "名称", max_length=80),
    Field("quantity", "数量", Kind.QUANTITY),
    Field("unit_weight", "单重/总重", Kind.WEIGHT, Need.OPTIONAL, pair="quantity", hint="千克"),
    Field("unit_price", "单价/总价", Kind.MONEY, Need.OPTIONAL, pair="quantity", hint="元"),
)
FIELDS = (
    Field("number", "编号:B", Kind.NUMBER, Need.SYSTEM, clause="5.5.1"),
    Field("product_name", "产品名称", max_length=120),
    Field("drawing_no", "图号", max_length=80),
    Field("lines", "三包产品供货明细表", Kind.ROWS, Need.OPTIONAL, columns=LINES, clause="5.3.5.3"),
    Field("ship_date", "出厂日期", Kind.DATE, escapes=("不详",), clause="5.3.5.1"),
    Field("serial_no", "出厂编号", max_length=60),
    Field("customer_name", "顾客名称", max_length=120),
    Field("feedback_no", "反馈单号", Kind.LINK, max_length=200),
    Field("problem", "质量问题概述", Kind.LONG_TEXT, max_length=4000),
    Field("required_date", "要求完成日期", Kind.DATE),
    Field(
        "sales_opinion",
        "经销部门领导意见",
        need=Need.LATER,
        section="sales_leader",
        max_length=500,
        clause="5.3.5.3",
    ),
    Field(
        "sig_sales_leader",
        "经销部门领导签字/日期",
        Kind.SIGNATURE,
        Need.LATER,
        "sales_leader",
        clause="5.3.5.3",
    ),
    Field(
        "quality_opinion",
        "质管部门处理意见",
        need=Need.LATER,
        section="quality",
        max_length=500,
        clause="5.3.5.3",
    ),
    Field("sig_quality", "质管部门签字/日期", Kind.SIGNATURE, Need.LATER, "quality", clause="5.3.5.3"),
    Field("remarks", "备注", Kind.LONG_TEXT, Need.OPTIONAL, max_length=2000),
    Field("planned_date", "计划完成日期", Kind.DATE, Need.LATER, "plan", clause="5.3.5.4"),
    Field("sig_plan", "签字", Kind.SIGNATURE, Need.LATER, "plan"),
    Field("responsible_unit", "责任单位", max_length=120),
    Field("total_weight", "合计重量", Kind.WEIGHT, Need.SYSTEM),
    Field("total_amount", "合计金额", Kind.MONEY, Need.SYSTEM),
    Field(
        "factory_opinion",
        "厂领导意见",
        need=Need.LATER,
        section="factory_leader",
        max_length=500,
        clause="5.3.5.3",
    ),
    Field(
        "sig_factory_leader",
        "厂领导签字/日期",
        Kind.SIGNATURE,
        Need.LATER,
        "factory_leader",
        clause="5.3.5.3",
    ),
    Field("consignee", "收货单位", need=Need.CONDITIONAL, section="dispatch", max_length=120),
    Field("station", "发货到站", need=Need.CONDITIONAL, section="dispatch", max_length=60),
    Field("full_wagon", "整车", need=Need.CONDITIONAL, section="dispatch", max_length=40),
    Field("part_load", "零担", need=Need.CONDITIONAL, section="dispatch", max_length=40),
    Field("sig_production", "生产部门", Kind.SIGNATURE, Need.LATER, "receive_production"),
    Field("sig_store", "成品库", Kind.SIGNATURE, Need.LATER, "receive_store"),
    Field("sig_inspection", "质检部门", Kind.SIGNATURE, Need.LATER, "receive_inspection"),
    Field("sig_finance", "财务部门", Kind.SIGNATURE, Need.LATER, "receive_finance"),
    Field("sig_quality_received", "质管部门", Kind.SIGNATURE, Need.LATER, "receive_quality"),
    Field("sig_handler", "经办人", Kind.SIGNATURE),
    Field("actual_date", "实际完成日期", Kind.DATE, Need.LATER, "close", clause="5.3.5.4"),
)
EXTRA = (
    Field("claim_class", "三包类别", Kind.CHOICE, choices=("质量三包", "经营性三包"), clause="3.2"),
    Field("mode_repair", "包修", Kind.TICK, Need.OPTIONAL, clause="3.1"),
    Field("mode_replace", "包换", Kind.TICK, Need.OPTIONAL, clause="3.1"),
    Field("mode_return", "包退", Kind.TICK, Need.OPTIONAL, clause="3.1"),
    Field("mode_compensate", "赔偿损失", Kind.TICK, Need.OPTIONAL, clause="3.1"),
    Field("handling_no", "处理单号", Kind.LINK, Need.OPTIONAL, "ground", max_length=60, clause="5.3.4.5"),
    Field("warranty_result", "保用期判定", need=Need.OPTIONAL, max_length=500, clause="5.3.5.1"),
)
_BY_NAME = {item.name: item for item in (*FIELDS, *EXTRA)}
_COLUMNS = ((5, "drawing_no"), (6, "name"), (7, "quantity"), (8, "unit_weight"), (9, "unit_price"))
_DAY_BLANK = "    年  月  日"


def _goods(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """Rows need a name and a positive quantity; weights and prices are not negative."""
    for place, row in enumerate(values.get("lines") or (), start=1):
        if is_empty(row.get("name")):
            yield problem(_BY_NAME["lines"], f"明细第 {place} 行没有名称。")
        if not isinstance(row.get("quantity"), int) or row["quantity"] <= 0:
            yield problem(_BY_NAME["lines"], f"明细第 {place} 行的数量要大于 0。")
        if (row.get("unit_weight") or 0) < 0 or (row.get("unit_price") or 0) < 0:
            yield problem(_BY_NAME["lines"], f"明细第 {place} 行的重量、价格不能为负。")


def _shipping(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """Goods need a consignee and a station, and go by full wagon or part load, not both."""
    if not is_empty(values.get("full_wagon")) and not is_empty(values.get("part_load")):
        yield problem(_BY_NAME["part_load"], "整车和零担只能选一种。")
    if is_empty(values.get("lines")):
        return
    for name in ("consignee", "station"):
        if is_empty(values.get(name)):
            yield problem(_BY_NAME[name], "有供货明细时必须填写。")


def _mode(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """R-3.1-a: at least one way of 三包."""
    if not any(
        values.get(name) for name in ("mode_repair", "mode_replace", "mode_return", "mode_compensate")
    ):
        yield problem(_BY_NAME["mode_repair"], "请至少选一种三包方式：包修、包换、包退、赔偿损失。")


_LEFT = (
    label(0, 0, 2, 1, "产品名称"),
    value(0, 1, 2, 1, "product_name"),
    label(0, 2, 2, 1, "图号"),
    value(0, 3, 2, 1, "drawing_no"),
    label(2, 0, 1, 1, "出厂日期"),
    value(2, 1, 1, 1, "ship_date"),
    label(2, 2, 1, 1, "出厂编号"),
    value(2, 3, 1, 1, "serial_no"),
    label(3, 0, 1, 1, "顾客名称"),
    value(3, 1, 1, 3, "customer_name"),
    label(4, 0, 1, 1, "反馈单号"),
    value(4, 1, 1, 3, "feedback_no"),
    label(5, 0, 3, 1, "质量问题概述"),
    value(5, 1, 3, 3, "problem"),
    label(8, 0, 1, 1, "要求完成日期", size=9),
    value(8, 1, 1, 3, "required_date", placeholder=_DAY_BLANK),
    label(9, 0, 2, 1, "经销部门\n领导意见"),
    opinion(9, 1, 2, 3, "sales_opinion", "sig_sales_leader"),
    label(11, 0, 3, 1, "质管部门\n处理意见"),
    opinion(11, 1, 3, 3, "quality_opinion", "sig_quality", _DAY_BLANK),
    label(14, 0, 1, 1, "责任单位:"),
    value(14, 1, 1, 3, "responsible_unit"),
    label(15, 0, 2, 1, "厂领导意见"),
    opinion(15, 1, 2, 3, "factory_opinion", "sig_factory_leader"),
)
_NUMBERS = tuple(label(2 + index, 4, 1, 1, str(index + 1)) for index in range(9))
_RIGHT = (
    label(0, 4, 1, 6, "三包产品供货明细表"),
    label(1, 4, 1, 1, "序号", size=9),
    label(1, 5, 1, 1, "图号", size=9),
    label(1, 6, 1, 1, "名称", size=9),
    label(1, 7, 1, 1, "数量", size=9),
    label(1, 8, 1, 1, "单重/总重", size=9),
    label(1, 9, 1, 1, "单价/总价", size=9),
    *_NUMBERS,
    *row_cells(2, 9, _COLUMNS, "lines"),
    label(11, 4, 2, 1, "备注"),
    value(11, 5, 2, 5, "remarks"),
    label(13, 4, 1, 2, "计划完成日期"),
    value(13, 6, 1, 1, "planned_date"),
    label(13, 7, 1, 1, "签字:"),
    value(13, 8, 1, 2, "sig_plan"),
    label(14, 4, 1, 2, "合计重量"),
    value(14, 6, 1, 1, "total_weight"),
    label(14, 7, 1, 1, "合计金额"),
    value(14, 8, 1, 2, "total_amount"),
    label(15, 4, 1, 2, "收货单位"),
    value(15, 6, 1, 1, "consignee"),
    label(15, 7, 1, 1, "发货到站"),
    value(15, 8, 1, 2, "station"),
    Cell(16, 4, 1, 3, (Words("整车:"), Entry("full_wagon"))),
    Cell(16, 7, 1, 3, (Words("零担:"), Entry("part_load"))),
)
_RECEIVERS = (
    label(0, 0, 2, 1, "接收单位"),
    label(0, 1, 1, 1, "生产部门"),
    label(0, 2, 1, 1, "成品库"),
    label(0, 3, 1, 1, "质检部门"),
    label(0, 4, 1, 1, "财务部门"),
    label(0, 5, 1, 1, "质管部门"),
    label(0, 6, 1, 1, "经办人"),
    value(1, 1, 1, 1, "sig_production"),
    value(1, 2, 1, 1, "sig_store"),
    value(1, 3, 1, 1, "sig_inspection"),
    value(1, 4, 1, 1, "sig_finance"),
    value(1, 5, 1, 1, "sig_quality_received"),
    value(1, 6, 1, 1, "sig_handler"),
)

PAPER = Paper(
    code="04",
    key="warranty_claim",
    form_no="QM0703-04",
    old_form_no="QM0704-04",
    title="产品质量问题三包单",
    letter="B",
    portrait=False,
    head=(Strip(0, 120, (Words("编号:B"), Entry("number"))),),
    blocks=(
        Block((24, 30, 22, 31, 10, 32, 36, 17, 32, 33), (6.7,) * 17, (*_LEFT, *_RIGHT)),
        Block((27, 40, 40, 40, 40, 40, 40), (7, 9), _RECEIVERS),
        Block((27, 240), (7,), (label(0, 0, 1, 1, "实际完成日期", size=9), value(0, 1, 1, 1, "actual_date"))),
    ),
    fields=FIELDS,
    extra=EXTRA,
    rows=RepeatingRows("lines", 0, 2, 9, _COLUMNS, more_sheets=False),
    copies=("经销部门", "质管部门", "生产部门", "供应部门", "财务部门", "发货部门"),
    copies_vary=True,
    signatures=(
        SignatureBox("sig_handler", "经办", "承办人", "fill"),
        SignatureBox("sig_sales_leader", "同意三包", "经销部门领导", "sales_leader"),
        SignatureBox("sig_quality", "批准", "质管部门", "quality"),
        SignatureBox("sig_factory_leader", "批准", "公司主管领导", "factory_leader"),
        SignatureBox("sig_plan", "计划", "责任单位/部门", "plan"),
        SignatureBox("sig_production", "接收", "生产部门", "receive_production"),
        SignatureBox("sig_store", "接收", "成品库", "receive_store"),
        SignatureBox("sig_inspection", "接收", "质检部门", "receive_inspection"),
        SignatureBox("sig_finance", "接收", "财务部门", "receive_finance"),
        SignatureBox("sig_quality_received", "接收", "质管部门", "receive_quality"),
    ),
    rules=(_goods, _shipping, _mode),
    clause="5.3.5.3",
)
