"""One table of everything the main window can do: text, keys, icon, tip; menus, toolbar and help are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from qmsdesk.forms.icons import icon


@dataclass(frozen=True)
class Deed:
    """One thing to do: name, menu text, menu, keys, icon, the sentence of the status bar."""

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    toolbar: bool = False
    checkable: bool = False
    divider: bool = False


MENUS = ("单据(&D)", "台帐(&L)", "统计(&T)", "管理(&M)", "视图(&V)", "帮助(&H)")
_SLIP, _LEDGER, _COUNT, _CARE, _VIEW, _HELP = MENUS

DEEDS: tuple[Deed, ...] = (
    Deed("take_call", "接电话(&N)", _SLIP, ("F8", "Ctrl+N"), "phone", "记录来电，生成信息原件和反馈单", True),
    Deed(
        "other_mail",
        "其他来件(&O)",
        _SLIP,
        ("Ctrl+Shift+N",),
        "inbox",
        "传真、信函、现场报告等，附上原件",
        True,
    ),
    Deed(
        "find",
        "查找单据(&F)",
        _SLIP,
        ("F3",),
        "search",
        "按单号、顾客、产品、问题或拼音首字母查找",
        True,
        divider=True,
    ),
    Deed("import_table", "导入表格(&I)…", _SLIP, ("Ctrl+I",), "import", "把 .xlsx 或 .csv 里的反馈导入台帐"),
    Deed(
        "scans",
        "扫描归档(&S)",
        _SLIP,
        ("Ctrl+3",),
        "pages",
        "把签好的扫描件放回来，按二维码归到各联",
        divider=True,
    ),
    Deed("verify", "核验文件(&V)…", _SLIP, (), "check", "核验电子原件：签名、改动、登记"),
    Deed("blank_forms", "空白表(&B)…", _SLIP, (), "file", "任何一张表的空白样式，打印出来用手填写"),
    Deed(
        "close_page",
        "关闭当前页(&W)",
        _SLIP,
        ("Ctrl+W",),
        "close",
        "关闭当前标签，内容已自动保存",
        divider=True,
    ),
    Deed("quit", "退出(&Q)", _SLIP, ("Ctrl+Q",), "quit", "保存草稿并退出"),
    Deed("start_page", "首页(&1)", _LEDGER, ("Ctrl+1",), "home", "草稿、最近单据和今天的数字", True),
    Deed("ledger", "台帐(&2)", _LEDGER, ("Ctrl+2",), "ledger", "顾客反馈/投诉信息台帐", True),
    Deed(
        "waiting", "待签收(&W)", _LEDGER, ("Ctrl+R",), "inbox", "送交到本部门、还没有签收的各联和原件", True
    ),
    Deed(
        "originals",
        "来件(&O)",
        _LEDGER,
        ("Ctrl+Shift+R",),
        "folder",
        "来件的转交、签收、调查核实，还没有填反馈单的",
    ),
    Deed(
        "records",
        "办理记录(&J)",
        _LEDGER,
        ("Ctrl+Shift+J",),
        "columns",
        "联系、供方、回复函、会议、申诉、库存核查的清单",
    ),
    Deed(
        "packets",
        "交接包(&P)",
        _LEDGER,
        (),
        "export",
        "把一联交给用另一个数据库的部门，接收对方的交接包和回执",
    ),
    Deed("case", "整案(&C)", _LEDGER, ("F2",), "pages", "当前单据或台帐所选一行的整件事，画在一张图上"),
    Deed("refresh", "刷新(&R)", _LEDGER, ("F5",), "refresh", "重新读取当前页", divider=True),
    Deed("duties", "职责日历(&D)", _COUNT, ("Ctrl+4",), "calendar", "统计表、报告、调查的期限和办理情况"),
    Deed("returns", "月度统计表(&M)", _COUNT, ("Ctrl+5",), "sum", "产品顾客反馈统计表，次月5日前上报"),
    Deed("reports", "分析报告(&R)", _COUNT, ("Ctrl+6",), "file", "质量趋势分析报告和顾客满意度评价报告"),
    Deed("charts", "统计图(&C)", _COUNT, ("Ctrl+7",), "sort", "按产品、问题、部门、原因、顾客的排列图"),
    Deed("surveys", "满意度调查(&S)", _COUNT, ("Ctrl+8",), "user", "抽样、发出、录入、审批、移交、计分"),
    Deed("people", "人员和部门(&P)", _CARE, (), "user", "人员、职责、登录、部门、恢复码"),
    Deed("backups", "备份和恢复(&B)", _CARE, (), "save", "备份、第二备份文件夹、恢复演练、恢复"),
    Deed("health", "数据体检(&H)", _CARE, (), "check", "核对数据库、审计链、编号、附件和备份"),
    Deed("settings", "设定(&T)", _CARE, (), "filter", "条款解释、办理目标、工作日历和更改记录"),
    Deed(
        "retention",
        "保存期限和销毁(&R)",
        _CARE,
        (),
        "clock",
        "各种记录的保存部门、到期日和销毁",
        divider=True,
    ),
    Deed("viewings", "现场查阅登记(&V)", _CARE, (), "preview", "谁在何时为什么查阅过（5.5.2）"),
    Deed("passwd", "修改我的密码(&C)…", _CARE, (), "key", "换一个自己的登录密码", divider=True),
    Deed("lock", "锁定(&L)", _CARE, ("Ctrl+L",), "lock", "离开座位时锁上，输入密码继续"),
    Deed("larger", "字大一号(&L)", _VIEW, ("Ctrl+Alt++", "Ctrl+Alt+="), "plus", "窗口文字大一号"),
    Deed("smaller", "字小一号(&S)", _VIEW, ("Ctrl+Alt+-",), "minus", "窗口文字小一号"),
    Deed(
        "full_screen",
        "全屏(&F)",
        _VIEW,
        ("F11",),
        "fit",
        "全屏显示，再按一次还原",
        checkable=True,
        divider=True,
    ),
    Deed("help", "手册(&H)", _HELP, ("F1",), "help", "打开手册里说明当前页的一页"),
    Deed("clauses", "程序文件的条款(&T)", _HELP, (), "file", "按编号查 LSZB/QM07-03 的条款"),
    Deed("shortcuts", "快捷键(&K)", _HELP, ("Ctrl+/",), "keyboard", "所有快捷键一览", divider=True),
    Deed("about", "关于(&A)", _HELP, (), "info", "版本、许可和文件位置"),
)

PAGE_KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("在单据上", (
        ("Enter", "到下一栏；多行文字里换行"), ("Tab、Shift+Tab", "按印刷顺序前进、后退"),
        ("Ctrl+Enter", "立即保存"), ("Ctrl+Z、Ctrl+Y", "撤消、重做"), ("Alt+Insert、Alt+Delete", "明细插入、删除一行"),
    )),
    ("接电话", (("Ctrl+Enter", "保存记录并打开反馈单"), ("Enter", "到下一栏"), ("↓", "从提示中选择"))),
    ("台帐", (
        ("Ctrl+F", "到搜索框"), ("Enter", "打开单据"), ("Ctrl+C", "复制所选行为表格（带表头）"),
        ("Ctrl+Shift+C", "复制所选行为文本"),
        ("Ctrl+E", "导出 Excel"),
        ("Ctrl+Shift+E", "导出台帐 PDF"), ("单击表头", "排序"), ("Shift+单击表头", "再按这一列排序"),
        ("Alt+↓、右击表头", "筛选、排序、分组这一列"), ("Ctrl+G", "分组统计"), ("扫描条码", "在搜索框里打开单据"),
        ("Ctrl+Home、Ctrl+End", "第一条、最后一条"),
    )),
    ("日期栏", (
        ("5 · 3-15 · 0315 · 20261122", "本月5日、今年3月15日、今年3月15日、2026年11月22日"),
        ("t · + · - · [ · ]", "今天、后一天、前一天、前一月、后一月"), ("F4", "日历"),
    )),
    ("页签", (("Ctrl+Tab", "下一页"), ("Ctrl+Shift+Tab", "上一页"))),
)  # fmt: skip


def build(owner: QObject, slots: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """The table as actions of a window; `slots` has one callable for each name."""
    return {deed.name: _action(owner, deed, slots[deed.name]) for deed in DEEDS}


def _action(owner: QObject, deed: Deed, slot: Callable[[], object]) -> QAction:
    action = QAction(icon(deed.icon), deed.text, owner)
    action.setObjectName(deed.name)
    action.setShortcuts([QKeySequence(keys) for keys in deed.keys])
    action.setIconText(plain_text(deed))
    action.setStatusTip(deed.tip)
    action.setToolTip(_tool_tip(deed))
    action.setCheckable(deed.checkable)
    action.triggered.connect(lambda _checked=False: slot())
    return action


def plain_text(deed: Deed) -> str:
    """The menu text without its mnemonic: 接电话."""
    return deed.text.split("(&")[0]


def keys_text(deed: Deed) -> str:
    """The first key as it is shown: F8."""
    return QKeySequence(deed.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if deed.keys else ""


def _tool_tip(deed: Deed) -> str:
    keys = keys_text(deed)
    return f"{plain_text(deed)}（{keys}）：{deed.tip}" if keys else f"{plain_text(deed)}：{deed.tip}"
