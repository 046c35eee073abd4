"""What was typed is found in no file outside the encrypted ones, after everything people do with it (G36-G38)."""

from __future__ import annotations

import logging
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.operations import backup, department, drafts, health, intake, ledger_out, people, prints, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_query import Query

CANARIES = ("金丝雀厂家七三五", "管箱金丝雀渗漏", "0931-7357357")


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files would land if somebody forgot the private folder."""
    folder = tmp_path / "system-temp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def work(
    outside: Path, desk: Desk, call_note: Any, complete_feedback: dict[str, Any], tmp_path: Path
) -> tuple[Desk, Path]:
    """A day with the canaries: a call, a draft, a slip, attachments, prints, exports, a backup, a check."""
    exports = tmp_path / "chosen"
    exports.mkdir()
    people.set_roles(desk, person_id=1, roles=("administrator", "sales_clerk", "sales_leader"))
    department.close_department(desk)
    there = department.open_department(
        data_dir=desk.data_dir, user="李敏", password="testing-desk-2026", clock=desk.clock
    )
    note = call_note.__class__(
        **{**vars(call_note), "customer_name": CANARIES[0], "words": CANARIES[1], "telephone": CANARIES[2]}
    )
    values = {**complete_feedback, "customer_name": CANARIES[0], "description": CANARIES[1] * 40}
    taken = intake.record_call(there, note=note, request_id="call")
    drafts.save_draft(there, draft_id=taken.draft_id, values=values)
    done = slips.register(there, draft_id=taken.draft_id, values=values, request_id="one")
    photo = exports / "photo.jpg"
    photo.write_bytes(CANARIES[1].encode() * 50)
    original = intake.OriginalNote(
        channel="传真", original_no="FAX-9", pages=1, is_original=True, received_at=note.received_at,
        received_by="李敏", customer_name=CANARIES[0], files=(photo,),
    )  # fmt: skip
    intake.record_original(there, note=original, request_id="fax")
    prints.slip_pdf(there, slip_id=done.slip_id)
    prints.save_slip_pdf(there, slip_id=done.slip_id, folder=exports)
    ledger_out.ledger_pdf(there, query=Query(), path=exports / "台帐.pdf")
    backup.make_backup(there)
    health.check(there)
    return there, exports


def _readable(folder: Path, *, but: Path | None = None, words: tuple[str, ...] = CANARIES) -> list[str]:
    """Every file that shows a canary, as text in any encoding or inside a compressed stream."""
    needles = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "gb18030")]
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if but is not None and path.is_relative_to(but):
            continue
        content = path.read_bytes()
        if any(needle in part for needle in needles for part in (content, *_inflated(content))):
            found.append(str(path))
    return found


def _inflated(content: bytes) -> Iterator[bytes]:
    """Deflated streams of a PDF or a zip, as far as they can be read."""
    for start in range(len(content)):
        if content[start : start + 2] in (b"x\x9c", b"x\xda"):
            try:
                yield zlib.decompressobj().decompress(content[start:])
            except zlib.error:
                continue


def test_nothing_typed_is_readable_outside_what_the_user_chose(
    work: tuple[Desk, Path], tmp_path: Path, outside: Path
) -> None:
    _, exports = work
    assert _readable(tmp_path, but=exports) == []
    assert _readable(exports), "the search finds nothing even where the text must be"
    assert list(outside.iterdir()) == []


def test_nothing_typed_is_readable_after_closing_and_in_file_names(
    work: tuple[Desk, Path], tmp_path: Path
) -> None:
    there, exports = work
    department.close_department(there)
    assert _readable(tmp_path, but=exports) == []
    names = [
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if not path.is_relative_to(exports)
    ]
    assert not [name for name in names for word in CANARIES if word in name]
    department.open_department(
        data_dir=there.data_dir, user="李敏", password="testing-desk-2026", clock=there.clock
    )


def test_errors_and_logs_say_nothing_of_customers(
    work: tuple[Desk, Path], caplog: pytest.LogCaptureFixture
) -> None:
    there, _ = work
    with caplog.at_level(logging.DEBUG):
        drafts.new_draft(there, paper_code="01", values={"customer_name": CANARIES[0]})
        slips.find_number(there, number="F01-2026-001")
    assert not [word for word in CANARIES if word in caplog.text]


CHILD = """
import dataclasses, os, signal, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qmsdesk.models import keyslots
keyslots.COST = dataclasses.replace(keyslots.COST, memory_kib=8, rounds=1)
from qmsdesk.fault_log import keep_log
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.forms.preview import Preview
from qmsdesk.forms.style import start_application
from qmsdesk.operations import ledger, ledger_out
from qmsdesk.operations.department import open_department

folder, chosen, words = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
application = start_application(["x"])
desk = open_department(data_dir=folder, user="李敏", password="testing-desk-2026")
keep_log(folder)
window = MainWindow(desk)
window.show()
window.open_slip(1)
page = window.tabs.currentWidget()
page.open_print()
while not (found := [top for top in QApplication.topLevelWidgets() if isinstance(top, Preview)]):
    QTest.qWait(20)
found[0].grab()
QTest.qWait(300)
window.open_call()
QTest.keyClicks(window.tabs.currentWidget().fields.words, words)
QTest.qWait(600)
show_error(window, ValueError(words))
ledger_out.ledger_xlsx(desk, query=ledger.Query(), columns=["customer", "problem"], path=chosen / "台帐.xlsx")
window.settings.sync()
print("working", flush=True)
query = ledger.Query()
def die(done, total):
    os.kill(os.getpid(), signal.SIGKILL)
ledger_out.ledger_xlsx(desk, query=query, columns=["customer", "problem"], path=chosen / "2.xlsx", progress=die)
"""


def test_nothing_typed_is_readable_after_a_preview_an_export_and_a_crash(
    work: tuple[Desk, Path], tmp_path: Path, outside: Path
) -> None:
    """The windows run in a process of their own that dies in the middle of its second export."""
    import os
    import subprocess
    import sys

    there, exports = work
    department.close_department(there)
    home = tmp_path / "home"
    home.mkdir()
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(home))
    typed = "CANARY0735 leaks at the flange"
    try:
        run = subprocess.run(
            [sys.executable, "-c", CHILD, str(there.data_dir), str(exports), typed],
            env={**os.environ, **places, "TMPDIR": str(outside)},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert run.stdout == "working\n", run.stderr[-800:]
        assert run.returncode == -9
        assert not [word for word in (*CANARIES, "CANARY0735") if word in run.stderr]
        assert _readable(tmp_path, but=exports, words=(*CANARIES, "CANARY0735")) == []
        assert "ValueError" in (there.data_dir / "qmsdesk.log").read_text(), (
            "the fault itself must be in the log"
        )
        assert list(outside.iterdir()) == []
    finally:
        department.open_department(
            data_dir=there.data_dir, user="李敏", password="testing-desk-2026", clock=there.clock
        )
