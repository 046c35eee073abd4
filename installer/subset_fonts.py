"""Make the small GB2312 twins of the bundled fonts: `python installer/subset_fonts.py [--check]`.

A PDF writer reads a twin three times as fast as the whole Noto face (0.04 s for 0.12 s), and nearly all slips need
only GB2312. The twins are made at build time, byte for byte the same for the same source font, so that git sees no
difference on a second run.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

from fontTools import subset

from qmsdesk.papers.catalogue import AUXILIARY, SHEETS
from qmsdesk.papers.layout import lay_out

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
# (face, twin): the titles' twin holds the declared words alone and is read in a moment
TWINS = (
    ("NotoSerifSC-Regular", "GB2312"),
    ("NotoSansSC-Regular", "GB2312"),
    ("NotoSansSC-Bold", "GB2312"),
    ("NotoSansSC-Bold", "Titles"),
)
# words the print itself adds in bold: marks, headings of continuation pages
MARKS = "草稿作废补印复印件附于附页续第次行年月日见全文明细编号序共"
# signs that stand on the papers or in the letters of customers but not in GB2312
EXTRA_SIGNS = "¥€£©®™²³µ·×÷±°‘’“”–—…‰′″℃℉Ω√∞≈≠≤≥①②③④⑤⑥⑦⑧⑨⑩□■○●△▲◇◆☆★←→↑↓✓"
FIRST_ROW, LAST_ROW, FIRST_CELL, LAST_CELL = 0xA1, 0xF7, 0xA1, 0xFE


def gb2312_characters() -> set[int]:
    """Every code point of GB 2312-80: 6 763 Han and 682 signs."""
    found: set[int] = set()
    for row in range(FIRST_ROW, LAST_ROW + 1):
        for cell in range(FIRST_CELL, LAST_CELL + 1):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def wanted() -> set[int]:
    """What a quick first print needs: ASCII, Latin-1, general punctuation, full-width forms, GB2312."""
    ranges = (range(0x20, 0x7F), range(0xA0, 0x100), range(0x2010, 0x2028), range(0xFF01, 0xFF5F))
    return gb2312_characters().union(*ranges, map(ord, EXTRA_SIGNS))


def title_words() -> set[int]:
    """What stands in bold on the papers: every declared word, ASCII, the marks."""
    papers = (*SHEETS, *AUXILIARY)
    printed = (line for paper in papers for piece in lay_out(paper).prints for line in piece.lines)
    labels = (
        column.label for paper in papers for field in paper.fields for column in (field, *field.columns)
    )
    return set(map(ord, "".join((*printed, *labels, MARKS)))).union(range(0x20, 0x7F))


def make(face: str, characters: set[int], target: Path) -> None:
    """Write the subset of `face` to `target`: outlines and widths only, no hints, no layout tables."""
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "DSIG"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = subset.load_font(str(FONTS / f"{face}.ttf"), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters)
    worker.subset(font)
    subset.save_font(font, str(target), options)


def main() -> int:
    """Write the subsets, or with --check say whether the shipped ones are what the source gives."""
    parser = argparse.ArgumentParser(description="Make or check the GB2312 subsets of the bundled fonts")
    parser.add_argument("--check", action="store_true", help="compare with the shipped files, write nothing")
    check = parser.parse_args().check
    stale = []
    for face, twin in TWINS:
        shipped = FONTS / f"{face}-{twin}.ttf"
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / shipped.name
            make(face, wanted() if twin == "GB2312" else title_words(), made)
            data = made.read_bytes()
        digest = hashlib.sha256(data).hexdigest()[:16]
        if check:
            if not shipped.is_file() or shipped.read_bytes() != data:
                stale.append(shipped.name)
        else:
            shipped.write_bytes(data)
        print(f"{shipped.name}  {len(data) / 1e6:.2f} MB  {digest}")
    if stale:
        print("not what subset_fonts.py makes: " + ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
