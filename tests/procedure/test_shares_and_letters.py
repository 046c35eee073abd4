"""Shares as they are written on form 03, and what a letter to the customer must not carry."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.facts import Share
from qmsdesk.procedure.letters import Inside, internal_words, traces
from qmsdesk.procedure.shares import format_shares, parse_shares


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("装配车间", [("装配车间", None)]),
        ("装配车间 60%、供应部门 40%", [("装配车间", 6000), ("供应部门", 4000)]),
        ("装配车间60％；供应部门(40%)", [("装配车间", 6000), ("供应部门", 4000)]),
        ("机加一车间：33.33%,\n铆焊车间：66.67% 。", [("机加一车间", 3333), ("铆焊车间", 6667)]),
        ("铆焊车间 80%、供应部门 20%（裁决修订2）", [("铆焊车间", 8000), ("供应部门", 2000)]),
        ("", []),
    ],
)
def test_departments_and_shares_are_read_as_people_write_them(
    text: str, shares: list[tuple[str, int | None]]
) -> None:
    assert [(share.department, share.share) for share in parse_shares(text)] == shares


_NAMES = st.text("机加铆焊装配供应质检车间部门一二三", min_size=1, max_size=8)


@given(
    st.lists(st.tuples(_NAMES, st.none() | st.integers(0, 10_000)), min_size=1, max_size=5), st.integers(0, 3)
)
def test_what_is_written_is_read_again(parts: list[tuple[str, int | None]], revision: int) -> None:
    shares = tuple(Share(name, share) for name, share in parts)
    assert parse_shares(format_shares(shares, revision=revision)) == shares


def test_a_share_over_a_hundred_is_refused() -> None:
    with pytest.raises(UserError, match="100%"):
        parse_shares("装配车间 130%")


CAUSE = "密封面加工粗糙度超差，装配前检验漏项，垫片压缩量不足。"
HOUSE = Inside((CAUSE, "超差所致"), ("装配车间", "周平"), (123_450,))


def test_a_letter_may_thank_and_inform() -> None:
    assert traces("感谢贵公司的建议，图样已经修改，自下批实施。", HOUSE) == ()


@pytest.mark.parametrize(
    ("letter", "marked", "sure"),
    [
        ("三包费用由我方承担。", "三包费用", True),
        (
            "经查：密封面加工粗糙度超差，装配前检验漏项，现已改正。",
            "密封面加工粗糙度超差，装配前检验漏项",
            True,
        ),
        (
            "经查： 密封面加工粗糙度 超差装配前检验漏项 现已改正。",
            "密封面加工粗糙度 超差装配前检验漏项",
            True,
        ),
        ("共计 1,234.50，", "1,234.50", True),
        ("共计1234元。", "1234元", True),
        ("已由装配车间返修。", "装配车间", False),
        ("周平今后会检查。", "周平", False),
        ("约 3.5 万元。", "3.5 万元", False),
        ("￥800 已付。", "￥800", False),
        ("叁万伍仟元整。", "叁万伍仟元", False),
    ],
)
def test_what_belongs_inside_the_house_is_marked_where_it_stands(
    letter: str, marked: str, sure: bool
) -> None:
    found = traces(letter, HOUSE)
    assert [letter[one.start : one.end] for one in found] == [marked]
    assert [(one.words, one.sure) for one in found] == [(marked, sure)]
    assert internal_words(letter, HOUSE) == ((marked,) if sure else ())


@given(st.text(alphabet="密封面加工元1234,.超差 三包费用责任", max_size=60))
def test_marks_lie_in_the_letter_in_order_and_apart(letter: str) -> None:
    found = traces(letter, HOUSE)
    assert all(letter[one.start : one.end] == one.words for one in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
