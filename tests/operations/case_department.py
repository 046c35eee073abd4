"""A department of its own with hands of every role, for the tests of a file to share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from qmsdesk.operations.department import close_department, create_department, open_department
from qmsdesk.operations.intake import CallNote
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import FixedClock
from tests.operations.case_hands import DAY, as_
from tests.operations.case_walk import Walker

PASSWORD = "lanzhou-2026-QM"


@contextmanager
def walking(folder: Path) -> Iterator[Walker]:
    """A fresh department in a folder, and hands with every role at its desk."""
    clock = FixedClock(datetime(2026, 11, 22, 6, 0, tzinfo=UTC))
    create_department(
        data_dir=folder, unit_code="01", unit_name="炼化装备公司", department="经销部", user="李敏", password=PASSWORD,
        clock=clock,
    )  # fmt: skip
    desk = open_department(data_dir=folder, user="李敏", password=PASSWORD, clock=clock)
    note = CallNote(
        caller="马处长", telephone="0931-5550199", received_at=clock.now(), customer_name="兰州石化公司",
        customer_address="甘肃省兰州市西固区", product_name="重整反应器", drawing_no="R-201",
        serial_no="LS20260115", words="管箱法兰漏油，现场停车", problem_kind="法兰漏油", proposed_class="B 抱怨或投诉",
    )  # fmt: skip
    values = {
        "customer_name": "兰州石化公司", "customer_address": "甘肃省兰州市西固区", "product_name": "重整反应器",
        "drawing_no": "R-201", "serial_no": "LS20260115", "feedback_date": DAY, "commission_date": date(2026, 11, 19),
        "failure_date": date(2026, 11, 21), "problem_kind": "法兰漏油", "problem_part": "管箱法兰",
        "visual": False, "opened": False,
        "witness": "听用户反映", "tool": "", "description": "开车第三天管箱法兰处漏油。", "channel": "电话书面记录",
        "proposed_class": "B 抱怨或投诉", "sig_handler": Signed("李敏", DAY),
    }  # fmt: skip
    yield Walker(as_(desk), note, values)
    close_department(desk)
