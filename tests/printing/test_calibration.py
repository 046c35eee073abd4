"""The calibration page has its cross where it says, and an offset moves everything by just that."""

from __future__ import annotations

import pytest

from qmsdesk.printing import raster
from qmsdesk.printing.calibration import calibration_page, moved


def left_and_top(data: bytes) -> tuple[float, float]:
    """Where the ink begins, in mm from the left and from the top."""
    width, height, pixels = raster.page(data, 0, dpi=254.0)
    rows = [pixels[row * width * 3 : (row + 1) * width * 3] for row in range(height)]
    top = next(place for place, row in enumerate(rows) if min(row) < 128)
    left = next(x for x in range(width) if any(row[x * 3] < 128 for row in rows[: height // 3]))
    return left / 10, top / 10


def test_the_cross_lies_twenty_millimetres_from_both_edges() -> None:
    assert left_and_top(calibration_page()) == pytest.approx((5.0, 5.0), abs=0.2)


def test_an_offset_moves_right_and_down() -> None:
    data = moved(calibration_page(), (2.0, -1.5))
    assert left_and_top(data) == pytest.approx((7.0, 3.5), abs=0.2)


def test_without_an_offset_the_very_bytes_are_sent() -> None:
    data = calibration_page()
    assert moved(data, (0.0, 0.0)) is data
