"""技术质量管理部 gathers signed unit reports into its own, has them approved, binds the review pack (5.1.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import rows, write_tx
from qmsdesk.operations import period_slips as slips
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_slips import PeriodSlip
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.reports import (
    PAPERS,
    SATISFACTION,
    TREND,
    ReportView,
    report_digest,
    signed_reports,
)
from qmsdesk.operations.reports_out import print_report, signature_lines
from qmsdesk.operations.rights import require
from qmsdesk.operations.sheet_archive import REPORT
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.company_report import UnitFigures, company_satisfaction, company_trend
from qmsdesk.procedure.dates import format_chinese
from qmsdesk.procedure.facts import Act, Signature
from qmsdesk.procedure.periods import Period, half, quarter
from qmsdesk.procedure.report_data import (
    Block,
    CellKind,
    Heading,
    Report,
    Table,
    TableColumn,
    Text,
    dump,
    load,
)
from qmsdesk.settings import company

GATHERED, WRITTEN, APPROVED, SUBMITTED = "公司汇总", "公司报告", "已批准", "管理评审输入"
_MAKERS: dict[str, Callable[[Period, str, Sequence[UnitFigures]], Report]] = {
    TREND: company_trend,
    SATISFACTION: company_satisfaction,
}


def gather(desk: Desk, *, kind: str, period: Period) -> int:
    """汇总: take the units' signed reports of a period and begin the company's report; the id of its slip.

    UserError when no unit has sent one, or the company's report is there already.
    """
    sent = [
        found
        for found, _report in signed_reports(desk, kind=kind, periods=(period.key,))
        if found.sent_on is not None
    ]
    if not sent:
        raise UserError(f"{period.title}还没有单位上报报告。", advice="请先由各单位签署并上报。")
    paper = PAPERS[kind]
    require(desk, "编写公司报告", paper=paper, state=GATHERED)
    with write_tx():
        for found in sent:
            if found.state == slips.SENT:
                deed = Deed(desk, found.slip_id)
                today = desk.clock.today()
                act = Act(actor=desk.user.name, day=today, previous_day=found.sent_on)
                slips.step(deed, found, "汇总", act=act)
                if found.received_on is None:
                    slips.mark_received(deed, found, on=today, by=desk.user.name)
                deed.close("汇总")
        deed = Deed(desk, None)
        title = _make(desk, kind, period).title
        slip_id = slips.begin(deed, paper_code=paper, kind=f"company_{kind}", period=period, title=title)
        deed.change("slip", slip_id, state=WRITTEN)
        deed.close("编写公司报告")
    return slip_id


def read_company(desk: Desk, *, slip_id: int) -> ReportView:
    """The company's report, from the signed unit reports or as it was approved."""
    found = slips.read(desk, slip_id=slip_id)
    if found.snapshot is not None:
        return ReportView(found, load(found.snapshot["report"]), {}, None)
    made = _make(desk, found.kind.removeprefix("company_"), found.period)
    proposals = {key: text.text for key, text in made.texts().items()}
    return ReportView(found, made.with_texts(dict(found.content.get("texts", {}))), proposals, None)


def find_company(desk: Desk, *, kind: str, period: Period) -> int | None:
    """The company's report of a period, if it was begun."""
    return slips.find(desk, kind=f"company_{kind}", period=period)


def compile_company(desk: Desk, *, slip_id: int, given: Given) -> None:
    """技术质量管理部 signs as writer."""
    found = slips.read(desk, slip_id=slip_id)
    slips.must_be_open(found)
    require(desk, "编辑", paper=found.paper_code, state=found.state)
    signed = slips.hand(desk, given)
    with write_tx():
        deed = Deed(desk, slip_id)
        slips.sign(deed, found, slips.COMPILED, signed, role="company_quality", digest="")
        deed.change("slip", slip_id, version=found.version + 1)
        deed.close("编制签字")


def approve_company(desk: Desk, *, slip_id: int, given: Given) -> None:
    """批准 by 管理者代表: the company's report freezes and may go to 管理评审 (4.2b, I-29)."""
    view = read_company(desk, slip_id=slip_id)
    found, signed = view.slip, slips.hand(desk, given)
    slips.must_be_open(found)
    mark = report_digest(view.report)
    with write_tx():
        deed = Deed(desk, slip_id)
        act = slips.review_act(desk, found, signed, override=given.override_reason)
        slips.step(deed, found, "批准", act=act, given=given)
        slips.sign(deed, found, slips.APPROVED, signed, role="management_representative", digest=mark)
        slips.freeze(deed, slip_id, {"report": dump(view.report)}, mark)
        deed.close("批准公司报告")


def submit(desk: Desk, *, slip_id: int) -> None:
    """提交管理评审, only after 管理者代表 approved (5.1.2)."""
    found = slips.read(desk, slip_id=slip_id)
    approval = found.signatures.get(slips.APPROVED)
    review = Signature(approval.name, approval.day, approval.how) if approval else None
    with write_tx():
        deed = Deed(desk, slip_id)
        slips.step(deed, found, "提交管理评审", act=Act(actor=desk.user.name, review=review))
        deed.close("提交管理评审")


