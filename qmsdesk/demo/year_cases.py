"""The complaints of the demo year: each is registered, handed over, classified, handled, and most are closed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from qmsdesk.demo.year_staff import at, holder_of, ink, workday
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    claims,
    classifying,
    contacts,
    copy_receipt,
    drafts,
    handling,
    intake,
    slips,
    steps,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.workflow import transition

CUSTOMERS = (
    ("陇原炼化公司", "兰州市西固区合水路18号"), ("渤海石化公司", "天津市滨海新区港北路6号"),
    ("东岭化工公司", "淄博市临淄区辛化路52号"), ("镇海湾炼化公司", "宁波市镇海区海天路9号"),
    ("塞上煤化工公司", "银川市宁东基地煤化工园区"), ("滨江热电公司", "南京市栖霞区沿江路101号"),
)  # fmt: skip
PRODUCTS = (
    ("高压换热器", "LSH-412", True), ("螺纹锁紧环换热器", "LSH-530", True), ("加氢反应器", "LSR-077", True),
    ("球形储罐", "LSQ-205", True), ("空冷器", "LSK-118", False), ("快锻压机", "LSD-063", False),
)  # fmt: skip
FAULTS = (  # problem class, words, part, cause kind, cause, responsible department; the first ones come more often
    ("C1", "管箱法兰密封面渗漏", "管箱侧设备法兰", "制造", "密封面加工超差", "机加车间"),
    ("C1", "法兰紧固后仍渗油", "设备法兰", "材料", "垫片材料回弹不足", "供应部门"),
    ("A2", "接管角焊缝处出现裂纹", "接管角焊缝", "制造", "焊后消除应力不充分", "铆焊车间"),
    ("D1", "运行中有异常响声", "减速机", "外购配套", "齿轮侧隙调整不当", "装配车间"),
    ("H2", "外表面油漆成片脱落", "壳体外表面", "制造", "除锈等级不够", "涂装班"),
    ("K2", "到货缺两套紧固件", "紧固件箱", "运输保管", "装箱核对遗漏", "发货部门"),
    ("L2", "缺少产品质量证明书", "随机资料", "运输保管", "资料装箱遗漏", "发货部门"),
)  # fmt: skip
WEIGHTS = (9, 5, 4, 4, 3, 2, 2)
STEP_DAYS = (1, 1, 2, 2, 3)


@dataclass
class Complaint:
    """One complaint of the year as the demo plans it."""

    day: date
    customer: tuple[str, str]
    product: tuple[str, str, bool]
    fault: tuple[str, str, str, str, str, str]
    claimed: int  # 分 of the 三包单, 0 for none
    market: bool  # 经营性三包
    stops: bool  # stays open


def planned(year: int, luck: random.Random) -> list[Complaint]:
    """Two to six complaints a month, one month without any."""
    quiet = luck.randint(2, 11)
    made = []
    for month in range(1, 13):
        for _turn in range(0 if month == quiet else luck.randint(2, 6)):
            day = workday(date(year, month, luck.randint(1, 26)))
            claimed = luck.choice((0, 0, luck.randint(20_000, 3_000_000)))
            made.append(
                Complaint(
                    day, luck.choice(CUSTOMERS), luck.choices(PRODUCTS, (6, 4, 3, 2, 2, 1))[0],
                    luck.choices(FAULTS, WEIGHTS)[0], claimed, luck.random() < 0.25, luck.random() < 0.12,
                )
            )  # fmt: skip
    return sorted(made, key=lambda complaint: complaint.day)


class Story:
    """Walks one complaint through its life, a few days from gesture to gesture."""

    def __init__(
        self, desk: Desk, complaint: Complaint, luck: random.Random, *, starts: date | None = None
    ) -> None:
        self._desk, self._complaint, self._luck = desk, complaint, luck
        self.day = starts or complaint.day
        self.number = ""

    def play(self) -> Iterator[date]:
        """Yields the day of the next gesture before it is made, so that many stories run side by side."""
        slip_id = self._register()
        yield self._later()
        for action in ("审核", "送交", "签收", "归为B类"):
            self._step(slip_id, action)
            yield self._later()
        handled = yield from self._handle(slip_id)
        if self._complaint.claimed:
            yield from self._claim(slip_id, handled)
        if self._complaint.stops:
            return
        for action in ("提交验证", "关闭"):
            if action == "关闭":
                self._answer(slip_id)
            self._step(handled, action)
            yield self._later()
        for action in ("处理完毕", "关闭"):
            self._step(slip_id, action)

    def play_short(self) -> Iterator[date]:
        """A suggestion settled by word of mouth: signed for, classified A, closed; for the year before."""
        slip_id = self._register()
        for action in ("审核", "送交", "签收", "归为A类", "处理完毕"):
            yield self._later()
            self._step(slip_id, action)
        yield self._later()
        there = at(self._desk, "赵倩", self.day)
        classifying.answer_not_needed(there, slip_id=slip_id, reason="顾客表示不必书面回复")
        self._step(slip_id, "关闭")

    def _register(self) -> int:
        complaint = self._complaint
        there = at(self._desk, "李敏", self.day)
        taken = intake.record_call(there, note=_note(complaint), request_id=str(uuid.uuid4()))
        made = slips.register(
            there, draft_id=taken.draft_id, values=_sheet(complaint), request_id=str(uuid.uuid4())
        )
        self.number = made.number
        return made.slip_id

    def _handle(self, slip_id: int) -> Generator[date, None, int]:
        begun = handling.begin_handling(
            at(self._desk, "赵倩", self.day), feedback_ids=[slip_id], request_id=str(uuid.uuid4())
        )
        for action in ("开始分析", "提出处理意见"):
            self._step(begun.slip_id, action)
            yield self._later()
        fault = self._complaint.fault
        self._write(
            begun.draft_id, "赵倩", sig_handler=Signed("赵倩", self.day), cause_analysis=fault[4],
            cause_kind=fault[3], responsible_dept=fault[5], disposition=f"现场处理{fault[2]}，更换不合格件",
        )  # fmt: skip
        for action in ("审核", "分发"):
            yield self._later()
            self._step(begun.slip_id, action)
        yield self._later()
        self._sign_copies(begun.slip_id)
        yield self._later()
        return begun.slip_id

    def _claim(self, slip_id: int, handled: int) -> Iterator[date]:
        begun = claims.begin_claim(
            at(self._desk, "李敏", self.day),
            feedback_ids=[slip_id],
            handling_id=handled,
            request_id=str(uuid.uuid4()),
        )
        self._step(begun.slip_id, "判定")
        self._step(begun.slip_id, "经营性批准" if self._complaint.market else "无需预批")
        line = {"name": "更换件", "drawing_no": self._complaint.product[1], "quantity": 1, "unit_weight": 12_000,
                "unit_price": self._complaint.claimed}  # fmt: skip
        self._write(
            begun.draft_id, "李敏", sig_handler=Signed("李敏", self.day), required_date=self.day + timedelta(days=40),
            responsible_unit=self._complaint.fault[5], ship_date=self.day - timedelta(days=200),
            problem=self._complaint.fault[1], lines=[line], consignee=self._complaint.customer[0], station="兰州西",
        )  # fmt: skip
        for action in ("经销领导签字", "质管批准", "公司领导批准", "分发"):
            yield self._later()
            self._step(begun.slip_id, action)
        for action in ("计划", "生产备货", "发货", "完成", "关闭"):
            yield self._later()
            self._step(begun.slip_id, action)

    def _later(self) -> date:
        self.day = workday(self.day + timedelta(days=self._luck.choice(STEP_DAYS)))
        return self.day

    def _step(self, slip_id: int, action: str) -> None:
        code, state = one("SELECT paper_code, state FROM slip WHERE id = ?", (slip_id,)) or ("", "")
        name = holder_of(transition(code, state, action).roles)
        given = _GIVEN.get((code, action), _nothing)(self, name)
        steps.step(at(self._desk, name, self.day), slip_id=slip_id, action=action, given=given)

    def _write(self, draft_id: str, name: str, **values: Any) -> None:
        there = at(self._desk, name, self.day)
        known = drafts.open_draft(there, draft_id=draft_id).values
        slips.register(there, draft_id=draft_id, values={**known, **values}, request_id=str(uuid.uuid4()))

    def _sign_copies(self, slip_id: int) -> None:
        for (key,) in rows("SELECT id FROM copy WHERE slip_id = ? AND signed_for_at IS NULL", (slip_id,)):
            there = at(self._desk, "周平", self.day)
            copy_receipt.sign_for_copy(there, copy_id=key, given=ink("周平", self.day))

    def _answer(self, slip_id: int) -> None:
        there = at(self._desk, "李敏", self.day)
        contacts.log_contact(
            there, slip_id=slip_id, at=there.clock.now(), how="电话", contact="设备处", result="顾客认可处理结果",
            kind="答复",
        )  # fmt: skip

    def shipped(self) -> dict[str, Any]:
        """What 发货 is told."""
        return {
            "consignee": self._complaint.customer[0],
            "station": "兰州西",
            "part_load": "1 箱",
            "dispatched_on": self.day,
        }

    def judged(self) -> dict[str, Any]:
        """What 判定 is told."""
        kind = "经营性三包" if self._complaint.market else "质量三包"
        return {"claim_class": kind, "modes": ["包换"], "kept": "是", "quality_cause": True, "decided_by": "李敏",
                "dispatch": self._complaint.day - timedelta(days=200)}  # fmt: skip

    @property
    def problem_code(self) -> str:
        """The class 质管 gives it."""
        return self._complaint.fault[0]


def _nothing(_story: Story, _name: str) -> Given:
    return Given()


_Give = Callable[[Story, str], Given]
_GIVEN: dict[tuple[str, str], _Give] = {
    ("01", "审核"): lambda story, name: ink(name, story.day),
    ("01", "送交"): lambda story, name: Given(values={"original": "原件", "original_pages": 1}),
    ("01", "签收"): lambda story, name: ink(
        name, story.day, values={"qc_receipt_opinion": "受理，按投诉处理"}
    ),
    ("01", "归为A类"): lambda story, name: Given(values={"problem_code": story.problem_code}),
    ("01", "处理完毕"): lambda story, name: Given(reason="意见已口头采纳，不另开建议单"),
    ("01", "归为B类"): lambda story, name: Given(values={"problem_code": story.problem_code}),
    ("03", "审核"): lambda story, name: ink(name, story.day),
    ("03", "提交验证"): lambda story, name: Given(values={"measures": "已更换并复检合格"}),
    ("03", "关闭"): lambda story, name: Given(values={"verification": "现场运行正常"}),
    ("04", "判定"): lambda story, name: Given(reason="按合同和质量原因判定", values=story.judged()),
    ("04", "经营性批准"): lambda story, name: ink(name, story.day, reason="维护重要顾客关系"),
    ("04", "经销领导签字"): lambda story, name: ink(name, story.day, values={"sales_opinion": "同意"}),
    ("04", "质管批准"): lambda story, name: ink(name, story.day, values={"quality_opinion": "同意"}),
    ("04", "公司领导批准"): lambda story, name: ink(name, story.day, values={"factory_opinion": "同意"}),
    ("04", "计划"): lambda story, name: ink(
        name, story.day, values={"planned_date": story.day + timedelta(days=20)}
    ),
    ("04", "发货"): lambda story, name: Given(values=story.shipped()),
    ("04", "完成"): lambda story, name: Given(values={"actual_date": story.day}),
}


def _note(complaint: Complaint) -> CallNote:
    day = complaint.day
    return CallNote(
        caller="马工", telephone="0931-7712345",
        received_at=datetime(day.year, day.month, day.day, 1, 20, tzinfo=UTC),
        customer_name=complaint.customer[0], customer_address=complaint.customer[1],
        product_name=complaint.product[0], drawing_no=complaint.product[1], serial_no=_serial(complaint),
        words=f"{complaint.fault[2]}{complaint.fault[1]}，请尽快派人处理。", remedy="派人到现场",
        problem_kind=complaint.fault[1],
    )  # fmt: skip


def _sheet(complaint: Complaint) -> dict[str, Any]:
    day = complaint.day
    return {
        "feedback_date": day, "customer_name": complaint.customer[0], "customer_address": complaint.customer[1],
        "product_name": complaint.product[0], "drawing_no": complaint.product[1],
        "commission_date": day - timedelta(days=150), "failure_date": day - timedelta(days=1),
        "problem_part": complaint.fault[2], "problem_kind": complaint.fault[1], "witness": "听用户反映",
        "opened": False, "visual": False, "tool": "", "other": "",
        "description": f"{complaint.fault[2]}{complaint.fault[1]}，用户已采取临时措施。",
        "sig_handler": Signed("李敏", day), "channel": "电话书面记录", "serial_no": _serial(complaint),
        "proposed_class": "B 抱怨或投诉", "problem_code": complaint.fault[0], "ship_date": day - timedelta(days=200),
        "pressure_vessel": complaint.product[2],
    }  # fmt: skip


def _serial(complaint: Complaint) -> str:
    return f"{complaint.product[1]}-{complaint.day:%m%d}"
