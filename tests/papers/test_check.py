"""What keeps a feedback slip from being registered, named by the printed label."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qmsdesk.papers.base import Facts
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.check import problems
from qmsdesk.papers.values import Attached, Signed

FACTS = Facts(date(2026, 11, 22), has_transcript=True)


def _labels(values: dict[str, Any], facts: Facts = FACTS) -> list[str]:
    return [item.label for item in problems(paper("01"), values, facts)]


def test_a_complete_slip_has_no_problem(complete_feedback: dict[str, Any]) -> None:
    assert _labels(complete_feedback) == []


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"feedback_date": None}, "反馈日期"),
        ({"customer_name": " "}, "用户名称"),
        ({"customer_address": ""}, "地址"),
        ({"drawing_no": ""}, "图号"),
        ({"problem_part": ""}, "产品发生问题的部位"),
        ({"failure_date": None}, "发生故障的日期"),
        ({"witness": "别人说的"}, "是我方人员目睹的,还是听用户反映的"),
        ({"description": ""}, "详细描述质量问题的现象"),
        ({"sig_handler": None}, "经办人/日期"),
        ({"sig_handler": Signed("李敏", None)}, "经办人/日期"),
        ({"sig_handler": Signed("李敏", date(2026, 11, 23))}, "经办人/日期"),
        ({"serial_no": ""}, "出厂编号"),
        ({"problem_kind": "不详"}, "发生何种问题"),
        ({"problem_kind": "不详:"}, "发生何种问题"),
        ({"problem_kind": "长" * 301}, "发生何种问题"),
        ({"feedback_date": date(2026, 11, 23)}, "反馈日期"),
        ({"failure_date": "前几天"}, "发生故障的日期"),
        ({"commission_date": date(2026, 11, 22)}, "发生故障的日期"),
        ({"opened": True}, "或使用何种检测工具"),
        ({"visual": True}, "拆开后是目测"),
        ({"tool": "塞尺"}, "或使用何种检测工具"),
        ({"channel": ""}, "信息来源方式"),
    ],
)
def test_one_thing_wrong_is_the_one_thing_named(
    complete_feedback: dict[str, Any], change: dict[str, Any], label: str
) -> None:
    assert _labels({**complete_feedback, **change}) == [label]


@pytest.mark.parametrize("text", ["/", "不详:顾客记不清", "不详（设备已拆走）"])
def test_a_stroke_or_unknown_with_reason_will_do(complete_feedback: dict[str, Any], text: str) -> None:
    assert (
        _labels({**complete_feedback, "problem_part": text, "commission_date": text, "failure_date": text})
        == []
    )


def test_a_suggestion_needs_no_fault_dates(complete_feedback: dict[str, Any]) -> None:
    values = {**complete_feedback, "commission_date": None, "failure_date": None, "problem_part": ""}
    assert _labels(values) == ["该产品的启用日期", "发生故障的日期", "产品发生问题的部位"]
    assert _labels({**values, "proposed_class": "A 意见或建议"}) == []


def test_without_transcript_or_file_there_is_no_slip(complete_feedback: dict[str, Any]) -> None:
    bare = Facts(date(2026, 11, 22))
    assert _labels(complete_feedback, bare) == ["附件"]
    assert _labels({**complete_feedback, "attachments": [Attached("1", "传真.pdf")]}, bare) == []


def test_an_opened_machine_needs_eye_or_tool(complete_feedback: dict[str, Any]) -> None:
    assert _labels({**complete_feedback, "opened": True, "visual": True}) == []
    assert _labels({**complete_feedback, "opened": True, "tool": "超声波探伤仪"}) == []


def test_an_empty_sheet_names_everything_in_printed_order() -> None:
    labels = _labels({}, Facts(date(2026, 11, 22)))
    assert labels[:4] == ["反馈日期", "用户名称", "地址", "产品名称"]
    assert labels[-1] == "类别建议"
    assert len(labels) == len(set(labels)) >= 14


def test_a_claim_asks_for_one_way_of_three_guarantees_and_sound_rows() -> None:
    found = problems(
        paper("04"),
        {"lines": [{"name": "", "quantity": 0}], "full_wagon": "√", "part_load": "√"},
        FACTS,
    )
    messages = "".join(item.message for item in found)
    for words in ("明细第 1 行没有名称", "数量要大于 0", "整车和零担只能选一种", "至少选一种三包方式"):
        assert words in messages


def test_a_survey_follows_the_rule_of_its_unit() -> None:
    foundry = {"scoring_class": "铸锻厂", "rating_safety": "满意"}
    found = {item.label: item.message for item in problems(paper("06"), foundry, FACTS)}
    assert "本项不填" in found["产品使用的安全性"]
    assert "产品功能的齐全性" not in found
    assert "请选一个评价等级" in found["交货期"]
