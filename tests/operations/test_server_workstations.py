"""Several workstations on one server: no number lost or doubled, nothing acknowledged lost, backups that come back."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import BugError, UserError
from qmsdesk.models import audit_check, server_engine, server_place
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations import (
    attaching,
    backup,
    department,
    drafts,
    health,
    intake,
    ledger,
    prints,
    restoring,
    servers,
    slips,
)
from qmsdesk.operations.ledger import Query
from tests.operations.server_office import (
    ENTRY,
    FEW,
    NOW,
    USER,
    WORKSTATION,
    dumped,
    fill,
    found_on,
    signed_in,
)


def test_four_workstations_register_without_gap_or_double(
    cluster: Any, tmp_path: Path, complete_feedback: dict[str, Any]
) -> None:
    owner = found_on(cluster, tmp_path / "first")
    address = servers.address_of(tmp_path / "first")
    assert address != owner
    stations = [
        subprocess.Popen(
            [sys.executable, "-c", WORKSTATION, address, str(tmp_path / f"station{seed}"), str(seed), "12",
             dumped(complete_feedback)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for seed in range(4)
    ]  # fmt: skip
    for station in stations:
        assert station.stdout is not None
        assert station.stdout.readline() == "ready\n"
    for station in stations:
        assert station.stdin is not None
        station.stdin.write("go\n")
        station.stdin.flush()
    said = [line for station in stations for line in station.communicate(timeout=100)[0].split("\n") if line]
    assert [station.returncode for station in stations] == [0] * 4
    numbers = sorted(line for line in said if line.startswith("F01"))
    assert len(said) == 48
    assert 0 < said.count("cancelled") < 16
    assert len(numbers) + said.count("cancelled") == 48
    assert numbers == [f"F01-2026-{place:03d}" for place in range(1, len(numbers) + 1)] or (
        [int(number[-3:]) for number in numbers] == list(range(1, len(numbers) + 1))
    )
    with signed_in(tmp_path / "first"):
        assert audit_check.verify() == ()
        assert rows("SELECT seq FROM audit ORDER BY seq") == [
            (place + 1,) for place in range((one("SELECT count(*) FROM audit") or (0,))[0])
        ]


@pytest.mark.parametrize("how", ["max+1", "nextval"])
def test_the_naive_ways_of_counting_do_fail_on_a_server(cluster: Any, how: str) -> None:
    name = how.replace("+", "")
    cluster.sql(f"CREATE TABLE probe_{name} (n BIGINT); CREATE SEQUENCE probe_{name}_n")
    draw = (
        f"SELECT nextval('probe_{name}_n')"
        if how == "nextval"
        else f"SELECT coalesce(max(n), 0) + 1 FROM probe_{name}"
    )

    def clerk(seed: int) -> None:
        luck = random.Random(seed)
        with cluster.connect() as connection:
            for _turn in range(30):
                connection.execute("BEGIN")
                n = connection.execute(draw).fetchone()[0]
                connection.execute("SELECT pg_sleep(0.001)")
                connection.execute(f"INSERT INTO probe_{name} VALUES ({int(n)})")
                connection.execute("ROLLBACK" if luck.random() < 0.1 else "COMMIT")

    clerks = [threading.Thread(target=clerk, args=(seed,)) for seed in range(4)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    drawn = sorted(int(row[0]) for row in cluster.sql(f"SELECT n FROM probe_{name}"))
    assert drawn != list(range(1, len(drawn) + 1))


def test_a_second_workstation_sees_slips_files_and_passwords(
    cluster: Any, tmp_path: Path, call_note: Any, complete_feedback: dict[str, Any]
) -> None:
    found_on(cluster, tmp_path / "first")
    scan = tmp_path / "传真.pdf"
    scan.write_bytes(b"%PDF-1.4 " + bytes(range(256)) * 400)
    with signed_in(tmp_path / "first") as desk:
        taken = intake.record_call(desk, note=call_note, request_id="c")
        made = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="r")
        printed = prints.slip_pdf(desk, slip_id=made.slip_id)
        prints.mark_printed(desk, slip_id=made.slip_id, where="打印机", data=printed.data)
        draft = drafts.new_draft(desk, paper_code="01")
        kept = attaching.attach_file(desk, draft_id=draft.id, path=scan)
    servers.join(address=servers.address_of(tmp_path / "first"), data_dir=tmp_path / "second")
    assert department.user_names(data_dir=tmp_path / "second") == [USER]
    with pytest.raises(UserError, match="用户名或密码不对"):
        department.open_department(
            data_dir=tmp_path / "second", user=USER, password="wrong-password-1", clock=NOW
        )
    with signed_in(tmp_path / "second") as desk:
        assert slips.read_slip(desk, slip_id=made.slip_id).number == made.number
        assert attaching.read_file(desk, attachment_id=kept.id)[1] == scan.read_bytes()
        assert any(row[0] == "登录失败" for row in rows("SELECT action FROM audit"))
        assert not (tmp_path / "second" / "attachments").exists()


def test_a_lost_connection_is_said_and_the_next_deed_works(office: tuple[Path, str], cluster: Any) -> None:
    with signed_in(office[0]):
        before = one("SELECT count(*) FROM setting")
        mine = (one("SELECT pg_backend_pid()") or (0,))[0]

        def deed() -> None:
            with write_tx():
                write("INSERT INTO setting (name, value, changed_at, changed_by) VALUES ('x', '1', '', '')")
                cluster.sql(f"SELECT pg_terminate_backend({mine})")
                write("UPDATE setting SET value = '2' WHERE name = 'x'")

        with pytest.raises(UserError, match="连接中断"):
            deed()
        assert one("SELECT count(*) FROM setting") == before
        with write_tx():
            write("UPDATE setting SET value = value")


def test_a_writer_who_takes_too_long_makes_the_others_wait_and_then_say_so(
    office: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(server_engine.SETTINGS, "lock_timeout", "200ms")
    place = server_place.read(office[0])
    assert place is not None
    with signed_in(office[0]):
        other = server_engine.connect(place)
        try:
            other.execute("BEGIN")
            other.execute(f"SELECT pg_advisory_xact_lock({server_engine.WRITER}, qms_turn())")
            with pytest.raises(UserError, match="正被另一个操作占用"), write_tx():
                pass
        finally:
            other.close()
        with write_tx():
            pass


def test_an_error_somebody_swallowed_is_never_taken_for_saved(office: tuple[Path, str]) -> None:
    with signed_in(office[0]):

        def deed() -> None:
            with write_tx(), suppress(Exception):
                write("UPDATE slip SET number = 'F01-2026-998' WHERE id = 1")

        with pytest.raises(BugError, match="swallowed"):
            deed()
        assert one("SELECT count(*) FROM slip WHERE number = 'F01-2026-998'") == (0,)


def test_a_backup_is_the_same_one_file_and_comes_back_whole(
    cluster: Any, tmp_path: Path, call_note: Any, complete_feedback: dict[str, Any]
) -> None:
    folder = tmp_path / "data"
    owner = found_on(cluster, folder)
    with signed_in(folder) as desk:
        fill(desk, FEW)
        taken = intake.record_call(desk, note=call_note, request_id="c")
        first = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="r")
        printed = prints.slip_pdf(desk, slip_id=first.slip_id)
        prints.mark_printed(desk, slip_id=first.slip_id, where="打印机", data=printed.data)
        questions = ("渗漏", "%", "lzsh", "漏漏", "f01-2026-")
        shown = list(ledger.stream(desk, query=Query()))
        asked = {text: list(ledger.order(desk, query=Query(text=text))) for text in questions}
        made = backup.make_backup(desk)
        assert backup.verify_backup(desk, folder=made.folder) == ()
        assert backup.drill(desk, seed=1).problems == ()
        taken = intake.record_call(desk, note=replace(call_note, words="之后"), request_id="c2")
        later = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="r2")
    # the same backup makes a department in one file
    restoring.restore_backup(data_dir=tmp_path / "alone", folder=made.folder, **ENTRY, clock=NOW)
    with signed_in(tmp_path / "alone") as desk:
        assert list(ledger.stream(desk, query=Query())) == shown
        assert audit_check.verify() == ()
    everyday = servers.address_of(folder)
    with pytest.raises(UserError, match="所有者"):
        restoring.restore_backup(data_dir=folder, folder=made.folder, **ENTRY, clock=NOW)
    with signed_in(folder):
        assert one("SELECT count(*) FROM slip WHERE number = ?", (later.number,)) == (1,)
    done = restoring.restore_backup(data_dir=folder, folder=made.folder, **ENTRY, clock=NOW, owner=owner)
    assert done.slips == FEW + 1
    assert done.findings == ()
    assert servers.address_of(folder) == everyday
    with signed_in(folder) as desk:
        assert {text: list(ledger.order(desk, query=Query(text=text))) for text in questions} == asked
        taken = intake.record_call(desk, note=call_note, request_id="c3")
        again = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="r3")
        assert int(again.number[-3:]) == int(later.number[-3:]) + 1  # the lost number is never given again
        assert [item for item in health.check(desk).findings if item.level == "bad"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("_app:", "_app:wrong"), "账号或密码"),
        (lambda text: text.replace("@/qms?", "@/nowhere?"), "没有这个数据库"),
        (lambda text: text.replace("schema=", "schema=none_"), "还没有部门"),
        (lambda text: text.replace("host=", "host=%2Fnowhere"), "连不上"),
    ],
)
def test_a_wrong_address_says_what_is_wrong(
    office: tuple[Path, str], tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        servers.join(address=change(servers.address_of(office[0])), data_dir=tmp_path / "data")
    assert not (tmp_path / "data" / server_place.FILE).exists()


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_server_stopped_at_once_loses_nothing_it_acknowledged(
    tmp_path: Path, complete_feedback: dict[str, Any], cluster: Any
) -> None:
    """19 times `pg_ctl stop -m immediate` while a workstation registers (G29)."""
    found_on(cluster, tmp_path / "first")
    address, told, luck = servers.address_of(tmp_path / "first"), [], random.Random(3)
    for turn in range(19):
        station = subprocess.Popen(
            [sys.executable, "-c", WORKSTATION, address, str(tmp_path / f"station{turn}"), str(turn), "400",
             dumped(complete_feedback)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert station.stdin is not None
        assert station.stdout is not None
        assert station.stdout.readline() == "ready\n"
        station.stdin.write("go\n")
        station.stdin.flush()
        timer = threading.Timer(0.3 + luck.random(), cluster.stop, ("immediate",))
        timer.start()
        told += [line.strip() for line in station.stdout if line.startswith("F01")][:400]
        timer.join()
        station.stdin.close()
        station.wait()
        station.stdout.close()
        cluster.start()
    with signed_in(tmp_path / "first"):
        kept = {str(row[0]) for row in rows("SELECT number FROM slip WHERE number IS NOT NULL")}
        assert len(told) > 19
        assert set(told) <= kept
        assert sorted(int(number.rsplit("-", 1)[1]) for number in kept) == list(range(1, len(kept) + 1))
        assert audit_check.verify() == ()
