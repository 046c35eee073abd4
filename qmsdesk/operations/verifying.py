"""Is this file the print we keep: the strict rules and the register, said in words, with the record as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one
from qmsdesk.operations.certificates import authority_certificates
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.electronic_original import latest
from qmsdesk.operations.print_archive import AUXILIARY, COPY_SET, KeptPrint, find_print, prints_of
from qmsdesk.operations.sheet_archive import find_sheet
from qmsdesk.operations.signer_roles import wrong_hands, wrong_meanings
from qmsdesk.operations.slips import VOID, read_slip
from qmsdesk.papers.base import Kind, Paper
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import display, dump, load
from qmsdesk.procedure.clock import SHANGHAI
from qmsdesk.procedure.numbering import LETTERS

if TYPE_CHECKING:
    from qmsdesk.printing.verify import Expected, Verdict

MOST_BYTES = 200 * 1024 * 1024
NO_ROOT = "没有可信的签名根证书，无法确认签名人。"


@dataclass(frozen=True)
class SignerLine:
    """One signature in words: box, person, meaning, time in Shanghai, and whether it holds."""

    box: str
    person: str
    meaning: str
    time: str
    holds: bool


@dataclass(frozen=True)
class Checked:
    """The judgement of a file: valid or the faults in words, notes that do not make it invalid, the record of then."""

    valid: bool
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    signers: tuple[SignerLine, ...]
    number: str
    title: str
    sha256: str
    record: tuple[tuple[str, str], ...] = ()
    slip_id: int | None = None

    @property
    def headline(self) -> str:
        """One sentence: 有效 or 无效."""
        return "有效：签名完好，与登记的原件一致。" if self.valid else "无效：不能作为原件使用。"


def read_file(path: Path) -> bytes:
    """The bytes of a file to judge; UserError when it cannot be read or is far too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(f"“{path.name}”太大，不是本程序的打印件。")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"读不出“{path.name}”。", advice="请核对文件名和权限。", detail=str(error)) from error


def check_file(desk: Desk, data: bytes) -> Checked:
    """The judgement with the register at hand: rules of signatures, roles of boxes, record digest, kept hash."""
    import hashlib

    from qmsdesk.printing.verify import verify

    sha256 = hashlib.sha256(data).hexdigest()
    kept, sheet = find_print(sha256), find_sheet(sha256)
    roots = authority_certificates()
    at = kept.made_at if kept else desk.clock.now()
    verdict = verify(data, authorities=roots, at=at, expected=_expected(kept))
    if kept is None and sheet is not None:
        again = f"第 {sheet.reprint} 次补印，" if sheet.reprint else ""
        note = f"这是登记过的打印件：{sheet.title}（{again}{sheet.made_by}），没有电子签名。"
        return _said(verdict, list(verdict.faults), [note])
    if kept is None:
        kept, verdict = _by_number(desk, data, verdict, at)
    if kept is None:
        return _said(verdict, [*verdict.faults, "登记簿里没有这份文件：不是本部门保存的原件。"])
    return _with_record(desk, kept, verdict)


def check_alone(data: bytes, *, authorities: Sequence[bytes], at: datetime) -> Checked:
    """The judgement without a register: only what the file and the given root certificates tell."""
    from qmsdesk.printing.verify import verify

    verdict = verify(data, authorities=authorities, at=at)
    faults = list(verdict.faults) if authorities else [NO_ROOT, *verdict.faults]
    notes = ["没有对照登记簿：只核对了签名和文件本身。"]
    if authorities and not verdict.faults and not verdict.digest:
        faults.append("文件里没有记录摘要，不是本程序的打印件。")
    sheet = _paper_of(verdict.number)
    if sheet is not None:
        faults += wrong_meanings(sheet, verdict.signatures)
    return _said(verdict, faults, notes, sheet)


def _paper_of(number: str) -> Paper | None:
    """The paper a number belongs to by its letter; None for numbers without one."""
    codes = {letter: code for code, letter in LETTERS.items()}
    return paper(codes[number[:1]]) if number[:1] in codes else None


def signatures_in(data: bytes) -> tuple[SignerLine, ...]:
    """The signatures a print carries, for showing beside it; nothing is judged here."""
    if b"/ByteRange" not in data:
        return ()
    from qmsdesk.printing.verify import verify

    now = datetime.now(SHANGHAI)
    return _lines(verify(data, authorities=authority_certificates(), at=now), None)


