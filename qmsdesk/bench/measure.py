"""Interleaved rounds, medians, and a figure with its floor, ratio and target."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Work = Callable[[], object]
Clock = Callable[[], float]
ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """One line of the bench: value and floor in `unit`, their ratio, the target of the ratio (or of the value)."""

    name: str
    what: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    target: float
    met: bool
    floor_is: str = ""


@dataclass(frozen=True)
class Target:
    """What a figure is called, what it is compared with, and the ratio it must not exceed."""

    name: str
    what: str
    floor_is: str
    at_most: float
    unit: str = "ms"


def compare(target: Target, value: float, floor: float) -> Figure:
    """A figure whose target is a ratio."""
    ratio = value / floor if floor else float("inf")
    met = ratio <= target.at_most
    scale = 1000.0 if target.unit == "ms" else 1.0
    return Figure(
        target.name,
        target.what,
        value * scale,
        target.unit,
        floor * scale,
        ratio,
        target.at_most,
        met,
        target.floor_is,
    )


def exact(name: str, what: str, value: float, unit: str, at_most: float) -> Figure:
    """A figure that needs no clock: its value itself must not exceed the target."""
    return Figure(name, what, value, unit, None, None, at_most, value <= at_most)


def timed(work: Work, clock: Clock = time.process_time) -> Callable[[], float]:
    """A subject that answers how long `work` took (seconds of `clock`)."""

    def measure() -> float:
        start = clock()
        work()
        return clock() - start

    return measure


def medians(
    subjects: Mapping[str, Callable[[], float]], rounds: int = ROUNDS, warm: int = 1
) -> dict[str, float]:
    """Run every subject once per round in shuffled order; the median of what each answers (seconds)."""
    order, luck = list(subjects), random.Random(7)
    found: dict[str, list[float]] = {name: [] for name in order}
    for turn in range(-warm, rounds):
        luck.shuffle(order)
        for name in order:
            gc.collect()
            seconds = subjects[name]()
            if turn >= 0:
                found[name].append(seconds)
    return {name: median(values) for name, values in found.items()}


def repeated(work: Work, times: int, clock: Clock = time.process_time) -> Callable[[], float]:
    """A subject short enough to be run `times` over; answers the mean of one (seconds)."""

    def measure() -> float:
        start = clock()
        for _turn in range(times):
            work()
        return (clock() - start) / times

    return measure
