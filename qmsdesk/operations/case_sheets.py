"""Everything that can be printed about a case besides the slips themselves: AUX-1 to AUX-9, AUX-13 and 复印件."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import case_prints, prints, sheet_archive
from qmsdesk.operations.case_marks import Mark
from qmsdesk.operations.case_view import CaseView, Node, case_of
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import archived
from qmsdesk.operations.prints import Printed
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.feedback import SPOKEN_CHANNELS
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.copies import QUALITY

SOURCE, FORWARDED, COMPLETED = "source", "photocopies", "photocopy"
URGENT = "先处理后分析"
ANSWERED = ("已回复", "实施中", "核实合格", "核实不合格", "回复审批", "已回复顾客", "已关闭")
_OF_MARK = {"转出": "transfer", "供方": "supplier", "会议": "minutes", "申诉": "appeal", "回复": "reply"}


@dataclass(frozen=True)
class SheetLine:
    """One sheet that can be printed: which kind, of which record, kept with which slip; its words for a list."""

    kind: str
    record_id: int
    slip_id: int
    code: str
    title: str
    number: str
    words: str
    day: date | None = None


def sheets_of(desk: Desk, *, slip_id: int) -> list[SheetLine]:
    """What can be printed about the whole case of a slip, slip by slip from F to B, each in the order of days."""
    view = case_of(desk, slip_id=slip_id)
    found: list[SheetLine] = []
    for node in view.nodes:
        lines = [*_of_marks(node), *_of_node(view, node)]
        found += sorted(lines, key=lambda line: (line.day or date.max, line.code))
    return found


def make(desk: Desk, *, line: SheetLine) -> Printed:
    """The print of one line of the list, archival; UserError where its record is gone. Nothing is kept yet."""
    if line.kind == SOURCE:
        printed = prints.source_pdf(desk, source_id=line.record_id)
        return replace(printed, data=archived(printed.data))
    if line.kind == FORWARDED:
        wanted = case_prints.photocopies(desk, handling_id=line.record_id)
        for printed in wanted:
            if printed.name.startswith(line.number):
                return printed
        raise UserError("这张反馈单不随该处理单分发。")
    if line.kind == COMPLETED:
        return case_prints.photocopy(desk, slip_id=line.record_id, holder=QUALITY)
    return case_prints.auxiliary_pdf(desk, kind=line.kind, record_id=line.record_id)


def transfer_sheet(desk: Desk, *, source_id: int) -> Printed:
    """AUX-2 of the latest 转交 of an original that no slip was made of yet; kept with its source. UserError if none."""
    found = one("SELECT max(id) FROM transfer WHERE source_id = ?", (source_id,))
    if found is None or found[0] is None:
        raise UserError("这份来件没有转交过。")
    printed = case_prints.auxiliary_pdf(desk, kind="transfer", record_id=found[0])
    return replace(printed, keeps=sheet_archive.SOURCE, source_id=source_id)


def _of_marks(node: Node) -> Iterator[SheetLine]:
    """The sheets of what hangs on a slip: transfers, suppliers, meetings, appeals, rulings, letters, originals."""
    spoken = _spoken(node.slip_id) if node.paper_code == "01" else set()
    for mark in node.marks:
        kind = _OF_MARK.get(mark.kind, "")
        if kind:
            yield _auxiliary(kind, node, mark)
        if mark.kind == "申诉" and not mark.worry:
            yield _auxiliary("ruling", node, mark)
        if mark.kind == "批准" and mark.words.startswith(URGENT):
            yield _auxiliary("urgency", node, replace(mark, record_id=node.slip_id))
        if mark.kind == "信息原件" and mark.record_id in spoken:
            yield _line(SOURCE, "AUX-1", node, mark)


def _of_node(view: CaseView, node: Node) -> Iterator[SheetLine]:
    """The sheets of a slip itself: 转交 of its original, costs, the distribution list, photocopies."""
    slip = Mark("", node.state, None, node.slip_id)
    if node.paper_code == "01":
        for key, receiver, sent in rows(
            "SELECT t.id, t.receiver, t.sent_at FROM transfer t JOIN source_document d ON d.id = t.source_id"
            " WHERE d.slip_id = ? ORDER BY t.id",
            (node.slip_id,),
        ):
            yield _auxiliary(
                "transfer", node, Mark("", f"转交 {receiver}", business_date(read_moment(sent)), key)
            )
    if node.paper_code == "04" and _has_costs(node.slip_id):
        yield _auxiliary("costs", node, slip)
    if node.number and any(copy.handed_at for copy in node.copies):
        yield _auxiliary("distribution", node, slip)
    if node.paper_code == "03" and node.number:
        for parent in (view.node(above) for above, below in view.edges if below == node.slip_id):
            if parent.paper_code == "01":
                yield _copy_of(FORWARDED, parent, f"附于 {node.number}", node.slip_id)
    if node.paper_code == "02" and node.state in ANSWERED:
        yield _copy_of(COMPLETED, node, "完成的建议单交质管部门", node.slip_id)


def _auxiliary(kind: str, node: Node, mark: Mark) -> SheetLine:
    return _line(kind, case_prints.KINDS[kind], node, mark)


def _line(kind: str, code: str, node: Node, mark: Mark) -> SheetLine:
    number = node.number or f"{node.title}（未编号）"
    return SheetLine(
        kind, mark.record_id, node.slip_id, code, paper(code).title, number, mark.words, mark.day
    )


def _copy_of(kind: str, node: Node, words: str, record_id: int) -> SheetLine:
    return SheetLine(kind, record_id, node.slip_id, "复印件", f"{node.title}复印件", node.number, words)


def _spoken(slip_id: int) -> set[int]:
    marks = ",".join("?" * len(SPOKEN_CHANNELS))
    found = rows(
        f"SELECT id FROM source_document WHERE slip_id = ? AND channel IN ({marks})",
        (slip_id, *SPOKEN_CHANNELS),
    )
    return {row[0] for row in found}


def _has_costs(slip_id: int) -> bool:
    return bool(rows("SELECT 1 FROM cost_item WHERE slip_id = ? AND removed_at IS NULL LIMIT 1", (slip_id,)))
