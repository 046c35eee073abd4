"""Hands for the five cases: the staff at their desks on a given day, sheets filled, steps made, papers kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.demo.year_staff import at, holder_of, ink
from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import case_prints, copy_receipt, drafts, intake, prints, slips, steps
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.workflow import transition


@dataclass
class CaseMade:
    """What one case left: title, numbers by letter, copies of each slip, its papers, and the slip to open."""

    title: str
    slip_id: int = 0
    numbers: dict[str, list[str]] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """The case as summary.json names it."""
        return {
            "title": self.title,
            "slip_id": self.slip_id,
            "numbers": self.numbers,
            "copies": self.copies,
            "files": [str(path) for path in self.files],
        }


@dataclass
class Story:
    """One case in the making: the department, the day it is now, and what it left so far."""

    desk: Desk
    day: date
    made: CaseMade
    folder: Path | None = None

    def later(self, days: int) -> date:
        """Some days pass, never beyond today."""
        self.day = min(self.day + timedelta(days=days), self.desk.clock.today())
        return self.day

    def as_(self, name: str) -> Desk:
        """The desk with one of the staff at it on this day."""
        return at(self.desk, name, self.day)

    def ink(self, name: str, **more: Any) -> Given:
        """A signature of one of the staff on this day."""
        return ink(name, self.day, **more)

    def step(self, slip_id: int, action: str, given: Given | None = None) -> None:
        """One gesture by whoever of the staff the table names."""
        slip = slips.read_slip(self.desk, slip_id=slip_id)
        row = transition(slip.paper_code, slip.state, action)
        steps.step(self.as_(holder_of(row.roles)), slip_id=slip_id, action=action, given=given or Given())

    def signed(self, slip_id: int, action: str, name: str, **values: Any) -> None:
        """One gesture that is a signature in ink."""
        self.step(slip_id, action, self.ink(name, values=values))

    def feedback(self, note: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """A call is taken and its slip registered, reviewed, handed over and signed for."""
        clerk = self.as_("李敏")
        told = {**_NOTE, **note}
        received = datetime(self.day.year, self.day.month, self.day.day, 1, 30, tzinfo=UTC)
        taken = intake.record_call(clerk, note=CallNote(received_at=received, **told), request_id=request())
        draft = drafts.open_draft(clerk, draft_id=taken.draft_id)
        sheet = {
            **_SHEET, **draft.values, "problem_kind": told["problem_kind"], "sig_handler": Signed("李敏", self.day),
            "feedback_date": self.day, "failure_date": self.day - timedelta(days=1), **values,
        }  # fmt: skip
        made = slips.register(clerk, draft_id=draft.id, values=sheet, request_id=request())
        self.note(made.slip_id)
        self.made.slip_id = made.slip_id
        self.signed(made.slip_id, "审核", "王工")
        self.step(made.slip_id, "送交", Given(values={"original": "复印件", "original_pages": 1}))
        self.later(1)
        self.signed(made.slip_id, "签收", "赵倩", qc_receipt_opinion="情况清楚，予以受理。")
        return made.slip_id

    def register(self, name: str, draft_id: str, **values: Any) -> int:
        """A sheet of the case is filled and registered by one of the staff; its slip."""
        clerk = self.as_(name)
        draft = drafts.open_draft(clerk, draft_id=draft_id)
        sheet = {**draft.values, "sig_handler": Signed(name, self.day), **values}
        made = slips.register(clerk, draft_id=draft_id, values=sheet, request_id=request())
        self.note(made.slip_id)
        return made.slip_id

    def receive(self, slip_id: int, names: Mapping[str, str]) -> None:
        """Every copy on its way is signed for in ink by somebody of its department."""
        found = rows(
            "SELECT id, holder FROM copy WHERE slip_id = ? AND signed_for_at IS NULL ORDER BY id", (slip_id,)
        )
        for key, holder in found:
            name = names.get(holder, "周平")
            copy_receipt.sign_for_copy(self.as_("李敏"), copy_id=key, given=self.ink(name))
        if slips.read_slip(self.desk, slip_id=slip_id).state == "已分发" and self._is_handling(slip_id):
            self.step(slip_id, "签收齐全")

    def note(self, slip_id: int) -> None:
        """Remember a number and how many copies it has."""
        slip = slips.read_slip(self.desk, slip_id=slip_id)
        self.made.numbers.setdefault(slip.paper.letter, []).append(slip.number)
        self.made.copies[slip.number] = len(slip.copies)

    def print_slips(self) -> None:
        """The copy sets of every slip of the case, in its folder."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        desk = self.as_("赵倩")  # 质管 holds a copy of every slip of a case
        for number in self.made.copies:
            found = one("SELECT id FROM slip WHERE number = ?", (number,))
            if found is not None:
                self.made.files.append(prints.save_slip_pdf(desk, slip_id=found[0], folder=self.folder))

    def auxiliary(self, kind: str, record_id: int) -> None:
        """One auxiliary sheet in the folder of the case."""
        self.keep(case_prints.auxiliary_pdf(self.as_("李敏"), kind=kind, record_id=record_id))

    def keep(self, printed: Printed) -> None:
        """A print in the folder of the case."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / printed.name
        atomic_write(path, printed.data)
        self.made.files.append(path)

    def _is_handling(self, slip_id: int) -> bool:
        return slips.read_slip(self.desk, slip_id=slip_id).paper_code == "03"


def last_id(table: str, slip_id: int) -> int:
    """The newest record of a kind that hangs on a slip."""
    found = one(f'SELECT max(id) FROM "{table}" WHERE slip_id = ?', (slip_id,))
    assert found is not None
    return int(found[0])


def request() -> str:
    """A request id of its own."""
    return str(uuid.uuid4())


_NOTE = {"caller": "马处长", "telephone": "0931-7654321", "customer_address": "兰州市西固区环行东路"}
_SHEET = {
    "witness": "听用户反映", "opened": False, "visual": False, "tool": "", "problem_part": "见详细描述",
    "proposed_class": "B 抱怨或投诉", "channel": "电话书面记录", "serial_no": "不详:顾客未报",
    "commission_date": "不详:顾客未报",
}  # fmt: skip
