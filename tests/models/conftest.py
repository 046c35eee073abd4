"""A department's bare database, open, and the smallest slip that can be registered in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qmsdesk.models import audit, counter, engine, keyslots
from qmsdesk.models.transactions import insert, write_tx

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
AT = "2026-11-22T02:00:00.000Z"
CLERK = audit.Author("李敏", "sales_clerk", "前台", NOW)


def seed_unit() -> None:
    """One unit with one department and their line in the trail."""
    with write_tx():
        unit = insert("unit", {"code": "01", "name": "炼化设备公司", "created_at": AT})
        place = {"unit_id": unit, "name": "经销部门", "kind": "经销部门", "place": "here", "created_at": AT}
        department = insert("department", place)
        audit.append(CLERK, "create_department", touched=[("unit", unit), ("department", department)])


def register_slip(words: str = "管箱法兰渗漏", request: str = "") -> str:
    """Register one feedback slip with its audit line, inside the caller's transaction; its number."""
    place = counter.next_number(unit_code="01", letter="F", year="2026")
    number = f"F01-2026-{place:03d}"
    slip = insert(
        "slip",
        {
            "paper_code": "01", "letter": "F", "number": number, "unit_id": 1, "department_id": 1, "year": 2026,
            "series": "2026", "seq": place, "state": "已登记", "template_revision": "2", "business_date": "2026-11-22",
            "registered_at": AT, "registered_by": "李敏", "request_id": request or f"request-{number}",
        },
    )  # fmt: skip
    insert("feedback", {"slip_id": slip, "description": words, "customer_name": "兰州石化公司"})
    audit.append(CLERK, "register", touched=[("slip", slip), ("feedback", slip)], slip_id=slip)
    return number


@pytest.fixture
def key() -> bytes:
    return keyslots.new_key()


@pytest.fixture
def path(tmp_path: Path, key: bytes) -> Path:
    """A closed database with one unit and no slip."""
    place = tmp_path / "data" / "department.db"
    engine.create(place, key, user="李敏")
    seed_unit()
    engine.close()
    return place


@pytest.fixture
def opened(path: Path, key: bytes) -> Iterator[Path]:
    """The same database, open."""
    engine.open_(path, key, user="李敏")
    yield path
    engine.close()


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start this folder's `children.py` in a process of its own: child("verb", argument, …)."""
    started: list[subprocess.Popen[str]] = []
    here = Path(__file__).resolve()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here.parents[2]), str(here.parent)))}

    def start(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, str(here.with_name("children.py")), *map(str, arguments)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()
