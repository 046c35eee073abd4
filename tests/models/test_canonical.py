"""The canonical form of a record: one text for one content."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

import pytest

from qmsdesk.errors import BugError
from qmsdesk.models.canonical import canonical_json, digest


class _Pair(NamedTuple):
    name: str
    day: date | None


def test_order_of_keys_and_form_of_letters_do_not_matter() -> None:
    assert digest({"a": 1, "b": "é"}) == digest({"b": "e\u0301", "a": 1})


def test_different_contents_differ() -> None:
    contents = [["ab", "c"], ["a", "bc"], "1", 1, True, None, "", [], {}, [[]], {"a": None}, date(2026, 1, 1)]
    assert len({digest(item) for item in contents}) == len(contents)


def test_days_moments_and_tuples_have_one_form() -> None:
    moment = datetime(2026, 11, 22, 10, tzinfo=timezone(timedelta(hours=8)))
    assert canonical_json([date(2026, 11, 22), moment]) == '["2026-11-22","2026-11-22T02:00:00.000Z"]'
    assert canonical_json(moment) == canonical_json(moment.astimezone(UTC))
    assert canonical_json(_Pair("李敏", None)) == '{"day":null,"name":"李敏"}'


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object()])
def test_what_has_no_one_form_is_a_bug(value: object) -> None:
    with pytest.raises(BugError):
        digest(value)
