"""What several tests of operations begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.operations.server_office import FEW, fill, found_on, signed_in


@pytest.fixture(scope="module")
def office(cluster: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A department with a few slips on the server: its first workstation, and the owner's address."""
    folder = tmp_path_factory.mktemp("office") / "data"
    owner = found_on(cluster, folder)
    with signed_in(folder) as desk:
        fill(desk, FEW)
    return folder, owner
