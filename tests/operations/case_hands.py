"""Hands for the case tests: desks of other roles on the same data, ink signatures, and a registered feedback."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

from qmsdesk.operations import drafts, intake, slips
from qmsdesk.operations.desk import Department, Desk, User
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.registering import Registered
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.roles import ROLES

DAY = date(2026, 11, 22)
_requests = itertools.count()


def a_request() -> str:
    """A request id nobody used before."""
    return f"request {next(_requests)}"


def as_(desk: Desk, *roles: str, name: str = "", kind: str = "") -> Desk:
    """The same data seen by somebody with these roles (every one of them when none is named)."""
    user = User(desk.user.id, name or desk.user.name, frozenset(roles or ROLES))
    department = replace(desk.department, kind=kind, name=kind) if kind else desk.department
    assert isinstance(department, Department)
    return replace(desk, user=user, department=department)


def ink(name: str, day: date = DAY, **more: Any) -> Given:
    """A gesture signed in ink by somebody on a day."""
    return Given(ink=Signed(name, day, "ink"), **more)


def register_feedback(desk: Desk, note: CallNote, values: dict[str, Any]) -> Registered:
    """A call taken and its slip registered."""
    taken = intake.record_call(desk, note=note, request_id=a_request())
    return slips.register(desk, draft_id=taken.draft_id, values=values, request_id=a_request())


def register_draft(desk: Desk, draft_id: str, **changes: Any) -> Registered:
    """A sheet of a case that was begun, filled and registered."""
    values = {**drafts.open_draft(desk, draft_id=draft_id).values, **changes}
    return slips.register(desk, draft_id=draft_id, values=values, request_id=a_request())
