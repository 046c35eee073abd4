"""T5c, T5e: LibreOffice and WeasyPrint on the same page where they are installed; a signature beside bare pyHanko."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from qmsdesk.bench.corpus import NOW
from qmsdesk.bench.measure import Figure, Target, compare, medians, repeated, timed
from qmsdesk.bench.printing import NUMBER, slip, what_is_drawn
from qmsdesk.papers.feedback import PAPER
from qmsdesk.procedure.copies import copy_set

if TYPE_CHECKING:
    from qmsdesk.printing.sign import SignatureField, Signer

BATCH = 20
OFFICE = Target("T5c", "一张反馈单打成 PDF", f"LibreOffice 一次转换 {BATCH} 份同样的页，每份", 1 / 8)
WEASY = Target("T5c WeasyPrint", "一张反馈单打成 PDF", "WeasyPrint 排同样的字", 1 / 20)
SIGNED = Target("T5e", "一个 PAdES 签名", "pyHanko 用常驻的密钥和现成的图章", 1.2)
_FAMILY = "Noto Serif CJK SC"


def figures(scratch: Path, rounds: int) -> list[Figure]:
    """The signature, and the rivals that are installed."""
    texts = [text for _font, text, *_place in what_is_drawn(slip())[0]]
    found = [_signature(rounds)]
    if office := shutil.which("soffice"):
        found += _office(office, texts, scratch, rounds)
    if find_spec("weasyprint") is not None:
        found.append(_weasyprint(texts, rounds))
    return found


def _print() -> bytes:
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.render import render

    meta = PrintMeta(digest="0" * 64, printed_at=NOW)
    return render(PAPER, copy_set(PAPER.code)[:1], slip(), number=NUMBER, meta=meta)


def _office(program: str, texts: list[str], scratch: Path, rounds: int) -> list[Figure]:
    """Both by the clock on the wall: LibreOffice works in processes of its own; nothing where it makes no PDF."""
    folder = scratch / "office"
    folder.mkdir()
    files = [folder / f"{place}.fods" for place in range(BATCH)]
    for file in files:
        file.write_text(_flat_document(texts), "utf-8")
    profile = (scratch / "profile").as_uri()
    command = [
        program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir",
        str(folder / "out"), *map(str, files),
    ]  # fmt: skip

    def batch() -> None:
        subprocess.run(command, capture_output=True, check=True, timeout=300)

    ours = repeated(_print, BATCH, time.perf_counter)
    both = medians({"ours": ours, "office": timed(batch, time.perf_counter)}, min(rounds, 2))
    if len(list((folder / "out").glob("*.pdf"))) < BATCH:
        return []
    return [compare(OFFICE, both["ours"], both["office"] / BATCH)]


def _flat_document(texts: list[str]) -> str:
    """The same words in a ruled sheet of two columns, in a Chinese typeface; Calc is what is installed oftenest."""
    cell = '<table:table-cell table:style-name="ruled"><text:p text:style-name="words">{}</text:p></table:table-cell>'
    cells = [cell.format(escape(text)) for text in texts]
    rows = [
        f"<table:table-row>{''.join(cells[place : place + 2])}</table:table-row>"
        for place in range(0, len(cells), 2)
    ]
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
        for name, kind in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
                           ("fo", "xsl-fo-compatible"))
    )  # fmt: skip
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document{spaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<style:style style:name="ruled" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:style style:name="words" style:family="paragraph"><style:text-properties
 style:font-family-asian="{_FAMILY}" fo:font-size="9.5pt" style:font-size-asian="9.5pt"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="1">
<table:table-column table:number-columns-repeated="2"/>{"".join(rows)}
</table:table></office:spreadsheet></office:body></office:document>"""


def _weasyprint(texts: list[str], rounds: int) -> Figure:
    import importlib

    weasyprint: Any = importlib.import_module("weasyprint")
    lines = "".join(f"<p>{escape(text)}</p>" for text in texts)
    page = f"<style>@page {{ size: A4 }} body {{ font: 9.5pt '{_FAMILY}' }}</style>{lines}"
    theirs = timed(lambda: weasyprint.HTML(string=page).write_pdf())
    both = medians({"ours": repeated(_print, 5), "theirs": theirs}, rounds)
    return compare(WEASY, both["ours"], both["theirs"])


def _signature(rounds: int) -> Figure:
    from qmsdesk.printing import archival, ca, sign

    root = ca.make_authority(company="公司", department="经销部门", now=NOW)
    own = ca.issue(root, person="李敏", department="经销部门", company="公司", now=NOW)
    fields = sign.signature_fields(PAPER)
    ready = sign.prepare(archival.archive(_print()), fields)
    signer = sign.Signer("李敏", "经办", own, root.certificate)

    def ours() -> bytes:
        return sign.sign(ready, field=fields[0], signer=signer, moment=NOW, first=True)

    bare = _bare(ready, fields[0], signer)
    both = medians({"ours": repeated(ours, 5), "floor": repeated(bare, 5)}, rounds)
    return compare(SIGNED, both["ours"], both["floor"])


def _bare(ready: bytes, field: SignatureField, signer: Signer) -> Callable[[], bytes]:
    """pyHanko alone, its key read once, its stamp drawn once."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata
    from pyhanko.stamp import StaticStampStyle

    from qmsdesk.printing import sign
    from qmsdesk.printing.signing_parts import KeptKey, StampPage, TimedSigner, whole_box

    key = KeptKey(signer.identity.certificate, signer.identity.key, signer.authority)
    stamp = sign._stamp(field, signer, NOW)
    meta = PdfSignatureMetadata(
        field_name=field.name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )  # fmt: skip

    def work() -> bytes:
        style = StaticStampStyle(background=StampPage(stamp), background_layout=whole_box(), border_width=0)
        worker = TimedSigner(meta, signer=key, stamp_style=style, moment=NOW)
        out = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(ready))
        worker.sign_pdf(writer, existing_fields_only=True, bytes_reserved=12_288, output=out)
        return out.getvalue()

    return work
