"""Who works here: people, their departments and roles, and how they sign in; every change is in the trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from qmsdesk.errors import UserError
from qmsdesk.models import engine, keyslots
from qmsdesk.models.passwords import new_password, refuse_weak
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.rights import require
from qmsdesk.operations.scope import held_for
from qmsdesk.procedure.roles import ROLES, role_name

MANAGE = "人员管理"


@dataclass(frozen=True)
class PersonLine:
    """One person: department, role keys held today for the desk's unit, whether he signs in, is active, failed tries.

    `unit` is the unit of the department, `elsewhere` the roles held for other units by their names.
    """

    id: int
    name: str
    department: str
    roles: tuple[str, ...]
    signs_in: bool
    active: bool
    failed_tries: int
    unit: str = ""
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class DepartmentLine:
    """One department: unit name ("" for the company), kind, and whether it works in this database."""

    id: int
    name: str
    kind: str
    unit: str
    here: bool
    active: bool


def list_people(desk: Desk) -> list[PersonLine]:
    """Everybody, those who sign in first."""
    tries = keyslots.failed_tries(desk.data_dir)
    units = {row[0]: row[1] for row in rows("SELECT id, name FROM unit ORDER BY id")}
    held = {unit: _roles_today(desk, unit) for unit in units}
    own = desk.department.unit_id
    found = rows(
        "SELECT p.id, p.name, coalesce(d.name, ''), p.signs_in, p.active, d.unit_id FROM person p"
        " LEFT JOIN department d ON d.id = p.department_id ORDER BY p.active DESC, p.signs_in DESC, p.id"
    )
    return [
        PersonLine(
            row[0], row[1], row[2], held[own].get(row[0], ()), bool(row[3]), bool(row[4]), tries.get(row[1], 0),
            units.get(row[5], ""),
            tuple(
                (name, roles) for key, name in units.items()
                if key != own and (roles := _of_unit_only(held[key].get(row[0], ())))
            ),
        )
        for row in found
    ]  # fmt: skip


def list_departments(desk: Desk) -> list[DepartmentLine]:
    """Every department known here, this unit's first."""
    found = rows(
        "SELECT d.id, d.name, d.kind, coalesce(u.name, ''), d.place, d.active FROM department d"
        " LEFT JOIN unit u ON u.id = d.unit_id ORDER BY d.unit_id IS NULL, d.place DESC, d.id"
    )
    return [
        DepartmentLine(key, name, kind, unit, place == "here", bool(active))
        for key, name, kind, unit, place, active in found
    ]


def add_department(
    desk: Desk, *, name: str, kind: str = "", unit_id: int | None = None, here: bool = False
) -> int:
    """Make a department known, of this unit unless told otherwise; its id."""
    require(desk, MANAGE)
    cleaned, unit_id = _required(name, "部门名称"), unit_id or desk.department.unit_id
    if one("SELECT 1 FROM department WHERE name = ? AND unit_id IS NOT DISTINCT FROM ?", (cleaned, unit_id)):
        raise UserError(f"部门“{cleaned}”已经在名单里。")
    with write_tx():
        deed = Deed(desk, None)
        values = {"unit_id": unit_id, "name": cleaned, "kind": kind or cleaned}
        key = deed.insert("department", **values, place="here" if here else "elsewhere", created_at=deed.now)
        deed.close("添加部门")
    return key


def add_person(
    desk: Desk, *, name: str, department_id: int | None = None, roles: Iterable[str] = (), telephone: str = ""
) -> int:
    """Add somebody who need not sign in (yet), with roles for the unit of his department; the person's id."""
    require(desk, MANAGE)
    cleaned = _required(name, "姓名")
    if one("SELECT 1 FROM person WHERE name = ?", (cleaned,)):
        raise UserError(f"“{cleaned}”已经在名单里。", advice="同名的人请在姓名后加上部门或工号。")
    wanted, place = _known(roles), department_id or desk.department.id
    unit = one("SELECT unit_id FROM department WHERE id = ?", (place,))
    if unit is None:
        raise UserError("没有这个部门。", advice="请刷新名单后再试。")
    with write_tx():
        deed = Deed(desk, None)
        key = deed.insert(
            "person",
            name=cleaned,
            department_id=place,
            telephone=clean_text(telephone, label="电话", max_length=40),
            created_at=deed.now,
        )
        _give(deed, key, wanted, unit[0])
        deed.close("添加人员")
    return key


def check_first_password(desk: Desk, *, name: str, password: str) -> None:
    """UserError when a password would be refused for a person of this name; asked before anything is written."""
    refuse_weak(password, names=(name.strip(), *_names(desk)))


def let_sign_in(desk: Desk, *, person_id: int, password: str) -> None:
    """Give a person a key slot with a first password that must be changed at the first sign-in."""
    require(desk, MANAGE)
    name = _name_of(person_id)
    key = engine.current().raw_key
    keyslots.add_slot(
        desk.data_dir,
        user=name,
        password=password,
        key=key,
        names=_names(desk),
        must_change=name != desk.user.name,
    )
    _note(desk, "开通登录", person_id, signs_in=True, active=True)


