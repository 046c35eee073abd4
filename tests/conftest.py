"""What every test stands on: no screen, no home folder, cheap keys, nothing left behind."""

from __future__ import annotations

import dataclasses
import gc
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
_FAILED = pytest.StashKey[bool]()

# before the first import of PySide6: no window system, and nobody's own settings or data
os.environ["QT_QPA_PLATFORM"] = "offscreen"
_home = tempfile.TemporaryDirectory(prefix="qmsdesk-tests-")
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    _place = Path(_home.name) / _name.lower()
    _place.mkdir(exist_ok=True)
    os.environ[_name] = str(_place)
for _name in [name for name in os.environ if name.startswith("QMSDESK_")]:
    del os.environ[_name]

from hypothesis import HealthCheck, settings  # noqa: E402  (the environment comes first)

settings.register_profile(
    "quick", max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--engine postgres` gives every department of the tests a schema of its own on a private server."""
    parser.addoption("--engine", choices=("sqlite", "postgres"), default="sqlite")


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A private PostgreSQL server; the test is skipped where none is installed."""
    pytest.importorskip("psycopg", reason="the optional PostgreSQL driver is not installed")
    import sys as system

    system.path.insert(0, str(Path(__file__).parent))
    import server_cluster

    if server_cluster.binaries() is None:
        pytest.skip("PostgreSQL 15 or newer is not installed")
    made = server_cluster.Cluster(hasty=request.config.getoption("--engine") == "postgres")
    yield made
    made.remove()


@pytest.fixture(scope="session", autouse=True)
def _departments_on_a_server(request: pytest.FixtureRequest, _cheap_keys: None) -> Iterator[None]:
    """With --engine postgres a department made in an empty folder is made on the server."""
    if request.config.getoption("--engine") != "postgres":
        yield
        return
    from qmsdesk.models import server_place, server_schema
    from qmsdesk.operations import department

    made = request.getfixturevalue("cluster")
    create = department.create_department

    def on_server(*, data_dir: Path, **given: Any) -> str:
        if server_place.read(data_dir) is None and not (data_dir / "department.db").exists():
            server_place.write(data_dir, server_schema.found(server_place.parse(made.address())))
        return create(data_dir=data_dir, **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(department, "create_department", on_server)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; tests that need it are skipped where it is absent."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder shared/data is not beside the repository")
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session", autouse=True)
def _cheap_keys() -> Iterator[None]:
    """Key slots of tests are derived in a millisecond and signing keys are made once; the product takes its time."""
    from itertools import count

    from qmsdesk.models import keyslots
    from qmsdesk.printing import ca

    make, kept, turn = ca._new_key, [], count()

    def signing_key() -> Any:
        """One of four keys of full size: making one takes a tenth of a second or more."""
        place = next(turn) % 4
        if place == len(kept):
            kept.append(make())
        return kept[place]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "COST", dataclasses.replace(keyslots.COST, memory_kib=8, rounds=1))
        patch.setattr(ca, "_new_key", signing_key)
        yield


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """The application dressed as the program dresses it, whatever fonts and colours the machine has."""
    from qmsdesk.forms.style import dress

    dress(qapp)
    return qapp


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Remember failures: the frames of a failed test rightly keep its windows alive."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def _nothing_outlives_the_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window, a running timer or a thread behind."""
    windows, threads = _windows(), set(threading.enumerate())
    yield
    if request.node.stash.get(_FAILED, False):
        return
    left = _windows_left(windows)
    if {"qtbot", "qapp"} & set(request.fixturenames):
        left += _active_qt_objects()
    left += [f"thread {thread.name}" for thread in _threads_left(threads)]
    if left:
        pytest.fail("left behind by the test: " + ", ".join(left), pytrace=False)


def _application() -> Any:
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def _windows() -> dict[int, Any]:
    """The address and object of each window that nobody owns."""
    application = _application()
    if application is None or not hasattr(application, "topLevelWidgets"):
        return {}
    import shiboken6

    return {
        shiboken6.getCppPointer(window)[0]: window
        for window in application.topLevelWidgets()
        if window.parent() is None
    }


def _windows_left(before: dict[int, Any]) -> list[str]:
    application = _application()
    if application is None:
        return []
    from PySide6.QtCore import QEvent

    for collect in (False, True):
        if collect:
            gc.collect()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application.processEvents()
        if not _windows().keys() - before.keys():
            return []
    return [f"window {_windows()[key]!r}" for key in _windows().keys() - before.keys()]


def _active_qt_objects() -> list[str]:
    """Timers that tick and Qt threads that run, found among the live Python objects."""
    import shiboken6
    from PySide6.QtCore import QThread, QThreadPool, QTimer

    QThreadPool.globalInstance().waitForDone(1000)
    application = _application()
    main = application.thread() if application else None
    live = [
        thing
        for thing in gc.get_objects()
        if isinstance(thing, QTimer | QThread) and shiboken6.isValid(thing)
    ]
    timers = [thing for thing in live if isinstance(thing, QTimer) and thing.isActive()]
    running = [
        thing for thing in live if isinstance(thing, QThread) and thing.isRunning() and thing is not main
    ]
    names = [f"timer {timer!r}" for timer in timers] + [f"thread {thread!r}" for thread in running]
    # the next test starts clean and is not blamed for this one
    for timer in timers:
        timer.stop()
    for thread in running:
        thread.quit()
    return names


def _threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        if not isinstance(thread, threading._DummyThread):
            thread.join(timeout=1.0)
    return [thread for thread in left if thread.is_alive() and not isinstance(thread, threading._DummyThread)]


@pytest.fixture
def clock() -> Any:
    """A clock that stands at 10:00 on 22 November 2026 in Shanghai."""
    from datetime import UTC, datetime

    from qmsdesk.procedure.clock import FixedClock

    return FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path, clock: Any) -> Iterator[Any]:
    """A fresh 经销部门 with 李敏 signed in."""
    from qmsdesk.operations import department

    place = {"data_dir": tmp_path / "data", "user": "李敏", "password": "testing-desk-2026"}
    department.create_department(
        **place, unit_code="01", unit_name="炼化设备公司", department="经销部门", clock=clock
    )
    opened = department.open_department(**place, clock=clock)
    yield opened
    department.close_department(opened)


@pytest.fixture
def call_note() -> Any:
    """A call as a clerk writes it down."""
    from datetime import UTC, datetime

    from qmsdesk.operations.intake import CallNote

    return CallNote(
        caller="王工",
        telephone="0931-2345678",
        received_at=datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
        customer_name="兰州石化公司",
        customer_address="兰州市西固区",
        product_name="高压换热器",
        drawing_no="LS-H-0412",
        serial_no="H2025-017",
        words="开车第三天管箱法兰处渗漏，压力从 6.3 降到 5.8，要求尽快来人。",
        remedy="到现场处理",
        problem_kind="管箱法兰渗漏",
    )


@pytest.fixture
def complete_feedback() -> dict[str, Any]:
    """Values that leave nothing to be asked on form 01."""
    from datetime import date

    from qmsdesk.papers.values import Signed

    return {
        "feedback_date": date(2026, 11, 22),
        "customer_name": "兰州石化公司",
        "customer_address": "兰州市西固区",
        "product_name": "高压换热器",
        "drawing_no": "LS-H-0412",
        "commission_date": date(2026, 11, 19),
        "failure_date": date(2026, 11, 21),
        "problem_part": "管箱法兰密封面",
        "problem_kind": "管箱法兰渗漏",
        "witness": "听用户反映",
        "opened": False,
        "visual": False,
        "tool": "",
        "description": "开车第三天管箱法兰处渗漏，压力从 6.3 降到 5.8。",
        "other": "",
        "sig_handler": Signed("李敏", date(2026, 11, 22)),
        "channel": "电话书面记录",
        "serial_no": "H2025-017",
        "proposed_class": "B 抱怨或投诉",
    }
