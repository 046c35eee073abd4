"""数据体检: one readable report over all that can go wrong, for the window, the command line and the tests."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from qmsdesk.models import engine
from qmsdesk.models.backup import count_rows
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations import health_checks as checks
from qmsdesk.operations import preferences
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Progress, silent, step
from qmsdesk.operations.scope import of_the_program
from qmsdesk.procedure.clock import SHANGHAI

Level = Literal["good", "warning", "bad"]
LAST = "health.last"
DAILY = timedelta(days=1)
MARKS: dict[str, str] = {"good": "正常", "warning": "注意", "bad": "异常"}


@dataclass(frozen=True)
class Finding:
    """The result of one check: its name, level, one sentence, and the single things found."""

    check: str
    level: Level
    words: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All results of one run, in the order of the checks."""

    at: datetime
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        """The worst level of all checks."""
        found = {finding.level for finding in self.findings}
        return "bad" if "bad" in found else "warning" if "warning" in found else "good"

    @property
    def is_healthy(self) -> bool:
        """True when nothing is broken; warnings do not count."""
        return self.level != "bad"

    def text(self) -> str:
        """The report as lines to read or print."""
        return "\n".join(self._lines())

    def anonymous(self) -> str:
        """The report as JSON without any name, number or text of a record, fit to be sent to somebody."""
        found = [
            {"check": item.check, "level": item.level, "count": len(item.details)} for item in self.findings
        ]
        content: dict[str, Any] = {
            "at": moment_text(self.at),
            "level": self.level,
            "findings": found,
            "engine": engine.engine_versions(),
            "rows": count_rows(engine.current()),
            "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        }
        return json.dumps(content, ensure_ascii=False, indent=1)

    def _lines(self) -> Iterator[str]:
        yield f"数据体检 {self.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}：{MARKS[self.level]}"
        for finding in self.findings:
            yield f"[{MARKS[finding.level]}] {finding.check}：{finding.words}"
            yield from (f"    · {detail}" for detail in finding.details[:20])
            if len(finding.details) > 20:
                yield f"    · ……共 {len(finding.details)} 项"


_ALL: tuple[tuple[str, Callable[[Desk, bool], checks.Result]], ...] = (
    ("数据库文件", checks.database_file),
    ("审计链", checks.trail),
    ("单据摘要", checks.digests),
    ("签名", checks.signatures),
    ("编号", checks.numbers),
    ("各联", checks.copies),
    ("台帐与检索", checks.ledger),
    ("附件", checks.attached_files),
    ("备份", checks.backups),
    ("登录", checks.sign_in),
    ("数据库引擎", checks.engine_version),
    ("时钟", checks.clock),
    ("磁盘空间", checks.free_disk),
    ("存放位置", checks.place),
    ("未完成的操作", checks.unfinished),
)


def check(desk: Desk, *, deep: bool = True, progress: Progress = silent) -> Report:
    """Run every check (with `deep` every attachment and every digest); changes nothing but the note of the run.

    A check that cannot be carried out is itself a finding, never a crash.
    """
    findings = []
    for place, (name, run) in enumerate(_ALL):
        step(progress, place, len(_ALL))
        findings.append(_finding(name, run, of_the_program(desk), deep))
    report = Report(desk.clock.now(), tuple(findings))
    _note(desk, report)
    return report


def start_check(desk: Desk) -> tuple[Finding, ...]:
    """The cheap checks of each start; only what is not in order. A clock that went back is logged."""
    chosen = (
        ("审计链", checks.recent_trail),
        ("时钟", checks.clock),
        ("磁盘空间", checks.free_disk),
        ("备份", checks.backups),
    )
    found = tuple(
        finding for name, run in chosen if (finding := _finding(name, run, desk, False)).level != "good"
    )
    if any(finding.check == "时钟" for finding in found):
        with write_tx():
            record(
                desk, "时钟异常", reason=next(finding.words for finding in found if finding.check == "时钟")
            )
    return found


def full_check_is_due(desk: Desk) -> bool:
    """True when the last full check is a day old."""
    last = preferences.read(LAST)
    return last is None or desk.clock.now() - read_moment(last["at"]) >= DAILY


def _finding(name: str, run: Callable[[Desk, bool], checks.Result], desk: Desk, deep: bool) -> Finding:
    try:
        level, words, details = run(desk, deep)
    except Exception as error:  # a damaged file may break any check
        return Finding(name, "bad", f"检查做不下去：{error}")
    return Finding(name, level, words, tuple(details))


def _note(desk: Desk, report: Report) -> None:
    content = {"at": moment_text(report.at), "level": report.level}
    try:
        preferences.choose(desk, LAST, content, reason=f"数据体检：{MARKS[report.level]}")
    except Exception:
        # the report itself already says what is broken; a damaged database need not take the note
        if report.is_healthy:
            raise