def set_roles(
    desk: Desk, *, person_id: int, roles: Iterable[str], reason: str = "", unit_id: int | None = None
) -> None:
    """The roles a person holds from today on for a unit (by default the desk's); those not named end yesterday.

    Roles of the company and of the program hold for every unit, whichever unit they are given in.
    """
    require(desk, MANAGE)
    unit = unit_id or desk.department.unit_id
    wanted, held = set(_known(roles)), set(_roles_today(desk, unit).get(person_id, ()))
    name = _name_of(person_id)
    if "administrator" in held - wanted and not _other_administrators(desk, person_id):
        raise UserError("至少要有一位系统管理员。", advice="请先让另一位用户担任系统管理员。")
    today = desk.clock.today()
    with write_tx():
        deed = Deed(desk, None)
        for row in rows(
            "SELECT id, role, unit_id FROM role_assignment WHERE person_id = ? AND until IS NULL",
            (person_id,),
        ):
            if row[1] not in wanted and (row[2] in (None, unit) or not _of_unit_only((row[1],))):
                deed.change("role_assignment", int(row[0]), until=today - timedelta(days=1))
        _give(deed, person_id, tuple(sorted(wanted - held)), unit)
        deed.close("调整职责", reason or f"{name}：{'、'.join(role_name(key) for key in sorted(wanted))}")


def change_password(desk: Desk, *, old: str, new: str) -> None:
    """The signed-in user's own new password, after the old one."""
    keyslots.open_slot(desk.data_dir, user=desk.user.name, password=old, now=desk.clock.now())
    if old == new:
        raise UserError("新密码与旧密码相同。", advice="请另想一个。")
    keyslots.set_password(
        desk.data_dir, user=desk.user.name, password=new, key=engine.current().raw_key, names=_names(desk)
    )
    _note(desk, "修改密码", desk.user.id)


def reset_password(desk: Desk, *, person_id: int) -> str:
    """A password to hand over once to somebody who forgot his; it must be changed at the next sign-in."""
    require(desk, MANAGE)
    password = new_password()
    key = engine.current().raw_key
    keyslots.set_password(
        desk.data_dir, user=_name_of(person_id), password=password, key=key, must_change=True
    )
    _note(desk, "重设密码", person_id)
    return password


def unlock(desk: Desk, *, person_id: int) -> int:
    """Let a locked person try again; how many failed tries there were."""
    require(desk, MANAGE)
    count = keyslots.unlock(desk.data_dir, user=_name_of(person_id))
    _note(desk, "解锁用户", person_id)
    return count


def stop_signing_in(desk: Desk, *, person_id: int, reason: str = "") -> None:
    """Take away a person's key slot and his standing; his name stays in the records.

    He may have kept a copy of the keys: `rekeying.change_key` then gives the database a new one.
    """
    require(desk, MANAGE)
    name = _name_of(person_id)
    if person_id == desk.user.id:
        raise UserError("不能停用自己。", advice="请由另一位系统管理员办理。")
    if not _other_administrators(desk, person_id):
        raise UserError("至少要有一位系统管理员。", advice="请先让另一位用户担任系统管理员。")
    keyslots.remove_slot(desk.data_dir, user=name)
    _note(desk, "停用用户", person_id, reason=reason, signs_in=False, active=False)


def new_recovery_code(desk: Desk) -> str:
    """A new recovery code to be printed for the safe; the old print is worthless from now on."""
    require(desk, MANAGE)
    code = keyslots.renew_recovery(desk.data_dir, key=engine.current().raw_key)
    _note(desk, "更换恢复码", desk.user.id)
    return code


def _roles_today(desk: Desk, unit_id: int | None = None) -> dict[int, tuple[str, ...]]:
    """Person -> roles held for a unit, by default the desk's own."""
    today, unit = desk.clock.today().isoformat(), unit_id or desk.department.unit_id
    people = [row[0] for row in rows("SELECT DISTINCT person_id FROM role_assignment")]
    return {person: tuple(sorted(held_for(person, unit, today))) for person in people}


def _of_unit_only(roles: Iterable[str]) -> tuple[str, ...]:
    """Those of the roles that are held for one unit and end there."""
    return tuple(role for role in roles if role not in ROLES or ROLES[role].level == "unit")


def _other_administrators(desk: Desk, person_id: int) -> bool:
    active = {row[0] for row in rows("SELECT id FROM person WHERE active = 1 AND signs_in = 1")}
    held = _roles_today(desk).items()
    return any("administrator" in roles and key != person_id and key in active for key, roles in held)


def _give(deed: Deed, person_id: int, roles: tuple[str, ...], unit_id: int | None) -> None:
    desk = deed.desk
    for role in roles:
        unit = unit_id if _of_unit_only((role,)) else None
        deed.insert(
            "role_assignment", person_id=person_id, unit_id=unit, role=role, since=desk.clock.today(),
            given_by=desk.user.name,
        )  # fmt: skip


def _note(desk: Desk, action: str, person_id: int, *, reason: str = "", **columns: bool) -> None:
    with write_tx():
        deed = Deed(desk, None)
        if columns:
            deed.change("person", person_id, **columns)
        deed.close(action, reason or _name_of(person_id))


def _name_of(person_id: int) -> str:
    row = one("SELECT name FROM person WHERE id = ?", (person_id,))
    if row is None:
        raise UserError("没有这个人。", advice="请刷新名单后再试。")
    return str(row[0])


def _names(desk: Desk) -> tuple[str, ...]:
    return (desk.department.unit_name, desk.department.name)


def _known(roles: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(roles))
    unknown = [key for key in wanted if key not in ROLES]
    if unknown:
        raise UserError(f"没有“{unknown[0]}”这个职责。", advice=f"可用的有：{'、'.join(ROLES)}。")
    return wanted


def _required(text: str, label: str) -> str:
    cleaned = clean_text(text, label=label, max_length=60, code=True)
    if not cleaned:
        raise UserError(f"“{label}”没有填写。")
    return cleaned
