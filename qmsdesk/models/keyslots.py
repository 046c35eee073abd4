"""Who can open the database: each user's password unwraps the one random key; opening the slot is the sign-in."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import server_place, tries
from qmsdesk.models.canonical import canonical_json
from qmsdesk.models.derived_keys import KEY_BYTES
from qmsdesk.models.files import make_private_folder
from qmsdesk.models.passwords import new_recovery_code, normal, plain_recovery_code, refuse_weak
from qmsdesk.models.places import KEYS, TRIES
from qmsdesk.models.shelves import held

FORMAT = 1
RECOVERY = "recovery"
_RECOVERY_USER = "(恢复码)"


@dataclass(frozen=True)
class Cost:
    """What one guess costs (argon2id)."""

    memory_kib: int
    rounds: int
    lanes: int


COST = Cost(memory_kib=65_536, rounds=3, lanes=1)


@dataclass(frozen=True)
class Slot:
    """One user's way to the key; `must_change` asks for a new password at the next sign-in. Bytes are base64 text."""

    user: str
    version: int
    salt: str
    nonce: str
    wrapped: str
    cost: Cost
    kind: str = "password"
    must_change: bool = False


@dataclass(frozen=True)
class Ring:
    """The slot file: its own random id, the slots of the users, and the recovery slot."""

    ring: str
    slots: tuple[Slot, ...]
    recovery: Slot

    @property
    def binding(self) -> bytes:
        """What ties the file of tries to this slot file."""
        return base64.b64decode(self.ring)


def write_ring(folder: Path, *, users: dict[str, tuple[str, bool]], key: bytes) -> str:
    """Write a wholly new slot file: user -> (password, must it be changed); the recovery code to be printed."""
    code = new_recovery_code()
    slots = tuple(_seal(user, 1, password, key, must_change=must) for user, (password, must) in users.items())
    recovery = _seal(_RECOVERY_USER, 1, plain_recovery_code(code), key, kind=RECOVERY)
    ring = Ring(_text(secrets.token_bytes(KEY_BYTES)), slots, recovery)
    with held(folder, KEYS) as shelf:
        shelf.write(KEYS, _dump(ring))
    tries.start(folder, ring.binding)
    return code


def new_key() -> bytes:
    """A random 32-byte database key."""
    return secrets.token_bytes(KEY_BYTES)


def create(folder: Path, *, user: str, password: str, key: bytes, names: tuple[str, ...] = ()) -> str:
    """Write the slot file of a new department with its first user; the recovery code to be printed."""
    refuse_weak(password, names=(user, *names))
    make_private_folder(folder)
    if is_there(folder):
        raise UserError("这个文件夹里已经有一个部门的数据。", advice="请直接登录，或换一个空文件夹。")
    return write_ring(folder, users={user: (password, False)}, key=key)


def user_names(folder: Path) -> list[str]:
    """Who can sign in, in the order they were added."""
    return [slot.user for slot in read(folder).slots]


def open_slot(
    folder: Path, *, user: str, password: str, now: datetime, tries_in: Path | None = None
) -> tuple[bytes, Slot]:
    """The database key and the slot; the try is counted (in `tries_in`, else beside the slots) before it is checked.

    A wrong password and an unknown user give the same UserError after the same work.
    """
    ring, noted = read(folder), tries_in or folder
    tries.count_one(noted, user, ring.binding, now)
    slot = next((item for item in ring.slots if item.user == user), None)
    key = _unseal(slot or _dummy(user), normal(password))
    if slot is None or key is None:
        raise UserError(
            "用户名或密码不对。", advice="请检查大小写和输入法后再试；忘记密码时请找管理员或用恢复码。"
        )
    tries.succeeded(noted, user, ring.binding)
    return key, slot


def open_recovery(folder: Path, *, code: str, now: datetime) -> bytes:
    """The database key behind the printed recovery code."""
    plain = plain_recovery_code(code)
    ring = read(folder)
    tries.count_one(folder, _RECOVERY_USER, ring.binding, now)
    key = _unseal(ring.recovery, plain)
    if key is None:
        raise UserError("恢复码不对。", advice="请核对是不是最近一次打印的那一张。")
    tries.succeeded(folder, _RECOVERY_USER, ring.binding)
    return key


