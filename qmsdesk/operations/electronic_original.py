"""The electronic original of a slip: one archival copy whose boxes are signed with PAdES (design §7, G30, I-41).

The first signer certifies, the others approve. When the slip was filled in further between two signatures, a new
original begins with the earlier signatures printed; the earlier one stays in the register as it was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import BugError, UserError
from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.certificates import authority, own_identity
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import (
    ELECTRONIC,
    Entry,
    KeptPrint,
    archived,
    enter,
    keep_bytes,
    prints_of,
    read_bytes,
)
from qmsdesk.operations.rights import EXPORT, require
from qmsdesk.operations.sheet_words import sheet_words
from qmsdesk.operations.signing import SignedBox, live_signatures
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.papers.values import dump

if TYPE_CHECKING:
    from qmsdesk.printing.sign import Signer

LABEL = "电子原件"


@dataclass(frozen=True)
class _Label:
    """What stands where copies on paper say which one they are; no copy of the set has the ordinal 0."""

    ordinal: int = 0
    label: str = LABEL


def latest(desk: Desk, *, slip_id: int) -> KeptPrint | None:
    """The electronic original as last signed, or None when nobody signed in the program."""
    return next((item for item in prints_of(desk, slip_id=slip_id) if item.kind == ELECTRONIC), None)


def sign_original(desk: Desk, *, slip_id: int, password: str) -> KeptPrint | None:
    """Put the PAdES signature into each box the signed-in user has just signed; the original afterwards.

    The record's own signature stands already; where the print cannot be made the reason goes into the trail and the
    next signature makes up for it. The password is the one just confirmed.
    """
    try:
        return _sign_boxes(desk, slip_id, password)
    except (UserError, BugError) as error:
        with write_tx():
            record(desk, f"{LABEL}未生成", reason=str(error)[:300], slip_id=slip_id)
        return None


def _sign_boxes(desk: Desk, slip_id: int, password: str) -> KeptPrint | None:
    from qmsdesk.printing import ca, sign

    slip, standing = read_slip(desk, slip_id=slip_id), live_signatures(slip_id)
    fields = {item.name: item for item in sign.signature_fields(slip.paper)}
    made = [item for item in prints_of(desk, slip_id=slip_id) if item.kind == ELECTRONIC]
    said = _said(slip)
    done = {box for item in made for box in item.signers if item.content.get(box) == said.get(box)}
    mine = [box for box in fields if box not in done and _is_mine(desk, standing.get(box))]
    if not mine:
        return made[0] if made else None
    if made and _goes_on(made[0], said, mine):
        signed = dict(made[0].signers)
        data, digest = read_bytes(desk, made[0].sha256), made[0].digest
    else:
        signed = {}
        waiting = [item for box, item in fields.items() if box in mine or box not in standing]
        data, digest = _begin(desk, slip, waiting, set(mine)), slip.digest
    identity, root = own_identity(desk, password=password), authority(desk)
    serial = ca.facts(identity.certificate).serial
    for box in mine:
        who = _signer(standing[box], identity, root.certificate)
        data = sign.sign(data, field=fields[box], signer=who, moment=desk.clock.now(), first=not signed)
        signed[box] = [serial]
    return _keep(desk, slip, data, digest, signed)


def _is_mine(desk: Desk, standing: SignedBox | None) -> bool:
    return standing is not None and standing.how == "program" and standing.name == desk.user.name


def _said(slip: Slip) -> dict[str, Any]:
    """What the sheet says now, as a register of prints keeps it."""
    said: dict[str, Any] = json.loads(json.dumps(dump(slip.paper, slip.values), ensure_ascii=False))
    return said


def _goes_on(old: KeptPrint, said: dict[str, Any], mine: list[str]) -> bool:
    """Whether the next signature fits on this original: its signatures stand, and nothing else was filled in."""
    if any(said.get(box) != old.content.get(box) for box in old.signers):
        return False
    before = {name: value for name, value in old.content.items() if name not in old.signers}
    return before == {name: value for name, value in said.items() if name not in {*old.signers, *mine}}


def _begin(desk: Desk, slip: Slip, fields: list[Any], blank: set[str]) -> bytes:
    """A new original: the sheet with the boxes of `fields` empty and waiting."""
    from qmsdesk.printing import sign
    from qmsdesk.printing.job import SIGNED_HERE, PrintMeta
    from qmsdesk.printing.render import render

    values = {name: value for name, value in slip.values.items() if name not in blank}
    meta = PrintMeta(revision=slip.revision, digest=slip.digest, printed_at=desk.clock.now())
    data = render(
        slip.paper, (_Label(),), values, number=slip.number, marks=frozenset({SIGNED_HERE}),
        company=sheet_words(desk), meta=meta,
    )  # fmt: skip
    return sign.prepare(archived(data), fields)


def _signer(box: SignedBox, identity: Any, root: bytes) -> Signer:
    from qmsdesk.printing.sign import Signer

    return Signer(box.name, box.meaning, identity, root)


def _keep(desk: Desk, slip: Slip, data: bytes, digest: str, signed: dict[str, list[int]]) -> KeptPrint:
    from qmsdesk.printing import archival, raster

    if not archival.archival_but_for_signatures(data):
        raise BugError("the signed original is no longer archival")
    sha256, pages = keep_bytes(desk, data), raster.page_count(data)
    signers = json.dumps({box: [f"{serial:x}" for serial in known] for box, known in signed.items()})
    with write_tx():
        deed = Deed(desk, slip.id)
        enter(deed, slip, Entry(ELECTRONIC, sha256, pages, 1, digest=digest, signers=signers))
        deed.close(LABEL, "、".join(slip.paper.field(box).label for box in signed))
    kept = latest(desk, slip_id=slip.id)
    assert kept is not None
    return kept


def export(desk: Desk, *, slip_id: int, folder: Path) -> tuple[Path, ...]:
    """Write the original, the department's root certificate and a page for the auditor into a folder; their paths."""
    from qmsdesk.operations.auditor_page import auditor_page

    kept = latest(desk, slip_id=slip_id)
    if kept is None:
        raise UserError("这张单据还没有电子原件。", advice="在程序里签名以后才有；墨签的单据请用扫描件。")
    slip = read_slip(desk, slip_id=slip_id)
    root = authority(desk, at=kept.made_at).certificate
    require(desk, EXPORT, paper=slip.paper_code, state=slip.state, slip_id=slip.id)
    files = {
        f"{slip.number}-电子原件.pdf": read_bytes(desk, kept.sha256),
        f"{desk.department.unit_code}-签名根证书.cer": root,
        f"{slip.number}-核验说明.pdf": auditor_page(desk, slip=slip, kept=kept, root=root),
    }
    for name, data in files.items():
        atomic_write(folder / name, data)
    with write_tx():
        record(desk, "导出", reason=f"{LABEL} {slip.number}", slip_id=slip_id)
    return tuple(folder / name for name in files)
