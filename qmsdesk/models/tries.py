"""How often a password was tried: counted on disk before it is looked at, over processes and restarts."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.canonical import canonical_json
from qmsdesk.models.places import TRIES
from qmsdesk.models.shelves import Shelf, held

FREE = 5
HARD = 15
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_NOTED = 1000


_TAMPERED = ""  # no user has this name


@dataclass(frozen=True)
class Tries:
    """Failed tries of one user: how many, and when the last one was (UTC ISO text)."""

    count: int = 0
    last: str = ""


@dataclass
class _Book:
    """The file: tries of each user, and the failures not yet written into the audit trail (user, moment)."""

    users: dict[str, Tries]
    failures: list[tuple[str, str]]


_SUSPECTED = Tries(FREE, "1970-01-01T00:00:00+00:00")


def count_one(folder: Path, user: str, binding: bytes, now: datetime) -> None:
    """Note a try before it is checked; UserError while the user has to wait, or is locked for good."""
    with held(folder, TRIES) as shelf:
        book = _read(shelf, binding)
        tries = _of(book, user)
        _refuse_locked(tries, now)
        at = now.astimezone(UTC).isoformat()
        book.users[user] = Tries(tries.count + 1, at)
        book.failures = [*book.failures, (user, at)][-MOST_NOTED:]
        _write(shelf, binding, book)


def forget(folder: Path, user: str, binding: bytes) -> int:
    """Set a user's count back to nothing; how many tries had been noted."""
    with held(folder, TRIES) as shelf:
        book = _read(shelf, binding)
        tries = book.users.pop(user, Tries())
        _write(shelf, binding, book)
    return tries.count


def succeeded(folder: Path, user: str, binding: bytes) -> None:
    """The try just counted was the right one: it is no failure, and the count starts anew."""
    with held(folder, TRIES) as shelf:
        book = _read(shelf, binding)
        last = book.users.pop(user, Tries())
        for place in reversed(range(len(book.failures))):
            if book.failures[place] == (user, last.last):
                del book.failures[place]
                break
        _write(shelf, binding, book)


def failures(folder: Path, binding: bytes) -> list[tuple[str, str]]:
    """Failed tries that the audit trail does not know yet: user and moment (ISO text), oldest first."""
    with held(folder, TRIES) as shelf:
        return _read(shelf, binding).failures


def failures_are_logged(folder: Path, binding: bytes, logged: list[tuple[str, str]]) -> None:
    """Forget the failures that now stand in the audit trail."""
    with held(folder, TRIES) as shelf:
        book = _read(shelf, binding)
        book.failures = [item for item in book.failures if item not in logged]
        _write(shelf, binding, book)


def start(folder: Path, binding: bytes) -> None:
    """Write the empty file of a new department."""
    with held(folder, TRIES) as shelf:
        _write(shelf, binding, _Book({}, []))


def counts(folder: Path, binding: bytes) -> dict[str, int]:
    """Failed tries of every user since the last success."""
    with held(folder, TRIES) as shelf:
        return {user: tries.count for user, tries in _read(shelf, binding).users.items() if user != _TAMPERED}


def was_tampered(folder: Path, binding: bytes) -> bool:
    """True when the file is gone, unreadable or was not written by this program for this department."""
    with held(folder, TRIES) as shelf:
        return _TAMPERED in _read(shelf, binding).users


def acknowledge(folder: Path, binding: bytes) -> None:
    """Take note of a tampered file, after it was logged."""
    forget(folder, _TAMPERED, binding)


def _refuse_locked(tries: Tries, now: datetime) -> None:
    if tries.count >= HARD:
        raise UserError(
            f"密码已连续输错 {HARD} 次，此用户已锁定。",
            advice="请由另一位用户在“人员”中解锁，或用恢复码登录。",
        )
    if tries.count < FREE:
        return
    wait = min(FIRST_WAIT * 2 ** (tries.count - FREE), LONGEST_WAIT)
    passed = now - datetime.fromisoformat(tries.last)
    left = wait - max(passed, timedelta(0))  # a clock set back never shortens the wait
    if left > timedelta(0):
        raise UserError(
            f"密码已连续输错 {tries.count} 次，请等 {_words(left)}后再试。",
            advice="忘记密码时请找管理员或用恢复码。",
        )


def _words(left: timedelta) -> str:
    seconds = int(left.total_seconds()) + 1
    return f"{seconds // 60} 分 {seconds % 60} 秒" if seconds >= 60 else f"{seconds} 秒"


def _read(shelf: Shelf, binding: bytes) -> _Book:
    """What is noted; a missing or foreign file is marked as tampered with until `acknowledge`."""
    try:
        raw: Any = json.loads(shelf.read(TRIES) or "")
        book = _Book(
            {user: Tries(int(item["count"]), str(item["last"])) for user, item in raw["users"].items()},
            [(str(user), str(at)) for user, at in raw["failures"]],
        )
        if hmac.compare_digest(str(raw["mac"]), _mac(binding, book)):
            return book
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return _Book({_TAMPERED: _SUSPECTED}, [])


def _of(book: _Book, user: str) -> Tries:
    """The tries of a user; as long as the file was tampered with, nobody starts from nothing."""
    return book.users.get(user, _SUSPECTED if _TAMPERED in book.users else Tries())


def empty(binding: bytes) -> str:
    """The text of a count nobody has added to, for slots with this binding."""
    return _dump(binding, _Book({}, []))


def _write(shelf: Shelf, binding: bytes, book: _Book) -> None:
    shelf.write(TRIES, _dump(binding, book))


def _dump(binding: bytes, book: _Book) -> str:
    return json.dumps({**asdict(book), "mac": _mac(binding, book)}, ensure_ascii=False, indent=1)


def _mac(binding: bytes, book: _Book) -> str:
    return hmac.new(binding, canonical_json(asdict(book)).encode(), hashlib.sha256).hexdigest()
