"""Putting slips on paper: copy sets, transcripts, drafts; what was printed is counted (R-8-a, R-8-b)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import UserError
from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import rows, write_tx
from qmsdesk.operations.attaching import read_file
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import open_draft
from qmsdesk.operations.intake import Source, read_source
from qmsdesk.operations.ledger_out import ledger_pdf, ledger_xlsx
from qmsdesk.operations.print_archive import archived, put_out
from qmsdesk.operations.print_choice import PrintChoice, copies_touched, jobs
from qmsdesk.operations.rights import EXPORT, PRINT, refusal, refuse_viewer, require
from qmsdesk.operations.sheet_archive import SOURCE, keep_sheet, printed_before
from qmsdesk.operations.sheet_words import sheet_words
from qmsdesk.operations.slips import VOID, Slip, read_slip
from qmsdesk.papers.base import Paper
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import SHANGHAI, business_date
from qmsdesk.procedure.copies import Copy, copy_set
from qmsdesk.settings import Company

if TYPE_CHECKING:
    from datetime import datetime

REPRINT, TRANSCRIPT, FILE = "补印", "AUX-1", "文件"

__all__ = [
    "Printed",
    "blank_pdf",
    "calibration_pdf",
    "draft_pdf",
    "find_words",
    "ledger_pdf",
    "ledger_xlsx",
    "mark_printed",
    "no_file",
    "note_output",
    "original_pdf",
    "page_images",
    "page_sizes",
    "page_texts",
    "printers",
    "save_slip_pdf",
    "save_source_pdf",
    "send_to_printer",
    "slip_pdf",
    "source_pdf",
]


@dataclass(frozen=True)
class Printed:
    """A finished print: PDF bytes, how many copies it holds, whether it is 补印, and a file name."""

    data: bytes
    copies: int
    reprint: bool
    name: str
    title: str
    no_file: str = ""
    """Why this print may not be saved as a file; "" when it may."""
    keeps: str = ""
    """The kind of `sheet_archive` under which the bytes are kept when they leave; "" for drafts and slips."""
    source_id: int | None = None
    counted: bool = False
    """Whether its copies are counted, so that the same bytes are put out once and the next print is a 补印."""


def slip_pdf(desk: Desk, *, slip_id: int) -> Printed:
    """The copy set of a slip as one PDF; UserError names a character no font has. Nothing is counted yet."""
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, PRINT, paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    if not slip.number:
        return _begun_pdf(desk, slip)
    reprints = max((copy.prints for copy in slip.copies), default=0)
    if reprints:
        require(desk, REPRINT, paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    marks = {"void"} if slip.state == VOID else set()
    if reprints:
        marks.add("reprint")
    copies = tuple(Copy(line.ordinal, line.total, line.holder) for line in slip.copies)
    data = _render(
        desk, slip.paper, copies, slip.values, number=slip.number, marks=marks, facts=_facts(slip, reprints)
    )
    name, title = f"{slip.number}.pdf", f"{slip.paper.title} {slip.number}"
    refused = no_file(desk, slip.paper_code)
    return Printed(archived(data), len(copies), bool(reprints), name, title, refused, counted=True)


def _begun_pdf(desk: Desk, slip: Slip) -> Printed:
    """A slip of a case that has no number yet prints as the draft it is (R-8-c)."""
    data = _render(desk, slip.paper, copy_set(slip.paper_code)[:1], slip.values, marks={"draft"})
    title, refused = slip.paper.title, no_file(desk, slip.paper_code)
    return Printed(data, 1, False, f"{title}-草稿.pdf", f"{title}（草稿）", refused)


def no_file(desk: Desk, code: str) -> str:
    """Why the signed-in user may not save a print of this paper as a file; "" when he may."""
    return refusal(desk, EXPORT, paper=code)


def mark_printed(desk: Desk, *, slip_id: int, where: str, data: bytes, pages: str = "") -> None:
    """Count one print of every copy of a slip (or of those in `pages`) and keep its bytes.

    `where` is a printer's name or 文件.
    """
    from qmsdesk.printing import raster

    sets = rows("SELECT count(*) FROM copy WHERE slip_id = ?", (slip_id,))[0][0]
    only = copies_touched(pages, raster.page_count(data), sets) if pages else None
    put_out(desk, slip_id=slip_id, data=data, where=where, only=only)


def save_slip_pdf(desk: Desk, *, slip_id: int, folder: Path) -> Path:
    """Write the copy set into a folder and count it; the file is whole or absent."""
    printed = slip_pdf(desk, slip_id=slip_id)
    if printed.no_file:
        raise UserError(printed.no_file, advice="请由有此权限的人员办理。")
    target = folder / printed.name
    atomic_write(target, printed.data)
    mark_printed(desk, slip_id=slip_id, where=FILE, data=printed.data)
    return target


def source_pdf(desk: Desk, *, source_id: int) -> Printed:
    """AUX-1: the transcript of a call or visit as a print (5.3.1.1c)."""
    require(desk, PRINT, paper=TRANSCRIPT)
    source = read_source(desk, source_id=source_id)
    sheet = paper(TRANSCRIPT)
    title = f"{sheet.title} {source.number}"
    again = printed_before(title)
    data = _render(
        desk, sheet, copy_set(TRANSCRIPT), _source_values(source), number=source.number,
        marks={"reprint"} if again else set(), facts=_Facts(reprints=again),
    )  # fmt: skip
    refused = no_file(desk, TRANSCRIPT)
    return Printed(archived(data), 1, bool(again), f"{source.number}.pdf", title, refused, SOURCE, source_id)


def save_source_pdf(desk: Desk, *, source_id: int, folder: Path) -> Path:
    """Write AUX-1 into a folder and log it; the file is whole or absent."""
    require(desk, EXPORT, paper=TRANSCRIPT)
    printed = source_pdf(desk, source_id=source_id)
    atomic_write(folder / printed.name, printed.data)
    note_output(desk, printed=printed, where=FILE)
    return folder / printed.name


def note_output(desk: Desk, *, printed: Printed, where: str, slip_id: int | None = None) -> None:
    """Keep in the trail that a print without copies left the program, and its bytes if they stand for years."""
    if printed.keeps:
        keep_sheet(
            desk, kind=printed.keeps, title=printed.title, data=printed.data, where=where,
            source_id=printed.source_id, slip_id=slip_id,
        )  # fmt: skip
        return
    with write_tx():
        record(desk, EXPORT if where == FILE else PRINT, reason=f"{printed.title} {where}", slip_id=slip_id)


def original_pdf(desk: Desk, *, source_id: int) -> Printed:
    """What a slip stands on, to look at: AUX-1 of a transcript, else the first PDF that came with it.

    UserError when the original is no PDF; its files are named in the 附件 box.
    """
    require(desk, PRINT, paper=TRANSCRIPT)
    source = read_source(desk, source_id=source_id)
    if source.is_transcript or not source.files:
        return source_pdf(desk, source_id=source_id)
    for file in source.files:
        name, data = read_file(desk, attachment_id=file.id)
        if data.startswith(b"%PDF"):
            title = f"{source.channel} {source.original_no or source.number}"
            return Printed(data, 1, False, name, title, no_file(desk, TRANSCRIPT))
    raise UserError("信息原件不是 PDF，不能在这里预览。", advice="它的文件在“附件”栏里。")


def draft_pdf(desk: Desk, *, draft_id: str) -> Printed:
    """A draft as it stands, marked 草稿 and without a number (R-8-c)."""
    draft = open_draft(desk, draft_id=draft_id)
    sheet = paper(draft.paper_code)
    require(desk, PRINT, paper=sheet.code, state="草稿")
    data = _render(desk, sheet, copy_set(sheet.code)[:1], draft.values, marks={"draft"})
    title, refused = sheet.title, no_file(desk, sheet.code)
    return Printed(data, 1, False, f"{title}-草稿.pdf", f"{title}（草稿）", refused)


def blank_pdf(desk: Desk, *, code: str) -> Printed:
    """The empty form of a paper, for filling in by hand: no number, no codes, no secrecy line."""
    from qmsdesk.printing.render import blank

    sheet = paper(code)
    refuse_viewer(desk)  # it says nothing of anybody, so that everybody else may have it
    title = f"{sheet.title}（空白）"
    data = archived(blank(sheet, company=sheet_words(desk)))
    return Printed(data, 1, False, f"{sheet.title}-空白.pdf".replace("/", "／"), title)


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    from qmsdesk.printing import raster

    return raster.page_sizes(data)


def page_images(
    data: bytes, *, dpi: float, only: Sequence[int] | None = None
) -> Iterator[tuple[int, int, bytes]]:
    """The pages (all, or those with an index in `only`) as (width, height, RGB bytes) in pixels."""
    from qmsdesk.printing import raster

    chosen = range(raster.page_count(data)) if only is None else only
    for number in chosen:
        yield raster.page(data, number, dpi=dpi)


def printers() -> list[str]:
    """Names of the printers of this workstation, the default first; empty when there is none."""
    from qmsdesk.printing import printers as known

    return [printer.name for printer in known.printers()]


def send_to_printer(
    data: bytes, *, printer: str, title: str, choice: PrintChoice | None = None, sets: int = 1
) -> None:
    """Hand a PDF of `sets` copies to a printer as it is, moved by the printer's own offset; UserError when refused."""
    from qmsdesk.printing import printers as known
    from qmsdesk.printing import raster
    from qmsdesk.printing.calibration import moved

    choice = choice or PrintChoice()
    sizes = raster.page_sizes(data)
    paper_moved = moved(data, choice.offset)
    upright = not sizes or sizes[0][0] <= sizes[0][1]
    two_sided = known.LONG_EDGE if upright else known.SHORT_EDGE
    for pages in jobs(choice, len(sizes), sets):
        known.send(
            paper_moved, printer=printer, title=title, copies=choice.copies, pages=pages,
            sides=two_sided if choice.duplex else known.ONE_SIDED,
        )  # fmt: skip


