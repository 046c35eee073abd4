"""The two survey rounds of the demo year: sample, questionnaires, answers, hand-over, receipt (5.4)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.demo.year_cases import CUSTOMERS, PRODUCTS
from qmsdesk.demo.year_staff import at, ink, workday
from qmsdesk.models.files import atomic_write
from qmsdesk.operations import survey_halves, survey_rounds, surveys, surveys_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.survey_rounds import Sampled
from qmsdesk.operations.surveys import Answers
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.periods import half
from qmsdesk.procedure.scoring_tables import LABELS, LEVELS

FORMS = 12
_LIKELY = (5, 7, 4, 1, 0)  # how often each level is ticked


@dataclass
class Round:
    """One round on its way; what it made is told in `made`."""

    desk: Desk
    year: int
    index: int
    out: Path
    luck: random.Random
    made: dict[str, Any]

    def play(self) -> Iterator[date]:
        """Yields the day of the next gesture before it is made."""
        period = half(self.year, self.index)
        opens = workday(date(self.year, 4 if self.index == 1 else 10, 8))
        yield opens
        sales = at(self.desk, "李敏", opens)
        round_id = survey_rounds.plan_round(
            sales, kind="定期", period=period, population=86, reason="按产品分层抽样，重点抽取上年意见较多的顾客",
        )  # fmt: skip
        survey_rounds.add_to_sample(sales, round_id=round_id, chosen=self._sample())
        numbers = survey_rounds.issue(sales, round_id=round_id)
        printed = surveys_out.questionnaires_pdf(sales, round_id=round_id)
        blank = self.out / f"{period.key} 空白调查表.pdf"
        atomic_write(blank, printed.data)
        yield from self._answers(round_id, opens)
        closing = workday(opens + timedelta(days=72))
        yield closing
        self._settle(round_id, closing)
        end = date(self.year, 6 if self.index == 1 else 12, 28)
        yield end
        survey_halves.hand_over(at(self.desk, "李敏", end), period=period, on=end)
        summary = surveys_out.summary_pdf(at(self.desk, "李敏", end), period=period)
        kept = self.out / summary.name
        atomic_write(kept, summary.data)
        yield end + timedelta(days=2)
        day = end + timedelta(days=2)
        survey_halves.receive(at(self.desk, "赵倩", day), period=period, on=day, by="赵倩")
        book = self.out / f"{period.key} 顾客满意度调查汇总.xlsx"
        surveys_out.summary_xlsx(at(self.desk, "孙立", day), period=period, path=book)
        line = survey_rounds.read_round(sales, round_id=round_id)
        self.made.update(
            period=period.key, issued=line.round.issued, returned=line.round.returned, first=numbers[0],
            last=numbers[-1], questionnaires=str(blank), summary=str(kept), book=str(book),
        )  # fmt: skip

    def _sample(self) -> list[Sampled]:
        listed = []
        for turn in range(FORMS):
            customer, product = CUSTOMERS[turn % len(CUSTOMERS)], PRODUCTS[turn % 4]
            listed.append(
                Sampled(
                    customer[0], f"{product[0]}/{product[1]}", product[0], f"{product[1]}-{turn:03d}",
                    date(self.year - 1, 1 + turn % 12, 15),
                    "上年意见较多" if turn % 3 == 0 else "分层抽样", turn % 3 == 0,
                )
            )  # fmt: skip
        return listed

    def _answers(self, round_id: int, opens: date) -> Iterator[date]:
        """All but one come back; one has two ticks in a line and does not count."""
        listed = surveys.forms(at(self.desk, "李敏", opens), round_id=round_id)
        for turn, line in enumerate(listed[:-1]):
            day = workday(opens + timedelta(days=20 + turn * 4))
            yield day
            there = at(self.desk, "李敏", day)
            form = surveys.read_form(there, slip_id=line.slip_id)
            ticks: dict[str, tuple[str, ...]] = {
                item: (self.luck.choices(LEVELS, _LIKELY)[0],) for item in LABELS
            }
            if turn == 4:
                ticks["delivery"] = ("满意", "基本满意")
            cause = "到货比合同晚了两周" if any(level[0] == "不满意" for level in ticks.values()) else ""
            texts = {"cause": cause, "summary": "已向顾客致歉" if cause else "", "department": "经销部门"}
            answers = Answers(ticks, day, form.product_kind, texts, day, Signed("李敏", day, "ink"))
            surveys.record_answers(there, slip_id=line.slip_id, answers=answers, version=form.version)

    def _settle(self, round_id: int, day: date) -> None:
        sales, leader = at(self.desk, "李敏", day), at(self.desk, "王工", day)
        whole = []
        for line in surveys.forms(sales, round_id=round_id):
            if line.state == "已发出":
                surveys.mark_missing(sales, slip_id=line.slip_id, reason="三次催收，顾客未寄回")
            elif line.invalid:
                surveys.mark_invalid(sales, slip_id=line.slip_id, reason=line.invalid)
            else:
                whole.append(line.slip_id)
        surveys.approve(leader, slip_ids=whole, given=ink("王工", day))
        survey_rounds.end_round(sales, round_id=round_id)
