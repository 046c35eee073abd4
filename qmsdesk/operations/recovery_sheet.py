"""The recovery code on paper for the safe; it is shown and printed, never written to a file of the program."""

from __future__ import annotations

from datetime import datetime

from qmsdesk.operations.prints import Printed
from qmsdesk.procedure.clock import SHANGHAI

PAPER_ONLY = "恢复码只打印在纸上，不存成文件：文件会被复制和备份。"
_RULES = (
    "1. 所有密码都忘记时，只有它能打开本部门的数据：登录窗口 →“用恢复码”。",
    "2. 持有它的人能打开全部记录，包括旧备份；请装入信封密封，锁进保险柜。",
    "3. 程序不保存它，也不能再次显示。换发新的恢复码后，这一张立即作废，请销毁。",
    "4. 字母不分大小写，连字符可以不输入。",
)
_BOXES = ("保管人", "存放地点", "密封日期")


def recovery_sheet(*, code: str, unit: str, department: str, user: str, at: datetime) -> Printed:
    """One A4 page for the printer only."""
    from qmsdesk.printing.recovery import recovery_page

    facts = (
        f"单位：{unit}　　部门：{department}",
        f"签发：{user}　{at.astimezone(SHANGHAI):%Y年%m月%d日 %H:%M}",
        "公司内部资料 不得外泄",
    )
    data = recovery_page(code, facts=facts, rules=_RULES, boxes=_BOXES)
    return Printed(data, 1, False, "恢复码.pdf", "恢复码", PAPER_ONLY)
