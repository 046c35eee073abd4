"""Signing in: the slot opens with its password only, guesses are counted, and a stranger learns nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import keyslots, tries
from tests.models.conftest import NOW

GOOD = "晴天骑车去看37号楼"
OTHER = "蓝墨水与旧算盘8866"
WRONG = "wrong-guess-0000"


@pytest.fixture
def folder(tmp_path: Path, key: bytes) -> Path:
    keyslots.create(tmp_path, user="李敏", password=GOOD, key=key, names=("炼化设备公司",))
    return tmp_path


def _open(folder: Path, password: str, *, user: str = "李敏", later: float = 0) -> bytes:
    return keyslots.open_slot(folder, user=user, password=password, now=NOW + timedelta(seconds=later))[0]


def _edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads((folder / "keys.json").read_text("utf-8"))
    change(content)
    (folder / "keys.json").write_text(json.dumps(content), "utf-8")


def test_the_password_opens_the_key(folder: Path, key: bytes) -> None:
    assert _open(folder, GOOD) == key
    assert keyslots.user_names(folder) == ["李敏"]


def test_full_width_typing_gives_the_same_password(folder: Path, key: bytes) -> None:
    assert _open(folder, GOOD.replace("37", "３７")) == key


def test_a_wrong_password_and_an_unknown_user_look_alike(folder: Path) -> None:
    with pytest.raises(UserError) as wrong:
        _open(folder, WRONG)
    with pytest.raises(UserError) as unknown:
        _open(folder, WRONG, user="张三")
    assert str(wrong.value) == str(unknown.value)


def test_an_unknown_user_costs_a_hash_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    stretch = keyslots._stretch
    monkeypatch.setattr(
        keyslots, "_stretch", lambda slot, secret: hashed.append(slot.user) or stretch(slot, secret)
    )
    for user in ("李敏", "张三"):
        with pytest.raises(UserError):
            _open(folder, WRONG, user=user)
    assert hashed == ["李敏", "张三"]


def test_the_product_makes_a_guess_expensive(repository: Path) -> None:
    source = (repository / "qmsdesk/models/keyslots.py").read_text("utf-8")
    assert "COST = Cost(memory_kib=65_536, rounds=3, lanes=1)" in source


def test_slots_cannot_be_renamed_swapped_or_weakened(folder: Path, key: bytes) -> None:
    keyslots.add_slot(folder, user="王工", password=OTHER, key=key)
    before = (folder / "keys.json").read_text("utf-8")

    def rename(content: dict[str, Any]) -> None:
        content["slots"][0]["user"], content["slots"][1]["user"] = "王工", "李敏"

    def cheapen(content: dict[str, Any]) -> None:
        content["slots"][0]["cost"]["memory_kib"] = 16

    def excuse(content: dict[str, Any]) -> None:
        content["slots"][0]["must_change"] = True

    def promote(content: dict[str, Any]) -> None:
        content["slots"][0] = {**content["recovery"], "user": "李敏", "kind": "password"}

    for attack in (rename, cheapen, excuse, promote):
        (folder / "keys.json").write_text(before, "utf-8")
        _edit(folder, attack)
        with pytest.raises(UserError, match="不对"):
            _open(folder, GOOD)


def test_a_new_password_replaces_the_old_one(folder: Path, key: bytes) -> None:
    keyslots.set_password(folder, user="李敏", password=OTHER, key=key)
    assert _open(folder, OTHER) == key
    with pytest.raises(UserError):
        _open(folder, GOOD)


def test_a_removed_user_no_longer_gets_in_and_the_last_one_stays(folder: Path, key: bytes) -> None:
    keyslots.add_slot(folder, user="王工", password=OTHER, key=key)
    keyslots.remove_slot(folder, user="李敏")
    with pytest.raises(UserError):
        _open(folder, GOOD)
    assert _open(folder, OTHER, user="王工") == key
    with pytest.raises(UserError, match="最后一位"):
        keyslots.remove_slot(folder, user="王工")


def test_the_printed_code_opens_the_key_however_it_is_typed(tmp_path: Path, key: bytes) -> None:
    code = keyslots.create(tmp_path, user="李敏", password=GOOD, key=key)
    assert [len(group) for group in code.split("-")] == [5] * 6
    assert not set("01IO") & set(code)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert keyslots.open_recovery(tmp_path, code=typed, now=NOW) == key


def test_a_mistyped_code_is_noticed_before_it_counts_as_a_try(folder: Path) -> None:
    with pytest.raises(UserError, match="输入有误"):
        keyslots.open_recovery(folder, code="ABCDE-FGHJK", now=NOW)
    assert keyslots.failed_tries(folder) == {}


def test_a_new_code_makes_the_old_print_worthless(tmp_path: Path, key: bytes) -> None:
    old = keyslots.create(tmp_path, user="李敏", password=GOOD, key=key)
    new = keyslots.renew_recovery(tmp_path, key=key)
    assert keyslots.open_recovery(tmp_path, code=new, now=NOW) == key
    with pytest.raises(UserError, match="恢复码不对"):
        keyslots.open_recovery(tmp_path, code=old, now=NOW)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("短密码123", "至少"),
        ("aaaaaaaaaaaa", "太简单"),
        ("abcabcabcabc", "太简单"),
        ("1234567890", "太简单"),
        ("qwertyuiop12", "太简单"),
        ("1qaz2wsx3edc", "太简单"),
        ("Password123!", "太常见"),
        ("woaini2026!!", "太常见"),
        ("李敏李敏李敏2026", "名称"),
        ("炼化设备公司2026", "名称"),
        ("control\x07character", "看不见"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(
    tmp_path: Path, key: bytes, password: str, why: str
) -> None:
    with pytest.raises(UserError, match=why):
        keyslots.create(tmp_path, user="李敏", password=password, key=key, names=("炼化设备公司",))
    assert not (tmp_path / "keys.json").exists()


def test_after_five_wrong_guesses_even_the_right_password_has_to_wait(folder: Path, key: bytes) -> None:
    for _ in range(tries.FREE):
        with pytest.raises(UserError, match="用户名或密码不对"):
            _open(folder, WRONG)
    with pytest.raises(UserError, match=r"请等 3[01] 秒"):
        _open(folder, GOOD)
    assert _open(folder, GOOD, later=31) == key
    assert keyslots.failed_tries(folder) == {}


def test_one_success_starts_the_count_anew(folder: Path, key: bytes) -> None:
    for _ in range(3):
        for _ in range(tries.FREE - 1):
            with pytest.raises(UserError, match="用户名或密码不对"):
                _open(folder, WRONG)
        assert _open(folder, GOOD) == key


def test_the_wait_grows_and_a_clock_set_back_does_not_shorten_it(folder: Path) -> None:
    later = 0.0
    for _ in range(tries.FREE):
        with pytest.raises(UserError):
            _open(folder, WRONG)
    later += 31
    with pytest.raises(UserError, match="用户名或密码不对"):
        _open(folder, WRONG, later=later)
    with pytest.raises(UserError, match="请等"):
        _open(folder, GOOD, later=later + 31)
    with pytest.raises(UserError, match="请等"):
        _open(folder, GOOD, later=-7200)


def test_fifteen_wrong_guesses_lock_for_good_whatever_the_clock_says(folder: Path, key: bytes) -> None:
    later = 0.0
    for _ in range(tries.HARD):
        with pytest.raises(UserError, match="用户名或密码不对"):
            _open(folder, WRONG, later=later)
        later += 7200
    with pytest.raises(UserError, match="已锁定"):
        _open(folder, GOOD, later=later + 10**8)
    assert keyslots.unlock(folder, user="李敏") == tries.HARD
    assert _open(folder, GOOD, later=later) == key


def test_a_removed_or_foreign_file_of_tries_gives_no_free_guesses(folder: Path, key: bytes) -> None:
    (folder / "tries.json").unlink()
    assert keyslots.tries_were_tampered(folder)
    with pytest.raises(UserError, match="用户名或密码不对"):
        _open(folder, WRONG)
    with pytest.raises(UserError, match="请等"):
        _open(folder, WRONG, later=1)
    assert _open(folder, GOOD, later=3600) == key
    assert keyslots.tries_were_tampered(folder)
    keyslots.acknowledge_tries(folder)
    assert not keyslots.tries_were_tampered(folder)


def test_a_count_edited_by_hand_is_noticed(folder: Path) -> None:
    with pytest.raises(UserError):
        _open(folder, WRONG)
    content = (folder / "tries.json").read_text("utf-8")
    assert '"count": 1' in content
    (folder / "tries.json").write_text(content.replace('"count": 1', '"count": 0'), "utf-8")
    assert keyslots.tries_were_tampered(folder)


def test_four_processes_guessing_reach_the_check_five_times_together(
    folder: Path, child: Callable[..., Any]
) -> None:
    guessers = [child("guess", folder, 25) for _ in range(4)]
    for process in guessers:
        assert process.stdout.readline() == "ready\n"
    for process in guessers:
        process.stdin.write("go\n")
        process.stdin.flush()
    checked = [int(process.communicate(timeout=60)[0]) for process in guessers]
    assert sum(checked) == tries.FREE


def test_failures_wait_to_be_logged_and_the_right_guess_is_none(folder: Path) -> None:
    with pytest.raises(UserError):
        _open(folder, WRONG)
    _open(folder, GOOD, later=1)
    failures = keyslots.unlogged_failures(folder)
    assert failures == [("李敏", NOW.isoformat())]
    keyslots.failures_are_logged(folder, failures)
    assert keyslots.unlogged_failures(folder) == []


@pytest.mark.parametrize("content", ["", "[]", '{"format": 1}', '{"format": 1, "slots": [{}]}'])
def test_a_damaged_slot_file_says_so(folder: Path, content: str) -> None:
    (folder / "keys.json").write_text(content)
    with pytest.raises(UserError, match="钥匙文件"):
        _open(folder, GOOD)


def test_a_newer_slot_file_is_refused(folder: Path) -> None:
    _edit(folder, lambda content: content.update(format=99))
    with pytest.raises(UserError, match="更新版本"):
        _open(folder, GOOD)
