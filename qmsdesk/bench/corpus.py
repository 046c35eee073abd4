"""A department full of invented complaints, the same every time, registered through the program's own path."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.models import keyslots
from qmsdesk.models.base import database
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations.department import close_department, create_department, open_department
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.registering import RegisterRow, insert_registered
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import Clock, FixedClock

USER, PASSWORD = "李敏", "bench-desk-password-2026"
START, END = date(2021, 1, 4), date(2026, 11, 20)
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
BATCH = 1000
VERSION = 3
# what stands in twenty slips, however many there are: a word of the description, and a customer
RARE = "镕喆堃骉"
RARE_CUSTOMER = "皋兰县仪表机械厂"
MADE = "made.json"

_PLACES = (
    "兰州", "天水", "银川", "西宁", "乌鲁木齐", "克拉玛依", "大庆", "抚顺", "锦州", "大连", "天津", "沧州", "淄博",
    "青岛", "南京", "镇江", "宁波", "舟山", "泉州", "惠州", "茂名", "钦州", "重庆", "岳阳", "武汉",
    "洛阳", "安庆", "九江",
)  # fmt: skip
_TRADES = ("石化", "炼化", "化工", "煤化工", "热电", "重机", "钢铁", "空分", "新材料", "核电")
_ENDS = ("有限公司", "股份公司", "集团公司", "分公司", "设备厂")
_PRODUCTS = (
    "高压换热器", "螺纹锁紧环换热器", "缠绕管式换热器", "加氢反应器", "重整反应器", "变换炉", "汽化炉", "废热锅炉",
    "塔器", "球形储罐", "卧式储罐", "锻造液压机", "快锻压机", "操作机", "连铸机辊道", "板式换热器", "空冷器", "阀门",
)  # fmt: skip
_PARTS = (
    "管箱法兰密封面", "管板与换热管焊缝", "壳体环焊缝", "接管角焊缝", "人孔盖", "鞍座", "吊耳", "内构件", "填料支承",
    "液压缸", "主泵", "电控柜", "润滑站", "导向滑板", "轴承座", "减速机", "衬里", "保温层",
)  # fmt: skip
_FAULTS = (
    "渗漏", "裂纹", "变形", "异响", "锈蚀", "尺寸超差", "振动超标", "温升过高", "压力不稳", "漏装", "错装", "油漆脱落",
    "铭牌错误", "螺栓断裂", "密封失效", "卡滞", "划伤", "夹渣",
)  # fmt: skip
_WORDS = (
    "开车第三天发现", "水压试验时发现", "到货开箱检查发现", "运行半年后出现", "检修拆开后看到", "巡检人员反映",
    "夜班听到", "压力由正常值下降", "已临时带压堵漏", "现场停车等待处理", "要求尽快派人", "请提供备件", "影响装置负荷",
    "有照片为证",
)  # fmt: skip


def feedback(luck: random.Random, day: date) -> dict[str, Any]:
    """The values of one invented complaint of that day."""
    part, fault = luck.choice(_PARTS), luck.choice(_FAULTS)
    customer = luck.choice(_PLACES) + luck.choice(_TRADES) + luck.choice(_ENDS)
    told = [luck.choice(_WORDS) for _turn in range(luck.randint(2, 5))]
    return {
        "feedback_date": day,
        "customer_name": customer,
        "customer_address": f"{customer[:2]}市开发区{luck.randint(1, 200)}号",
        "product_name": luck.choice(_PRODUCTS),
        "drawing_no": f"LS-{luck.choice('HRTVPK')}-{luck.randint(1, 9999):04d}",
        "commission_date": day - timedelta(days=luck.randint(30, 700)),
        "failure_date": day - timedelta(days=luck.randint(0, 6)),
        "problem_part": part,
        "problem_kind": part[:6] + fault,
        "witness": luck.choice(("听用户反映", "听用户反映", "我方人员目睹")),
        "opened": False,
        "visual": False,
        "tool": "/",
        "description": f"{'，'.join(told)}，{part}{fault}，程度{luck.randint(1, 99)}。",
        "other": luck.choice(("", "", "顾客要求书面答复。")),
        "channel": luck.choice(("电话书面记录", "传真", "信函", "现场服务书面报告", "电子邮件")),
        "serial_no": f"{luck.choice('HRT')}{luck.randint(2015, 2026)}-{luck.randint(1, 400):03d}",
        "ship_date": None,
        "pressure_vessel": luck.random() < 0.5,
        "proposed_class": luck.choice(("B 抱怨或投诉", "B 抱怨或投诉", "A 意见或建议")),
        "problem_code": f"{luck.choice('ABCDEFGH')}{luck.randint(1, 60)}",
        "sig_handler": Signed(luck.choice(("李敏", "王工", "赵倩")), day, "typed"),
    }


def department(folder: Path, clock: Clock | None = None) -> Desk:
    """A fresh department in `folder`, open; its password is cheap to check, because that cost is chosen, not found."""
    clock = clock or FixedClock(NOW)
    dear = keyslots.COST
    keyslots.COST = replace(dear, memory_kib=64, rounds=1, lanes=1)
    try:
        create_department(
            data_dir=folder,
            unit_code="01",
            unit_name="炼化设备公司",
            department="经销部门",
            user=USER,
            password=PASSWORD,
            clock=clock,
        )
    finally:
        keyslots.COST = dear
    return open_department(data_dir=folder, user=USER, password=PASSWORD, clock=clock)


def register_many(desk: Desk, rows: int, tell: Callable[[int, int], object]) -> None:
    """Register `rows` complaints spread over the years of the corpus, in one transaction a batch."""
    _make_room()
    luck = random.Random(20261122)
    span = (END - START).days
    for first in range(0, rows, BATCH):
        days = [
            START + timedelta(days=span * place // max(1, rows))
            for place in range(first, min(first + BATCH, rows))
        ]
        then = FixedClock(datetime(days[0].year, days[0].month, days[0].day, 2, tzinfo=UTC))
        batch = [
            RegisterRow(_marked(feedback(luck, day), first + place, rows), f"bench {first + place}")
            for place, day in enumerate(days)
        ]
        with write_tx():
            insert_registered(replace(desk, clock=then), batch)
        tell(first + len(batch), rows)


def _make_room() -> None:
    """Set this connection up for many rows: what a power cut breaks here is simply made again."""
    for setting in ("synchronous = OFF", "cache_size = -600000", "wal_autocheckpoint = 20000"):
        database.execute_sql(f"PRAGMA {setting}")


def _marked(values: dict[str, Any], place: int, rows: int) -> dict[str, Any]:
    if place % max(1, rows // 20) == 0:
        values["description"] += f"联系人{RARE}。"
        values["customer_name"] = RARE_CUSTOMER
    return values


@contextmanager
def opened(folder: Path, rows: int, tell: Callable[[int, int], object]) -> Iterator[Desk]:
    """A department of `rows` slips in `folder`, made when it is not there yet."""
    mark = folder / MADE
    wanted = {"rows": rows, "version": VERSION}
    if mark.is_file() and json.loads(mark.read_text("utf-8")) == wanted:
        desk = open_department(data_dir=folder, user=USER, password=PASSWORD, clock=FixedClock(NOW))
    else:
        if folder.exists():
            shutil.rmtree(folder)  # half made, or of another version of the corpus
        desk = department(folder)
        register_many(desk, rows, tell)
        close_department(desk)  # so that it is measured with the settings everyone has
        mark.write_text(json.dumps(wanted), "utf-8")
        desk = open_department(data_dir=folder, user=USER, password=PASSWORD, clock=FixedClock(NOW))
    try:
        yield desk
    finally:
        close_department(desk)