def add_slot(
    folder: Path,
    *,
    user: str,
    password: str,
    key: bytes,
    names: tuple[str, ...] = (),
    must_change: bool = False,
) -> None:
    """Give one more user a way to the key; the caller holds an open department."""
    refuse_weak(password, names=(user, *names))
    ring = read(folder)
    if user in (_RECOVERY_USER, *(slot.user for slot in ring.slots)):
        raise UserError(f"用户“{user}”已经存在。", advice="请换一个用户名，例如加上部门。")
    _change(
        folder,
        ring,
        replace(ring, slots=(*ring.slots, _seal(user, 1, password, key, must_change=must_change))),
    )


def set_password(
    folder: Path,
    *,
    user: str,
    password: str,
    key: bytes,
    names: tuple[str, ...] = (),
    must_change: bool = False,
) -> None:
    """Put a new password on a user's slot; the old one no longer opens it."""
    refuse_weak(password, names=(user, *names))
    ring = read(folder)
    old = _find(ring, user)
    fresh = _seal(user, old.version + 1, password, key, must_change=must_change)
    _change(
        folder, ring, replace(ring, slots=tuple(fresh if slot.user == user else slot for slot in ring.slots))
    )
    tries.forget(folder, user, ring.binding)


def remove_slot(folder: Path, *, user: str) -> None:
    """Take away a user's way to the key; the last one stays."""
    ring = read(folder)
    _find(ring, user)
    if len(ring.slots) == 1:
        raise UserError("这是最后一位用户，不能删除。", advice="请先添加另一位用户。")
    _change(folder, ring, replace(ring, slots=tuple(slot for slot in ring.slots if slot.user != user)))
    tries.forget(folder, user, ring.binding)


def renew_recovery(folder: Path, *, key: bytes) -> str:
    """A new recovery code; the old print is worthless from now on."""
    ring = read(folder)
    code = new_recovery_code()
    fresh = _seal(_RECOVERY_USER, ring.recovery.version + 1, plain_recovery_code(code), key, kind=RECOVERY)
    _change(folder, ring, replace(ring, recovery=fresh))
    return code


def unlock(folder: Path, *, user: str) -> int:
    """Let a locked user try again; how many failed tries there were."""
    ring = read(folder)
    _find(ring, user)
    return tries.forget(folder, user, ring.binding)


def failed_tries(folder: Path) -> dict[str, int]:
    """Failed tries of each user since the last success."""
    return tries.counts(folder, read(folder).binding)


def unlogged_failures(folder: Path) -> list[tuple[str, str]]:
    """Failed tries the audit trail does not know yet: user and moment (ISO text)."""
    return tries.failures(folder, read(folder).binding)


def failures_are_logged(folder: Path, logged: list[tuple[str, str]]) -> None:
    """Forget the failures that now stand in the audit trail."""
    tries.failures_are_logged(folder, read(folder).binding, logged)


def tries_were_tampered(folder: Path) -> bool:
    """True when somebody removed or changed the file that counts the tries."""
    return tries.was_tampered(folder, read(folder).binding)


def acknowledge_tries(folder: Path) -> None:
    """Take note of a tampered file of tries, after it was logged."""
    tries.acknowledge(folder, read(folder).binding)


def is_there(folder: Path) -> bool:
    """True when this folder, or the server it belongs to, holds a department."""
    if server_place.read(folder) is None:
        return (folder / KEYS).exists()
    with held(folder, KEYS) as shelf:
        return shelf.read(KEYS) is not None


def withdraw(folder: Path) -> None:
    """Take back the slots of a department that could not be made after all."""
    for name in (KEYS, TRIES):
        with held(folder, name) as shelf:
            shelf.remove(name)


