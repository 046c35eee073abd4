"""A desk with every right in October 2026, and a quarter of feedback behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from qmsdesk.forms.background import Background
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.roles import ROLES
from tests.operations.periodic_world import at, claim, close, feedback, handle

TODAY = date(2026, 10, 3)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """李敏 with every role on 3 October 2026."""
    return replace(at(desk, TODAY), user=replace(desk.user, roles=frozenset(ROLES)))


@pytest.fixture
def quarter_of_feedback(desk: Desk) -> Desk:
    """Six feedbacks of July to September, each handled and closed, three with a 三包单."""
    for turn in range(6):
        day = date(2026, 7 + turn % 3, 3 + turn)
        slip_id, number = feedback(desk, day, product_name=("高压换热器", "阀门")[turn % 2])
        handle(desk, slip_id, number, day)
        if turn % 2:
            claim(desk, slip_id, number, day, fen=100_000 * turn)
        close(desk, slip_id, day)
    return desk


@pytest.fixture(autouse=True)
def _threads_come_to_rest(qapp: QApplication) -> Iterator[None]:
    """Work under way when a test ends is finished before its database is closed."""
    yield
    Background.of_application().finish()
