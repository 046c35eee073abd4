"""What the five cases have in common: a leaking flange, its 处理单, its 三包单, and how they are closed."""

from __future__ import annotations

from datetime import date, timedelta

from qmsdesk.demo.case_hands import Story, request
from qmsdesk.operations import claim_approvals, claims, contacts, handling
from qmsdesk.operations.meetings import Action, Person
from qmsdesk.operations.turns import Given

RECEIVERS = {
    "经销部门": "李敏",
    "质管部门": "赵倩",
    "生产部门": "吴江",
    "财务部门": "何芳",
    "供应部门": "马强",
    "发货部门": "罗斌",
}


def leak(
    story: Story,
    *,
    customer: str = "陇原炼化公司",
    serial: str = "H2025-041",
    product: tuple[str, str] = ("高压换热器", "LSH-412"),
) -> int:
    """A flange leaks."""
    words = "开车第三天管箱法兰处渗漏，压力从 6.3 降到 5.8，已降负荷运行。"
    return story.feedback(
        {
            "customer_name": customer, "product_name": product[0], "drawing_no": product[1], "serial_no": serial,
            "problem_kind": "管箱法兰渗漏", "words": words, "remedy": "尽快到现场处理",
        },
        {
            "serial_no": serial, "problem_part": "管箱侧设备法兰", "ship_date": story.day - timedelta(days=200),
            "commission_date": story.day - timedelta(days=90),
        },
    )  # fmt: skip


def handled(story: Story, slip_id: int, *, meeting: bool, shares: str = "机加车间") -> int:
    """The 处理单 of a complaint, discussed, registered, reviewed; its id."""
    several = "、" in shares
    begun = handling.begin_handling(
        story.as_("赵倩"), feedback_ids=[slip_id], several_or_unclear=several, request_id=request()
    )
    story.step(begun.slip_id, "开始分析")
    handling.check_stock(
        story.as_("赵倩"), slip_id=begun.slip_id, place="在制品", result="未发现", note="查两台在制"
    )
    handling.check_stock(
        story.as_("赵倩"), slip_id=begun.slip_id, place="检验记录", result="发现同类", note="2 份记录缺项"
    )
    if meeting:
        kind = "专题分析会" if several else "质量分析会"
        story.step(
            begun.slip_id,
            f"召开{kind}",
            Given(values={"convener": "技术质量管理部" if several else "质管部门"}),
        )
        story.later(2)
        story.step(begun.slip_id, "会议结论", Given(values=minutes(story.day, major=several)))
    filled = {
        "cause_analysis": "密封面加工粗糙度超差，装配前检验漏项，垫片压缩量不足。",
        "responsible_dept": shares,
        "disposition": "1、更换垫片并现场研磨密封面；2、密封面加工后增加专检；3、核对同批产品。",
        "cause_kind": "制造",
    }
    c_id = story.register("赵倩", begun.draft_id, **filled)
    story.signed(c_id, "审核", "孙立")
    return c_id


def minutes(day: date, *, major: bool) -> dict[str, object]:
    """The minutes of the meeting; a major one is chaired by 管理者代表."""
    people = [
        Person("孙立", "质管部门", "质量负责人"), Person("赵倩", "质管部门", "质管人员"),
        Person("吴江", "铆焊车间" if major else "机加车间", "技术人员"),
    ]  # fmt: skip
    if major:
        people.append(Person("何芳", "供应部门", "质量负责人"))
    return {
        "held_on": day, "place": "二楼会议室", "chair": "郑岚" if major else "孙立", "people": people,
        "chair_role": "management_representative" if major else "quality_leader",
        "causes": "密封面粗糙度 Ra 6.3，图样要求 Ra 3.2；装配前检验未记录。",
        "responsibility": "机加和装配检验环节" if not major else "铆焊车间为主，供应部门次之",
        "decisions": "研磨密封面、更换垫片；检验卡增加密封面一项。",
        "actions": [Action("检验卡增加密封面粗糙度一项", "质管部门", day + timedelta(days=10))],
    }  # fmt: skip


def receive_handling(story: Story, c_id: int) -> None:
    """Distributed with the photocopies of F and signed for by everybody."""
    story.step(c_id, "分发")
    story.later(1)
    story.receive(c_id, RECEIVERS)


def claim(story: Story, slip_id: int, c_id: int) -> int:
    """A 三包单 on a delivered 处理单; its id."""
    begun = claims.begin_claim(
        story.as_("李敏"), feedback_ids=[slip_id], handling_id=c_id, request_id=request()
    )
    return fill_claim(story, begun.slip_id, begun.draft_id)


def fill_claim(story: Story, b_id: int, draft_id: str) -> int:
    """Judged, costs approved, filled, signed in order, distributed and planned."""
    told = {
        "claim_class": "质量三包",
        "modes": ["包修", "包换"],
        "kept": "是",
        "quality_cause": True,
        "decided_by": "李敏",
    }
    claim_approvals.add_cost(story.as_("李敏"), slip_id=b_id, kind="差旅费", fen=386_000)
    claim_approvals.add_cost(story.as_("李敏"), slip_id=b_id, kind="劳务费", fen=240_000)
    claim_approvals.add_cost(story.as_("李敏"), slip_id=b_id, kind="运输费", fen=95_000, estimate=True)
    story.step(b_id, "判定", Given(reason="故障在保用期内，属制造原因", values=told))
    story.step(b_id, "费用批准", story.ink("孙立"))
    goods = [
        {
            "drawing_no": "LSH-412-07",
            "name": "缠绕垫片",
            "quantity": 2,
            "unit_weight": 1_800,
            "unit_price": 42_000,
        },
        {
            "drawing_no": "LSH-412-09",
            "name": "双头螺柱",
            "quantity": 24,
            "unit_weight": 2_650,
            "unit_price": 8_600,
        },
    ]
    story.register(
        "李敏", draft_id, lines=goods, required_date=story.day + timedelta(days=15), consignee="顾客仓库",
        station="西固城", responsible_unit="机加车间",
    )  # fmt: skip
    for action, name, field in (
        ("经销领导签字", "王工", "sales_opinion"),
        ("质管批准", "赵倩", "quality_opinion"),
        ("公司领导批准", "郑岚", "factory_opinion"),
    ):
        story.signed(b_id, action, name, **{field: "同意"})
    story.step(b_id, "分发")
    story.receive(b_id, RECEIVERS)
    story.signed(b_id, "计划", "吴江", planned_date=story.day + timedelta(days=10))
    return b_id


def close_handling(story: Story, slip_id: int, c_id: int) -> None:
    """Measures verified, customer answered, everything closed."""
    story.step(c_id, "提交验证", Given(values={"measures": "密封面已研磨，垫片已更换，检验卡已改。"}))
    contacts.log_contact(
        story.as_("李敏"), slip_id=slip_id, at=story.as_("李敏").clock.now(), how="电话", contact="马处长",
        result="运行正常，不再渗漏", kind="答复",
    )  # fmt: skip
    story.step(c_id, "关闭", Given(values={"verification": "现场试压 8.0 MPa 无渗漏。"}))
    story.step(slip_id, "处理完毕")
    story.step(slip_id, "关闭")
    contacts.log_contact(
        story.as_("李敏"), slip_id=slip_id, at=story.as_("李敏").clock.now(), how="电话", contact="马处长",
        result="对处理满意", kind="回访", satisfied="满意",
    )  # fmt: skip
