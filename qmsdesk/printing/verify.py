"""Is this print ours, whole and unchanged: pyHanko's verdict and rules stricter than its own (G30-G33)."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from qmsdesk.errors import UserError

_DIGEST = re.compile(r"digest ([0-9A-Za-z:]+)")
_NUMBER = re.compile(r"[FJCB]?[0-9A-Z]{1,8}-\d{4}(?:-[12])?-\d{1,9}")


@dataclass(frozen=True)
class Expected:
    """What the department's records say of this print; what is None is not asked.

    `signers` are the serials of the certificates allowed in each box; every box named must be signed.
    """

    digest: str | None = None
    signers: Mapping[str, Sequence[int]] | None = None
    hashes: frozenset[str] | None = None


@dataclass(frozen=True)
class SignatureFacts:
    """One signature as found: box, person and department of the certificate, meaning, time, and whether it holds."""

    field: str
    person: str
    department: str
    serial: int
    meaning: str
    moment: datetime | None
    holds: bool


@dataclass(frozen=True)
class Verdict:
    """Valid only when there is no fault; faults are sentences for people."""

    faults: tuple[str, ...]
    signatures: tuple[SignatureFacts, ...]
    digest: str = ""
    number: str = ""
    sha256: str = ""

    @property
    def valid(self) -> bool:
        """Whether the print may be relied on."""
        return not self.faults


@dataclass
class _Findings:
    faults: list[str] = field(default_factory=list)
    signatures: list[SignatureFacts] = field(default_factory=list)


def verify(
    data: bytes, *, authorities: Sequence[bytes], at: datetime, expected: Expected | None = None
) -> Verdict:
    """The verdict on a signed print; `authorities` are our own root certificates (DER), nobody else's count.

    `at` is the moment to judge certificates by: now, or the moment of signing when the audit chain proves it.
    """
    expected = expected or Expected()
    sha256 = hashlib.sha256(data).hexdigest()
    findings = _Findings()
    try:
        reader = _reader(data)
        keywords = _keywords(reader)
        _signatures(reader, authorities, at, findings)
    except UserError as error:
        return Verdict((error.message,), (), sha256=sha256)
    except Exception as error:  # any damage at all ends here: a broken file is never valid
        return Verdict(
            (f"文件已损坏或被改动过({type(error).__name__})。",), tuple(findings.signatures), sha256=sha256
        )
    digest, number = _first(_DIGEST, keywords, 1), _first(_NUMBER, keywords, 0)
    findings.faults += _against_records(findings.signatures, digest, sha256, expected)
    return Verdict(tuple(dict.fromkeys(findings.faults)), tuple(findings.signatures), digest, number, sha256)


def _reader(data: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader

    if not data.startswith(b"%PDF-"):
        raise UserError("这不是 PDF 文件。")
    reader = PdfFileReader(BytesIO(data), strict=True)
    if reader.encrypted:
        raise UserError("文件加了口令，不是本程序保存的打印件。")
    return reader


def _keywords(reader: Any) -> str:
    return str(reader.trailer["/Info"]["/Keywords"])


def _first(pattern: re.Pattern[str], text: str, group: int) -> str:
    found = pattern.search(text)
    return found.group(group) if found else ""


def _signatures(reader: Any, authorities: Sequence[bytes], at: datetime, findings: _Findings) -> None:
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signed = list(reader.embedded_signatures)
    if not signed:
        findings.faults.append("文件中没有电子签名。")
        return
    logging.getLogger("pyhanko").setLevel(
        logging.CRITICAL
    )  # it would write names of people to the error stream
    roots = [root for der in authorities for root in load_certs_from_pemder_data(der)]
    for place, one in enumerate(signed):
        context = ValidationContext(
            trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=at, other_certs=roots
        )
        status = validate_pdf_signature(one, context)
        facts = _facts(one, holds=bool(status.bottom_line))
        findings.signatures.append(facts)
        findings.faults += _faults_of(status, facts, certified=place > 0 or one.docmdp_level is not None)
        if place == len(signed) - 1 and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
            findings.faults.append("最后一个签名之后，文件又被添加或改动过。")


def _facts(signed: Any, *, holds: bool) -> SignatureFacts:
    certificate = signed.signer_cert
    subject = certificate.subject.native
    return SignatureFacts(
        field=str(signed.field_name),
        person=str(subject.get("common_name", "")),
        department=str(subject.get("organizational_unit_name", "")),
        serial=int(certificate.serial_number),
        meaning=str(signed.sig_object.get("/Reason", "")),
        moment=signed.self_reported_timestamp,
        holds=holds,
    )


def _faults_of(status: Any, facts: SignatureFacts, *, certified: bool) -> list[str]:
    who = f"{facts.person}({facts.meaning})的签名"
    faults = []
    if not status.intact:
        faults.append(f"{who}之后，签过的内容被改动过。")
    if not status.valid:
        faults.append(f"{who}本身不成立。")
    if status.intact and status.valid and not status.trusted:
        faults.append(f"{who}不是用本部门签发的证书签的。")
    if not certified:
        faults.append("第一个签名没有锁定内容。")
    if status.docmdp_ok is False:
        faults.append(f"{who}之后，文件有不允许的改动。")
    if not faults and not facts.holds:
        faults.append(f"{who}没有通过校验。")
    return faults


def _against_records(
    signatures: Sequence[SignatureFacts], digest: str, sha256: str, expected: Expected
) -> list[str]:
    faults = []
    if expected.digest is not None and digest != expected.digest:
        faults.append("文件里的记录摘要与登记的单据不一致：不是同一张单据，或单据后来改过。")
    if expected.hashes is not None and sha256 not in expected.hashes:
        faults.append("文件与登记保存的打印件不一致。")
    if expected.signers is None:
        return faults
    found = {item.field: item for item in signatures}
    for name, serials in expected.signers.items():
        if name not in found:
            faults.append(f"缺少应有的签名({name})。")
        elif found[name].serial not in serials:
            faults.append(f"{found[name].person}无权在这一栏签名({name})。")
    extra = [item.person for item in signatures if item.field not in expected.signers]
    if extra:
        faults.append(f"有多余的签名：{'、'.join(extra)}。")
    return faults
