"""What a password must be, and the recovery code that is printed for the safe."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from qmsdesk.errors import UserError

MIN_LENGTH = 10
MAX_LENGTH = 200
# no 0/O, 1/I, so that a printed code can be read aloud
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 30
GROUP = 5
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()_+",
)
_COMMON = (
    "password", "passw0rd", "admin", "administrator", "letmein", "welcome", "iloveyou", "woaini", "monkey", "dragon",
    "football", "baseball", "sunshine", "princess", "superman", "master", "changeme", "default", "computer", "internet",
    "secret", "trustno1", "mima", "zhanghao", "qmsdesk", "lanshi", "lanzhou", "zhiliang", "jingxiao", "guest", "root",
    "login", "office", "windows", "huawei", "tencent", "alibaba", "aini", "zhongguo", "china", "beijing", "shanghai",
)  # fmt: skip


def normal(password: str) -> str:
    """The form a password is hashed in, the same from every input method (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def refuse_weak(password: str, *, names: tuple[str, ...] = ()) -> None:
    """UserError for a password that is short, well known, a keyboard run, or built on a name of user or unit."""
    text = normal(password)
    advice = "请另想一个，例如几个不相干的词加数字。"
    if len(text) < MIN_LENGTH:
        raise UserError(f"密码至少 {MIN_LENGTH} 个字符，现有 {len(text)} 个。", advice=advice)
    if len(text) > MAX_LENGTH:
        raise UserError(f"密码最多 {MAX_LENGTH} 个字符。")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in text):
        raise UserError("密码里有看不见的字符。", advice="请重新输入。")
    folded = text.casefold()
    if len(set(folded)) < 4 or _is_repeated(folded) or _is_run(folded):
        raise UserError("密码太简单：重复或按顺序排列的字符。", advice=advice)
    if any(_only_decorates(folded, word) for word in _COMMON):
        raise UserError("密码太常见，很容易被猜中。", advice=advice)
    if any(_only_decorates(folded, normal(name).casefold()) for name in names if len(name) > 1):
        raise UserError("密码不能用姓名、单位或部门的名称组成。", advice=advice)


def _is_repeated(text: str) -> bool:
    return any(
        text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, len(text) // 2 + 1)
    )


def _is_run(text: str) -> bool:
    longest = 0
    for run in (*_RUNS, *(run[::-1] for run in _RUNS)):
        for start in range(len(text)):
            size = 3
            while start + size <= len(text) and text[start : start + size] in run:
                longest = max(longest, size)
                size += 1
    return longest >= len(text) - 3


def _only_decorates(text: str, word: str) -> bool:
    """True when the password is the word with only figures, signs or fewer than five characters around it."""
    rest = text.replace(word, "")
    return word in text and (len(rest) < 5 or not any(character.isalpha() for character in rest))


def new_recovery_code() -> str:
    """A printable code of 145 random bits and one check character, in groups of five."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    code = body + _check_character(body)
    return "-".join(code[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def plain_recovery_code(typed: str) -> str:
    """The code without dashes and blanks, in capitals; UserError when a character was mistyped."""
    code = "".join(normal(typed).upper().replace("-", "").split())
    wrong_length = len(code) != CODE_LENGTH
    if wrong_length or set(code) - set(ALPHABET) or code[-1] != _check_character(code[:-1]):
        raise UserError(
            "恢复码输入有误。", advice=f"请对照打印件重新输入，共 {CODE_LENGTH} 个字符，没有 0、1、I、O。"
        )
    return code


def _check_character(body: str) -> str:
    return ALPHABET[hashlib.sha256(body.encode()).digest()[0] % len(ALPHABET)]


def new_password() -> str:
    """A random password to hand over once, changed at the first sign-in."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(3))
