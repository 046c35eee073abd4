"""Ready data has the digest of the same data written down the long way."""

from __future__ import annotations

from typing import Any

import pytest

from qmsdesk.models.canonical import digest


@pytest.mark.parametrize(
    "value",
    [
        {"b": "渗漏", "a": [1, None, True, {"x": ""}]},
        {"text": "cafe\u0301 与 \u212b"},  # not in NFC
        {"text": "\u0301 at the start", "other": "\u1100\u1161"},
    ],
)
def test_ready_data_has_the_same_digest(value: Any) -> None:
    assert digest(value, ready=True) == digest(value)
