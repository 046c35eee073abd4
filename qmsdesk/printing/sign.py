"""Signatures in the program: all boxes first, the first signer certifies, the others approve (design §7, G30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.papers.base import Paper
from qmsdesk.papers.layout import lay_out
from qmsdesk.papers.values import chinese_date
from qmsdesk.printing.ca import Identity
from qmsdesk.printing.document import Document, pressing
from qmsdesk.printing.fitting import SMALLEST, fit
from qmsdesk.printing.fonts import check_glyphs, typefaces
from qmsdesk.printing.pen import MM, Written
from qmsdesk.procedure.clock import SHANGHAI

_EDGE = 0.4  # mm between the box of the sheet and the stamp
_LEAST_H = 6.0
_RESERVED = 12_288  # hexadecimal digits for certificates and signature; measuring first would sign twice


@dataclass(frozen=True)
class SignatureField:
    """Where one person signs: the field's name, its page (from 0), its box in mm (x, y, w, h) from the top left."""

    name: str
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Signer:
    """Who signs: the name as printed, the meaning (审核 …), the opened identity, the authority's certificate."""

    name: str
    meaning: str
    identity: Identity
    authority: bytes


def signature_fields(paper: Paper, *, page: int = 0) -> tuple[SignatureField, ...]:
    """The signature boxes of a sheet in the order they are signed; a box in two parts is signed in its first."""
    boxes: dict[str, tuple[float, float, float, float]] = {}
    for slot in lay_out(paper).slots:
        if slot.part != "day":
            box = (slot.x + _EDGE, slot.y + _EDGE, slot.w - 2 * _EDGE, slot.h - 2 * _EDGE)
            boxes.setdefault(slot.field, box)
    return tuple(
        SignatureField(box.field, page, boxes[box.field]) for box in paper.signatures if box.field in boxes
    )


def prepare(data: bytes, fields: Sequence[SignatureField]) -> bytes:
    """The print with an empty signature field in every box, before anybody signs; the print itself stays as it is."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer: Any = IncrementalPdfFileWriter(BytesIO(data))
    for field in fields:
        height = _page_height(writer, field.page)
        x, y, w, h = field.box
        box = (round(x * MM), round(height - (y + h) * MM), round((x + w) * MM), round(height - y * MM))
        append_signature_field(writer, SigFieldSpec(field.name, on_page=field.page, box=box))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def sign(data: bytes, *, field: SignatureField, signer: Signer, moment: datetime, first: bool) -> bytes:
    """The print signed in one box: PAdES, SHA-256, a stamp with name and day; the first signature certifies.

    `moment` is aware and stands in the signature as its time. Raises UserError when the box is gone or signed.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata
    from pyhanko.stamp import StaticStampStyle

    from qmsdesk.printing.signing_parts import KeptKey, StampPage, TimedSigner, whole_box

    stamp = _stamp(field, signer, moment)
    meta = PdfSignatureMetadata(
        field_name=field.name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signer.name,
        reason=signer.meaning,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    key = KeptKey(signer.identity.certificate, signer.identity.key, signer.authority)
    style = StaticStampStyle(background=StampPage(stamp), background_layout=whole_box(), border_width=0)
    worker = TimedSigner(meta, signer=key, stamp_style=style, moment=moment.astimezone(SHANGHAI))
    out = BytesIO()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(data))
        worker.sign_pdf(writer, existing_fields_only=True, bytes_reserved=_RESERVED, output=out)
    except SigningError as error:
        raise UserError(
            "这份文件的签名栏已经签过或不存在。", advice="请重新打开单据后再签。", detail=str(error)
        ) from error
    return out.getvalue()


def _stamp(field: SignatureField, signer: Signer, moment: datetime) -> bytes:
    """A small PDF of the box's size: name, meaning and day; where there is room 电子签名 and the meaning below."""
    _x, _y, width, height = field.box
    day = moment.astimezone(SHANGHAI).date()
    tall = height >= _LEAST_H
    name = f"{signer.name}{'' if tall else f'（{signer.meaning}）'}  {chinese_date(day)}"
    note = f"电子签名·{signer.meaning}"
    check_glyphs([("签名", name + note)])
    with pressing():
        faces = typefaces(name + note)
        document = Document(width, height, faces)
        room = height * 0.6 if tall else height
        fitted = fit(name, width, room, 9.5, faces.body)
        document.write(Written(fitted.lines, 0.6, 0.0, width - 1.2, room, fitted.size, fitted.leading))
        if tall:
            document.write(Written((note,), 0.6, room, width - 1.2, height - room, SMALLEST))
        document.next_page()
        return document.finish()


def _page_height(writer: Any, page: int) -> float:
    """Height in points of a page of the file being written."""
    reference, _resources = writer.find_page_for_modification(page)
    box = reference.get_object()["/MediaBox"]
    return float(box[3]) - float(box[1])
