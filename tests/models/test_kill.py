"""Killed at any moment: what was said to be saved is there, nothing is half there (G1)."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.models import audit_check, engine
from qmsdesk.models.transactions import rows


def _kill_many_times(path: Path, key: bytes, child: Callable[..., Any], kills: int, how: str = "") -> None:
    dice = random.Random(735)
    acknowledged: list[str] = []
    for _ in range(kills):
        process = child("write_until_killed", path, key.hex(), how)
        assert process.stdout.readline() == "ready\n"
        timer = threading.Timer(dice.uniform(0, 0.06), process.kill)
        timer.start()
        acknowledged += process.stdout.read().splitlines()
        process.wait()
        timer.join()
        _check(path, key, acknowledged)
    assert len(acknowledged) > kills, "the writers were killed before they wrote anything"


def _check(path: Path, key: bytes, acknowledged: list[str]) -> None:
    engine.open_(path, key)
    try:
        numbers = [row[0] for row in rows("SELECT number FROM slip ORDER BY seq")]
        assert set(acknowledged) <= set(numbers)
        assert numbers == [f"F01-2026-{place:03d}" for place in range(1, len(numbers) + 1)]
        assert rows("SELECT n FROM counter") in ([(len(numbers),)], [])
        assert rows("SELECT count(*) FROM feedback") == [(len(numbers),)]
        assert rows("SELECT count(*) FROM audit WHERE action = 'register'") == [(len(numbers),)]
        assert rows("PRAGMA integrity_check") == [("ok",)]
        assert audit_check.verify_recent() == ()
    finally:
        engine.close()


def test_twenty_kills_lose_no_acknowledged_slip(path: Path, key: bytes, child: Callable[..., Any]) -> None:
    _kill_many_times(path, key, child, 20)


def test_a_number_said_before_its_commit_is_lost_by_these_kills(
    path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    """The negative control: the kills do fall between the word and the commit."""
    with pytest.raises(AssertionError, match="<="):
        _kill_many_times(path, key, child, 60, "early")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_kills_lose_no_acknowledged_slip(
    path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    _kill_many_times(path, key, child, 200)
