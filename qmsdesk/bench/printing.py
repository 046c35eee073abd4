"""T5a, T5b, T5d: one form as PDF, its copies in one file, and the first PDF of a fresh process."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from qmsdesk.bench.corpus import NOW, feedback
from qmsdesk.bench.measure import Figure, Target, compare, exact, medians, repeated
from qmsdesk.bench.starting import child
from qmsdesk.papers.feedback import PAPER
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.copies import Copy, copy_set

STEADY = Target("T5a", "一张反馈单打成 PDF", "ReportLab 直接画同样的字和线、同样的字体", 1.3)
TWO = Target("T5b 两联", "两联一个文件", "一联", 1.15)
SIX = Target("T5b 六联", "六联一个文件", "一联", 1.3)
SIZE = 1.15
FIRST = Target("T5d", "新进程里的第一张 PDF", "同样多的字用 Helvetica", 10.0)
NUMBER = "F01-2026-001"
TIMES = 10
_MM = 72 / 25.4


def slip() -> dict[str, Any]:
    """The slip that is printed; always the same."""
    return feedback(Random(5), business_date(NOW))


def figures(scratch: Path, rounds: int) -> list[Figure]:
    """All of them; the fresh processes come last."""
    values = slip()
    one, two = copy_set(PAPER.code)[:1], copy_set(PAPER.code)
    six = tuple(Copy(place, 6, "经销部门") for place in range(1, 7))
    texts, rules = what_is_drawn(values)
    found = medians(
        {
            "floor": repeated(lambda: _plain(texts, rules), TIMES),
            "one": repeated(lambda: _print(one, values), TIMES),
            "two": repeated(lambda: _print(two, values), TIMES),
            "six": repeated(lambda: _print(six, values), TIMES),
        },
        rounds,
    )
    sizes = [len(_print(copies, values)) for copies in (one, two, six)]
    first = medians(
        {what: _first(what, scratch) for what in ("first_form", "first_helvetica")}, rounds, warm=1
    )
    return [
        compare(STEADY, found["one"], found["floor"]),
        compare(TWO, found["two"], found["one"]),
        compare(SIX, found["six"], found["one"]),
        exact("T5b 大小", "两联文件与一联文件的字节比", sizes[1] / sizes[0], "倍", SIZE),
        compare(FIRST, first["first_form"], first["first_helvetica"]),
    ]


def _first(what: str, scratch: Path) -> Any:
    return lambda: float(child(what, scratch, "qmsdesk.bench.printing_child")["cpu"])


def _print(copies: tuple[Copy, ...], values: dict[str, Any]) -> bytes:
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.render import render

    return render(PAPER, copies, values, number=NUMBER, meta=PrintMeta(digest="0" * 64, printed_at=NOW))


def what_is_drawn(values: dict[str, Any]) -> tuple[list[tuple[str, str, float, float, float]], list[Any]]:
    """Every line of text of the page as (font, text, size, x, y in points) and every rule, without codes."""
    from qmsdesk.printing import render
    from qmsdesk.printing.filling import field_texts, fill
    from qmsdesk.printing.fonts import typefaces
    from qmsdesk.printing.pen import Written
    from qmsdesk.settings import company

    own = company()
    values = {**values, "number": NUMBER}
    sheet = render.sheet_of(PAPER, own)
    printed = [line for piece in sheet.prints for line in piece.lines]
    faces = typefaces("".join((*printed, *(text for _label, text in field_texts(PAPER, values)))))
    page = fill(PAPER, sheet, values, faces, registered=True)
    texts = []
    for mark in page.marks:
        if isinstance(mark, Written):
            face = faces.title if mark.bold else faces.body
            for place, line in enumerate(mark.lines):
                y = (sheet.height - mark.y) * _MM - (place + 1) * mark.size * mark.leading
                texts.append((face.name, line, mark.size, mark.x * _MM, y))
    height = sheet.height
    rules = [(r.x1 * _MM, (height - r.y1) * _MM, r.x2 * _MM, (height - r.y2) * _MM) for r in page.rules]
    return texts, rules


def _plain(texts: list[tuple[str, str, float, float, float]], rules: list[Any]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    for rule in rules:
        canvas.line(*rule)
    for font, text, size, x, y in texts:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
