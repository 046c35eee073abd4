"""Survey papers leave the program: numbered questionnaires in bulk, the summary of 经销, scores (5.4.3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.progress import Progress, silent, step
from qmsdesk.operations.reports_out import print_report, save_book
from qmsdesk.operations.rights import require
from qmsdesk.operations.sheet_archive import REPORT
from qmsdesk.operations.sheet_words import sheet_words
from qmsdesk.operations.survey_rounds import RoundLine, read_round, rounds
from qmsdesk.operations.surveys import FormLine, forms, read_form
from qmsdesk.papers.survey_form import PAPER
from qmsdesk.procedure.dates import format_chinese
from qmsdesk.procedure.periods import Period
from qmsdesk.procedure.report_data import (
    Block,
    CellKind,
    FigureLine,
    Heading,
    Report,
    Table,
    TableColumn,
    Text,
)
from qmsdesk.procedure.scoring_tables import LABELS

_PREFILLED = ("customer_name", "product", "serial_no", "ship_date", "number")


@dataclass(frozen=True)
class Outgoing:
    """The one sheet the customer gets; it carries no copy label, for it belongs to no set of the house."""

    ordinal: int = 1
    label: str = ""


def questionnaires_pdf(
    desk: Desk, *, round_id: int, slip_ids: Sequence[int] = (), progress: Progress = silent
) -> Printed:
    """Form 06 for every issued customer of a round (or those named), numbered, with what is known filled in.

    They leave the house: without the secrecy line. UserError when nothing was issued; Cancelled on the way.
    """
    from qmsdesk.printing.archival import archive
    from qmsdesk.printing.report import bind

    require(desk, "打印", paper=PAPER.code)
    line = read_round(desk, round_id=round_id)
    chosen = [
        form
        for form in forms(desk, round_id=round_id)
        if form.number and (not slip_ids or form.slip_id in slip_ids)
    ]
    if not chosen:
        raise UserError("还没有发出的调查表。", advice="请先“发出”，编号后再打印。")
    parts = []
    for place, form in enumerate(chosen, start=1):
        step(progress, place - 1, len(chosen))
        parts.append((f"{form.number} {form.customer}", _questionnaire(desk, form)))
    data = archive(
        bind(parts, title=f"{PAPER.title} {line.name}", author=desk.department.unit_name, facts={})
    )
    name = f"{line.name} {PAPER.title}（{len(chosen)}份）"
    return Printed(data, 1, False, f"{name}.pdf", name)


def form_pdf(desk: Desk, *, slip_id: int) -> Printed:
    """One returned form as it was keyed, for the file."""
    from qmsdesk.printing.archival import archive
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.render import render
    from qmsdesk.procedure.copies import copy_set

    require(desk, "打印", paper=PAPER.code)
    form = read_form(desk, slip_id=slip_id)
    meta = PrintMeta(revision=PAPER.revision, printed_at=desk.clock.now())
    data = render(
        PAPER,
        copy_set(PAPER.code),
        form.values,
        number=form.number,
        company=sheet_words(desk),
        meta=meta,
    )
    title = f"{PAPER.title} {form.number}"
    return Printed(archive(data), 1, False, f"{form.number}.pdf", title, keeps=REPORT)


def summary(desk: Desk, *, period: Period) -> Report:
    """经销's summary of a half-year: every round, every form with its ratings and score (5.4.3.1)."""
    listed = [
        (line, form) for line in rounds(desk, period=period) for form in forms(desk, round_id=line.round_id)
    ]
    numbered = [(line, form) for line, form in listed if form.number]
    returned = [form for _line, form in numbered if form.state not in ("已发出", "未收回")]
    valid = [form for form in returned if form.total is not None]
    told = (
        f"{period.title}定期和不定期调查共发出 {len(numbered)} 份，收回 {len(returned)} 份，"
        f"其中可计分 {len(valid)} 份。"
    )
    blocks: list[Block] = [
        Heading("一、概况"),
        Text(told),
        *(_round_line(line) for line in rounds(desk, period=period)),
        Heading("二、调查表清单"),
        _forms_table(numbered),
        Heading("三、各表评价"),
        _ratings_table(desk, [form for _line, form in numbered if form in returned]),
    ]
    title = f"{period.title}顾客满意度调查汇总"
    totals = {"issued": len(numbered), "returned": len(returned), "scored": len(valid)}
    return Report("survey_summary", title, desk.department.unit_name, period.key, tuple(blocks), totals)


