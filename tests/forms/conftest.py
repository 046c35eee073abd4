"""A department with a few slips, and a desk at it, for the tests of the windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from qmsdesk.operations.department import close_department, create_department, open_department
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import open_draft
from qmsdesk.operations.intake import CallNote, record_call
from qmsdesk.operations.slips import register
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import FixedClock, business_date

PASSWORD = "lanzhou-2026-QM"
USER = "李敏"


@pytest.fixture
def clock() -> FixedClock:
    """Ten past ten on Friday 20 November 2026 in Shanghai."""
    return FixedClock(datetime(2026, 11, 20, 2, 10, tzinfo=UTC))


@pytest.fixture
def data_dir(tmp_path: Path, clock: FixedClock) -> Path:
    """The data folder of a department that exists and is closed."""
    folder = tmp_path / "data"
    create_department(
        data_dir=folder, unit_code="01", unit_name="炼化装备公司", department="经销部", user=USER, password=PASSWORD,
        clock=clock,
    )  # fmt: skip
    return folder


@pytest.fixture
def desk(data_dir: Path, clock: FixedClock) -> Iterator[Desk]:
    """李敏 at her desk."""
    found = open_department(data_dir=data_dir, user=USER, password=PASSWORD, clock=clock)
    yield found
    close_department(found)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings of a workstation that remembers nothing yet."""
    return QSettings(str(tmp_path / "workstation.ini"), QSettings.Format.IniFormat)


CASES = (
    ("兰州石化公司", "重整反应器", "R-201", "LS20230115", "法兰密封面泄漏", "B 抱怨或投诉"),
    ("广西柳工机械有限公司", "板式换热器", "E-104", "LS20240302", "板片腐蚀穿孔", "B 抱怨或投诉"),
    ("新疆独山子石化", "四合一连续重整反应器", "R-301", "LS20220718", "吊耳位置与图纸不符", "A 意见或建议"),
    ("庆阳石化", "螺纹锁紧环换热器", "E-208", "LS20210930", "运行中内漏", "B 抱怨或投诉"),
    ("兰州石化公司", "球罐", "V-501", "LS20200411", "焊缝表面裂纹", "B 抱怨或投诉"),
)


def register_slip(desk: Desk, case: tuple[str, str, str, str, str, str], number: int) -> int:
    """One slip as a clerk would make it; its id."""
    customer, product, drawing, serial, problem, klass = case
    note = CallNote(
        caller="王工", telephone="0931-5550123", received_at=desk.clock.now(), customer_name=customer, words=problem,
        customer_address="甘肃省兰州市西固区", product_name=product, drawing_no=drawing, serial_no=serial,
        problem_kind=problem, proposed_class=klass,
    )  # fmt: skip
    intake = record_call(desk, note=note, request_id=f"call-{number}")
    draft = open_draft(desk, draft_id=intake.draft_id)
    values = {
        **draft.values,
        "commission_date": "/", "failure_date": "/", "problem_part": "本体", "visual": False, "opened": False,
        "sig_handler": Signed(desk.user.name, business_date(desk.clock.now())),
    }  # fmt: skip
    return register(desk, draft_id=draft.id, values=values, request_id=f"slip-{number}").slip_id


@pytest.fixture
def slips(desk: Desk) -> list[int]:
    """Five registered slips."""
    return [register_slip(desk, case, number) for number, case in enumerate(CASES)]


@pytest.fixture
def one_more(desk: Desk, slips: list[int]) -> Callable[[], int]:
    """Registers another slip when it is called; its id."""
    return lambda: register_slip(desk, CASES[0], len(slips))
