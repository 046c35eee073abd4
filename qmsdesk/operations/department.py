"""A department's data: made once, opened by signing in, closed at the end of the day."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models import audit, engine, keyslots, places
from qmsdesk.models.base import moment_text
from qmsdesk.models.files import leave_private_temp, use_private_temp
from qmsdesk.models.reserve import with_reserve
from qmsdesk.models.restore_pending import is_pending
from qmsdesk.models.transactions import insert, one, write_tx
from qmsdesk.operations.desk import Department, Desk, User
from qmsdesk.procedure.clock import SHANGHAI, Clock, SystemClock, business_date

SALES, QUALITY, COMPANY_QUALITY = "经销部门", "质管部门", "技术质量管理部"
# holders of copies in clause 5.3.5.4 and on form 04, known to every new unit
HOLDERS = (SALES, QUALITY, "生产部门", "供应部门", "财务部门", "发货部门", "质检部门", "成品库")
_KINDS = (("经销", SALES), ("销售", SALES), ("质", QUALITY), ("生产", "生产部门"), ("供应", "供应部门"))
_FIRST_ROLES = {SALES: ("sales_clerk", "administrator"), QUALITY: ("quality_clerk", "administrator")}
_PERSON = """
SELECT p.id, d.id, d.name, d.kind, u.id, u.code, u.name FROM person p
JOIN department d ON d.id = p.department_id JOIN unit u ON u.id = d.unit_id WHERE p.name = ? AND p.active = 1
"""
_CODE = r"[A-Za-z0-9]{1,8}"


def create_department(
    *,
    data_dir: Path,
    unit_code: str,
    unit_name: str,
    department: str,
    user: str,
    password: str,
    kind: str = "",
    clock: Clock | None = None,
) -> str:
    """Make a department's data with its first user (and administrator); the recovery code to be printed for the safe.

    `kind` is the holder name the department answers to; by default it is read from its name. UserError when the folder
    holds data already, lies on a network drive, or a name or the password is not acceptable.
    """
    clock = clock or SystemClock()
    from qmsdesk.models.text import clean_text

    unit_code = clean_text(unit_code, label="单位代号", max_length=8, code=True)
    unit_name, department, user = (
        _name(text, label)
        for text, label in ((unit_name, "单位名称"), (department, "部门"), (user, "用户名"))
    )
    if not re.fullmatch(_CODE, unit_code):
        raise UserError(
            "单位代号只能用 1 到 8 个字母或数字。", advice="例如 01。它会印在每个编号里，以后不能改。"
        )
    if places.database_path(data_dir).exists() or keyslots.is_there(data_dir):
        raise UserError("这个文件夹里已经有一个部门的数据。", advice="请直接登录，或换一个空文件夹。")
    key = keyslots.new_key()
    code = keyslots.create(data_dir, user=user, password=password, key=key, names=(unit_name, department))
    try:
        engine.create(places.database_path(data_dir), key, user=user, since=moment_text(clock.now()))
    except BaseException:
        with contextlib.suppress(OSError, UserError):
            keyslots.withdraw(data_dir)
        raise
    try:
        author = audit.Author(user, "administrator", workstation(), clock.now())
        with write_tx():
            _seed(unit_code, unit_name, department, kind or _kind_of(department), author)
            _found_authority(data_dir, department, author)
    finally:
        engine.close()
    return code


def user_names(*, data_dir: Path) -> list[str]:
    """Who can sign in to the data in this folder; empty when there is none yet."""
    if not keyslots.is_there(data_dir):
        return []
    return keyslots.user_names(data_dir)


def open_department(
    *,
    data_dir: Path,
    user: str,
    password: str,
    clock: Clock | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Desk:
    """Sign in: open the user's key slot, then the database; UserError for every reason why it cannot be opened.

    `progress` is told (done, total) while a database of an older version is brought up to date.
    """
    clock = clock or SystemClock()
    _settle(data_dir, clock)
    key, slot = keyslots.open_slot(data_dir, user=user.strip(), password=password, now=clock.now())
    return _open(data_dir, key, slot.user, slot.must_change, clock, action="登录", progress=progress)


def open_with_recovery(
    *, data_dir: Path, user: str, code: str, password: str, clock: Clock | None = None
) -> Desk:
    """Sign in with the printed recovery code and give `user` a new password."""
    clock = clock or SystemClock()
    _settle(data_dir, clock)
    key = keyslots.open_recovery(data_dir, code=code, now=clock.now())
    keyslots.set_password(data_dir, user=user.strip(), password=password, key=key)
    return _open(data_dir, key, user.strip(), False, clock, action="用恢复码登录")


def close_department(desk: Desk) -> None:
    """Sign out and close: afterwards the department is one file again."""
    from qmsdesk.operations.anchoring import note_head

    def sign_out() -> None:
        with write_tx():
            audit.append(author_of(desk), "退出")

    try:
        with_reserve(desk.data_dir, sign_out)
        with_reserve(desk.data_dir, lambda: note_head(desk, "sign_out"))
    finally:
        leave_private_temp()
        engine.close()


def author_of(desk: Desk) -> audit.Author:
    """The signed-in user as the audit trail names him."""
    return audit.Author(
        desk.user.name, "、".join(sorted(desk.user.roles)), desk.workstation, desk.clock.now()
    )


def workstation() -> str:
    """The name of this machine in its network."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket

    return socket.gethostname()


