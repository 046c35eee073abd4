"""What a letter to the customer must not carry: internal analysis and cost (5.5.2, R-5.5.2-c)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qmsdesk.procedure.money import format_money

COST = "费用"
HOUSE = "内部用语"
COPIED = "内部分析"
PARTY = "责任方"
WORDS = {
    COST: (
        "三包费用", "费用损失", "三包损失", "损失分担", "货款扣费", "协议赔偿费", "返厂修理费", "差旅费", "劳务费",
        "费用合计",
    ),
    HOUSE: (
        "责任部门", "责任单位", "责任人", "责任分担", "内部资料", "内部分析", "处理单", "三包单", "建议单", "裁决",
        "申诉", "经营性三包", "先处理后分析",
    ),
}  # fmt: skip
RUN = 16  # so many characters in a row taken over from an internal text are no chance
SHORT = 6  # an internal text shorter than RUN is known again as a whole, but not one or two words
_AMOUNT = re.compile(
    r"[¥￥]\s*\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s*[万亿]?\s*元|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆]"
)
_MARK = re.compile(r"[\s\W_]")


@dataclass(frozen=True)
class Inside:
    """What the house knows of a case: texts of analysis, responsible parties and people, amounts in 分."""

    texts: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True, order=True)
class Trace:
    """One place of a letter, from `start` to before `end`; `sure` when it may not go out, else to be looked at."""

    start: int
    end: int
    words: str
    kind: str
    sure: bool = True


def traces(text: str, inside: Inside = Inside()) -> tuple[Trace, ...]:
    """Every place of a letter that looks like internal analysis, a responsible party or a cost, in their order."""
    found = (*_words(text), *_parties(text, inside), *_amounts(text, inside), *_copied(text, inside))
    kept: list[Trace] = []
    for trace in sorted(found, key=lambda one: (not one.sure, one.start, -one.end)):
        if all(trace.end <= one.start or one.end <= trace.start for one in kept):
            kept.append(trace)
    return tuple(sorted(kept))


def internal_words(text: str, inside: Inside = Inside()) -> tuple[str, ...]:
    """The words of the places that may not go out; empty when the letter may."""
    return tuple(dict.fromkeys(trace.words for trace in traces(text, inside) if trace.sure))


def _words(text: str) -> Iterator[Trace]:
    for kind, known in WORDS.items():
        for word in known:
            yield from _places(text, word, kind)


def _parties(text: str, inside: Inside) -> Iterator[Trace]:
    """A department or person may be named for a good reason: to be looked at."""
    for name in dict.fromkeys(inside.parties):
        if len(name) > 1:
            yield from _places(text, name, PARTY, sure=False)


def _amounts(text: str, inside: Inside) -> Iterator[Trace]:
    """Amounts of the case may not go out; any other amount of money is to be looked at."""
    for fen in {fen for fen in inside.amounts if fen}:
        for written in {format_money(fen), f"{fen / 100:.2f}", f"{fen // 100}元", f"{fen // 100:,}元"}:
            yield from _places(text, written, COST)
    for match in _AMOUNT.finditer(text):
        yield Trace(match.start(), match.end(), match.group(), COST, False)


def _places(text: str, word: str, kind: str, *, sure: bool = True) -> Iterator[Trace]:
    place = text.find(word)
    while place >= 0:
        yield Trace(place, place + len(word), word, kind, sure)
        place = text.find(word, place + len(word))


def _copied(text: str, inside: Inside) -> Iterator[Trace]:
    """Passages taken over from internal texts, punctuation and blanks aside."""
    letter = [(place, sign) for place, sign in enumerate(text) if not _MARK.match(sign)]
    plain = "".join(sign for _, sign in letter)
    for start, end in sorted(set(_runs(plain, inside.texts))):
        first, last = letter[start][0], letter[end - 1][0] + 1
        yield Trace(first, last, text[first:last], COPIED)


def _runs(letter: str, texts: Iterable[str]) -> Iterator[tuple[int, int]]:
    """(start, end) of the longest stretches of the letter that stand in one of the texts."""
    for other in texts:
        inner = _MARK.sub("", other)
        least = min(RUN, len(inner))
        if least < SHORT:
            continue
        place = 0
        while place + least <= len(letter):
            if letter[place : place + least] not in inner:
                place += 1
                continue
            end = place + least
            while end < len(letter) and letter[place : end + 1] in inner:
                end += 1
            yield place, end
            place = end
