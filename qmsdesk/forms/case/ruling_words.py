"""A ruling of the 保用期 in words: the result in its ink with the row that fired, and the reasons."""

from __future__ import annotations

from qmsdesk.forms.toned_label import TonedLabel
from qmsdesk.forms.trust.frame import say
from qmsdesk.operations.claim_warranty import Ruled
from qmsdesk.procedure.warranty import READING_WORDS, Ruling

TONES = {
    "质量三包": "good",
    "特殊情况": "warning",
    "待判定": "warning",
    "待核实": "warning",
    "按法规": "warning",
}


def show_result(label: TonedLabel, ruling: Ruling, *, after: str = "") -> None:
    """The result, the clause and the row of the decision table."""
    words = f"{ruling.result}　依据 {ruling.clause}（判定表第 {ruling.row} 行）{after}"
    say(label, words, TONES.get(ruling.result, "bad"))


def why_of(ruled: Ruled) -> str:
    """Why: the dates, what other readings say where they differ, and what to look at."""
    ruling = ruled.ruling
    ends = "；".join(f"{READING_WORDS[name]}：至 {end:%Y-%m-%d}" for name, end in ruling.limits.ends.items())
    differ = f"\n各种理解：{ends}。" if len(set(ruling.limits.ends.values())) > 1 else ""
    warned = "\n注意：" + "；".join(ruling.warnings) if ruling.warnings else ""
    return f"{ruling.explanation}{differ}{warned}"
