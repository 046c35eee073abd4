"""Print, sign in ink, scan, bring back: each page is filed with its copy by its code, the rest waits in a tray."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.models.attachments import safe_name
from qmsdesk.models.base import read_moment
from qmsdesk.models.storage_errors import StorageError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations import ink_signing, signing
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import keep_bytes, read_bytes
from qmsdesk.operations.progress import Cancelled, Progress, silent, step
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.catalogue import paper

if TYPE_CHECKING:
    from qmsdesk.printing.codes import PageCode
    from qmsdesk.printing.scan import ScannedPage

TRANSCRIPT = "AUX-1"
FILED, WAITING, ASIDE = "filed", "waiting", "aside"
MOST_BYTES = 200 * 1024 * 1024
NO_CODE = "没有读到本程序的编号（可能是别的单位的表，或二维码被盖住）。"
NO_COPY = "读到了编号，没有读到第几联（复印件、条形码不写联次），请选择是哪一联。"
_TRAY = (
    "SELECT id, sha256, kind, file_name, place, number, slip_id, copy_id, page, state, reason, added_at, added_by,"
    " coalesce((SELECT label FROM copy WHERE copy.id = copy_id), '') FROM scan_page"
)


@dataclass(frozen=True)
class TrayPage:
    """One page brought back: which file and place, what was read, where it is filed or why it waits."""

    id: int
    sha256: str
    kind: str
    file_name: str
    place: int
    number: str
    slip_id: int | None
    copy_id: int | None
    page: int
    state: str
    reason: str
    added_at: str
    added_by: str
    label: str


@dataclass(frozen=True)
class BroughtBack:
    """What became of the files dropped: pages filed, pages waiting, pages that were there already, files refused."""

    filed: tuple[TrayPage, ...]
    waiting: tuple[TrayPage, ...]
    known: int
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InkNoted:
    """A signature typed back: the box as it stands, the slip's state, whether it moved, the gesture that waits."""

    box: signing.SignedBox
    state: str
    moved: bool
    gesture: str


@dataclass(frozen=True)
class Missing:
    """A copy that was printed and never came back."""

    slip_id: int
    copy_id: int
    number: str
    title: str
    label: str
    printed_at: datetime
    printed_by: str
    days: int


