"""The bench measures, compares and says what is missed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qmsdesk import cli
from qmsdesk.bench import corpus, measure, runner
from qmsdesk.bench.measure import Target
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.department import close_department

TARGET = Target("T0", "something", "its floor", 1.5)


def test_a_ratio_below_its_target_is_met_and_one_above_is_not() -> None:
    good, bad = measure.compare(TARGET, 0.003, 0.002), measure.compare(TARGET, 0.0031, 0.002)
    assert (good.ratio, good.met, good.value, good.floor) == (pytest.approx(1.5), True, 3.0, 2.0)
    assert not bad.met


def test_medians_run_every_subject_the_same_number_of_times() -> None:
    asked: list[str] = []

    def subject(name: str, seconds: float) -> float:
        asked.append(name)
        return seconds + asked.count(name)

    found = measure.medians({"a": lambda: subject("a", 0.0), "b": lambda: subject("b", 10.0)}, rounds=5)
    assert (asked.count("a"), asked.count("b")) == (6, 6)
    assert found == {"a": 4.0, "b": 14.0}


def test_the_invented_department_is_the_same_every_time_and_kept(tmp_path: Path) -> None:
    told: list[int] = []
    with corpus.opened(tmp_path / "one", 30, lambda done, _total: told.append(done)):
        first = rows("SELECT number, customer, problem, feedback_date FROM ledger ORDER BY slip_id")
    with corpus.opened(tmp_path / "two", 30, lambda *_: None):
        assert rows("SELECT number, customer, problem, feedback_date FROM ledger ORDER BY slip_id") == first
    with corpus.opened(tmp_path / "one", 30, lambda done, _total: told.append(done)):
        assert one("SELECT count(*) FROM slip") == (30,)
    assert told == [30]
    assert first[0][0] == "F01-2021-001"
    assert first[-1][3] > "2026"


def test_its_cheap_key_is_its_own_and_leaves_the_products_cost_alone(tmp_path: Path) -> None:
    from qmsdesk.models import keyslots

    before = keyslots.COST
    close_department(corpus.department(tmp_path / "data"))
    assert before == keyslots.COST


def test_figures_are_written_with_the_names_the_design_asks_for(tmp_path: Path) -> None:
    runner.write(
        tmp_path / "a.json", [measure.compare(TARGET, 1.0, 1.0), measure.exact("T9", "n", 2, "个", 1)]
    )
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert {"name", "value", "unit", "floor", "ratio", "target", "met"} <= found[0].keys()
    assert [item["met"] for item in found] == [True, False]


def test_a_json_file_that_cannot_be_written_is_refused_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["bench", "--json", str(tmp_path / "nowhere" / "a.json")]) == 1
    assert "不存在" in capsys.readouterr().err


@pytest.mark.slow
def test_the_whole_bench_runs_and_names_each_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.json"
    assert cli.main(["bench", "--rows", "200", "--rounds", "1", "--json", str(out)]) == 0
    names = {item["name"] for item in json.loads(out.read_text("utf-8"))}
    assert {"T1", "T1b", "T4a", "T4b", "T4c", "T5a", "T5b 两联", "T5d", "T6a", "T6b", "T9a", "T9b"} <= names
    assert "达标" in capsys.readouterr().out
