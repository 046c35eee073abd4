"""Attached files: kept once, encrypted, whole, under names that tell nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, keyslots
from qmsdesk.models.attachments import all_files, orphans, read, safe_name, store, store_file

CANARY = "现场照片·金丝雀".encode()


def test_what_was_stored_comes_back(tmp_path: Path, key: bytes) -> None:
    stored = store(tmp_path, key, CANARY)
    assert read(tmp_path, key, stored.sha256) == CANARY
    assert stored.size == len(CANARY)


def test_the_same_content_is_kept_once(tmp_path: Path, key: bytes) -> None:
    assert store(tmp_path, key, CANARY) == store(tmp_path, key, CANARY)
    assert len(list(all_files(tmp_path))) == 1


def test_neither_content_nor_hash_can_be_seen(tmp_path: Path, key: bytes) -> None:
    stored = store(tmp_path, key, CANARY)
    (file,) = all_files(tmp_path)
    assert CANARY not in file.read_bytes()
    assert stored.sha256 not in str(file)
    assert file != attachments.path_of(tmp_path, keyslots.new_key(), stored.sha256)


@pytest.mark.parametrize("place", [0, 13, -1])
def test_a_changed_file_is_refused(tmp_path: Path, key: bytes, place: int) -> None:
    stored = store(tmp_path, key, CANARY)
    (file,) = all_files(tmp_path)
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(UserError, match="已损坏"):
        read(tmp_path, key, stored.sha256)


def test_swapped_files_are_refused(tmp_path: Path, key: bytes) -> None:
    one, two = store(tmp_path, key, b"one"), store(tmp_path, key, b"two")
    first, second = (attachments.path_of(tmp_path, key, item.sha256) for item in (one, two))
    first.write_bytes(second.read_bytes())
    with pytest.raises(UserError, match="已损坏"):
        read(tmp_path, key, one.sha256)


def test_a_missing_file_is_named(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(UserError, match=r"不见了.*数据体检.*恢复"):
        read(tmp_path, key, "0" * 64)


def test_orphans_are_found(tmp_path: Path, key: bytes) -> None:
    kept, lost = store(tmp_path, key, b"kept"), store(tmp_path, key, b"lost")
    assert orphans(tmp_path, key, [kept.sha256]) == [attachments.path_of(tmp_path, key, lost.sha256)]


def test_an_empty_or_giant_file_is_not_attached(
    tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "x.pdf"
    source.write_bytes(b"")
    with pytest.raises(UserError, match="空文件"):
        store_file(tmp_path / "store", key, source)
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)
    source.write_bytes(bytes(11))
    with pytest.raises(UserError, match="超过"):
        store_file(tmp_path / "store", key, source)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("照片.jpg", "照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.exe", "x.exe"),
        ("/absolute/报告.pdf", "报告.pdf"),
        ("C:\\u\\报告.pdf", "报告.pdf"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("nul.txt", "附件.txt"),
        ("CON", "附件"),
        ("..", "附件"),
        ("", "附件"),
        ("  . ", "附件"),
        ("a\x00b.pdf", "ab.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_a_name_cannot_leave_its_folder_or_pretend(name: str, safe: str) -> None:
    assert safe_name(name) == safe
