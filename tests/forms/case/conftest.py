"""A case under way, walked by the same hands as the tests of the operations, for the tests of its windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qmsdesk.operations.desk import Desk
from tests.operations.case_department import PASSWORD, walking
from tests.operations.case_walk import Walker

__all__ = ["PASSWORD", "desk", "walker"]


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walker]:
    """Hands with every role at one desk, shared by the tests of a file; each test makes slips of its own."""
    with walking(tmp_path_factory.mktemp("case") / "data") as hands:
        yield hands


@pytest.fixture
def desk(walker: Walker) -> Desk:
    """The desk of somebody with every role."""
    return walker.desk
