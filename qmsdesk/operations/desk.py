"""The desk somebody works at: which department, who is signed in, on which machine, by which clock."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qmsdesk.procedure.clock import Clock


@dataclass(frozen=True)
class User:
    """The signed-in person and the keys of the roles held today."""

    id: int
    name: str
    roles: frozenset[str]
    must_change_password: bool = False


@dataclass(frozen=True)
class Department:
    """The department this desk belongs to; `kind` is the name clause 8 gives its holder (经销部门, 质管部门 …)."""

    id: int
    name: str
    kind: str
    unit_id: int
    unit_code: str
    unit_name: str


@dataclass(frozen=True)
class Asking:
    """The request of a client that a verb answers, and which verb has taken it up ("" while none has)."""

    request_id: str
    verb: str = ""


@dataclass(frozen=True)
class Desk:
    """The first argument of every operation."""

    data_dir: Path
    user: User
    department: Department
    clock: Clock
    workstation: str
    asking: Asking | None = None
