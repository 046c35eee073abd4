"""Ten thousand characters in every box and a name of one or forty: the paper carries them all, nothing is cut."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qmsdesk.papers.base import Kind, Paper
from qmsdesk.papers.catalogue import AUXILIARY, SHEETS
from qmsdesk.papers.values import Signed
from qmsdesk.printing import archival, raster, render
from qmsdesk.procedure.copies import copy_set

LONG = "轴承温度85℃，现场更换密封圈ZL-2000A后仍漏油。" * 400


def whole(paper: Paper, squeeze: Any, *, name: str) -> None:
    """Print one paper with every box overfull and look for each text from its first to its last character."""
    boxes = [item.name for item in paper.fields if item.kind in (Kind.TEXT, Kind.LONG_TEXT)]
    texts = {box: f"〔{place}〕{LONG[:9990]}〔终{place}〕" for place, box in enumerate(boxes)}
    signed = {box.field: Signed(name, date(2026, 11, 22)) for box in paper.signatures}
    number = f"{paper.letter}01-2026-001" if paper.letter else ""
    data = archival.archive(
        render.render(paper, copy_set(paper.code)[:1], {**texts, **signed}, number=number)
    )
    pages = raster.texts(data)
    read = squeeze("".join(page.split("AUX-12 附页", 1)[-1].split("公司内部资料", 1)[0] for page in pages))
    for box, text in texts.items():
        assert squeeze(text) in read, (paper.code, box)
    assert all(squeeze(name) in squeeze("".join(pages)) for _box in signed)
    assert archival.findings(data) == []


def test_ten_thousand_characters_in_every_box_of_a_feedback_slip(squeeze: Any) -> None:
    whole(SHEETS[0], squeeze, name="欧阳" * 20)


@pytest.mark.slow
@pytest.mark.parametrize("paper", [*SHEETS, *AUXILIARY], ids=lambda paper: paper.code)
def test_ten_thousand_characters_in_every_box_of_every_paper(paper: Paper, squeeze: Any) -> None:
    whole(paper, squeeze, name="李")
