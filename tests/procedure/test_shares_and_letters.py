"""Shares as they are written on form 03, and what a letter to the customer must not carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.facts import Share
from qmsdesk.procedure.letters import RUN, internal_traces
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


def test_a_letter_may_thank_and_inform() -> None:
    assert (
        internal_traces(
            "感谢贵公司的建议，图样已经修改，自下批实施。", ["密封面加工超差，检验漏项，垫片压缩量不足。"]
        )
        == ()
    )


def test_words_and_passages_of_the_house_are_found() -> None:
    cause = "密封面加工粗糙度超差，装配前检验漏项，垫片压缩量不足。"
    found = internal_traces(f"经查：{cause[:20]}。三包费用由我方承担。", [cause])
    assert "三包费用" in found
    assert any(len(passage) == RUN for passage in found)
