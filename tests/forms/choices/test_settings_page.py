"""设定: readings with their alternatives, targets, the working-day calendar; who may change them, and the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.errors import UserError
from qmsdesk.forms.choices.calendar_part import read_days, spans
from qmsdesk.forms.choices.settings_page import SettingsPage
from qmsdesk.operations import deadlines, readings, work_calendar
from qmsdesk.operations.department import close_department, create_department, open_department
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import FixedClock
from qmsdesk.procedure.reading_words import FIXED, WORDS
from qmsdesk.procedure.readings import PROPOSED, Readings
from tests.operations.case_hands import as_

PASSWORD = "lanzhou-2026-QM"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A department on 22 November 2026."""
    folder: Path = tmp_path_factory.mktemp("choices") / "data"
    clock = FixedClock(datetime(2026, 11, 22, 6, 0, tzinfo=UTC))
    create_department(
        data_dir=folder, unit_code="01", unit_name="炼化装备公司", department="经销部", user="李敏", password=PASSWORD,
        clock=clock,
    )  # fmt: skip
    opened = open_department(data_dir=folder, user="李敏", password=PASSWORD, clock=clock)
    yield as_(opened)
    close_department(opened)


def test_every_reading_has_words_and_its_default_among_them() -> None:
    assert {one.name for one in WORDS} | set(FIXED) == {item.name for item in fields(Readings)}
    for one in WORDS:
        if one.alternatives:
            assert getattr(PROPOSED, one.name) in [value for value, _ in one.alternatives]


def test_a_reading_is_changed_with_a_reason_and_the_log_tells(qtbot: QtBot, desk: Desk) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.readings.table.choose("warranty_reading")
    shown = [row.texts for row in page.readings.alternatives.rows_model.shown]
    assert [(texts[0], texts[2]) for texts in shown] == [("● 现用", "默认"), ("", ""), ("", "")]
    page.readings.ask()
    dialog = page.readings.dialog
    assert dialog is not None
    dialog.boxes["value"].show_value("R2")
    dialog.act()
    assert (
        "理由" in dialog.said["reason"].text()
        or "为什么" in dialog.said["reason"].text() + dialog.message.text()
    )
    dialog.boxes["reason"].setPlainText("与设计院的合同均按此办理")
    dialog.act()
    assert readings.current(desk).warranty_reading == "R2"
    page.show_part("更改记录")
    qtbot.waitUntil(lambda: bool(page.log.rows_model.shown))
    told = page.log.rows_model.shown[0].texts
    assert told[1] == "李敏"
    assert "以先到为准" in told[3]
    assert told[5] == "与设计院的合同均按此办理"


def test_a_number_pattern_without_a_sequence_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError):
        readings.choose(desk, name="slip_pattern", value="{letter}{unit}-{year}", reason="试一下")
    assert readings.current(desk).slip_pattern == PROPOSED.slip_pattern


def test_a_clerk_may_look_but_not_change(qtbot: QtBot, desk: Desk) -> None:
    clerk = as_(desk, "sales_clerk")
    page = SettingsPage(clerk)
    qtbot.addWidget(page)
    for part in (page.readings, page.targets, page.calendar):
        assert not part.change.isEnabled()
    with pytest.raises(UserError, match="工作日历"):
        work_calendar.keep(clerk, year=2031, free=[], worked=[], reason="x")


def test_a_target_in_working_days_is_set_and_cleared(qtbot: QtBot, desk: Desk) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    for days, left in (("3", [("01", "待归类", 3)]), ("", [])):
        page.targets.table.choose(("01", "待归类"))
        page.targets.ask()
        dialog = page.targets.dialog
        assert dialog is not None
        dialog.boxes["working_days"].setText(days)
        dialog.boxes["reason"].setPlainText("部门要求")
        dialog.act()
        assert [(one.life, one.state, one.working_days) for one in deadlines.targets()] == left


def test_a_year_without_a_table_is_told_and_typed_in(qtbot: QtBot, desk: Desk) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    part = page.calendar
    assert next(row for row in part.years.rows_model.shown if row.key == 2027).tone == "warning"
    part.years.choose(2027)
    part.ask()
    assert part.dialog is not None
    part.dialog.boxes["free"].setPlainText("2027-10-1 至 2027-10-7")
    part.dialog.boxes["worked"].setPlainText("2027-10-9")
    part.dialog.boxes["reason"].setText("放假通知")
    part.dialog.act()
    calendar = work_calendar.work_calendar(desk)
    assert not calendar.is_workday(date(2027, 10, 5))
    assert calendar.is_workday(date(2027, 10, 9))
    assert part.years.rows_model.shown[0].texts[3] == "已录入"


def test_runs_of_days_go_over_weekends_only() -> None:
    days = [date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5), date(2026, 10, 7)]
    assert [len(span) for span in spans(days)] == [3, 1]
    assert read_days("2026-1-1\n2026-2-16至2026-2-18", 2026) == [
        date(2026, 1, 1), date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18),
    ]  # fmt: skip
    with pytest.raises(UserError):
        read_days("2026-3-5 至 2026-3-1", 2026)


def test_a_chosen_pattern_numbers_what_comes_and_an_old_series_is_printed(desk: Desk) -> None:
    from qmsdesk.models.transactions import write_tx
    from qmsdesk.operations.sheet_words import sheet_words
    from qmsdesk.operations.slip_rows import draw_numbers

    assert sheet_words(desk).form_numbers["03"] == "QM0703-03"
    readings.choose(desk, name="form_series", value="QM0704", reason="旧表还没有用完")
    readings.choose(desk, name="slip_pattern", value="{unit}-{letter}-{year}-{seq:4}", reason="集团统一编号")
    with write_tx():
        assert draw_numbers(desk, "C").numbers == ("01-C-2026-0001",)
    assert sheet_words(desk).form_numbers["03"] == "QM0704-03"
    assert sheet_words(desk).form_numbers["00"] == "QM0401-03"
