"""Five cases from call to end: suggestion, own unit with 三包, late supplier, two appeals, 先处理后分析."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from qmsdesk.demo.case_hands import CaseMade, Story, last_id, request
from qmsdesk.demo.case_parts import claim, close_handling, fill_claim, handled, leak, receive_handling
from qmsdesk.operations import (
    arbitration,
    case_prints,
    claim_approvals,
    claims,
    classifying,
    contacts,
    handling_revision,
    replies,
    suggestions,
    suppliers,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Share

LONG_AGO = 48  # days before today the first case begins


def build(desk: Desk, folder: Path | None = None) -> list[CaseMade]:
    """Play the five cases in an opened department of a small unit; with `folder` their papers are left there."""
    today = desk.clock.today()
    made = []
    for place, (title, play) in enumerate(STORIES):
        begun = today - timedelta(days=LONG_AGO - 2 * place)
        story = Story(desk, begun, CaseMade(title), folder / f"{place + 1}-{title}" if folder else None)
        play(story)
        made.append(story.made)
    return made


def suggestion(story: Story) -> None:
    """A: a suggestion is adopted, verified, and the customer gets a letter (5.3.3)."""
    slip_id = story.feedback(
        {
            "customer_name": "河西炼化公司", "product_name": "空冷器", "drawing_no": "LSK-118",
            "serial_no": "K2026-021", "problem_kind": "建议管束端部加装导向板",
            "words": "检修时管束不好抽出，建议端部加装导向板。", "remedy": "",
        },
        {"proposed_class": "A 意见或建议", "commission_date": "/", "failure_date": "/", "serial_no": "K2026-021"},
    )  # fmt: skip
    story.step(slip_id, "归为A类", Given(values={"problem_code": "G2"}))
    begun = suggestions.begin_suggestion(
        story.as_("赵倩"), feedback_ids=[slip_id], receiving_unit="设计所",
        content="空冷器管束端部加装导向板，便于检修抽芯。", answer_customer=True, request_id=request(),
    )  # fmt: skip
    j_id = story.register("赵倩", begun.draft_id)
    story.signed(j_id, "审核", "孙立")
    story.step(j_id, "发出")
    story.later(1)
    story.signed(j_id, "签收", "周平")
    story.later(12)
    story.signed(
        j_id, "答复", "周平", reply="可行。在 LSK-118 图样中增加导向板，自下批起执行。", decision="采纳"
    )
    story.signed(j_id, "审核答复", "吴江")
    suggestions.log_photocopy(story.as_("赵倩"), slip_id=j_id, day=story.day)
    story.step(j_id, "实施")
    story.later(8)
    story.signed(j_id, "核实合格", "赵倩", verification="图样已更改(A/2)，首台试装抽芯顺利。")
    story.step(
        j_id,
        "起草回复",
        Given(values={"text": "贵公司关于空冷器管束端部加装导向板的建议已经采纳，自下批产品起实施。谢谢。"}),
    )
    letter = replies.replies_of(story.desk, slip_id=j_id)[-1]
    replies.step(story.as_("赵倩"), reply_id=letter.id, action="送批")
    replies.step(story.as_("赵倩"), reply_id=letter.id, action="批准", given=story.ink("高远"))
    story.step(j_id, "回复顾客", Given(values={"channel": "传真", "sent_on": story.day}))
    story.step(j_id, "关闭")
    story.step(slip_id, "处理完毕")
    story.step(slip_id, "关闭")
    story.print_slips()
    story.auxiliary("reply", letter.id)
    story.auxiliary("distribution", j_id)


def own_unit(story: Story) -> None:
    """B: the own unit is responsible, a meeting finds the cause, goods and a fitter go out (5.3.4.1, 5.3.5)."""
    slip_id = leak(story)
    story.step(slip_id, "归为B类", Given(values={"problem_code": "C1"}))
    c_id = handled(story, slip_id, meeting=True)
    receive_handling(story, c_id)
    b_id = claim(story, slip_id, c_id)
    story.later(6)
    story.step(b_id, "生产备货")
    shipped = {
        "consignee": "陇原炼化公司",
        "station": "西固城",
        "part_load": "1 箱",
        "dispatched_on": story.day,
    }
    story.step(b_id, "发货", Given(values=shipped))
    story.later(4)
    story.step(b_id, "完成", Given(values={"actual_date": story.day}))
    story.step(b_id, "关闭")
    close_handling(story, slip_id, c_id)
    story.print_slips()
    for printed in case_prints.photocopies(story.as_("赵倩"), handling_id=c_id):
        story.keep(printed)
    story.auxiliary("minutes", last_id("meeting", c_id))
    story.auxiliary("costs", b_id)
    story.auxiliary("distribution", c_id)


def late_supplier(story: Story) -> None:
    """B: the matter is a supplier's; he lets the 限期 pass (5.3.4.2)."""
    slip_id = story.feedback(
        {
            "customer_name": "渤海石化公司", "product_name": "快锻压机", "drawing_no": "LSD-063",
            "serial_no": "D2025-009", "problem_kind": "主泵轴封漏油",
            "words": "主泵轴封处滴油，一班要擦两次。", "remedy": "更换轴封",
        },
        {"serial_no": "D2025-009", "problem_part": "主泵轴封"},
    )  # fmt: skip
    limit = story.day + timedelta(days=20)
    asked = {
        "limit": limit,
        "contact": "贺经理",
        "content": "主泵轴封漏油，请查明原因并更换。",
        "problem_code": "J1",
    }
    story.step(slip_id, "转供方", Given(receiver="西北密封件厂", values=asked))
    (late,) = suppliers.claims_of(story.desk, feedback_id=slip_id)
    story.later(3)
    suppliers.step(story.as_("赵倩"), claim_id=late.id, action="供方确认")
    story.later(20)
    suppliers.step(story.as_("赵倩"), claim_id=late.id, action="逾期")
    contacts.log_contact(
        story.as_("赵倩"), slip_id=slip_id, at=story.as_("赵倩").clock.now(), how="电话", contact="贺经理",
        result="答应三天内寄出分析报告", kind="催办",
    )  # fmt: skip
    story.print_slips()
    story.auxiliary("supplier", late.id)


