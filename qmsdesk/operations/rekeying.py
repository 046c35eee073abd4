"""A new database key after somebody left who may have kept a copy of the old one (design, section 6)."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.models import engine, keyslots, rekey
from qmsdesk.models.base import moment_text
from qmsdesk.models.passwords import new_password
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations.anchoring import note_head
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.backup import make_backup
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.people import MANAGE
from qmsdesk.operations.rights import require
from qmsdesk.operations.signing import confirm_password


@dataclass(frozen=True)
class Rekeyed:
    """What has to be handed out: a one-time password for every other user, and the new recovery code to print."""

    passwords: dict[str, str]
    recovery_code: str


def change_key(desk: Desk, *, password: str) -> Rekeyed:
    """Encrypt everything under a new random key; the signed-in user keeps the password, the others get new ones.

    A backup is made before and another after it. Backups from before still open with the keys of then: keep them
    locked away or destroy them.
    """
    require(desk, MANAGE)
    if engine.current().is_server:
        raise UserError(
            "服务器上的部门不能从工作站更换密钥。",
            advice="有人离开时请停用他的用户，并请服务器管理员更换数据库账号的密码。",
        )
    confirm_password(desk, password=password)
    make_backup(desk, why="更换密钥之前")
    others = [name for name in keyslots.user_names(desk.data_dir) if name != desk.user.name]
    passwords = {name: new_password() for name in others}
    users = {desk.user.name: (password, False), **{name: (passwords[name], True) for name in others}}
    code = rekey.rekey(users, user=desk.user.name, since=moment_text(desk.clock.now()))
    with write_tx():
        record(desk, "更换密钥", reason=f"{len(users)} 位用户的钥匙已换")
    note_head(desk, "rekey")
    make_backup(desk, why="更换密钥之后")
    return Rekeyed(passwords, code)
