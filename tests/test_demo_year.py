"""The demo year: twelve returns, five trend reports, two rounds and two evaluations, whole and consistent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qmsdesk.demo.year import build_year
from qmsdesk.models import audit_check
from qmsdesk.operations import department, health
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Cancelled
from qmsdesk.printing import archival, raster
from qmsdesk.procedure.clock import FixedClock

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_it_can_be_stopped_on_the_way(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        build_year(desk, tmp_path / "out", lambda done, _total: done < 20)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, Any]]]:
    """A department that lived through 2025."""
    folder = tmp_path_factory.mktemp("year")
    place = {"data_dir": folder / "data", "user": "李敏", "password": "testing-desk-2026"}
    clock = FixedClock(NOW)
    department.create_department(
        **place, unit_code="01", unit_name="炼化设备公司", department="经销部门", clock=clock
    )
    desk = department.open_department(**place, clock=clock)
    yield desk, build_year(desk, folder / "out")
    department.close_department(desk)


def test_the_year_is_complete(lived: tuple[Desk, dict[str, Any]]) -> None:
    _desk, made = lived
    assert [line["period"] for line in made["returns"]] == [f"2025-{number:02d}" for number in range(1, 13)]
    assert [line["period"] for line in made["trend"]] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025"]
    assert [line["period"] for line in made["satisfaction"]] == ["2025H1", "2025H2"]
    assert [line["issued"] for line in made["rounds"]] == [12, 12]


def test_months_quarters_and_the_year_add_up(lived: tuple[Desk, dict[str, Any]]) -> None:
    _desk, made = lived
    by_period = {line["period"]: line for line in made["trend"]}
    quarters = [by_period[f"2025Q{number}"] for number in range(1, 5)]
    assert by_period["2025"]["count"] == made["feedback"]
    # what was brought late joins the year but not the quarter that was signed before
    late = sum(line["supplements"] for line in made["returns"])
    assert sum(line["count"] for line in quarters) == made["feedback"] - late
    assert sum(line["count"] for line in made["returns"]) == made["feedback"]


def test_rates_are_sums_over_sums(lived: tuple[Desk, dict[str, Any]]) -> None:
    _desk, made = lived
    for line in made["satisfaction"]:
        assert (line["forms"], line["invalid"]) == (10, 1)
        assert line["rate"] == round(line["points"] * 10_000 / line["full"])


def test_every_file_is_there_and_can_be_read(lived: tuple[Desk, dict[str, Any]]) -> None:
    _desk, made = lived
    for line in (*made["returns"], *made["trend"], *made["satisfaction"]):
        data = Path(line["pdf"]).read_bytes()
        assert archival.findings(data) == []
        assert raster.page_count(data) >= 2
        assert openpyxl.load_workbook(line["xlsx"]).worksheets[0].max_row > 1
    assert raster.page_count(Path(made["review_pack"]).read_bytes()) > 30


def test_the_trail_and_the_health_of_the_year_are_good(lived: tuple[Desk, dict[str, Any]]) -> None:
    desk, _made = lived
    assert audit_check.verify() == ()
    looked_at = {"审计链", "编号", "各联", "台帐与检索", "附件", "数据库"}
    findings = [finding for finding in health.check(desk).findings if finding.check in looked_at]
    assert [finding for finding in findings if finding.level != "good"] == []
