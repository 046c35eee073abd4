"""What a gesture on a slip is given and works with: whose hand, its inputs, the slip, the row of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import signature_order
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.signing import SMALL_DEPARTMENT, live_signatures
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.papers.base import Paper
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.facts import Act, Signature
from qmsdesk.procedure.transition import Transition

INK = "ink"


@dataclass(frozen=True)
class Given:
    """What somebody brings to a gesture: a reason, an ink signature or a password, an approver, values of the sheet.

    `ink` is the name and day as they stand on the paper; without it the signed-in user acts, and signs by password.
    """

    reason: str = ""
    ink: Signed | None = None
    password: str = ""
    override_reason: str = ""
    approver: str = ""
    receiver: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str, label: str, *, limit: int = 2000, need: bool = False) -> str:
        """One of the values as clean text; UserError names `label` when it is needed and empty."""
        cleaned = clean_text(str(self.values.get(name) or ""), label=label, max_length=limit, multiline=True)
        if need and not cleaned:
            raise UserError(f"请填写{label}。")
        return cleaned

    def day(self, name: str, label: str, *, need: bool = False) -> date | None:
        """One of the values as a day; UserError names `label`."""
        value = self.values.get(name)
        if value is None or value == "":
            if need:
                raise UserError(f"请填写{label}。")
            return None
        if not isinstance(value, date):
            raise UserError(f"{label}不是日期。", advice="请按 2026-11-22 的样子填写。")
        return value


@dataclass
class Turn:
    """One gesture in the making, inside its transaction."""

    desk: Desk
    deed: Deed
    slip: Slip
    row: Transition
    given: Given
    missing: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def sheet(self) -> Paper:
        """The sheet the slip is written on."""
        return self.slip.paper

    @property
    def today(self) -> date:
        """The business date."""
        return self.desk.clock.today()

    @property
    def who(self) -> str:
        """Whose gesture it is: the name in ink, else the signed-in user."""
        return self.given.ink.name if self.given.ink else self.desk.user.name

    @property
    def day(self) -> date:
        """The day of the gesture: as it stands in ink, else today."""
        return (self.given.ink.day if self.given.ink else None) or self.today

    @property
    def why(self) -> str:
        """The reason, cleaned."""
        return clean_text(self.given.reason, label="理由", max_length=500, multiline=True)

    def reread(self) -> None:
        """Read the slip again after it was changed."""
        self.slip = read_slip(self.desk, slip_id=self.slip.id)


Effect = Callable[[Turn], None]


@dataclass(frozen=True)
class StepSpec:
    """What a gesture does besides moving the state: box signed, fields filled, boxes dropped, effects, questions asked.

    `effect` runs before the guard, so the guard judges what stands; `after` runs once it agreed. `asks` names the
    other inputs a window must offer; `clerk` and `review` are the boxes whose people must differ.
    """

    box: str = ""
    fills: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    drops: str = ""
    clerk: str = "sig_handler"
    review: str = "sig_review"
    effect: Effect | None = None
    after: Effect | None = None


def act_of(turn: Turn, spec: StepSpec) -> Act:
    """The gesture as the guards see it, with the signatures that stand now."""
    standing = {
        box: Signature(item.name, item.day, item.how) for box, item in live_signatures(turn.slip.id).items()
    }
    return Act(
        actor=turn.who,
        day=turn.day,
        previous_day=_previous(turn, standing, spec.box),
        reason=turn.why,
        approver=turn.given.approver.strip(),
        receiver=turn.given.receiver.strip(),
        clerk=standing.get(spec.clerk),
        review=standing.get(spec.review),
        override_reason=turn.given.override_reason,
        small_department=is_small(),
        chain=_chain(turn, standing, spec.box),
    )


def hypothetical(act: Act, turn: Turn, spec: StepSpec) -> Act:
    """The same gesture as if every asked input were given, to say what else stands in the way."""
    mine = Signature(turn.desk.user.name, turn.today)
    chain = (*act.chain[:-1], mine) if spec.box and act.chain else act.chain
    act = replace(act, reason="…", approver="…", receiver=act.receiver or "…", chain=chain)
    if spec.box == spec.clerk:
        return replace(act, clerk=mine)
    return replace(act, review=mine) if spec.box == spec.review else act


def is_small() -> bool:
    """Whether so few people sign in that 经办 may also be 审核, with a reason (R-4-a)."""
    found = one("SELECT count(*) FROM person WHERE signs_in = 1 AND active = 1")
    return found is not None and int(found[0]) <= SMALL_DEPARTMENT


def _previous(turn: Turn, standing: Mapping[str, Signature], box: str) -> date | None:
    days = [item.day for name, item in standing.items() if name != box and item.day is not None]
    handed = rows("SELECT handed_at FROM copy WHERE slip_id = ? AND handed_at IS NOT NULL", (turn.slip.id,))
    days += [business_date(read_moment(row[0])) for row in handed]
    return max(days, default=None)


def _chain(turn: Turn, standing: Mapping[str, Signature], box: str) -> tuple[Signature | None, ...]:
    """The boxes in printed order up to the one of this gesture; all that must stand when it signs none."""
    boxes = [item for item in turn.sheet.signatures if not signature_order.is_side_by_side(item)]
    names = [item.field for item in boxes]
    upto = names.index(box) + 1 if box in names else len(names)
    return tuple(standing.get(name) for name in names[:upto])
