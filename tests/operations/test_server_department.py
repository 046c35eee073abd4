"""Several workstations on one PostgreSQL server: the same answers as the one-file engine, and nothing lost."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.bench.corpus import feedback
from qmsdesk.errors import BugError, UserError
from qmsdesk.models import audit_check, engine, server_engine, server_place
from qmsdesk.models.base import database
from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations import (
    attaching,
    backup,
    department,
    drafts,
    health,
    intake,
    ledger,
    ledger_groups,
    prints,
    restoring,
    servers,
    slips,
)
from qmsdesk.operations.anchoring import expected_heads
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import COLUMNS, Condition, Filter, Query
from qmsdesk.operations.registering import RegisterRow, insert_registered
from qmsdesk.procedure.clock import FixedClock

USER, PASSWORD = "李敏", "testing-desk-2026"
ENTRY: dict[str, Any] = {"user": USER, "password": PASSWORD}
MADE: dict[str, Any] = {**ENTRY, "unit_code": "01", "unit_name": "炼化设备公司", "department": "经销部门"}
NOW = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
MANY, FEW = 400, 30

WORKSTATION = """
import dataclasses, json, random, sys
from pathlib import Path
from qmsdesk.models import keyslots
keyslots.COST = dataclasses.replace(keyslots.COST, memory_kib=8, rounds=1)
from qmsdesk.errors import UserError
from qmsdesk.operations import department, intake, registering, slips, servers
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import load

address, folder, seed, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
servers.join(address=address, data_dir=folder)
desk = department.open_department(data_dir=folder, user="李敏", password="testing-desk-2026")
values = load(paper("01"), json.loads(sys.argv[5]))
day = desk.clock.today()
values["feedback_date"] = values["failure_date"] = values["commission_date"] = day
values["sig_handler"] = values["sig_handler"]._replace(day=day)
print("ready", flush=True)
sys.stdin.readline()
luck, real = random.Random(seed), registering.insert_registered
class Changed(Exception): pass
def at_the_last_moment(*given, **more):
    done = real(*given, **more)
    if luck.random() < 0.1:
        raise Changed
    return done
from qmsdesk.operations import registration
for room in (registration, registering, slips):
    if hasattr(room, "insert_registered"):
        room.insert_registered = at_the_last_moment
for place in range(count):
    try:
        note = intake.CallNote("王工", "1", desk.clock.now(), "兰州石化公司", f"第{place}次渗漏")
        taken = intake.record_call(desk, note=note, request_id=f"c{seed}-{place}")
        asked = {"draft_id": taken.draft_id, "values": values, "request_id": f"r{seed}-{place}"}
        print(slips.register(desk, **asked).number, flush=True)
    except Changed:
        print("cancelled", flush=True)
    except UserError as error:
        print("refused:", error, flush=True)
department.close_department(desk)
"""


def found_on(cluster: Any, folder: Path) -> str:
    """Found a department on the server with this folder as its first workstation; the owner's address."""
    owner = str(cluster.address())
    servers.found(address=owner, data_dir=folder)
    department.create_department(data_dir=folder, **MADE, clock=NOW)
    return owner


@contextmanager
def signed_in(folder: Path) -> Iterator[Desk]:
    desk = department.open_department(data_dir=folder, **ENTRY, clock=NOW)
    try:
        yield desk
    finally:
        if database.obj is not None:
            department.close_department(desk)


