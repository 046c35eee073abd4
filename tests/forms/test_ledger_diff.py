"""Where slips stand in an order of many is found without a step per row."""

from __future__ import annotations

import random
from array import array

from qmsdesk.forms.ledger_diff import place_of, places_of


def test_an_id_is_found_at_its_own_place_and_not_across_two_others() -> None:
    luck = random.Random(1)
    ids = array("q", [luck.choice((0, 1, 256, 1 << 40, 65_536)) + place * 7 for place in range(2_000)])
    for wanted in (*ids[::37], -1, 1 << 56):
        expected = ids.index(wanted) if wanted in ids else None
        assert place_of(ids, wanted) == expected
    assert place_of(array("q", [256, 65_536]), 1 << 56) is None
    assert places_of(ids, {ids[5], ids[900], -1}) == [5, 900]
