"""The department's own authority, made with the department, and the certificates of those who sign."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.models import audit, personal_key
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.transactions import insert, must_be_in_write, one, rows, write_tx
from qmsdesk.operations.audit_trail import author, record
from qmsdesk.operations.desk import Desk
from qmsdesk.settings import company

if TYPE_CHECKING:
    from qmsdesk.printing.ca import Identity

FOUNDED = "建立签名根证书"
RENEWED_AFTER = timedelta(days=9 * 365)  # of the ten years a root certificate lasts (printing/ca.py)


def found_authority(*, house: Path, department: str, author: audit.Author) -> None:
    """Make the authority of a new department inside the caller's transaction (design §7)."""
    from qmsdesk.printing import ca

    must_be_in_write()
    made = ca.make_authority(company=company(house).name, department=department, now=author.at)
    insert("authority", {"certificate": made.certificate, "key": made.key, "made_at": moment_text(author.at)})
    audit.append(author, FOUNDED, reason=f"序列号 {ca.facts(made.certificate).serial:x}")


def found_missing_authority(desk: Desk) -> None:
    """An older department without authority, or whose own soon ends, gets one when its administrator signs in."""
    if "administrator" not in desk.user.roles:
        return
    kept = one("SELECT made_at FROM authority ORDER BY id DESC LIMIT 1")
    if kept is not None and desk.clock.now() - _moment(kept[0]) < RENEWED_AFTER:
        return
    with write_tx():
        found_authority(house=desk.data_dir, department=desk.department.name, author=author(desk))


def authority(desk: Desk, *, at: datetime | None = None) -> Identity:
    """The department's authority, now or as it was at a moment; UserError when its administrator has yet to sign in."""
    from qmsdesk.printing import ca

    until = moment_text(at or desk.clock.now())
    kept = one("SELECT certificate, key FROM authority ORDER BY made_at <= ? DESC, id DESC LIMIT 1", (until,))
    if kept is None:
        raise UserError("本部门还没有签名根证书。", advice="请系统管理员登录一次，程序会自动生成。")
    return ca.Identity(*map(bytes, kept))


def _moment(text: str) -> datetime:
    moment = read_moment(text)
    assert moment is not None
    return moment


def authority_certificates() -> list[bytes]:
    """Every root certificate (DER) this department ever had; their signatures count."""
    return [bytes(row[0]) for row in rows("SELECT certificate FROM authority ORDER BY id")]


def own_identity(desk: Desk, *, password: str) -> Identity:
    """The signed-in user's certificate with its key opened; a new one after a change of password or of authority."""
    from qmsdesk.printing import ca

    user, root = desk.user.name, authority(desk)
    kept = one(
        "SELECT certificate, sealed_key FROM certificate WHERE user = ? ORDER BY id DESC LIMIT 1", (user,)
    )
    if kept is not None:
        key = personal_key.unseal(kept[1], user=user, password=password)
        if key is not None and ca.is_good(bytes(kept[0]), root.certificate, now=desk.clock.now()):
            return ca.Identity(bytes(kept[0]), key)
    return _issue(desk, root, password)


def _issue(desk: Desk, root: Identity, password: str) -> Identity:
    from qmsdesk.printing import ca

    user, now = desk.user.name, desk.clock.now()
    house = company(desk.data_dir).name
    made = ca.issue(root, person=user, department=desk.department.name, company=house, now=now)
    serial = f"{ca.facts(made.certificate).serial:x}"
    row = {
        "user": user, "serial": serial, "certificate": made.certificate, "made_at": moment_text(now),
        "sealed_key": personal_key.seal(made.key, user=user, password=password),
    }  # fmt: skip
    with write_tx():
        insert("certificate", row)
        record(desk, "签发个人证书", reason=f"{user} 序列号 {serial}")
    return made