def summary_pdf(desk: Desk, *, period: Period) -> Printed:
    """The summary as PDF with room for both signatures."""
    require(desk, "打印", paper=PAPER.code)
    report = summary(desk, period=period)
    lines = (("经销部门 汇总", None), ("质管部门 签收", None))
    data = print_report(desk, report, signatures=lines, clause="5.4.3.1")
    return Printed(data, 1, False, f"{period.key} {report.title}.pdf", report.title, keeps=REPORT)


def summary_xlsx(desk: Desk, *, period: Period, path: Path) -> int:
    """The summary as a workbook; how many rows."""
    require(desk, "导出", paper=PAPER.code)
    return save_book(desk, summary(desk, period=period), path)


def _questionnaire(desk: Desk, form: FormLine) -> bytes:
    from qmsdesk.printing.job import FILL_IN, PrintMeta
    from qmsdesk.printing.render import render

    known = read_form(desk, slip_id=form.slip_id).values
    values: dict[str, Any] = {name: known.get(name) for name in _PREFILLED}
    outward = replace(sheet_words(desk), secrecy="")
    meta = PrintMeta(revision=PAPER.revision, printed_at=desk.clock.now())
    return render(
        PAPER,
        (Outgoing(),),
        values,
        number=form.number,
        marks=frozenset({FILL_IN}),
        company=outward,
        meta=meta,
    )


def _round_line(line: RoundLine) -> FigureLine:
    first, last = line.round.window
    rate = line.coverage.return_rate.percent_text
    counts = f"发出 {line.round.issued} 份，收回 {line.round.returned} 份，回收率 {rate}"
    why = f"{format_chinese(first)}至{format_chinese(last)}；顾客总数 {line.round.population}；抽样理由：{line.reason}"
    return FigureLine(line.name, counts, "；".join([why, *line.coverage.warnings]))


def _forms_table(listed: Sequence[tuple[RoundLine, FormLine]]) -> Table:
    columns = (
        TableColumn("编号", CellKind.TEXT, 2.1), TableColumn("顾客", CellKind.TEXT, 2.2),
        TableColumn("产品", CellKind.TEXT, 2.0), TableColumn("调查时间", CellKind.TEXT, 1.5),
        TableColumn("性质", CellKind.TEXT, 0.9), TableColumn("状态", CellKind.TEXT, 1.2),
        TableColumn("得分", CellKind.POINTS, 0.8), TableColumn("备注", CellKind.TEXT, 1.8),
    )  # fmt: skip
    rows = tuple(
        (form.number, form.customer, form.product_kind, form.surveyed.isoformat() if form.surveyed else "",
         line.round.kind, form.state, form.total, form.invalid)
        for line, form in listed
    )  # fmt: skip
    return Table("清单", "调查表清单", columns, rows)


def _ratings_table(desk: Desk, listed: Sequence[FormLine]) -> Table:
    columns = (
        TableColumn("编号", CellKind.TEXT, 2.3),
        *(TableColumn(label.split("/")[0], CellKind.TEXT, 1.0) for label in LABELS.values()),
        TableColumn("不满意原因", CellKind.TEXT, 2.4),
    )
    rows = []
    for line in listed:
        form = read_form(desk, slip_id=line.slip_id)
        ticks = ("、".join(form.ticks.get(item, ())) for item in LABELS)
        rows.append((form.number, *ticks, str(form.values.get("cause", ""))))
    return Table("评价", "各表评价", columns, tuple(rows))