def calibration_pdf(printer: str, *, offset: tuple[float, float] = (0.0, 0.0)) -> Printed:
    """The page to measure a printer's offset with, moved by the offset it has now."""
    from qmsdesk.printing.calibration import calibration_page

    return Printed(calibration_page(printer, offset=offset), 1, False, "打印机校准页.pdf", "打印机校准页")


def find_words(data: bytes, words: str) -> dict[int, list[list[tuple[float, float, float, float]]]]:
    """Page (from 0) -> its hits, each the boxes (x, y, w, h in points from the top left) of the words found."""
    from qmsdesk.printing import page_words

    return page_words.find(data, words)


def page_texts(data: bytes) -> list[str]:
    """The text of each page, for the search of the preview."""
    from qmsdesk.printing import raster

    return raster.texts(data)


def _company(desk: Desk) -> Company:
    return sheet_words(desk)


@dataclass(frozen=True)
class _Facts:
    digest: str = ""
    revision: str = ""
    reprints: int = 0
    void_reason: str = ""


def _facts(slip: Slip, reprints: int) -> _Facts:
    return _Facts(slip.digest, slip.revision, reprints, slip.void_reason)


def _render(
    desk: Desk,
    sheet: Paper,
    copies: tuple[Copy, ...],
    values: Mapping[str, Any],
    *,
    number: str = "",
    marks: set[str] | None = None,
    facts: _Facts | None = None,
) -> bytes:
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.render import render

    facts = facts or _Facts()
    meta = PrintMeta(
        revision=facts.revision or sheet.revision,
        digest=facts.digest,
        printed_at=desk.clock.now(),
        reprint_count=facts.reprints,
        void_reason=facts.void_reason,
    )
    return render(
        sheet, copies, values, number=number, marks=frozenset(marks or ()), company=_company(desk), meta=meta
    )


def _source_values(source: Source) -> dict[str, Any]:
    slip_no = rows("SELECT number FROM slip WHERE id = ?", (source.slip_id,)) if source.slip_id else []
    names = (
        "channel", "caller", "telephone", "customer_name", "customer_address", "product_name", "drawing_no",
        "serial_no", "words", "remedy",
    )  # fmt: skip
    return {
        **{name: getattr(source, name) for name in names},
        "slip_no": slip_no[0][0] if slip_no else "",
        "received_at": _clock_text(source.received_at),
        "entered_at": _clock_text(source.entered_at),
        "sig_taker": Signed(source.received_by, business_date(source.received_at)),
    }


def _clock_text(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
