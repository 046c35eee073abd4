"""What somebody may do to a signed print: each function takes the bytes and gives them back attacked."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def rewritten(data: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()


def with_overlay(data: bytes) -> bytes:
    """The same bytes and an incremental update that paints over the page."""
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(data))
    painted = writer.add_object(StreamObject(stream_data=b"q 1 0 0 rg 100 400 300 200 re f Q"))
    writer.add_stream_to_page(0, painted)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_note(data: bytes) -> bytes:
    """An annotation in an incremental update."""
    from pyhanko.pdf_utils.generic import (
        ArrayObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(data))
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FreeText"),
            NameObject("/Rect"): ArrayObject(NumberObject(n) for n in (100, 100, 300, 200)),
            NameObject("/Contents"): TextStringObject("金额改为 1 元"),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def stripped(data: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            del page.obj["/Annots"]
        pdf.save(out)
    return out.getvalue()


def changed_inside(data: bytes) -> bytes:
    place = data.index(b"/BaseFont")
    return data[: place + 11] + bytes([data[place + 11] ^ 1]) + data[place + 12 :]
