"""The index answers for words of any length alone, and an older department gets it when it is opened."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest

from qmsdesk.models import engine, places, schema
from qmsdesk.models.base import database
from qmsdesk.models.search_text import normal, tokens
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations import intake, ledger, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.ledger_terms import index_only
from qmsdesk.operations.registering import searched_texts
from qmsdesk.operations.search import terms

TOLD = (
    "管箱法兰密封面渗漏，密封面有划伤",
    "密封失效，垫片封面朝外；换热管与管板焊缝",
    "压力由6.3降到5.8，ＡＢＣ-12型，H2025-017",
    "面密封，漏渗；café é试验 100%_'\"",
)


@pytest.fixture
def told(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Desk:
    """Four slips whose texts are easily mistaken for each other."""
    for turn, words in enumerate(TOLD):
        note = dataclasses.replace(call_note, words=words, telephone=f"139{turn:08d}")
        taken = intake.record_call(desk, note=note, request_id=f"c{turn}")
        values = {**complete_feedback, "description": words}
        slips.register(desk, draft_id=taken.draft_id, values=values, request_id=f"r{turn}")
    return desk


def _found(desk: Desk, text: str) -> set[int]:
    return set(ledger.order(desk, query=Query(text)))


def test_every_piece_of_every_text_finds_just_the_slips_that_hold_it(told: Desk) -> None:
    luck = random.Random(3)
    ids = sorted(ledger.order(told, query=Query()))
    whole = [normal("\n".join(_texts(slip_id))) for slip_id in ids]
    for _turn in range(300):
        text = luck.choice(TOLD)
        start = luck.randrange(len(text))
        piece = text[start : start + luck.randint(1, 9)]
        words = normal(piece).split()
        expected = {
            slip_id for slip_id, said in zip(ids, whole, strict=True) if all(word in said for word in words)
        }
        assert _found(told, piece) == expected, piece


def _texts(slip_id: int) -> list[str]:
    feedback, source, line = (_row(table, slip_id) for table in ("feedback", "source_document", "ledger"))
    names = ("record_no", "caller", "telephone", "original_no", "words")
    return [line["number"], *searched_texts(feedback), *(source[name] or "" for name in names)]


def _row(table: str, slip_id: int) -> dict[str, Any]:
    cursor = database.execute_sql(f"SELECT * FROM {table} WHERE slip_id = ?", (slip_id,))
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


@pytest.mark.parametrize("text", ["漏", "渗漏", "管箱法兰密封面渗漏", "13900000002", "2026-001", '%_"'])
def test_a_word_is_answered_by_the_index_alone(text: str) -> None:
    assert index_only(terms(text))


def test_names_are_found_by_what_they_sound_like(told: Desk) -> None:
    spelled = {row[0]: row[1:] for row in database.execute_sql("SELECT * FROM spelling")}
    (customer,) = {row[0] for row in database.execute_sql("SELECT customer FROM ledger")}
    assert len(_found(told, spelled[customer][1])) == len(TOLD)
    assert len(_found(told, spelled[customer][0][2:9])) == len(TOLD)


def test_a_phrase_does_not_cross_from_one_text_into_the_next() -> None:
    assert tokens("渗漏", "密封面").split() == ["渗漏", "漏", "密封", "封面", "面"]
    assert [term.match for term in terms("密封面 h-2 漏")] == ['"密封 封面"', '"h- -2"', '"漏"*']


def test_an_older_department_is_indexed_anew_when_it_is_opened(told: Desk) -> None:
    words = ("密封面", "ＡＢＣ-12", "13900000002", "漏", "lzsh")
    before = {word: _found(told, word) for word in words}
    key = engine.current().raw_key
    with write_tx():
        database.execute_sql("DROP TABLE search")
        database.execute_sql("DROP TABLE spelling")
        database.execute_sql("ALTER TABLE ledger ADD COLUMN folded INTEGER NOT NULL DEFAULT 0")
        database.execute_sql(
            "CREATE VIRTUAL TABLE search USING fts5(tokens, content='', contentless_delete=1, detail='none',"
            " tokenize='ascii', prefix='1')"
        )
        database.execute_sql(f"DELETE FROM {schema.HISTORY} WHERE name LIKE '0013%'")
        database.execute_sql("PRAGMA user_version = 12")
    engine.close()
    seen: list[tuple[int, int]] = []
    engine.open_(places.database_path(told.data_dir), key, upgrading=lambda *step: seen.append(step))
    assert seen == [(4, 4)]
    assert {word: _found(told, word) for word in words} == before
    assert all(before.values())
