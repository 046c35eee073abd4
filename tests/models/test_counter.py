"""Numbers have no gap and no double, drawn by several processes while clerks cancel (G18)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import BugError
from qmsdesk.models import audit_check, counter, engine
from qmsdesk.models.transactions import rows, write_tx
from tests.models.conftest import register_slip

PROCESSES, EACH = 4, 50


def _draw(path: Path, key: bytes, child: Callable[..., Any], how: str) -> int:
    """Let PROCESSES processes draw at the same time; how many tries were refused by the database."""
    drawers = [child("draw_numbers", path, key.hex(), how, EACH, seed) for seed in range(PROCESSES)]
    for process in drawers:
        assert process.stdout.readline() == "ready\n"
    for process in drawers:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=100) for process in drawers]
    assert [complaints for _, complaints in said] == [""] * PROCESSES
    return sum(int(words) for words, _ in said)


def test_four_processes_draw_without_gap_or_double(path: Path, key: bytes, child: Callable[..., Any]) -> None:
    assert _draw(path, key, child, "counter") == 0
    engine.open_(path, key)
    try:
        drawn = [row[0] for row in rows("SELECT seq FROM slip ORDER BY seq")]
        assert drawn == list(range(1, len(drawn) + 1))
        assert PROCESSES * EACH * 0.8 < len(drawn) < PROCESSES * EACH
        assert rows("SELECT n FROM counter") == [(len(drawn),)]
        assert audit_check.verify() == ()
    finally:
        engine.close()


def test_the_naive_way_of_counting_does_fail_this_test(
    path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    engine.open_(path, key)
    with write_tx():
        register_slip()
    engine.close()
    assert _draw(path, key, child, "max+1") > 0


def test_each_unit_letter_and_year_counts_for_itself(opened: Path) -> None:
    with write_tx():
        draws = [
            counter.next_number(unit_code=unit, letter=letter, year=year)
            for unit, letter, year in (
                ("01", "F", "2026"),
                ("01", "F", "2026"),
                ("01", "C", "2026"),
                ("02", "F", "2026"),
                ("01", "F", "2027"),
                ("01", "", "2026H1"),
            )
        ]
    assert draws == [1, 2, 1, 1, 1, 1]


def test_an_import_draws_its_numbers_in_one_go(opened: Path) -> None:
    with write_tx():
        assert counter.next_numbers(unit_code="01", letter="F", year="2026", count=400) == 1
        assert counter.next_number(unit_code="01", letter="F", year="2026") == 401


def test_a_number_is_drawn_only_where_it_is_used(opened: Path) -> None:
    with pytest.raises(BugError):
        counter.next_number(unit_code="01", letter="F", year="2026")