def two_appeals(story: Story) -> None:
    """B: several departments, a 专题分析会, a split, two appeals and the final ruling (5.3.4.3, 5.3.4.6)."""
    slip_id = leak(story, customer="镇海湾炼化公司", serial="R2025-077", product=("加氢反应器", "LSR-077"))
    story.step(
        slip_id,
        "归为B类",
        Given(values={"problem_code": "A2", "several_or_unclear": True, "severe_loss": True}),
    )
    classifying.confirm_severity(story.as_("孙立"), slip_id=slip_id)
    c_id = handled(story, slip_id, meeting=True, shares="铆焊车间 60%、供应部门 40%")
    handling_revision.sign_revision(
        story.as_("孙立"), slip_id=c_id, box="sig_approve", given=story.ink("郑岚")
    )
    receive_handling(story, c_id)
    b_id = claim(story, slip_id, c_id)
    for judge, text, share in (
        ("钱进", "焊材复验符合要求，供应部门责任减为三成。", 7000),
        ("郑岚", "焊后热处理记录不全，由铆焊车间承担八成。", 8000),
    ):
        story.later(3)
        arbitration.appeal(
            story.as_("吴江"), slip_id=c_id, department="铆焊车间", reason="焊材由供应部门采购，质量证明书与实物不符。",
            given=story.ink("吴江"),
        )  # fmt: skip
        story.later(3)
        shares = [Share("铆焊车间", share), Share("供应部门", 10_000 - share)]
        arbitration.rule(
            story.as_(judge), slip_id=c_id, text=text, shares=shares, investigation="查阅焊材复验和热处理记录。",
            given=story.ink(judge),
        )  # fmt: skip
    arbitration.accept(story.as_("吴江"), slip_id=c_id)
    story.signed(c_id, "裁决修订", "赵倩")
    for box, name in (("sig_review", "孙立"), ("sig_approve", "郑岚")):
        handling_revision.sign_revision(story.as_("孙立"), slip_id=c_id, box=box, given=story.ink(name))
    story.step(b_id, "裁决修订")
    story.print_slips()
    story.auxiliary("minutes", last_id("meeting", c_id))
    for line in arbitration.appeals_of(story.desk, slip_id=c_id):
        story.auxiliary("appeal", line.id)
        story.auxiliary("ruling", line.id)
    story.auxiliary("costs", b_id)


def handled_first(story: Story) -> None:
    """先处理后分析: the customer stands still, so the 三包单 goes first and the 处理单 is owed (5.3.4.5)."""
    slip_id = leak(story, customer="塞上煤化工公司", serial="H2025-088")
    story.step(slip_id, "归为B类", Given(values={"problem_code": "C1", "severe_loss": True}))
    begun = claims.begin_claim(story.as_("李敏"), feedback_ids=[slip_id], request_id=request())
    claim_approvals.approve_urgency(
        story.as_("李敏"),
        slip_id=begun.slip_id,
        reason="装置因泄漏停工，顾客要求 48 小时内到场。",
        given=story.ink("郑岚"),
    )
    fill_claim(story, begun.slip_id, begun.draft_id)
    story.print_slips()
    story.auxiliary("urgency", begun.slip_id)


STORIES: tuple[tuple[str, Callable[[Story], None]], ...] = (
    ("A类采纳并核实", suggestion),
    ("B类本单位三包", own_unit),
    ("B类供方逾期", late_supplier),
    ("B类多部门两级申诉", two_appeals),
    ("先处理后分析", handled_first),
)
