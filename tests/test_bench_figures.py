"""The figures that need no clock: exact sizes and agreements the bench relies on."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.bench import corpus, listing, searching
from qmsdesk.models.transactions import one
from qmsdesk.operations import ledger
from qmsdesk.operations.ledger import Query


def test_the_rare_words_stand_in_twenty_slips_and_are_found_by_one_to_four_characters(tmp_path: Path) -> None:
    with corpus.opened(tmp_path / "data", 200, lambda *_: None) as desk:
        for size in (1, 2, 4):
            assert ledger.totals(desk, query=Query(corpus.RARE[:size])).count == 20
        for word in searching.COMMON:
            found = searching._word(desk, searching.Target("T", word, "LIKE", 1.0), word, 1)
            assert found.value > 0


def test_searching_compares_with_like_over_every_column_the_index_knows() -> None:
    assert {"customer_name", "problem_kind", "description", "other", "serial_no"} <= set(searching.COLUMNS)


def test_the_peer_holds_the_same_rows(tmp_path: Path) -> None:
    import sqlite3

    with corpus.opened(tmp_path / "data", 60, lambda *_: None):
        listing.peer(tmp_path / "peer.db")
        ours = one("SELECT count(*), min(number), max(customer) FROM ledger")
    plain = sqlite3.connect(tmp_path / "peer.db")
    assert plain.execute("SELECT count(*), min(number), max(customer) FROM ledger").fetchone() == ours
    plain.close()


@pytest.mark.slow
def test_the_ledgers_process_measures_every_gesture(tmp_path: Path) -> None:
    with corpus.opened(tmp_path / "data", 200, lambda *_: None):
        listing.peer(tmp_path / "peer.db")
    for what, place in (
        ("ours", tmp_path / "data"),
        ("sql", tmp_path / "peer.db"),
        ("constant 200", tmp_path),
    ):
        found = listing.child(what, place, listing.CHILD)
        assert {"first", "end", "repaint", "sort", "thumb", "memory", "resident"} == found.keys()