def company_pdf(desk: Desk, *, slip_id: int) -> Printed:
    """The company's report as PDF; 草稿 until it is signed."""
    view = read_company(desk, slip_id=slip_id)
    require(desk, "打印", paper=view.slip.paper_code)
    data = _print(desk, view)
    name = f"{view.slip.period.key} {view.report.title}.pdf"
    return Printed(data, 1, False, name, view.report.title, keeps=REPORT)


def review_pack(desk: Desk, *, year: int) -> Printed:
    """One PDF of what 5.1.2 puts before 管理评审: the company's approved reports of a year, then the units' own.

    UserError names what is missing: an approved report on feedback of the year and on satisfaction of a half-year.
    """
    from qmsdesk.printing.archival import archive
    from qmsdesk.printing.report import bind

    require(desk, "打印", paper=PAPERS[TREND])
    approved = _approved(desk, year)
    for kind, name in ((TREND, "顾客反馈"), (SATISFACTION, "顾客满意度")):
        if not any(view.slip.kind == f"company_{kind}" for view in approved):
            raise UserError(
                f"{year} 年还没有经管理者代表批准的{name}分析评价报告。",
                advice="批准之后才能作为管理评审输入（5.1.2）。",
            )
    units = _unit_reports(desk, year)
    contents = [view.report.title for view in approved]
    contents += [f"{view.report.unit} {view.report.title}" for view in units]
    parts = [("目录", print_report(desk, _cover(desk, year, approved, units), clause="5.1.2"))]
    for title, view in zip(contents, [*approved, *units], strict=True):
        parts.append((title, _print(desk, view)))
    name = f"{year}年管理评审输入资料"
    author = company(desk.data_dir).name
    data = archive(bind(parts, title=name, author=author, facts={"Subject": "LSZB/QM07-03 5.1.2"}))
    return Printed(data, 1, False, f"{name}.pdf", name, keeps=REPORT)


def _cover(desk: Desk, year: int, approved: Sequence[ReportView], units: Sequence[ReportView]) -> Report:
    columns = (
        TableColumn("序号", CellKind.COUNT, 0.5), TableColumn("资料", CellKind.TEXT, 3.6),
        TableColumn("单位", CellKind.TEXT, 1.8), TableColumn("签署人", CellKind.TEXT, 1.2),
        TableColumn("签署日期", CellKind.TEXT, 1.6),
    )  # fmt: skip
    rows = []
    for place, view in enumerate([*approved, *units], start=1):
        signed = view.slip.signatures.get(slips.APPROVED) or view.slip.signatures.get(slips.REVIEWED)
        day = format_chinese(signed.day) if signed else ""
        rows.append((place, view.report.title, view.report.unit, signed.name if signed else "", day))
    blocks: tuple[Block, ...] = (
        Heading("目录"),
        Text("顾客反馈和顾客满意度的分析评价报告经管理者代表批准，作为管理评审的输入（5.1.2）。"),
        Table("目录", "管理评审输入资料", columns, tuple(rows)),
    )
    return Report(
        "review_pack", f"{year}年管理评审输入资料", company(desk.data_dir).name, str(year), blocks, {}
    )


def _approved(desk: Desk, year: int) -> list[ReportView]:
    found = rows(
        "SELECT p.slip_id FROM periodic p JOIN slip s ON s.id = p.slip_id WHERE p.kind LIKE 'company%'"
        " AND s.state IN (?, ?) AND p.period LIKE ? ORDER BY p.kind DESC, p.period",
        (APPROVED, SUBMITTED, f"{year}%"),
    )
    return [read_company(desk, slip_id=key) for (key,) in found]


def _unit_reports(desk: Desk, year: int) -> list[ReportView]:
    trend = (str(year), *(quarter(year, number).key for number in range(1, 5)))
    satisfaction = tuple(half(year, number).key for number in (1, 2))
    listed = signed_reports(desk, kind=TREND, periods=trend)
    listed += signed_reports(desk, kind=SATISFACTION, periods=satisfaction)
    return [ReportView(found, report, {}, None) for found, report in listed]


def _make(desk: Desk, kind: str, period: Period) -> Report:
    units = [
        UnitFigures(report.unit, _signed_day(found), report.totals)
        for found, report in signed_reports(desk, kind=kind, periods=(period.key,))
        if found.sent_on is not None
    ]
    return _MAKERS[kind](period, company(desk.data_dir).name, units)


def check_figures(desk: Desk, kind: str, period: Period, report: Report) -> None:
    """UserError when the totals of a report from elsewhere are not what the company's report adds up."""
    try:
        _MAKERS[kind](period, company(desk.data_dir).name, [UnitFigures(report.unit, "", report.totals)])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(
            f"“{report.title}”的合计数字不齐，不能汇总。",
            advice="两边的程序版本可能不同；请升级后让该单位重新导出。",
            detail=str(error),
        ) from error


def _signed_day(found: PeriodSlip) -> str:
    signed = found.signatures.get(slips.REVIEWED)
    return format_chinese(signed.day) if signed else ""


def _print(desk: Desk, view: ReportView) -> bytes:
    return print_report(
        desk, view.report, signatures=signature_lines(view), clause=view.clause,
        draft=slips.COMPILED not in view.slip.signatures,
    )  # fmt: skip
