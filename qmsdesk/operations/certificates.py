"""The department's own authority and the certificates of those who sign; made when first needed (design §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.models import personal_key
from qmsdesk.models.base import moment_text
from qmsdesk.models.transactions import insert, one, rows, write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.settings import company

if TYPE_CHECKING:
    from qmsdesk.printing.ca import Identity


def authority(desk: Desk) -> Identity:
    """The department's authority, made now when there is none yet."""
    from qmsdesk.printing import ca

    kept = one("SELECT certificate, key FROM authority ORDER BY id DESC LIMIT 1")
    if kept is not None:
        return ca.Identity(*map(bytes, kept))
    made = ca.make_authority(
        company=company(desk.data_dir).name, department=desk.department.name, now=desk.clock.now()
    )
    with write_tx():
        row = {"certificate": made.certificate, "key": made.key, "made_at": moment_text(desk.clock.now())}
        insert("authority", row)
        record(desk, "建立签名根证书", reason=f"序列号 {ca.facts(made.certificate).serial:x}")
    return made


def authority_certificates() -> list[bytes]:
    """Every root certificate (DER) this department ever had; their signatures count."""
    return [bytes(row[0]) for row in rows("SELECT certificate FROM authority ORDER BY id")]


def own_identity(desk: Desk, *, password: str) -> Identity:
    """The signed-in user's certificate with its key opened; a new one when the password changed since the last."""
    from qmsdesk.printing import ca

    user = desk.user.name
    kept = one(
        "SELECT certificate, sealed_key FROM certificate WHERE user = ? ORDER BY id DESC LIMIT 1", (user,)
    )
    if kept is not None:
        key = personal_key.unseal(kept[1], user=user, password=password)
        if key is not None and desk.clock.now() < ca.facts(bytes(kept[0])).valid_until:
            return ca.Identity(bytes(kept[0]), key)
    return _issue(desk, password)


def _issue(desk: Desk, password: str) -> Identity:
    from qmsdesk.printing import ca

    user, now = desk.user.name, desk.clock.now()
    made = ca.issue(
        authority(desk), person=user, department=desk.department.name, company=company(desk.data_dir).name, now=now
    )  # fmt: skip
    serial = f"{ca.facts(made.certificate).serial:x}"
    row = {
        "user": user, "serial": serial, "certificate": made.certificate, "made_at": moment_text(now),
        "sealed_key": personal_key.seal(made.key, user=user, password=password),
    }  # fmt: skip
    with write_tx():
        insert("certificate", row)
        record(desk, "签发个人证书", reason=f"{user} 序列号 {serial}")
    return made
