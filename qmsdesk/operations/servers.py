"""Several workstations on one PostgreSQL server: founding a department there, and joining it from another one."""

from __future__ import annotations

from pathlib import Path

from qmsdesk import settings
from qmsdesk.errors import UserError
from qmsdesk.models import keyslots, server_place


def is_address(text: str) -> bool:
    """True for postgresql://…, the address of a server instead of a folder."""
    return server_place.is_address(text)


def workstation_dir(address: str) -> Path:
    """Where this workstation keeps its own part (settings, backups, anchors) of the department at an address."""
    place = server_place.parse(address)
    name = "".join(sign if sign.isalnum() else "-" for sign in f"{place.shown}-{place.schema}").strip("-")
    return settings.default_data_dir() / "servers" / name


def found(*, address: str, data_dir: Path, separate: bool = True) -> str:
    """Make the tables of a new department with the owner's account; the address for the workstations.

    That is an everyday account made for them (with `separate`, and where the owner may make accounts), which cannot
    touch the trail. This workstation works with it from now on.
    """
    from qmsdesk.models.server_schema import found as make

    place = make(server_place.parse(address), separate=separate)
    server_place.write(data_dir, place)
    return place.address


def join(*, address: str, data_dir: Path) -> None:
    """Make a folder a workstation of the department at an address; UserError when there is none."""
    place = server_place.parse(address)
    known = server_place.read(data_dir)
    if known is None and (data_dir / "department.db").exists():
        raise UserError("这个文件夹里有本机的部门数据，不能再接到服务器。", advice="请换一个空文件夹。")
    server_place.write(data_dir, place)
    try:
        there = keyslots.is_there(data_dir)
    except BaseException:
        _leave_as_it_was(data_dir, known)
        raise
    if not there:
        _leave_as_it_was(data_dir, known)
        raise UserError(
            "这个地址上还没有部门的数据。",
            advice="请先用 qmsdesk --data 地址 init … 建立。",
            detail=place.shown,
        )


def address_of(data_dir: Path) -> str:
    """The address, with account and password, other workstations join with; "" for a folder with its own data."""
    place = server_place.read(data_dir)
    return place.address if place else ""


def shown(data_dir: Path) -> str:
    """The server as it may be shown, without the password; "" for a folder with its own data."""
    place = server_place.read(data_dir)
    return place.shown if place else ""


def upgrade(*, address: str) -> int:
    """Bring the tables up to date with the owner's account; the version they had."""
    from qmsdesk.models.server_schema import upgrade as bring_up_to_date

    return bring_up_to_date(server_place.parse(address))


def _leave_as_it_was(data_dir: Path, known: server_place.ServerPlace | None) -> None:
    if known is not None:
        server_place.write(data_dir, known)
    else:
        (data_dir / server_place.FILE).unlink(missing_ok=True)
