"""`qmsdesk demo OUT` does the main job through the windows and leaves what it promises."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from qmsdesk import cli
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.layout import lay_out
from tests.pdf_opinions import objections, preflight

Made = tuple[dict[str, Any], str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One demo for all tests of this file: its summary and what it printed."""
    out = tmp_path_factory.mktemp("demo") / "OUT"
    return play(out), str(out)


def play(out: Path) -> dict[str, Any]:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    done = subprocess.run(
        [sys.executable, "-m", "qmsdesk", "demo", str(out)],
        capture_output=True, text=True, check=False, env=environment, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "[1/" in done.stdout
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    missing = [name for name in named_files(summary) if Path(name).name not in done.stdout]
    assert missing == []
    return summary


def named_files(summary: dict[str, Any]) -> list[str]:
    return [*summary["files"].values(), *summary["screens"]]


def test_every_file_it_names_is_there(demo: Made) -> None:
    summary, _out = demo
    assert {"slip_pdf", "source_pdf", "ledger_xlsx", "ledger_pdf", "import_report"} <= summary["files"].keys()
    assert [name for name in named_files(summary) if not Path(name).stat().st_size] == []
    assert len(summary["screens"]) >= 12
    assert summary["complete"] is True


def test_the_slip_and_the_imported_list_are_in_the_ledger(demo: Made) -> None:
    summary, _out = demo
    assert summary["slips"] == 61
    assert 0 < summary["found"] < 61
    assert "不合格 2 行" in summary["import"]
    rows = list(load_workbook(summary["files"]["ledger_xlsx"]).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("序号", "反馈单号", "顾客名称")
    assert [row[1] for row in rows[1:]].count(summary["number"]) == 1
    assert len(rows) == 62


def test_its_department_opens_with_the_user_and_password_it_names(
    demo: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary, _out = demo
    monkeypatch.setenv("QMSDESK_PASSWORD", summary["password"])
    arguments = [
        "--data",
        summary["data"],
        "--user",
        summary["user"],
        "ledger",
        "--json",
        "--search",
        summary["number"],
    ]
    assert cli.main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 1


def test_the_copy_set_is_two_pages_with_both_labels_and_every_printed_label_in_order(
    demo: Made, poppler: Callable[..., str]
) -> None:
    summary, _out = demo
    path = summary["files"]["slip_pdf"]
    assert "Pages:           2" in poppler("pdfinfo", path)
    for page, label in ((1, "第一联 共二联 经销部门存"), (2, "第二联 共二联 质管部门存")):
        text = "".join(poppler("pdftotext", "-raw", "-f", str(page), "-l", str(page), path, "-").split())
        assert label.replace(" ", "") in text
        assert summary["number"] in text
        place = 0
        for piece in lay_out(paper("01"), form_no="QM0703-01", company="").prints:
            words = "".join("".join(piece.lines).split())
            if not words.startswith(paper("01").title[:1]) and words in text:
                assert text.find(words, place) >= 0, words
                place = text.find(words, place)


def test_every_pdf_is_archival_whole_embedded_and_its_signatures_valid(demo: Made) -> None:
    _summary, out = demo
    paths = sorted(Path(out).rglob("*.pdf"))
    assert len(paths) > 50
    # one of each kind: the names differ by numbers and periods
    kinds = {re.sub(r"[0-9]+", "", path.name): path for path in paths}
    found = {path.name: said for path in kinds.values() if (said := objections(path))}
    assert found == {}
    assert any(b"/ByteRange" in path.read_bytes() for path in paths)
    checked = [preflight(path) for path in paths if path.name.startswith(("F01", "01-"))][:4]
    assert all(not said for said in checked)


def test_the_signed_original_is_judged_and_the_ink_came_back(demo: Made) -> None:
    summary, _out = demo
    judged = {name.rpartition("-")[2]: valid for name, valid in summary["verify"].items()}
    assert judged == {"电子原件.pdf": True, "被改动.pdf.txt": False}
    assert {"scan_1", "scan_2", "original_pdf", "root_certificate", "check_page_pdf"} <= summary[
        "files"
    ].keys()


@pytest.fixture
def poppler() -> Callable[..., str]:
    """Runs a tool of poppler; skips where it is not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")

    def tool(*command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return tool


def test_an_earlier_demo_is_replaced_and_nothing_else_ever_is(tmp_path: Path) -> None:
    from qmsdesk.demo.play import SUMMARY, clear
    from qmsdesk.errors import UserError

    out = tmp_path / "OUT"
    clear(out)
    (out / "old.pdf").write_bytes(b"x")
    clear(out)
    assert [path.name for path in out.iterdir()] == [SUMMARY]
    foreign = tmp_path / "mine"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("x")
    with pytest.raises(UserError, match="别的东西"):
        clear(foreign)
    assert (foreign / "letter.txt").exists()
    with pytest.raises(UserError, match="不是文件夹"):
        clear(foreign / "letter.txt")


def test_the_sample_list_always_ends_two_days_ago(tmp_path: Path) -> None:
    import csv
    from datetime import date

    from qmsdesk.demo.listing import sample_of_today

    path = sample_of_today(tmp_path, date(2031, 3, 1))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    days = sorted(row["反馈日期"] for row in rows if row["反馈日期"][:1].isdigit())
    assert days[-1] == "2031-02-27"
    assert len(rows) == 62


@pytest.mark.slow
def test_every_window_is_photographed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qmsdesk", "shots", str(tmp_path / "shots")],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    taken = sorted(path.name for path in (tmp_path / "shots").glob("*.png"))
    assert len(taken) >= 30
    assert [name for name in taken if name in done.stdout] == taken
