"""The page that goes with an electronic original: how somebody outside checks it without our program."""

from __future__ import annotations

import hashlib

from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import KeptPrint, archived
from qmsdesk.operations.slips import Slip
from qmsdesk.procedure.clock import SHANGHAI
from qmsdesk.procedure.report_data import Heading, Report, Table, TableColumn, Text
from qmsdesk.settings import company


def auditor_page(desk: Desk, *, slip: Slip, kept: KeptPrint, root: bytes) -> bytes:
    """One archival page: what the file is, its hash, who signed, and the steps of the check."""
    from qmsdesk.printing.report import ReportPrint, render_report

    report = Report(
        kind="auditor", title="电子原件核验说明", unit=desk.department.unit_name, period="",
        blocks=(*_file(slip, kept, root), *_signers(slip, kept), *_steps(slip)), totals={},
    )  # fmt: skip
    around = ReportPrint((), printed_at=desk.clock.now(), digest=kept.digest, made_by=desk.user.name)
    return archived(render_report(report, around, company(desk.data_dir)))


def _file(slip: Slip, kept: KeptPrint, root: bytes) -> tuple[Heading | Text, ...]:
    return (
        Heading("一、文件"),
        Text(f"{slip.paper.title}，编号 {slip.number}，PDF/A-2b，共 {kept.pages} 页。"),
        Text(f"文件的 SHA-256：{_grouped(kept.sha256)}"),
        Text(f"记录摘要（写在文件属性“关键字”里）：{_grouped(kept.digest)}"),
        Text(f"签名根证书的 SHA-256 指纹：{_grouped(hashlib.sha256(root).hexdigest())}"),
    )


def _signers(slip: Slip, kept: KeptPrint) -> tuple[Heading | Table, ...]:
    signed = []
    for box, serials in kept.signers.items():
        given = kept.content.get(box, {})
        signed.append(
            (slip.paper.field(box).label, given.get("name", ""), given.get("day") or "", f"{serials[0]:x}")
        )
    columns = (
        TableColumn("签名栏", share=1.2), TableColumn("签名人"), TableColumn("日期"),
        TableColumn("证书序列号（十六进制）", share=3.0),
    )  # fmt: skip
    local = kept.made_at.astimezone(SHANGHAI)
    note = f"最后一次签名保存于 {local:%Y-%m-%d %H:%M}（本机时间，同时记入审计链；没有使用时间戳服务）。"
    return Heading("二、签名"), Table("signers", "电子签名", columns, tuple(signed), note=note)


def _steps(slip: Slip) -> tuple[Heading | Text, ...]:
    name = f"{slip.number}-电子原件.pdf"
    return (
        Heading("三、怎样核验"),
        Text(
            "1. 向本部门（不要只凭随文件寄来的证书）核对签名根证书的指纹，再把根证书加入阅读软件的“可信证书”。"
        ),
        Text(
            "2. 用支持 PDF 电子签名的阅读软件打开文件，每个签名都应显示“有效”，文件在最后一个签名后没有改动。"
        ),
        Text(f"3. 也可以用命令核验：qmsdesk verify {name} --ca 签名根证书.cer；通过时退出码为 0。"),
        Text("4. 核对上面的 SHA-256 与文件是否一致；不一致的文件不是本部门登记的那一份。"),
        Text(
            "签名算法为 RSA-2048 与 SHA-256（PAdES），证书由本部门自建的根证书签发，不是第三方认证机构的证书，"
            "也不是国密 SM2 签名。墨签的纸质原件同样有效。"
        ),
    )


def _grouped(text: str) -> str:
    """Hexadecimal digits in groups of eight, which people can compare."""
    return " ".join(text[place : place + 8] for place in range(0, len(text), 8))
