"""A report as plain frozen data: headings, texts, figures, tables, charts (§14, R-14-b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from qmsdesk.procedure import chart_data
from qmsdesk.procedure.figures import Figure, LeftOut, decimal_text
from qmsdesk.procedure.money import format_money


class CellKind(StrEnum):
    """What stands in a column: words, pieces, 分, hundredths of a percent, or hundredths of a point."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    NUMBER = "number"  # a text that is a number already


@dataclass(frozen=True)
class TableColumn:
    """One column: heading, kind, and its share of the width."""

    title: str
    kind: CellKind = CellKind.TEXT
    share: float = 1.0


Cell = str | int | None


@dataclass(frozen=True)
class Heading:
    """一、… (level 1) or （一）… (level 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A block the writer may edit under its key; an empty key is the program's own sentence."""

    text: str
    key: str = ""
    title: str = ""


@dataclass(frozen=True)
class FigureLine:
    """A figure with its explanation: formula, how many counted, how many left out and why."""

    name: str
    value: str
    note: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table; `total` rows at the end are set apart, `key` names its sheet of the workbook."""

    key: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: int = 0
    note: str = ""


@dataclass(frozen=True)
class ChartBlock:
    """A chart with the sentence under it; `dimension` is what a click filters by."""

    chart: chart_data.Chart
    note: str = ""
    dimension: str = ""


Block = Heading | Text | FigureLine | Table | ChartBlock


@dataclass(frozen=True)
class Report:
    """A whole report; `totals` are the numbers a company report adds up."""

    kind: str
    title: str
    unit: str
    period: str
    blocks: tuple[Block, ...]
    totals: Mapping[str, Any]

    def texts(self) -> dict[str, Text]:
        """The blocks a writer may edit, by key."""
        return {block.key: block for block in self.blocks if isinstance(block, Text) and block.key}

    def with_texts(self, written: Mapping[str, str]) -> Report:
        """The same report with the writer's own words where there are any."""
        blocks = tuple(
            replace(block, text=written[block.key])
            if isinstance(block, Text) and block.key in written
            else block
            for block in self.blocks
        )
        return replace(self, blocks=blocks)


def figure_line(figure: Figure, *, percent: bool = False, money: bool = False, unit: str = "") -> FigureLine:
    """A computed figure as a line of the report; `money` writes 元 with thousands."""
    text = figure.percent_text if percent else figure.text
    if money and figure.value is not None:
        text = format_money(figure.hundredths)
    value = f"{text} {unit}".strip() if figure.value is not None else text
    return FigureLine(figure.name, value, figure.note, figure.left_out)


def cell_text(kind: CellKind, value: Cell) -> str:
    """A cell as it is printed; None is a dash, for blank is not zero."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if kind is CellKind.MONEY:
        return format_money(value)
    if kind is CellKind.PERCENT:
        return f"{decimal_text(Fraction(value, 100))}%"
    if kind is CellKind.POINTS:
        return f"{value / 100:.2f}"
    return f"{value:,}"


_TYPES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Heading, Text, FigureLine, Table, TableColumn, ChartBlock, LeftOut, Report, chart_data.ParetoChart,
        chart_data.ParetoBar, chart_data.TrendChart, chart_data.TrendBar, chart_data.RunChart, chart_data.RunPoint,
        chart_data.BandChart, chart_data.Band, chart_data.BandPoint, chart_data.Unit,
    )
}  # fmt: skip


def dump(value: Any) -> Any:
    """A report, or a part of one, as JSON data; every part carries the name of its kind."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {item.name: dump(getattr(value, item.name)) for item in fields(value)}
        return {"": type(value).__name__, **parts}
    if isinstance(value, Mapping):
        return {str(key): dump(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [dump(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def load(data: Any) -> Any:
    """What `dump` wrote; KeyError for a part this program does not know."""
    if isinstance(data, list):
        return tuple(load(item) for item in data)
    if not isinstance(data, dict):
        return data
    parts = {key: load(item) for key, item in data.items() if key}
    if "" not in data:
        return parts
    made = _TYPES[data[""]]
    if made is TableColumn:
        parts["kind"] = CellKind(parts["kind"])
    return made(**parts)
