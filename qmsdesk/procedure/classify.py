"""Proposals from the customer's own words: problem class, danger words; and the severity rule (I-38)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmsdesk.procedure.problem_classes import (
    CLASSES,
    DANGER,
    NEGATIONS,
    NOT_DANGER,
    OTHER,
    WEAK,
    ProblemClass,
)

if TYPE_CHECKING:
    from qmsdesk.procedure.facts import Severity


@dataclass(frozen=True)
class Proposal:
    """One class offered to the clerk: score, and the words that spoke for it."""

    problem: ProblemClass
    score: int
    matched: tuple[str, ...]


def propose(text: str, *, limit: int = 3) -> tuple[Proposal, ...]:
    """Classes whose keywords occur in the text, best first; longer words weigh more, names of parts one
    point, denied words nothing.

    The clerk may propose only; 质管 decides (R-5.3.1.2-a). No keyword, no proposal.
    """
    plain = _plain(text)
    taken = _longest({word for problem in CLASSES for word in problem.words if _affirmed(plain, word)})
    found = []
    for problem in CLASSES:
        matched = tuple(word for word in problem.words if word in taken)
        if matched:
            found.append(Proposal(problem, sum(_weight(word) for word in matched), matched))
    found.sort(key=lambda proposal: -proposal.score)
    return tuple(found[:limit])


def problem_class(code: str) -> ProblemClass:
    """A class by its code; an unknown code is 其他."""
    return next((problem for problem in CLASSES if problem.code == code), OTHER)


def class_name(code: str) -> str:
    """A class as charts and lists write it: 密封泄漏·漏油."""
    found = problem_class(code)
    return found.first if found.first == found.second else f"{found.first}·{found.second}"


def first_level() -> dict[str, tuple[ProblemClass, ...]]:
    """The dictionary as two levels: first-level name to its classes, in order, 其他 last."""
    groups: dict[str, list[ProblemClass]] = {}
    for problem in (*CLASSES, OTHER):
        groups.setdefault(problem.first, []).append(problem)
    return {name: tuple(problems) for name, problems in groups.items()}


def danger_words(text: str) -> tuple[str, ...]:
    """Words of injury, fire or standstill that call for a look at 5.3.4.3-4 at once."""
    plain = _plain(text)
    for harmless in NOT_DANGER:
        plain = plain.replace(harmless, "")
    return tuple(word for word in DANGER if _affirmed(plain, word))


def severity(
    *, several_or_unclear: bool = False, severe_loss: bool = False, severe_reputation: bool = False
) -> Severity:
    """特大 needs both conditions of 5.3.4.4; several departments or unclear cause is 重大 (5.3.4.3)."""
    if severe_loss and severe_reputation:
        return "特大"
    return "重大" if several_or_unclear or severe_loss or severe_reputation else "一般"


def _weight(word: str) -> int:
    return 1 if word in WEAK else len(word) ** 2


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _affirmed(plain: str, word: str) -> bool:
    """Whether a word occurs at least once without a denial right before it."""
    at = plain.find(word)
    while at >= 0:
        if not plain[:at].endswith(NEGATIONS):
            return True
        at = plain.find(word, at + 1)
    return False


def _longest(words: set[str]) -> set[str]:
    """Drop a word that is part of a longer matched one (漏油 within 不漏油 counts once)."""
    return {word for word in words if not any(word != other and word in other for other in words)}
