"""One row of the workflow table: who may bring what from which state to which."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """A gesture of one life cycle; `numbers` marks the one in which the number is given."""

    life: str
    source: str
    target: str
    action: str
    roles: frozenset[str]
    guard: str
    clause: str
    numbers: bool = False


def row(
    life: str,
    source: str,
    target: str,
    action: str,
    roles: str,
    guard: str,
    clause: str,
    *,
    numbers: bool = False,
) -> Transition:
    """One table row; `roles` are keys separated by blanks, `guard` is a name of guards.GUARDS or ""."""
    return Transition(life, source, target, action, frozenset(roles.split()), guard, clause, numbers)


def rows_from(
    life: str, sources: tuple[str, ...], target: str, action: str, roles: str, guard: str, clause: str
) -> tuple[Transition, ...]:
    """The same gesture from several states; an empty target keeps the state."""
    return tuple(row(life, source, target or source, action, roles, guard, clause) for source in sources)
