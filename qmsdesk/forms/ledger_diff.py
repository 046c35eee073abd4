"""From an old order of rows to a new one by as few rows as possible, so that a table keeps its place."""

from __future__ import annotations

from array import array
from itertools import compress
from typing import Literal, NamedTuple

MOST = 2_000
Kind = Literal["insert", "remove", "move"]


class Step(NamedTuple):
    """Rows first…last come, go, or (one row) move in front of row `to`."""

    kind: Kind
    first: int
    last: int
    to: int = 0


def steps(old: array[int], new: array[int]) -> list[Step] | None:
    """What must happen to `old`, in turn; None when too much changed and everything is better shown anew."""
    head = _same_head(old, new)
    tail = _same_tail(old, new, head)
    gone, come = len(old) - head - tail, len(new) - head - tail
    if gone == come and gone > 1:
        moved = _moved(old[head : head + gone], new[head : head + come], head)
        if moved is not None:
            return [moved]
    if gone > MOST or (gone and come > MOST):
        return None
    removed = [Step("remove", head, head + gone - 1)] if gone else []
    return removed + ([Step("insert", head, head + come - 1)] if come else [])


def place_of(ids: array[int], wanted: int) -> int | None:
    """Where an id stands, or None; looked for as bytes, because array.index() takes 40 ms for a million."""
    plain, size = ids.tobytes(), ids.itemsize
    looked_for = array(ids.typecode, (wanted,)).tobytes()
    at = plain.find(looked_for)
    while at >= 0 and at % size:
        at = plain.find(looked_for, at + 1)
    return None if at < 0 else at // size


def places_of(ids: array[int], wanted: set[int]) -> list[int]:
    """Where some ids stand, in order."""
    return list(compress(range(len(ids)), map(wanted.__contains__, ids)))


def stepped(old: array[int], new: array[int], kind: Kind, first: int, last: int) -> array[int]:
    """The rows after one step: without those that go, else as they are in the end."""
    return old[:first] + old[last + 1 :] if kind == "remove" else new


def _moved(old: array[int], new: array[int], head: int) -> Step | None:
    if old[0] == new[-1] and old[1:] == new[:-1]:
        return Step("move", head, head, head + len(old))
    if old[-1] == new[0] and old[:-1] == new[1:]:
        last = head + len(old) - 1
        return Step("move", last, last, head)
    return None


def _same_head(old: array[int], new: array[int]) -> int:
    """How many rows at the start are the same, found by halving."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _same_tail(old: array[int], new: array[int], head: int) -> int:
    """How many rows at the end are the same, not counting those of the head."""
    low, high = 0, min(len(old), len(new)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
