"""On a server nobody changes the trail unseen: not the everyday account, not even the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check, engine, server_engine, server_place
from qmsdesk.operations import (
    department,
)
from qmsdesk.operations.anchoring import expected_heads
from tests.operations.server_office import (
    ENTRY,
    NOW,
    PASSWORD,
    USER,
)

DENIED = (
    "UPDATE audit SET at = ''", "UPDATE audit SET mac = 'x' WHERE seq = 1", "DELETE FROM audit", "TRUNCATE audit",
    "DELETE FROM slip", "UPDATE slip SET number = 'F01-2026-999' WHERE id = 1", "DELETE FROM signature",
    "DELETE FROM audit_redaction", "UPDATE audit SET new = '{}' WHERE seq = 1", "ALTER TABLE audit DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_line_stays ON audit", "DROP TABLE audit", "CREATE TABLE mine (a TEXT)",
    "UPDATE qms_state SET value = '0'", "DELETE FROM counter", "SET session_replication_role = replica",
)  # fmt: skip


REFUSED = r"permission denied|must be owner|append-only|never|not deleted"


@pytest.mark.parametrize("statement", DENIED)
def test_the_everyday_account_cannot_touch_the_trail(office: tuple[Path, str], statement: str) -> None:
    place = server_place.read(office[0])
    assert place is not None
    connection = server_engine.connect(place)
    try:
        with pytest.raises(Exception, match=REFUSED):
            connection.execute(statement)
    finally:
        connection.close()


ATTACKS = (
    ("UPDATE {0}.feedback SET description = '改过' WHERE slip_id = 2", "不符"),
    ("UPDATE {0}.audit SET reason = '改过' WHERE seq = 2", "改动"),
    ("DELETE FROM {0}.audit WHERE seq = 3", "缺"),
    ("DELETE FROM {0}.audit WHERE seq = (SELECT max(seq) FROM {0}.audit)", "结尾被截掉|锚点"),
    ("DELETE FROM {0}.copy WHERE slip_id = 2", "从程序外面删除"),
)


@pytest.mark.parametrize(("attack", "said"), ATTACKS)
def test_what_even_the_owner_changes_is_found(
    cluster: Any, office: tuple[Path, str], attack: str, said: str
) -> None:
    place = server_place.read(office[0])
    assert place is not None
    with cluster.connect() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(attack.format(place.schema))
    try:
        with signed_in_quietly(office[0]):
            wrong = audit_check.verify(anchors=expected_heads(office[0]))
        assert re.search(said, " ".join(item.what for item in wrong))
    finally:
        _bring_back(cluster, office, place.schema)


@contextmanager
def signed_in_quietly(folder: Path) -> Iterator[None]:
    """Open without the lines a sign-in adds to the trail, so that a cut tail stays visible."""
    from qmsdesk.models import keyslots, places

    key, _slot = keyslots.open_slot(folder, user=USER, password=PASSWORD, now=NOW.now())
    engine.open_(places.database_path(folder), key)
    try:
        yield
    finally:
        engine.close()


def _bring_back(cluster: Any, office: tuple[Path, str], schema: str) -> None:
    with cluster.connect() as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("feedback", "audit", "copy"):
            connection.execute(f'DELETE FROM "{schema}"."{table}"')
            connection.execute(f'INSERT INTO "{schema}"."{table}" SELECT * FROM kept."{table}"')


@pytest.fixture(scope="module", autouse=True)
def _kept_rows(cluster: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """The rows the attacks change, kept beside them."""
    office = request.getfixturevalue("office")
    place = server_place.read(office[0])
    assert place is not None
    with cluster.connect() as connection:
        connection.execute("CREATE SCHEMA kept")
        for table in ("feedback", "audit", "copy"):
            connection.execute(f'CREATE TABLE kept."{table}" AS SELECT * FROM "{place.schema}"."{table}"')
    yield
    cluster.sql("DROP SCHEMA kept CASCADE")


def test_a_newer_server_is_refused_and_nothing_is_changed(office: tuple[Path, str], cluster: Any) -> None:
    place = server_place.read(office[0])
    assert place is not None
    cluster.sql(f"UPDATE {place.schema}.qms_state SET value = '999' WHERE name = 'version'")
    try:
        with pytest.raises(UserError, match="更新版本"):
            department.open_department(data_dir=office[0], **ENTRY, clock=NOW)
    finally:
        from qmsdesk.models.schema import VERSION

        cluster.sql(f"UPDATE {place.schema}.qms_state SET value = '{VERSION}' WHERE name = 'version'")