def _expected(kept: KeptPrint | None) -> Expected | None:
    from qmsdesk.printing.verify import Expected

    if kept is None:
        return None
    digest = None if kept.kind == AUXILIARY else kept.digest  # an auxiliary sheet is not the record of a slip
    return Expected(digest, kept.signers or None, frozenset({kept.sha256}))


def _by_number(desk: Desk, data: bytes, verdict: Verdict, at: datetime) -> tuple[KeptPrint | None, Verdict]:
    """A file whose hash is unknown, held against the original kept under the number it claims."""
    from qmsdesk.printing.verify import verify

    slip = one("SELECT id FROM slip WHERE number = ?", (verdict.number,)) if verdict.number else None
    kept = latest(desk, slip_id=int(slip[0])) if slip else None
    if kept is None:
        return None, verdict
    return kept, verify(data, authorities=authority_certificates(), at=at, expected=_expected(kept))


def _with_record(desk: Desk, kept: KeptPrint, verdict: Verdict) -> Checked:
    slip = read_slip(desk, slip_id=kept.slip_id)
    if kept.kind == AUXILIARY:
        said = f"这是登记过的附表：{kept.content['title']}（{kept.made_by}），供墨签用，没有电子签名。"
        return _said(verdict, list(verdict.faults), [said], slip.paper, (), slip.id, slip.number)
    notes = []
    if kept.kind == COPY_SET:
        which = f"第 {kept.reprint} 次补印" if kept.reprint else "首次打印"
        notes.append(f"这是登记过的纸面打印件（{which}，{kept.made_by}），供墨签用，没有电子签名。")
    if dump(slip.paper, slip.values) != kept.content:
        notes.append("单据在这份文件之后又有办理或改动；下面是当时的内容。")
    if slip.state == VOID:
        notes.append(f"单据现已作废：{slip.void_reason}")
    faults = [*verdict.faults, *wrong_hands(slip.paper, kept, verdict.signatures), *_rolled_back(desk, kept)]
    return _said(verdict, faults, notes, slip.paper, _record(slip.paper, kept), slip.id, slip.number)


def _rolled_back(desk: Desk, kept: KeptPrint) -> list[str]:
    """An earlier state of an original that others have signed since: their signatures were left off."""
    later = [
        item
        for item in prints_of(desk, slip_id=kept.slip_id)
        if item.digest == kept.digest and item.signers.keys() > kept.signers.keys() > set()
    ]
    if not later:
        return []
    return [
        f"缺少后来的签名：登记的电子原件有 {len(later[0].signers)} 个签名，这份只有 {len(kept.signers)} 个。"
    ]


def _record(sheet: Paper, kept: KeptPrint) -> tuple[tuple[str, str], ...]:
    """Printed label and printed text of everything that was filled in."""
    values = load(sheet, kept.content)
    shown = []
    for field in (*sheet.fields, *sheet.extra):
        if field.kind in (Kind.ROWS, Kind.NUMBER) or field.name not in values:
            continue
        if words := display(field, values[field.name], letter=sheet.letter):
            shown.append((field.label, words))
    return tuple(shown)


def _said(
    verdict: Verdict,
    faults: Sequence[str],
    notes: Sequence[str] = (),
    sheet: Paper | None = None,
    record: tuple[tuple[str, str], ...] = (),
    slip_id: int | None = None,
    number: str = "",
) -> Checked:
    words = tuple(dict.fromkeys(_in_words(fault, sheet) for fault in faults))
    title = sheet.title if sheet else ""
    return Checked(
        not words, words, tuple(notes), _lines(verdict, sheet), number or verdict.number, title, verdict.sha256,
        record, slip_id,
    )  # fmt: skip


def _lines(verdict: Verdict, sheet: Paper | None) -> tuple[SignerLine, ...]:
    return tuple(
        SignerLine(
            _label(item.field, sheet),
            item.person,
            item.meaning,
            f"{item.moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if item.moment else "",
            item.holds,
        )
        for item in verdict.signatures
    )


def _label(box: str, sheet: Paper | None) -> str:
    return sheet.field(box).label if sheet and sheet.signature(box) else box


def _in_words(fault: str, sheet: Paper | None) -> str:
    """A fault with the printed name of a box instead of its key."""
    if sheet is not None:
        for box in sheet.signatures:
            fault = fault.replace(f"({box.field})", f"（{sheet.field(box.field).label}）")
    return fault
