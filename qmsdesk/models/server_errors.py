"""What a PostgreSQL server reports, in words a clerk can act on."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdesk.errors import UserError

_KEPT = "本次操作没有保存，原有数据完好。"
_BUSY = (f"数据库正被另一个操作占用，{_KEPT}", "请稍等几秒再试一次。")
_LOST = (
    "与数据库服务器的连接中断，正在进行的操作没有保存，已保存的数据完好。",
    "请检查网络和服务器，稍后再试一次；不用重新启动程序，草稿都在。",
)
# the beginning of an SQLSTATE -> what to say; the longest that fits wins
_STATES = {
    "08": _LOST,
    "57P": _LOST,
    "25P03": _LOST,
    "55P03": _BUSY,
    "40": _BUSY,
    "57014": (f"操作用时太长，被服务器停止，{_KEPT}", "请缩小范围再试一次。"),
    "53100": (f"数据库服务器的磁盘已满，{_KEPT}", "请管理员清理服务器的磁盘后再试一次。"),
    "53200": (f"数据库服务器内存不足，{_KEPT}", "请稍后再试一次，或联系管理员。"),
    "53300": ("数据库服务器的连接数已满。", "请稍后再试一次，或请管理员提高 max_connections。"),
    "58030": (f"数据库服务器磁盘读写出错，{_KEPT}", "请立即联系管理员，先做备份。"),
    "XX": ("数据库服务器上的数据已损坏，没有保存。", "请运行“数据体检”，再用“恢复”取回最近一次完好的备份。"),
    "23": ("这条记录与已有记录冲突，没有保存。", "请刷新后核对编号和必填项再试一次。"),
    "22": ("输入的值和这一栏的种类不合。", "请核对数字、日期和筛选条件后再试。"),
    "42501": ("数据库服务器不允许这个操作，没有保存。", "这类操作要用数据库所有者的账号，请联系管理员。"),
    "28": ("数据库服务器不接受这个账号或密码。", "请管理员核对 server.toml 里的连接地址。"),
    "3D": ("服务器上没有这个数据库。", "请管理员核对 server.toml 里的连接地址。"),
    "3F": ("服务器上没有这个部门的数据。", "请管理员核对 server.toml 里的连接地址。"),
    "25006": ("数据库服务器是只读的，没有保存。", "请联系管理员。"),
}


def is_from_server(error: BaseException) -> bool:
    """True for an error of the PostgreSQL driver."""
    return type(error).__module__.partition(".")[0] == "psycopg"


def words_for(causes: Iterable[BaseException]) -> tuple[str, str, str, str] | None:
    """Message, advice, detail and SQLSTATE of the first driver error among the causes; None when there is none.

    An error that is neither storage nor network (a mistake in a statement) gives an empty message.
    """
    for error in causes:
        if not is_from_server(error):
            continue
        state = str(getattr(error, "sqlstate", None) or "")
        if not state and type(error).__name__ in ("OperationalError", "ConnectionTimeout", "InterfaceError"):
            state = "08006"
        known = max((key for key in _STATES if state.startswith(key)), key=len, default="")
        message, advice = _STATES.get(known, ("", ""))
        return message, advice, f"{state}: {error}", state
    return None


def words_for_entry(said: str) -> tuple[str, str, str]:
    """Message, advice and SQLSTATE when no connection could be made; the driver only passes on what the server said."""
    if "authentication failed" in said or "no password supplied" in said:
        return *_STATES["28"], "28P01"
    if "does not exist" in said and "database" in said:
        return *_STATES["3D"], "3D000"
    if "too many" in said or "remaining connection slots" in said:
        return *_STATES["53300"], "53300"
    return "连不上数据库服务器。", "请检查网络，并请管理员核对服务器是否开着、地址是否正确。", "08001"


def driver_is_missing() -> UserError:
    """What to say when the optional driver is not installed."""
    return UserError(
        "没有安装 PostgreSQL 驱动程序。", advice='请用 pip install "qmsdesk[postgres]" 安装后再试。'
    )
