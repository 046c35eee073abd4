"""Lines of a monthly return as rows of its table and as frozen JSON, and back (form 05)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qmsdesk.models.transactions import rows
from qmsdesk.operations.deed import Deed
from qmsdesk.procedure.figures import LeftOut
from qmsdesk.procedure.monthly import MonthlyReturn, ReturnLine
from qmsdesk.procedure.periods import Period, read_period

CELLS = ("customer_name", "product_name", "problem", "outcome", "loss", "claim_no", "remarks")
_TABLE = "monthly_return_line"
_COLUMNS = (
    "id", "row_no", "feedback_no", *CELLS, "line_kind", "count_delta", "loss_delta", "still_open", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line as the window shows it: its cells, what the records said of each, and its part in the totals."""

    key: int
    row_no: int
    number: str
    kind: str
    cells: dict[str, Any]
    source: dict[str, Any]
    count_delta: int
    loss_delta: int
    still_open: bool
    facts: dict[str, Any]

    @property
    def edited(self) -> tuple[str, ...]:
        """The cells that say something else than the records."""
        return tuple(name for name in CELLS if self.cells[name] != self.source[name])


def read_lines(slip_id: int) -> tuple[Line, ...]:
    """The lines of a return in their order."""
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    found = rows(f"SELECT {names} FROM {_TABLE} WHERE slip_id = ? ORDER BY row_no", (slip_id,))
    return tuple(_line(dict(zip(_COLUMNS, row, strict=True))) for row in found)


def _line(row: Mapping[str, Any]) -> Line:
    kept = json.loads(row["source"])
    return Line(
        row["id"], row["row_no"], row["feedback_no"], row["line_kind"], {name: row[name] for name in CELLS},
        kept["cells"], row["count_delta"], row["loss_delta"], bool(row["still_open"]), kept["facts"],
    )  # fmt: skip


def write_lines(deed: Deed, slip_id: int, lines: Sequence[ReturnLine], edits: Mapping[str, Any]) -> None:
    """Put drafted lines in the place of the present ones; `edits` (number -> cells) are laid over them."""
    for line in read_lines(slip_id):
        deed.remove(_TABLE, line.key)
    for row_no, drafted in enumerate(lines, start=1):
        source = cells_of(drafted)
        cells = {**source, **edits.get(drafted.number, {})}
        delta = drafted.fen_delta + (cells["loss"] or 0) - (source["loss"] or 0)
        facts = {"outcome": drafted.source_outcome, "fen": drafted.source_fen, "claims": drafted.claims}
        deed.insert(
            _TABLE, slip_id=slip_id, row_no=row_no, feedback_no=drafted.number, **cells,
            line_kind=drafted.kind, count_delta=drafted.count_delta, loss_delta=delta,
            still_open=drafted.open, source=_json({"cells": source, "facts": facts}),
        )  # fmt: skip


def cells_of(line: ReturnLine) -> dict[str, Any]:
    """The cells of form 05 a drafted line fills."""
    return {
        "customer_name": line.customer,
        "product_name": line.product,
        "problem": line.problem,
        "outcome": line.outcome,
        "loss": line.fen,
        "claim_no": "、".join(line.claims),
        "remarks": line.remark,
    }


def as_return_line(line: Line) -> ReturnLine:
    """A kept line as the procedure counts it."""
    return ReturnLine(
        kind=line.kind,  # type: ignore[arg-type]
        number=line.number,
        customer=line.cells["customer_name"],
        product=line.cells["product_name"],
        problem=line.cells["problem"],
        outcome=line.cells["outcome"],
        fen=line.cells["loss"],
        claims=tuple(line.facts["claims"]),
        remark=line.cells["remarks"],
        count_delta=line.count_delta,
        fen_delta=line.loss_delta,
        open=line.still_open,
        source_outcome=line.facts["outcome"],
        source_fen=line.facts["fen"],
    )


def as_snapshot(made: MonthlyReturn) -> dict[str, Any]:
    """A return as JSON data."""
    kept = asdict(made)
    kept["period"] = made.period.key
    return kept


def from_snapshot(kept: Mapping[str, Any]) -> MonthlyReturn:
    """A frozen return as the procedure counts it."""
    lines = tuple(ReturnLine(**{**line, "claims": tuple(line["claims"])}) for line in kept["lines"])
    left_out = tuple(LeftOut(**row) for row in kept["left_out"])
    period: Period = read_period(kept["period"])
    return MonthlyReturn(period, lines, kept["count"], kept["fen"], left_out, kept["explanation"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
