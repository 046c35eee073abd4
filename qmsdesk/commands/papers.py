"""qmsdesk papers: the papers and what is printed on them."""

from __future__ import annotations

import argparse
from typing import Any

from qmsdesk.commands.access import write_json, write_table
from qmsdesk.papers.base import Field, Paper

NAME, HELP = "papers", "列出全部表格：代号、名称、编号字母、页面、联数和各栏"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only how to answer."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出，含各栏的印刷名称和种类")


def run(options: argparse.Namespace) -> int:
    """List the papers."""
    from qmsdesk.papers.catalogue import all_papers

    if options.json:
        write_json([_data(paper) for paper in all_papers()])
        return 0
    headings = ("代号", "表号", "名称", "字母", "页面", "联数", "栏目数")
    rows = [
        (p.code, p.form_no, p.title, p.letter or "-", _page(p), _copies(p), len(p.fields))
        for p in all_papers()
    ]
    write_table(headings, rows)
    return 0


def _page(paper: Paper) -> str:
    return "A4 竖" if paper.portrait else "A4 横"


def _copies(paper: Paper) -> str:
    return "不定" if paper.copies_vary else str(len(paper.copies))


def _data(paper: Paper) -> dict[str, Any]:
    return {
        "code": paper.code,
        "form_no": paper.form_no,
        "title": paper.title,
        "letter": paper.letter,
        "page": {"size": "A4", "orientation": "portrait" if paper.portrait else "landscape"},
        "copies": list(paper.copies),
        "copies_vary": paper.copies_vary,
        "clause": paper.clause,
        "fields": [_field(item) for item in paper.fields],
        "kept_beside": [_field(item) for item in paper.extra],
    }


def _field(item: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": item.name,
        "label": item.label,
        "kind": item.kind.value,
        "need": item.need.value,
        "section": item.section,
    }
    if item.choices:
        found["choices"] = list(item.choices)
    if item.columns:
        found["columns"] = [_field(column) for column in item.columns]
    return found
