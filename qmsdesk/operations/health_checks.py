"""The single checks of the 数据体检; each looks and reports, none repairs."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from qmsdesk.errors import UserError
from qmsdesk.models import (
    attachments,
    audit_check,
    engine,
    keyslots,
    places,
    pragmas,
    restore_pending,
)
from qmsdesk.models.storage_place import file_system_type, is_network
from qmsdesk.models.transactions import one, rows
from qmsdesk.models.tries import HARD
from qmsdesk.operations import clock_watch, destruction_end, health_server, period_health, signing
from qmsdesk.operations.anchoring import expected_heads
from qmsdesk.operations.backup import backup_state
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slip_rows import content_digest
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.catalogue import all_papers, paper
from qmsdesk.procedure.clock import business_date

Result = tuple[Literal["good", "warning", "bad"], str, list[str]]
RECENT = 500
LITTLE, VERY_LITTLE = 2 * 2**30, 200 * 2**20


def database_file(desk: Desk, deep: bool) -> Result:
    """Every page is whole, the tables are sound, the references hold."""
    if engine.current().is_server:
        return health_server.tables()
    # with frames still in the journal the page check reports healthy pages as broken
    rows("PRAGMA wal_checkpoint(TRUNCATE)")
    found = [str(row[0]) for row in rows("PRAGMA cipher_integrity_check")]
    found += [str(row[0]) for row in rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
    found += [f"{row[0]} 第 {row[1]} 行指向不存在的 {row[2]}" for row in rows("PRAGMA foreign_key_check")]
    if found:
        return "bad", "文件有损坏，请停止录入，从备份恢复。", found
    size = desk.data_dir.joinpath(places.DATABASE).stat().st_size
    return "good", f"完好，{size / 2**20:.1f} MB。", []


def trail(desk: Desk, deep: bool) -> Result:
    """The whole chain, the records it speaks of, and every anchor within reach."""
    known = expected_heads(desk.data_dir)
    return _trail(audit_check.verify(anchors=known), len(known))


def recent_trail(desk: Desk, deep: bool) -> Result:
    """The end of the chain, the records it touched, and every anchor within reach."""
    known = expected_heads(desk.data_dir)
    return _trail(audit_check.verify_recent(known), len(known))


def _trail(wrong: Iterable[audit_check.Wrong], anchored: int) -> Result:
    found = [f"{item.record}：{item.what}" for item in wrong]
    if found:
        return "bad", "有记录被从程序外面改动过，请查明原因。", found
    head = one("SELECT coalesce(max(seq), 0) FROM audit")
    return "good", f"{head[0] if head else 0} 条连续无缺，{anchored} 个外存锚点相符。", []


def digests(desk: Desk, deep: bool) -> Result:
    """What a slip says is what its digest says."""
    most = "" if deep else f" LIMIT {RECENT}"
    known = {sheet.code for sheet in all_papers()}
    found, count = [], 0
    query = "SELECT id, paper_code, digest, number FROM slip WHERE number IS NOT NULL ORDER BY id DESC"
    for slip_id, code, kept, number in rows(f"{query}{most}"):
        if code in known and kept:
            count += 1
            if content_digest(paper(code), number, read_slip(desk, slip_id=slip_id).values) != kept:
                found.append(f"{number} 的内容与登记时的摘要不符")
    return ("bad", "有单据内容与摘要不符。", found) if found else ("good", f"{count} 张单据相符。", [])


def signatures(desk: Desk, deep: bool) -> Result:
    """Every signature given in the program still stands for what was signed."""
    query = (
        "SELECT DISTINCT s.id, s.number FROM signature g JOIN slip s ON s.id = g.slip_id"
        " WHERE g.withdrawn_at IS NULL AND g.digest <> '' AND s.id NOT IN (SELECT slip_id FROM periodic)"
        " ORDER BY s.id"
    )
    signed = rows(query)
    found = period_health.altered()
    found += [
        f"{number}：“{paper(read_slip(desk, slip_id=slip_id).paper_code).field(box).label}”签名后内容被改动"
        for slip_id, number in signed
        for box in signing.broken_signatures(desk, slip_id=slip_id)
    ]
    return (
        ("bad", "有签名后的内容被改动。", found)
        if found
        else ("good", f"{len(signed)} 张有程序签名的单据相符。", [])
    )


def numbers(desk: Desk, deep: bool) -> Result:
    """No number is missing or ahead of its series; numbers lost in a restore are known."""
    series = rows(
        "SELECT u.code, s.letter, s.series, count(s.seq), max(s.seq), coalesce(max(c.n), 0) FROM slip s"
        " JOIN unit u ON u.id = s.unit_id LEFT JOIN counter c"
        " ON c.unit_code = u.code AND c.letter = s.letter AND c.year = s.series"
        " WHERE s.seq IS NOT NULL GROUP BY u.code, s.letter, s.series"
    )
    ahead = [
        f"{row[1]}{row[0]}-{row[2]} 已用到 {row[4]}，计数器只到 {row[5]}" for row in series if row[4] > row[5]
    ]
    gaps = [
        f"{row[1]}{row[0]}-{row[2]} 应有 {row[5]} 个编号，实有 {row[3]} 个"
        for row in series
        if row[3] < row[5]
    ]
    if ahead:
        return "bad", "计数器落后，编号可能重复。", ahead
    if gaps and one("SELECT 1 FROM audit WHERE action = '恢复备份'") is None:
        return "bad", "编号有缺号。", gaps
    if gaps:
        return "warning", "恢复备份之后有不再使用的编号，见审计记录。", gaps
    return "good", f"{len(series)} 个编号系列连续无缺。", []


def copies(desk: Desk, deep: bool) -> Result:
    """A numbered feedback has its two copies; every copy set is whole."""
    broken = rows(
        'SELECT s.number, count(*), max(c."of") FROM copy c JOIN slip s ON s.id = c.slip_id'
        " GROUP BY s.id, s.number"
        ' HAVING count(*) <> max(c."of") OR max(c.ordinal) <> max(c."of") OR min(c.ordinal) <> 1'
    )
    none = rows(
        "SELECT number FROM slip s WHERE paper_code = '01' AND number IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM copy c WHERE c.slip_id = s.id)"
    )
    found = [f"{row[0]} 应有 {row[2]} 联，实有 {row[1]} 联" for row in broken] + [
        f"{row[0]} 没有联" for row in none
    ]
    return ("bad", "有单据的联不齐。", found) if found else ("good", "各联齐全。", [])


def ledger(desk: Desk, deep: bool) -> Result:
    """Every feedback stands in the ledger and can be found."""
    unlisted = rows(
        "SELECT number FROM slip s WHERE paper_code = '01' AND number IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.slip_id = s.id)"
    )
    different = rows(
        "SELECT s.number FROM ledger l JOIN slip s ON s.id = l.slip_id"
        " WHERE l.number IS DISTINCT FROM s.number OR (s.state = '作废') <> (l.state = '作废')"
    )
    unsheeted = rows(
        "SELECT number FROM slip s WHERE paper_code = '01'"
        " AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.slip_id = s.id)"
    )
    listed, indexed = (one(f"SELECT count(*) FROM {table}") or (0,) for table in ("ledger", "search"))
    found = [f"{row[0]} 不在台帐里" for row in unlisted]
    found += [f"{row[0]} 的台帐行与单据不符" for row in different]
    found += [f"{row[0]} 没有内容" for row in unsheeted]
    if listed[0] > indexed[0]:
        found.append(f"{listed[0] - indexed[0]} 行查找不到")
    return (
        ("bad", "台帐与单据不符。", found) if found else ("good", f"{listed[0]} 行与单据相符，都能查到。", [])
    )


def attached_files(desk: Desk, deep: bool) -> Result:
    """Every attached file is there (with `deep` also readable); files nobody names are pointed out."""
    folder, key = places.attachments_dir(desk.data_dir), engine.current().attachment_key
    known = dict(rows("SELECT sha256, name FROM kept_file"))
    found = []
    for sha256, name in known.items():
        try:
            if deep:
                attachments.read(folder, key, sha256)
            elif not attachments.is_kept(folder, key, sha256):
                found.append(f"附件“{name}”的文件不见了")
        except UserError as error:
            found.append(f"附件“{name}”：{error.message}")
    if found:
        return "bad", "有附件缺失或损坏，请从备份取回。", found
    lost = attachments.orphans(folder, key, known)
    if lost:
        return (
            "warning",
            f"{len(known)} 个附件完好；另有 {len(lost)} 个文件没有记录指向它。",
            [path.name for path in lost],
        )
    return "good", f"{len(known)} 个附件完好。", []


def backups(desk: Desk, deep: bool) -> Result:
    """There is a good and recent backup, and the drill was passed."""
    state = backup_state(desk)
    if state.red:
        return "warning", state.message, []
    due = "；该做恢复演练了" if state.drill_due else ""
    last = f"{business_date(state.last):%Y-%m-%d}" if state.last else "—"
    return ("warning" if due else "good"), f"最近一次在 {last}{due}。", []


def sign_in(desk: Desk, deep: bool) -> Result:
    """Nobody is locked out, nobody tampered with the count of tries, every user has a slot."""
    found = [f"“{user}”已锁定" for user, n in keyslots.failed_tries(desk.data_dir).items() if n >= HARD]
    if keyslots.tries_were_tampered(desk.data_dir):
        found.append("登录计数文件被改动过")
    named = {row[0] for row in rows("SELECT name FROM person WHERE signs_in = 1 AND active = 1")}
    slots = set(keyslots.user_names(desk.data_dir))
    found += [f"“{name}”有登录权限却没有钥匙" for name in sorted(named - slots)]
    found += [f"“{name}”有钥匙却没有登录权限" for name in sorted(slots - named)]
    return ("warning", "登录方面有需要处理的事。", found) if found else ("good", f"{len(slots)} 位用户。", [])


def engine_version(desk: Desk, deep: bool) -> Result:
    """The engine is one whose journal does not lose data, and every pragma of the design holds."""
    if engine.current().is_server:
        return health_server.version()
    versions = engine.engine_versions()
    words = f"SQLite {versions['sqlite']}，SQLCipher {versions['sqlcipher']}。"
    try:
        pragmas.refuse_unsafe_engine(pragmas.engine_version())
    except UserError as error:
        return "bad", error.message, []
    mode, safety = (str((one(f"PRAGMA {name}") or ("",))[0]) for name in ("journal_mode", "synchronous"))
    if (mode, safety) != ("wal", "2"):
        return "bad", f"{words}日志方式 {mode}、同步 {safety} 不符合要求。", []
    return "good", words, []


def clock(desk: Desk, deep: bool) -> Result:
    """The clock neither went back behind the last lines of the trail nor leapt far ahead of them."""
    gap = clock_watch.jump(desk)
    if gap < timedelta(0):
        return "bad", f"电脑时钟比最后一条记录早 {_span(-gap)}，请核对日期和时间。", []
    if gap:
        return "warning", f"电脑时钟比上一条记录晚了 {_span(gap)}，请核对日期和时间。", []
    return "good", "与最后的记录相符。", []


def free_disk(desk: Desk, deep: bool) -> Result:
    """There is room to write, and to make a backup."""
    free = shutil.disk_usage(desk.data_dir).free
    words = f"剩余 {free / 2**30:.1f} GB。"
    if free < VERY_LITTLE:
        return "bad", f"{words}请立即清理磁盘。", []
    return ("warning" if free < LITTLE else "good"), words, []


def place(desk: Desk, deep: bool) -> Result:
    """The data lies on a local disk, and only its owner can enter the folder."""
    if engine.current().is_server:
        return health_server.account()
    kind = file_system_type(desk.data_dir)
    if is_network(kind):
        return "bad", f"数据在网络盘上（{kind}），记录会丢失，请移到本机磁盘。", []
    if sys.platform != "win32" and stat.S_IMODE(os.stat(desk.data_dir).st_mode) & 0o077:
        return "warning", "这台电脑的其他用户能看到数据文件夹，请收紧权限（chmod 700）。", []
    return "good", f"本机磁盘（{kind or '类型不详'}）。", []


def unfinished(desk: Desk, deep: bool) -> Result:
    """No restore and no destruction is half done; old files and old backups that were kept are pointed out."""
    if restore_pending.is_pending(desk.data_dir):
        return "bad", "有一次恢复没有做完，请关闭程序后重新打开。", []
    if destruction_end.is_pending():
        return "bad", "有一次销毁没有做完，重新打开程序后会自动做完。", []
    left = destruction_end.old_backups(desk)
    if left:
        return (
            "warning",
            "接不上的文件夹里还有销毁之前的旧备份，请接上后删除。",
            [item.words for item in left],
        )
    kept = sorted(
        item.name for pattern in ("before-restore-*", "*.before-*.db") for item in desk.data_dir.glob(pattern)
    )
    if kept:
        return "warning", f"保留着 {len(kept)} 份被替换的旧文件，确认不再需要后可移走。", kept
    return "good", "没有。", []


def _span(gap: timedelta) -> str:
    minutes = int(gap.total_seconds() // 60)
    return f"{minutes // 1440} 天" if minutes >= 1440 else f"{minutes // 60} 小时 {minutes % 60} 分"
