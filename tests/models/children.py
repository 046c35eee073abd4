"""What other processes do in these tests; started as `python children.py VERB ARGUMENT …`."""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from conftest import register_slip

from qmsdesk.errors import UserError
from qmsdesk.models import engine, keyslots, restore
from qmsdesk.models.base import database
from qmsdesk.models.transactions import mapped_errors, one, write_tx


def say(*words: object) -> None:
    """One line the parent reads at once."""
    print(*words, flush=True)


def write_until_killed(path: str, key: str, how: str = "") -> None:
    """Register slips without end; each number is said only after its commit, unless `how` is early."""
    engine.open_(Path(path), bytes.fromhex(key), user="李敏")
    say("ready")
    while True:
        with write_tx():
            number = register_slip()
            if how == "early":
                say(number)
        if how != "early":
            say(number)


def restore_backup(folder: str, data_dir: str, key: str) -> None:
    """Restore a backup; the parent may kill this at any moment."""
    say("ready")
    restore.restore(Path(folder), Path(data_dir), bytes.fromhex(key), now=datetime.now(UTC), user="李敏")
    say("done")


def restore_naively(folder: str, data_dir: str, key: str) -> None:
    """Write the backup straight over the data, as a file manager would."""
    say("ready")
    for name in ("keys.json", "department.db"):
        (Path(data_dir) / name).write_bytes((Path(folder) / name).read_bytes())
    say("done")


def hold_open(path: str, key: str) -> None:
    """Open the department and wait for a word."""
    engine.open_(Path(path), bytes.fromhex(key), user="王工", since="2026-11-22 10:00")
    say("ready")
    sys.stdin.readline()
    engine.close()


def draw_numbers(path: str, key: str, how: str, count: str, seed: str) -> None:
    """Register `count` slips beside others, cancelling every tenth; `how` is counter or max+1."""
    dice = random.Random(int(seed))
    engine.open_(Path(path), bytes.fromhex(key), exclusive=False)
    say("ready")
    sys.stdin.readline()
    refused = 0
    for _ in range(int(count)):
        try:
            _draw_one(how, cancelled=dice.random() < 0.1)
        except (UserError, KeyError) as error:
            refused += isinstance(error, UserError)
    say(refused)
    database.close()


def _draw_one(how: str, *, cancelled: bool) -> None:
    if how == "counter":
        with write_tx():
            register_slip()
            if cancelled:
                raise KeyError("the clerk pressed cancel")
        return
    row = one("SELECT coalesce(max(seq), 0) + 1 FROM slip")
    assert row is not None
    time.sleep(0.001)
    with write_tx():
        database.execute_sql("UPDATE counter SET n = ? WHERE letter = 'F'", (row[0] - 1,))
        register_slip()


def guess(folder: str, count: str) -> None:
    """Guess the password of 李敏; how many guesses reached the check."""
    say("ready")
    sys.stdin.readline()
    checked = 0
    for _ in range(int(count)):
        try:
            keyslots.open_slot(Path(folder), user="李敏", password="wrong-guess-0000", now=datetime.now(UTC))
        except UserError as error:
            checked += error.message.startswith("用户名或密码不对")
    say(checked)


def starve(path: str, key: str) -> None:
    """Register slips with ever less memory for the engine; it can never be given more again."""
    engine.open_(Path(path), bytes.fromhex(key), user="李敏")
    for limit in range(2_000_000, 150_000, -50_000):
        try:
            with mapped_errors():
                database.execute_sql(f"PRAGMA hard_heap_limit = {limit}")
            with write_tx():
                number = register_slip("描述" * 3000)
            say(number)
        except UserError as error:
            say("refused", getattr(error, "code", ""), error.message)


def fill_the_disk(path: str, key: str, limit: str) -> None:
    """Register slips under a file size limit until one is refused, free the disk, and register one more."""
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    engine.open_(Path(path), bytes.fromhex(key), user="李敏")
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), unlimited[1]))
    try:
        while True:
            with write_tx():
                number = register_slip("描述" * 2000)
            say(number)
    except UserError as error:
        say("refused", getattr(error, "code", ""), error.message)
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    with write_tx():
        say(register_slip())
    engine.close()


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
