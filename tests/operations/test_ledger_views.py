"""Kept views come back whole or say what is missing; groups and sums agree with the rows; scanners are understood."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, write, write_tx
from qmsdesk.operations import intake, ledger, slips
from qmsdesk.operations.desk import Desk, User
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Condition, Filter, Query
from qmsdesk.operations.ledger_groups import cost_of_rows, groups
from qmsdesk.operations.ledger_views import (
    View,
    keep_last,
    last_view,
    open_view,
    remove_view,
    save_view,
    views,
)
from qmsdesk.operations.scanning import find_scanned
from qmsdesk.printing.codes import PageCode

VIEW = View(
    (
        Filter("customer", Condition.CONTAINS, ("兰州",)),
        Filter("feedback_date", Condition.PERIOD, ("本月",)),
        Filter("due", Condition.BETWEEN, (date(2026, 1, 1), None)),
        Filter("claim_cost", Condition.BETWEEN, (None, 12_300)),
    ),
    (("customer", False), ("number", True)),
    (("row_no", 60), ("number", 140), ("problem", 300)),
)
CUSTOMERS = ("兰州石化公司", "兰州石化公司", "酒钢集团")


@pytest.fixture
def filled(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Desk:
    for turn, customer in enumerate(CUSTOMERS):
        taken = intake.record_call(
            desk, note=dataclasses.replace(call_note, caller=f"来电人{turn}"), request_id=f"c{turn}"
        )
        values = {**complete_feedback, "customer_name": customer}
        slips.register(desk, draft_id=taken.draft_id, values=values, request_id=f"r{turn}")
    with write_tx():
        write("UPDATE ledger SET claim_cost = 10000 WHERE slip_id = (SELECT min(slip_id) FROM ledger)")
    return desk


def colleague(desk: Desk, name: str = "赵倩") -> Desk:
    """Another user at the same desk."""
    with write_tx():
        write(
            "INSERT INTO person (name, signs_in, created_at) VALUES (?, 1, '2026-11-22T00:00:00Z')", (name,)
        )
    found = one("SELECT id FROM person WHERE name = ?", (name,))
    assert found
    return dataclasses.replace(desk, user=User(found[0], name, desk.user.roles))


def ids(desk: Desk, *filters: Filter) -> list[int]:
    return list(ledger.order(desk, query=Query(filters=filters)))


def test_a_view_comes_back_as_it_was_kept(desk: Desk) -> None:
    key = save_view(desk, name="兰州本月", view=VIEW)
    assert open_view(desk, view_id=key) == VIEW
    assert [(line.name, line.shared, line.mine) for line in views(desk)] == [("兰州本月", False, True)]


def test_a_name_kept_again_replaces_the_view(desk: Desk) -> None:
    first = save_view(desk, name="一", view=VIEW)
    assert save_view(desk, name=" 一 ", view=View()) == first
    assert open_view(desk, view_id=first) == View()


@pytest.mark.parametrize("name", ["", "  ", "长" * 31])
def test_a_name_that_cannot_stand_in_a_menu_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(UserError, match="名称"):
        save_view(desk, name=name, view=VIEW)


def test_own_views_are_seen_by_their_user_only(desk: Desk) -> None:
    key = save_view(desk, name="我的", view=VIEW)
    other = colleague(desk)
    assert views(other) == []
    with pytest.raises(UserError, match="不在"):
        open_view(other, view_id=key)
    with pytest.raises(UserError, match="不在"):
        remove_view(other, view_id=key)


def test_a_department_view_is_for_all_but_changed_by_its_maker(desk: Desk) -> None:
    key = save_view(desk, name="超期", view=VIEW, shared=True)
    other = colleague(desk)
    assert open_view(other, view_id=key) == VIEW
    assert [(line.shared, line.by, line.mine) for line in views(other)] == [(True, "李敏", False)]
    for attempt in (
        lambda: remove_view(other, view_id=key),
        lambda: save_view(other, name="超期", view=View(), shared=True),
    ):
        with pytest.raises(UserError, match="李敏"):
            attempt()
    remove_view(desk, view_id=key)
    assert views(other) == []
    trail = [one("SELECT action FROM audit ORDER BY seq DESC LIMIT 1 OFFSET ?", (n,)) for n in (1, 0)]
    assert trail == [("保存部门台帐视图",), ("删除部门台帐视图",)]


def test_the_department_view_of_a_removed_user_opens_with_a_word_and_may_be_removed(desk: Desk) -> None:
    other = colleague(desk)
    key = save_view(other, name="赵倩的", view=VIEW, shared=True)
    with write_tx():
        write("UPDATE person SET active = 0 WHERE id = ?", (other.user.id,))
    opened = open_view(desk, view_id=key)
    assert opened.filters == VIEW.filters
    assert "赵倩" in opened.notice
    remove_view(desk, view_id=key)
    with pytest.raises(UserError, match="不在"):
        open_view(desk, view_id=key)


def tampered(key: int, change: dict[str, Any]) -> None:
    row = one("SELECT content FROM saved_view WHERE id = ?", (key,))
    assert row
    with write_tx():
        write(
            "UPDATE saved_view SET content = ? WHERE id = ?",
            (json.dumps({**json.loads(row[0]), **change}), key),
        )


@pytest.mark.parametrize(
    "change",
    [
        {"filters": [["colour", "is", ["red"]]]},
        {"filters": [["customer", "sounds_like", ["x"]]]},
        {"sort": [["colour", True]]},
        {"filters": [["due", "between", [{"day": "nonsense"}, None]]]},
        {"filters": None},
        {"columns": [["number"]]},
    ],
)
def test_a_view_that_asks_for_what_is_gone_is_refused_in_words(desk: Desk, change: dict[str, Any]) -> None:
    key = save_view(desk, name="旧", view=VIEW)
    tampered(key, change)
    with pytest.raises(UserError, match="旧"):
        open_view(desk, view_id=key)


def test_a_shown_column_that_is_gone_is_left_out_and_said(desk: Desk) -> None:
    key = save_view(desk, name="旧", view=VIEW)
    tampered(key, {"columns": [["number", 100], ["colour", 50]]})
    opened = open_view(desk, view_id=key)
    assert opened.columns == (("number", 100),)
    assert "colour" in opened.notice


def test_the_last_view_is_each_users_own_and_in_no_menu(desk: Desk) -> None:
    assert last_view(desk) is None
    keep_last(desk, view=View())
    keep_last(desk, view=VIEW)
    assert last_view(desk) == VIEW
    assert last_view(colleague(desk)) is None
    assert views(desk) == []


def test_who_may_only_look_keeps_no_views(desk: Desk) -> None:
    looking = dataclasses.replace(desk, user=User(99, "王工", frozenset({"site_viewer"})))
    keep_last(looking, view=VIEW)
    assert last_view(looking) is None
    with pytest.raises(UserError, match="现场查阅"):
        save_view(looking, name="看", view=VIEW)


def test_ranges_may_be_open_at_either_end_and_leave_out_what_is_empty(filled: Desk) -> None:
    everything = sorted(ids(filled))
    assert ids(filled, Filter("claim_cost", Condition.BETWEEN, (None, 20_000))) == everything[:1]
    assert ids(filled, Filter("claim_cost", Condition.BETWEEN, (10_001, None))) == []
    assert sorted(ids(filled, Filter("row_no", Condition.BETWEEN, (2, 3)))) == everything[1:]
    day = date(2026, 11, 22)
    assert len(ids(filled, Filter("feedback_date", Condition.BETWEEN, (day, None)))) == 3
    assert ids(filled, Filter("feedback_date", Condition.BETWEEN, (None, date(2026, 11, 21)))) == []


@pytest.mark.parametrize(("span", "count"), [("本月", 3), ("上月", 0), ("本季", 3), ("本年", 3)])
def test_spans_of_days_follow_the_calendar(filled: Desk, span: str, count: int) -> None:
    assert len(ids(filled, Filter("feedback_date", Condition.PERIOD, (span,)))) == count


def test_a_span_nobody_knows_is_said_in_words(filled: Desk) -> None:
    with pytest.raises(UserError, match="下辈子"):
        ids(filled, Filter("feedback_date", Condition.PERIOD, ("下辈子",)))


def test_the_unit_is_filtered_and_grouped_by_though_no_column_shows_it(filled: Desk) -> None:
    unit = filled.department.unit_name
    assert len(ids(filled, Filter("unit", Condition.IS, (unit,)))) == 3
    assert ids(filled, Filter("unit", Condition.IS, ("别的单位",))) == []
    assert [line.text for line in groups(filled, query=Query(), column="unit").lines] == [unit]


@pytest.mark.parametrize("column", [column.key for column in ledger.COLUMNS])
def test_every_group_counts_and_sums_just_the_rows_its_filter_shows(filled: Desk, column: str) -> None:
    found = groups(filled, query=Query(), column=column)
    assert sum(line.count for line in found.lines) == 3
    assert sum(line.cost for line in found.lines) == 10_000
    for line in found.lines:
        shown = ledger.totals(filled, query=Query(filters=(line.filter,)))
        assert (shown.count, shown.cost) == (line.count, line.cost), line.text


def test_groups_come_most_frequent_first_and_say_how_many_are_left_out(filled: Desk) -> None:
    found = groups(filled, query=Query(), column="customer", most=1)
    assert [(line.text, line.count) for line in found.lines] == [("兰州石化公司", 2)]
    assert found.more == 1


def test_the_mean_of_a_selection_leaves_blank_costs_out(filled: Desk) -> None:
    summed = cost_of_rows(filled, ids=ids(filled))
    assert (summed.count, summed.with_cost, summed.cost, summed.mean) == (3, 1, 10_000, 10_000)
    assert cost_of_rows(filled, ids=[]).mean is None


@pytest.mark.parametrize(
    "text", ["F01-2026-002", "f01-2026-002", "Ｆ０１－２０２６－００２", " f01—2026—002 ", "F01_2026_002"]
)
def test_a_scanned_number_is_understood_however_it_was_typed(filled: Desk, text: str) -> None:
    assert find_scanned(filled, text=text) == slips.find_number(filled, number="F01-2026-002") is not None


def test_a_scanned_page_code_opens_its_slip_even_garbled(filled: Desk) -> None:
    code = PageCode("01", "F01-2026-002", 1, "2").text
    wanted = slips.find_number(filled, number="F01-2026-002")
    for text in (
        code,
        code.lower(),
        code.swapcase(),
        code.replace(":", ";"),
        code.replace(":", "：").replace("-", "－"),
    ):
        assert find_scanned(filled, text=text) == wanted is not None


@pytest.mark.parametrize(
    "text", ["", "漏", "QD1:01:F01-2026-002:1:2:1:0000", "F01-2026-999", "F" * 5000, "\ud800", "' OR 1"]
)
def test_what_is_no_number_opens_nothing(filled: Desk, text: str) -> None:
    assert find_scanned(filled, text=text) is None
