"""One session whose every file operation is recorded or made to fail: `python session.py HOW FOLDER KEY`."""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, audit, counter, engine, files, pragmas
from qmsdesk.models.transactions import insert, write_tx

SLIPS = 4
AT = "2026-11-22T02:00:00.000Z"
CLERK = audit.Author("李敏", "sales_clerk", "前台", datetime(2026, 11, 22, 2, tzinfo=UTC))


def say(*words: object) -> None:
    """An acknowledgement: what it names must survive from here on."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def sabotage(how: str) -> None:
    """Break one duty on purpose, to show that the test notices."""
    if how == "synchronous-off":
        pragmas.WRITING = tuple(
            ("synchronous", "OFF") if name == "synchronous" else (name, value)
            for name, value in pragmas.WRITING
        )
    if how == "naive-write":
        files.atomic_write = lambda path, content: path.write_bytes(content)
    if how == "no-folder-fsync":
        files.fsync_dir = lambda folder: None
        engine.fsync_dir = files.fsync_dir


def seed() -> None:
    """The unit and department everything hangs on."""
    with write_tx():
        unit = insert("unit", {"code": "01", "name": "一厂", "created_at": AT})
        place = {"unit_id": unit, "name": "经销部门", "kind": "经销部门", "place": "here", "created_at": AT}
        department = insert("department", place)
        audit.append(CLERK, "seed", touched=[("unit", unit), ("department", department)])


def register(size: int = 300) -> str:
    """One slip with its line in the trail; its number, said only after the commit."""
    with write_tx():
        place = counter.next_number(unit_code="01", letter="F", year="2026")
        number = f"F01-2026-{place:03d}"
        slip = insert(
            "slip",
            {
                "paper_code": "01", "letter": "F", "number": number, "unit_id": 1, "department_id": 1, "year": 2026,
                "series": "2026", "seq": place, "state": "已登记", "template_revision": "2",
                "business_date": "2026-11-22", "registered_at": AT, "registered_by": "李敏", "request_id": number,
            },
        )  # fmt: skip
        insert("feedback", {"slip_id": slip, "description": "漏" * size})
        audit.append(CLERK, "登记", touched=[("slip", slip), ("feedback", slip)], slip_id=slip)
    return number


def work(folder: Path, key: bytes) -> None:
    """Make a department, register slips, write reports over each other, keep attachments, close."""
    engine.create(folder / "department.db", key, user="李敏")
    seed()
    say("made")
    report = folder / "report.pdf"
    for place in range(SLIPS):
        say("slip", register(300 + 900 * place))
        content = f"report {place} ".encode() * 400
        files.atomic_write(report, content)
        say("file", report.name, hashlib.sha256(content).hexdigest())
        stored = attachments.store(folder / "attachments", engine.current().attachment_key, content[:2000])
        path = attachments.path_of(folder / "attachments", engine.current().attachment_key, stored.sha256)
        say("attachment", path.relative_to(folder), stored.sha256)
    engine.close()
    say("closed")


def one(folder: Path, key: bytes) -> None:
    """Open the department, register one slip and write one report, and say how each ended."""
    try:
        engine.open_(folder / "department.db", key, user="李敏")
        say("slip", register())
        files.atomic_write(folder / "report.pdf", b"new report")
        say("file")
        engine.close()
    except UserError as error:
        say("refused", error.message)


if __name__ == "__main__":
    sabotage(sys.argv[1])
    files_of = Path(sys.argv[2])
    (one if sys.argv[1] == "one" else work)(files_of, bytes.fromhex(sys.argv[3]))