def _settle(data_dir: Path, clock: Clock) -> None:
    if is_pending(data_dir):
        from qmsdesk.models.restore import settle

        settle(data_dir, now=clock.now())


def _open(
    data_dir: Path,
    key: bytes,
    user: str,
    must_change: bool,
    clock: Clock,
    *,
    action: str,
    progress: Callable[[int, int], object] | None = None,
) -> Desk:
    from qmsdesk.operations.certificates import found_missing_authority

    since = clock.now().astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    engine.open_(places.database_path(data_dir), key, user=user, since=since, upgrading=progress)
    try:
        use_private_temp(places.temporary_dir(data_dir))
        desk = Desk(data_dir, *_who(user, must_change, clock), clock, workstation())
        _log_sign_in(desk, action)
        found_missing_authority(desk)
    except BaseException:
        leave_private_temp()
        engine.close()
        raise
    return desk


def _who(name: str, must_change: bool, clock: Clock) -> tuple[User, Department]:
    from qmsdesk.operations.scope import held_for

    person = one(_PERSON, (name,))
    if person is None:
        raise UserError(f"用户“{name}”已停用或没有所属部门。", advice="请管理员在“人员”中核对。")
    department = Department(*person[1:])
    held = held_for(int(person[0]), department.unit_id, business_date(clock.now()).isoformat())
    return User(int(person[0]), name, held, must_change), department


def _log_sign_in(desk: Desk, action: str) -> None:
    """Write the sign-in, and the failed tries since the last one, into the trail."""
    failures = keyslots.unlogged_failures(desk.data_dir)
    tampered = keyslots.tries_were_tampered(desk.data_dir)
    author = author_of(desk)
    with write_tx():
        for name, at in failures:
            failed = audit.Author(name, "", desk.workstation, datetime.fromisoformat(at).astimezone(UTC))
            audit.append(failed, "登录失败")
        if tampered:
            audit.append(author, "登录计数文件被改动")
        audit.append(author, action)
    if failures:
        keyslots.failures_are_logged(desk.data_dir, failures)
    if tampered:
        keyslots.acknowledge_tries(desk.data_dir)


def _found_authority(data_dir: Path, department: str, author: audit.Author) -> None:
    from qmsdesk.operations.certificates import found_authority

    found_authority(house=data_dir, department=department, author=author)


def _seed(code: str, unit_name: str, department: str, kind: str, author: audit.Author) -> None:
    at, user = moment_text(author.at), author.user
    touched: list[audit.Touched] = []

    def add(table: str, **values: object) -> int:
        key = insert(table, values)
        touched.append((table, key))
        return key

    unit = add("unit", code=code, name=unit_name, created_at=at)
    own = add("department", unit_id=unit, name=department, kind=kind, place="here", created_at=at)
    for holder in HOLDERS:
        if holder != kind:
            add("department", unit_id=unit, name=holder, kind=holder, created_at=at)
    add("department", unit_id=None, name=COMPANY_QUALITY, kind=COMPANY_QUALITY, created_at=at)
    person = add("person", name=user, department_id=own, signs_in=1, created_at=at)
    since = business_date(author.at).isoformat()
    for role in _FIRST_ROLES.get(kind, ("responsible_clerk", "administrator")):
        add("role_assignment", person_id=person, role=role, unit_id=unit, since=since, given_by=user)
    audit.append(author, "建立部门", touched=touched)


def _name(text: str, label: str) -> str:
    from qmsdesk.models.text import clean_text

    cleaned = clean_text(text, label=label, max_length=60, code=True)
    if not cleaned:
        raise UserError(f"“{label}”没有填写。", advice="请补上后再试。")
    return cleaned


def _kind_of(name: str) -> str:
    return next((kind for word, kind in _KINDS if word in name), SALES)