def read(folder: Path) -> Ring:
    """The slot file; UserError when it is missing or unreadable."""
    if server_place.read(folder) is None:
        path = folder / KEYS
        try:
            return parsed(path.read_text(encoding="utf-8") if path.is_file() else None, folder)
        except (OSError, UnicodeDecodeError) as error:
            raise _damaged(error) from error
    with held(folder, KEYS) as shelf:
        return parsed(shelf.read(KEYS), folder)


def text(folder: Path) -> str:
    """The slot file as it stands, for a backup."""
    with held(folder, KEYS) as shelf:
        return shelf.read(KEYS) or ""


def parsed(text: str | None, folder: Path) -> Ring:
    """The slots in a text of `text()`; `folder` is named when there is none."""
    if text is None:
        raise UserError(
            "这个文件夹里没有部门数据。",
            advice="请核对数据文件夹，或先建立部门。",
            detail=str(folder / KEYS),
        )
    try:
        raw = json.loads(text)
        if raw["format"] > FORMAT:
            raise UserError("钥匙文件由更新版本的程序建立。", advice="请安装新版本的程序。")
        return Ring(raw["ring"], tuple(_slot(item) for item in raw["slots"]), _slot(raw["recovery"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> UserError:
    return UserError("钥匙文件已损坏。", advice=f"请从备份中取回 {KEYS}。", detail=str(error))


def _change(folder: Path, was: Ring, ring: Ring) -> None:
    """Write the changed slots, unless another workstation changed them meanwhile."""
    with held(folder, KEYS) as shelf:
        if parsed(shelf.read(KEYS), folder) != was:
            raise Conflict("另一台工作站刚刚改过用户或密码，这次没有保存。", advice="请再试一次。")
        shelf.write(KEYS, _dump(ring))


def _dump(ring: Ring) -> str:
    return json.dumps({"format": FORMAT, **asdict(ring)}, ensure_ascii=False, indent=1)


def _find(ring: Ring, user: str) -> Slot:
    slot = next((item for item in ring.slots if item.user == user), None)
    if slot is None:
        raise UserError(f"没有叫“{user}”的用户。", advice="请从用户列表里选择。")
    return slot


def _slot(raw: dict[str, Any]) -> Slot:
    return Slot(**{**raw, "cost": Cost(**raw["cost"])})


def _seal(
    user: str, version: int, secret: str, key: bytes, *, kind: str = "password", must_change: bool = False
) -> Slot:
    empty = Slot(
        user,
        version,
        _text(secrets.token_bytes(16)),
        _text(secrets.token_bytes(12)),
        "",
        COST,
        kind,
        must_change,
    )
    wrapped = AESGCM(_stretch(empty, normal(secret))).encrypt(
        base64.b64decode(empty.nonce), key, _bound_to(empty)
    )
    return replace(empty, wrapped=_text(wrapped))


def _unseal(slot: Slot, secret: str) -> bytes | None:
    try:
        nonce, wrapped = base64.b64decode(slot.nonce), base64.b64decode(slot.wrapped)
        return AESGCM(_stretch(slot, secret)).decrypt(nonce, wrapped, _bound_to(slot))
    except (InvalidTag, ValueError):
        return None


def _stretch(slot: Slot, secret: str) -> bytes:
    cost = slot.cost
    salt = base64.b64decode(slot.salt)
    return hash_secret_raw(
        secret.encode("utf-8", "surrogatepass"),
        salt,
        cost.rounds,
        cost.memory_kib,
        cost.lanes,
        KEY_BYTES,
        Type.ID,
    )


def _bound_to(slot: Slot) -> bytes:
    """What may not be changed without breaking the slot: whose it is, which version, what it asks for."""
    return canonical_json(
        [FORMAT, slot.kind, slot.user, slot.version, slot.must_change, asdict(slot.cost)]
    ).encode()


def _dummy(user: str) -> Slot:
    """A slot nothing opens, so that an unknown user costs as much as a wrong password."""
    return Slot(user, 0, _text(bytes(16)), _text(bytes(12)), _text(bytes(KEY_BYTES + 16)), COST)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
