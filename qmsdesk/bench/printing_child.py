"""The fresh process of T5d: its first PDF, fonts included, after the libraries are imported."""

from __future__ import annotations

import json
import sys
import time


def first_form() -> float:
    """The program's own form."""
    from reportlab.pdfbase import ttfonts  # noqa: F401  (imports are not what is measured)
    from reportlab.pdfgen import canvas  # noqa: F401

    from qmsdesk.bench.corpus import NOW
    from qmsdesk.bench.printing import NUMBER, slip
    from qmsdesk.papers.feedback import PAPER
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.render import render
    from qmsdesk.procedure.copies import copy_set

    values, copies = slip(), copy_set(PAPER.code)[:1]
    start = time.process_time()
    render(PAPER, copies, values, number=NUMBER, meta=PrintMeta(printed_at=NOW))
    return time.process_time() - start


def first_helvetica() -> float:
    """As many texts and rules in a font every reader has."""
    from io import BytesIO

    from reportlab.pdfbase import ttfonts  # noqa: F401
    from reportlab.pdfgen.canvas import Canvas

    start = time.process_time()
    canvas = Canvas(BytesIO(), pageCompression=1)
    for place in range(60):
        canvas.line(50, 800 - place * 12, 550, 800 - place * 12)
        canvas.setFont("Helvetica", 9.5)
        canvas.drawString(55, 791 - place * 12, f"Label {place}: the words of a field of the form")
    canvas.showPage()
    canvas.save()
    return time.process_time() - start


if __name__ == "__main__":
    answer = first_form() if sys.argv[1] == "first_form" else first_helvetica()
    print(json.dumps({"cpu": answer}))
