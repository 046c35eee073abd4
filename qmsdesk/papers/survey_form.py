"""FM-06 顾客满意度调查表, QM0703-06, one copy (5.4.2, 5.4.3)."""

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
    SignatureBox,
    Strip,
    Values,
    Words,
)
from qmsdesk.papers.cells import area, label, value
from qmsdesk.papers.check import problem
from qmsdesk.papers.values import is_empty

LEVELS = ("很满意", "满意", "基本满意", "不满意", "很不满意")
ITEMS = (
    ("rating_reliability", "产品性能的可靠性/产品内在质量"),
    ("rating_completeness", "产品功能的齐全性"),
    ("rating_safety", "产品使用的安全性"),
    ("rating_bought_parts", "外购配套件质量"),
    ("rating_appearance", "产品外观质量"),
    ("rating_service", "售后服务质量"),
    ("rating_delivery", "交货期"),
)
SPLIT_ITEMS = ("rating_completeness", "rating_safety", "rating_bought_parts")
_NOTE = (
    "备注:有关产品内在质量项计分;\n"
    "1、商品厂:分项评价计分,可靠性和安全性各计2分,齐全性和外购件质量各计1分。\n"
    "2、铸锻厂:按产品内在质量一项总体评价,6分计入。"
)

FIELDS = (
    Field("customer_name", "调查单位名称", max_length=120, clause="5.4.3.1"),
    Field("number", "编号", Kind.NUMBER, Need.SYSTEM),
    Field("product", "产品名称及图号", max_length=160),
    Field("ship_date", "出厂日期", Kind.DATE, escapes=("不详", "/")),
    Field("serial_no", "出厂编号", max_length=60),
    Field("survey_date", "调查时间", Kind.DATE, clause="5.4.1.3"),
    *(
        Field(name, text, Kind.CHOICE, Need.CONDITIONAL, choices=LEVELS, section="fill", clause="5.4.2.2")
        for name, text in ITEMS
    ),
    Field("cause", "不满意项目的原因分析", Kind.LONG_TEXT, Need.CONDITIONAL, max_length=2000),
    Field("suggestion", "不满意项目的改进建议", Kind.LONG_TEXT, Need.OPTIONAL, max_length=2000),
    Field("summary", "不满意事项简述", Kind.LONG_TEXT, Need.CONDITIONAL, max_length=4000),
    Field("department", "填报部门", max_length=60),
    Field("sig_filler", "填表人", Kind.SIGNATURE),
    Field("sig_approver", "审批", Kind.SIGNATURE, Need.LATER, "approve"),
    Field("report_date", "报表时间", Kind.DATE),
)
EXTRA = (
    Field("scoring_class", "计分类别", Kind.CHOICE, choices=("商品厂", "铸锻厂"), clause="5.4.2.2"),
    Field("round_kind", "调查性质", Kind.CHOICE, choices=("定期", "不定期"), clause="5.4.1.3"),
)
_BY_NAME = {item.name: item for item in (*FIELDS, *EXTRA)}


def _ratings(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """R-5.4.2-b: a foundry judges the first row as a whole, the others judge all seven items."""
    foundry = values.get("scoring_class") == "铸锻厂"
    for name, _text in ITEMS:
        filled = not is_empty(values.get(name))
        if foundry and name in SPLIT_ITEMS:
            if filled:
                yield problem(_BY_NAME[name], "铸锻厂按产品内在质量一项总体评价，本项不填。")
        elif not filled:
            yield problem(_BY_NAME[name], "请选一个评价等级。")


def _reasons(values: Values, _facts: Facts) -> Iterator[FieldProblem]:
    """Whoever is not satisfied is asked why."""
    if any(values.get(name) in LEVELS[3:] for name, _text in ITEMS):
        for name in ("cause", "summary"):
            if is_empty(values.get(name)):
                yield problem(_BY_NAME[name], "有不满意的项目，请写明。")


_RATING_CELLS = tuple(
    cell
    for row, (name, text) in enumerate(ITEMS, start=2)
    for cell in (
        label(row, 0, 1, 1, text.replace("/", "/\n")),
        *(
            Cell(row, col, 1, 1, under=(Entry(name, option=level),))
            for col, level in enumerate(LEVELS, start=1)
        ),
    )
)

PAPER = Paper(
    code="06",
    key="survey_form",
    form_no="QM0703-06",
    old_form_no="QM0704-06",
    title="顾客满意度调查表",
    letter="",
    portrait=True,
    company_line=False,
    head=(
        Strip(0, 100, (Words("调查单位名称:"), Entry("customer_name"))),
        Strip(105, 170, (Words("编号:"), Entry("number"))),
    ),
    blocks=(
        Block(
            (30, 60, 24, 56),
            (10, 10),
            (
                label(0, 0, 1, 1, "产品名称及图号"),
                value(0, 1, 1, 1, "product"),
                label(0, 2, 1, 1, "出厂日期"),
                value(0, 3, 1, 1, "ship_date"),
                label(1, 0, 1, 1, "出厂编号"),
                value(1, 1, 1, 1, "serial_no"),
                label(1, 2, 1, 1, "调查时间"),
                value(1, 3, 1, 1, "survey_date"),
            ),
        ),
        Block(
            (42, 14, 14, 14, 14, 14, 58),
            (9, 9, 14, 14, 14, 14, 14, 14, 14, 22),
            (
                label(0, 0, 2, 1, "评价调查项目"),
                label(0, 1, 1, 5, "顾客评价等级(请在选中项上打√)"),
                label(0, 6, 2, 1, "不满意项目的原因分析"),
                *(label(1, col, 1, 1, level, size=9) for col, level in enumerate(LEVELS, start=1)),
                *_RATING_CELLS,
                value(2, 6, 5, 1, "cause"),
                area(7, 6, 2, 1, "不满意项目的改进建议", "suggestion"),
                Cell(9, 0, 1, 7, (Words(_NOTE),), size=9),
            ),
        ),
        Block((30, 140), (42,), (label(0, 0, 1, 1, "不满意事项简述"), value(0, 1, 1, 1, "summary"))),
        Block(
            (18, 30, 16, 26, 14, 26, 18, 22),
            (10,),
            (
                label(0, 0, 1, 1, "填报部门", size=9),
                value(0, 1, 1, 1, "department"),
                label(0, 2, 1, 1, "填表人", size=9),
                value(0, 3, 1, 1, "sig_filler"),
                label(0, 4, 1, 1, "审批", size=9),
                value(0, 5, 1, 1, "sig_approver"),
                label(0, 6, 1, 1, "报表时间", size=9),
                value(0, 7, 1, 1, "report_date"),
            ),
        ),
    ),
    fields=FIELDS,
    extra=EXTRA,
    copies=("经销部门",),
    signatures=(
        SignatureBox("sig_filler", "填表", "经销部门经办人", "fill"),
        SignatureBox("sig_approver", "审批", "经销部门领导", "approve"),
    ),
    rules=(_ratings, _reasons),
    notes=(_NOTE,),
    clause="5.4.3.1",
    years_kept=3,
)