@dataclass(frozen=True)
class PagePicture:
    """RGB pixels, three bytes each; with a width of 0 the bytes are a JPG, PNG, TIFF or BMP file."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class _Place:
    """Where a page belongs, or why nobody can tell."""

    number: str = ""
    slip_id: int | None = None
    copy_id: int | None = None
    page: int = 1
    reason: str = ""


def bring_back(desk: Desk, *, paths: Sequence[Path], progress: Progress = silent) -> BroughtBack:
    """Read the codes of every page of the files; pages with ours are filed, the others wait, bad files are named.

    A page that was brought back before is not kept twice. Cancelling leaves whole files only.
    """
    filed: list[TrayPage] = []
    waiting: list[TrayPage] = []
    refused: list[tuple[str, str]] = []
    known = 0
    for path in paths:
        try:
            found, again = _one_file(desk, path, progress)
        except UserError as error:
            if isinstance(error, Cancelled | StorageError):
                raise
            refused.append((path.name, error.message))
            continue
        known += again
        filed += [item for item in found if item.state == FILED]
        waiting += [item for item in found if item.state == WAITING]
    return BroughtBack(tuple(filed), tuple(waiting), known, tuple(refused))


def _one_file(desk: Desk, path: Path, progress: Progress) -> tuple[list[TrayPage], int]:
    from qmsdesk.printing.scan import read_scan

    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError("文件超过 200 MB。", advice="请分成几份。")
        data = path.read_bytes()
    except OSError as error:
        raise UserError("文件读不出来。", detail=str(error)) from error
    pages = read_scan(data, report=lambda done, total: step(progress, done, total))
    kept = [(page, keep_bytes(desk, page.data)) for page in pages]
    found, again = [], 0
    with write_tx():
        for page, sha256 in kept:
            if one("SELECT 1 FROM scan_page WHERE sha256 = ? AND state != 'aside'", (sha256,)):
                again += 1
                continue
            found.append(_add(desk, page, sha256, safe_name(path.name)))
    return [read_page(page_id) for page_id in found], again


def _add(desk: Desk, page: ScannedPage, sha256: str, name: str) -> int:
    where = _belongs(page)
    deed = Deed(desk, where.slip_id if not where.reason else None)
    filed = {"filed_at": deed.now, "filed_by": desk.user.name} if not where.reason else {}
    page_id = deed.insert(
        "scan_page", sha256=sha256, kind=page.kind, file_name=name, place=page.place, number=where.number,
        slip_id=where.slip_id, copy_id=where.copy_id, page=where.page, state=WAITING if where.reason else FILED,
        reason=where.reason, added_at=deed.now, added_by=desk.user.name, **filed,
    )  # fmt: skip
    deed.close("扫描件", f"{name} 第 {page.place} 页")
    return page_id


def _belongs(page: ScannedPage) -> _Place:
    number = page.code.number if page.code else page.number
    if not number:
        return _Place(reason=NO_CODE)
    if page.code and page.code.paper == TRANSCRIPT:
        return _of_transcript(page.code)
    slip = one("SELECT id, paper_code FROM slip WHERE number = ?", (number,))
    if slip is None:
        return _Place(number, reason=f"编号 {number} 不在本部门登记，可能是别的单位或部门的单据。")
    if page.code and page.code.paper != slip[1]:
        return _Place(number, slip[0], None, page.code.page)  # an auxiliary sheet lies with its slip
    copies = rows("SELECT id, ordinal FROM copy WHERE slip_id = ? ORDER BY ordinal", (slip[0],))
    if page.code:
        copy_id = next((key for key, place in copies if place == page.code.copy), None)
    else:
        copy_id = _only_copy_left(slip[0], [key for key, _place in copies])
    if copy_id is None:
        return _Place(number, slip[0], reason=NO_COPY)
    return _Place(number, slip[0], copy_id, page.code.page if page.code else 1)


def _of_transcript(code: PageCode) -> _Place:
    """A signed AUX-1 lies with the slip that came of it."""
    source = one("SELECT slip_id FROM source_document WHERE record_no = ?", (code.number,))
    if source is None:
        return _Place(code.number, reason=f"信息原件记录 {code.number} 不在本部门登记。")
    if source[0] is None:
        return _Place(code.number, reason=f"信息原件记录 {code.number} 还没有反馈单，登记以后再归档。")
    return _Place(code.number, int(source[0]), None, code.page)


def _only_copy_left(slip_id: int, copies: list[int]) -> int | None:
    """The one copy a page can be of when its code does not say: the only one there is, or the only one still out."""
    if len(copies) == 1:
        return copies[0]
    out = rows(
        "SELECT c.id FROM copy c WHERE c.slip_id = ? AND c.printed_count > 0"
        " AND NOT EXISTS (SELECT 1 FROM scan_page s WHERE s.copy_id = c.id AND s.state = 'filed')",
        (slip_id,),
    )
    return int(out[0][0]) if len(out) == 1 else None


def tray(desk: Desk) -> list[TrayPage]:
    """The pages that wait to be matched by hand, oldest first."""
    return [TrayPage(*row) for row in rows(f"{_TRAY} WHERE state = ? ORDER BY id", (WAITING,))]


def pages_of(desk: Desk, *, slip_id: int) -> list[TrayPage]:
    """The pages filed with a slip, by copy and page."""
    return [
        TrayPage(*row)
        for row in rows(
            f"{_TRAY} WHERE slip_id = ? AND state = ? ORDER BY copy_id, page, id", (slip_id, FILED)
        )
    ]


def lately_filed(desk: Desk, *, limit: int = 100) -> list[TrayPage]:
    """The pages filed last, the latest first."""
    return [
        TrayPage(*row) for row in rows(f"{_TRAY} WHERE state = ? ORDER BY id DESC LIMIT ?", (FILED, limit))
    ]


def read_page(page_id: int) -> TrayPage:
    """One page; UserError when there is none."""
    row = one(f"{_TRAY} WHERE id = ?", (page_id,))
    if row is None:
        raise UserError("没有这一页扫描件。", advice="请刷新后再试。")
    return TrayPage(*row)


def picture(desk: Desk, *, page_id: int, dpi: float = 110.0) -> PagePicture:
    """A page to look at: pixels of a PDF page, the file itself of a picture."""
    from qmsdesk.printing import raster

    page = read_page(page_id)
    data = read_bytes(desk, page.sha256)
    if page.kind != "pdf":
        return PagePicture(0, 0, data)
    return PagePicture(*raster.page(data, 0, dpi=dpi))


def copies_of(desk: Desk, *, number: str) -> list[tuple[int, str]]:
    """(ordinal, label) of the copies of a slip; UserError when the number is not registered."""
    slip = one("SELECT id FROM slip WHERE number = ?", (clean_text(number, label="编号"),))
    if slip is None:
        raise UserError(f"没有编号为 {number} 的单据。", advice="请核对纸上的编号。")
    found = rows("SELECT ordinal, label FROM copy WHERE slip_id = ? ORDER BY ordinal", (slip[0],))
    return [(int(ordinal), label) for ordinal, label in found]


def match(desk: Desk, *, page_id: int, number: str, ordinal: int, page: int = 1) -> TrayPage:
    """File a waiting page with a copy by hand; UserError when slip or copy is not there."""
    slip = one("SELECT id FROM slip WHERE number = ?", (clean_text(number, label="编号"),))
    if slip is None:
        raise UserError(f"没有编号为 {number} 的单据。", advice="请核对纸上的编号。")
    copy = one("SELECT id FROM copy WHERE slip_id = ? AND ordinal = ?", (slip[0], ordinal))
    if copy is None:
        raise UserError(f"{number} 没有第 {ordinal} 联。", advice="请看纸上右下角的联次。")
    with write_tx():
        deed = Deed(desk, slip[0])
        deed.change(
            "scan_page", page_id, number=number, slip_id=slip[0], copy_id=copy[0], page=page, state=FILED,
            reason="", filed_at=deed.now, filed_by=desk.user.name,
        )  # fmt: skip
        deed.close("扫描件归档", f"{number} 第 {ordinal} 联")
    return read_page(page_id)


def lay_aside(desk: Desk, *, page_id: int, reason: str) -> None:
    """Take a page off the tray that is not ours, with a reason; its bytes and its line stay."""
    why = clean_text(reason, label="原因", max_length=200)
    if len(why) < 2:
        raise UserError("请写明为什么不归档。", advice="例如：别的单位的表。")
    with write_tx():
        deed = Deed(desk, None)
        deed.change("scan_page", page_id, state=ASIDE, reason=why)
        deed.close("扫描件不归档", why)


def never_back(desk: Desk) -> list[Missing]:
    """The copies that were printed and of which no page came back, the longest out first; void slips left out."""
    found = rows(
        "SELECT slip.id, copy.id, slip.number, slip.paper_code, copy.label, copy.last_printed_at,"
        " copy.last_printed_by FROM copy JOIN slip ON slip.id = copy.slip_id"
        " WHERE copy.printed_count > 0 AND slip.state != '作废'"
        " AND NOT EXISTS (SELECT 1 FROM scan_page s WHERE s.copy_id = copy.id AND s.state = 'filed')"
        " ORDER BY copy.last_printed_at, slip.number, copy.ordinal"
    )
    now = desk.clock.now()
    listed = []
    for slip_id, copy_id, number, code, label, at, who in found:
        moment = read_moment(at)
        if moment is not None:
            days = (now - moment).days
            listed.append(Missing(slip_id, copy_id, number, paper(code).title, label, moment, who, days))
    return listed


def open_boxes(desk: Desk, *, slip_id: int) -> list[tuple[str, str]]:
    """(box, printed label) of the signature boxes of a slip that are still empty, in signing order."""
    slip, standing = read_slip(desk, slip_id=slip_id), signing.live_signatures(slip_id)
    return [
        (box.field, slip.paper.field(box.field).label)
        for box in slip.paper.signatures
        if box.field not in standing
    ]


def note_ink(desk: Desk, *, page_id: int, box: str, name: str, day: date, version: int) -> InkNoted:
    """Type back what was signed in ink, read off the picture: box, name and day as they stand on the paper.

    The same checks as for every signature hold, and the slip moves on where the signature is all its gesture asks;
    Conflict when the slip changed since `version`.
    """
    page = read_page(page_id)
    if page.slip_id is None or page.state != FILED:
        raise UserError("这一页还没有归档。", advice="请先选好单据和联次，再补录墨签。")
    before = read_slip(desk, slip_id=page.slip_id).state
    state = ink_signing.record_ink(
        desk, slip_id=page.slip_id, box=box, name=name, day=day, version=version,
        why=f"扫描件 {page.file_name} 第 {page.place} 页",
    )  # fmt: skip
    moved = state != before
    more = "" if moved else ink_signing.next_gesture(desk, slip_id=page.slip_id, box=box)
    return InkNoted(signing.live_signatures(page.slip_id)[box], state, moved, more)