@pytest.fixture(scope="module")
def office(cluster: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A department with MANY slips on the server: its first workstation, and the owner's address."""
    folder = tmp_path_factory.mktemp("office") / "data"
    owner = found_on(cluster, folder)
    with signed_in(folder) as desk:
        fill(desk)
    return folder, owner


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same department in one file."""
    folder = tmp_path_factory.mktemp("file") / "data"
    create = getattr(department.create_department, "__wrapped__", department.create_department)
    create(data_dir=folder, **MADE, clock=NOW)
    with signed_in(folder) as desk:
        fill(desk)
    return folder


def fill(desk: Desk, count: int = MANY) -> None:
    luck = random.Random(7)
    days = [date(2024, 1, 4) + timedelta(days=2 * place) for place in range(count)]
    odd = ("100%_焊缝'气孔\"", "ＡＢＣ型 Éclair", "a\\b", "<b>&amp;</b>", "𠮷野\tTab", "漏" * 300)
    batch = []
    for place, day in enumerate(days):
        values = feedback(luck, day)
        if place < len(odd):
            values["description"] = odd[place]
            values["customer_name"] = "éa" + values["customer_name"]
        batch.append(RegisterRow(values, f"row {place}"))
    with write_tx():
        insert_registered(desk, batch)
        write("UPDATE ledger SET claim_cost = slip_id * 7 % 50 WHERE slip_id % 3 = 0")
        write("UPDATE ledger SET due = '2026-11-20' WHERE slip_id % 4 = 0")
        write("UPDATE ledger SET state = '已关闭' WHERE slip_id % 5 = 0")


QUERIES = (
    "", "漏", "渗漏", "法兰密", "H2", "lzsh", "lanzhou", "兰州 裂纹", "%", "_", "'", '"', "\\", "a\\b", "&", "|", "!",
    ":*", "' OR 1=1 --", "\"x\" NEAR(y)", "a & b | !c", "<->", "abc型", "éclair", "Éa", "𠮷", "F01-2026-01", "漏" * 40,
    "6", "\ud800", "ÿ", "0", "，", "。", "' & '", "):(", "*",
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(office: tuple[Path, str], file: Path) -> dict[str, dict[str, Any]]:
    """What both engines answer to the same questions."""
    found = {}
    for name, folder in (("server", office[0]), ("file", file)):
        with signed_in(folder) as desk:
            found[name] = _asked(desk)
    return found


FILTERS = (
    Filter("claim_cost", Condition.EMPTY), Filter("claim_cost", Condition.FILLED), Filter("due", Condition.EMPTY),
    Filter("claim_cost", Condition.BETWEEN, (10, 30)), Filter("claim_cost", Condition.CONTAINS, ("4",)),
    Filter("customer", Condition.CONTAINS, ("%",)), Filter("customer", Condition.CONTAINS, ("ÉA",)),
    Filter("state", Condition.ONE_OF, ("已关闭", "已登记")), Filter("state", Condition.ONE_OF, ()),
    Filter("due", Condition.LATE), Filter("unit", Condition.IS, ("炼化设备公司",)),
    Filter("feedback_date", Condition.BETWEEN, (date(2024, 3, 1), None)),
    Filter("feedback_date", Condition.PERIOD, ("本年",)),
)  # fmt: skip


def _asked(desk: Desk) -> dict[str, Any]:
    def view(query: Query) -> Any:
        return list(ledger.order(desk, query=query)), ledger.totals(desk, query=query)

    sorts = [((column.key, down), ("number", True)) for column in COLUMNS for down in (False, True)]
    return {
        "search": {text: view(Query(text=text)) for text in QUERIES},
        "first": {text: list(ledger.order(desk, query=Query(text=text), limit=20)) for text in QUERIES},
        "sort": {sort: view(Query(sort=sort)) for sort in sorts},
        "filter": {item: view(Query(filters=(item,))) for item in FILTERS},
        "groups": {
            key: ledger_groups.groups(desk, query=Query(), column=key)
            for key in (*(column.key for column in COLUMNS), "unit")
        },
        "rows": list(ledger.stream(desk, query=Query())),
        "states": ledger.states(desk),
        "cost": ledger_groups.cost_of_rows(desk, ids=range(1, 200)),
        "customers": [intake.suggest_customers(desk, text=text) for text in ("兰", "lz", "%", "Éa")],
        "trail": audit_check.verify(),
    }


@pytest.mark.parametrize(
    "question",
    ["search", "first", "sort", "filter", "groups", "rows", "states", "cost", "customers", "trail"],
)
def test_both_engines_answer_alike(answers: dict[str, dict[str, Any]], question: str) -> None:
    there, here = answers["server"][question], answers["file"][question]
    if isinstance(here, dict):
        assert {key: value for key, value in there.items() if value != here[key]} == {}
        assert any(here.values())
    assert there == here


def test_every_check_of_the_health_report_passes_on_a_server(office: tuple[Path, str]) -> None:
    with signed_in(office[0]) as desk:
        report = health.check(desk)
    assert [item for item in report.findings if item.level == "bad"] == []


def _values(complete_feedback: dict[str, Any]) -> str:
    from qmsdesk.papers.catalogue import paper
    from qmsdesk.papers.values import dump

    return json.dumps(dump(paper("01"), complete_feedback))


def test_four_workstations_register_without_gap_or_double(
    cluster: Any, tmp_path: Path, complete_feedback: dict[str, Any]
) -> None:
    owner = found_on(cluster, tmp_path / "first")
    address = servers.address_of(tmp_path / "first")
    assert address != owner
    stations = [
        subprocess.Popen(
            [sys.executable, "-c", WORKSTATION, address, str(tmp_path / f"station{seed}"), str(seed), "12",
             _values(complete_feedback)],
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


@pytest.mark.slow
def test_a_server_stopped_at_once_loses_nothing_it_acknowledged(
    tmp_path: Path, complete_feedback: dict[str, Any], cluster: Any
) -> None:
    """19 times `pg_ctl stop -m immediate` while a workstation registers (G29)."""
    found_on(cluster, tmp_path / "first")
    address, told, luck = servers.address_of(tmp_path / "first"), [], random.Random(3)
    for turn in range(19):
        station = subprocess.Popen(
            [sys.executable, "-c", WORKSTATION, address, str(tmp_path / f"station{turn}"), str(turn), "400",
             _values(complete_feedback)],
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
