"""The rows of the 保用期 decision table (requirements §11) with result, clause and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Result = Literal["质量三包", "非质量三包", "特殊情况", "待判定", "待核实", "按法规"]
RESULTS: tuple[Result, ...] = ("质量三包", "非质量三包", "特殊情况", "待判定", "待核实", "按法规")


@dataclass(frozen=True)
class Row:
    """One row: what it concludes, on which clause, in words for the clerk."""

    id: str
    result: Result
    clause: str
    words: str


_NOT_COVERED = "只能经公司主管领导批准作经营性三包，否则不予三包或收费"

_TABLE: tuple[Row, ...] = (
    Row("1", "质量三包", "5.3.5.1a", "保用期内，顾客按规定使用，属制造质量、材料缺陷等原因：质量三包"),
    Row("2", "非质量三包", "5.3.5.1a，3.3", f"保用期内，但不属质量原因：{_NOT_COVERED}"),
    Row("3", "非质量三包", "5.3.5.1a，3.3", f"保用期内，但顾客未遵守说明书规定的条件：{_NOT_COVERED}"),
    Row("4", "待核实", "5.3.2.2", "使用条件或原因不明，应退回调查核实"),
    Row("5", "特殊情况", "5.3.5.2", "保用期外，有确凿证据属早期失效：可以按三包处理，须附证据和理由"),
    Row("5a", "待核实", "5.3.5.2", "有早期失效的证据，但原因未判为质量原因，应先核实原因"),
    Row("6", "非质量三包", "5.3.5.1a，3.3", f"保用期外：{_NOT_COVERED}"),
    Row("7", "按法规", "5.3.5.1b", "压力容器按有关法规规定，请填写法规或合同依据、保用期截止日和判定人"),
    Row("7a", "待判定", "5.3.5.1a", "条款的不同理解得出不同结论，由经销和质管判定并写明理由，附合同条文"),
    Row("8", "待核实", "5.3.5.1", "发货日期或发生故障的日期不明或不合理，应先查清"),
)

ROWS: dict[str, Row] = {row.id: row for row in _TABLE}
