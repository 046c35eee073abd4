"""The department's own certificate authority: RSA-2048, SHA-256, ten years; keys are handed out, never kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate, CertificateBuilder, Name

KEY_BITS = 2048  # pyHanko raises the file to PDF 2.0 for other kinds of key, and PDF/A-2 ends there
YEARS = 10
_EXPONENT = 65537
_CLOCK_SLACK = timedelta(days=1)
_ROOT_SLACK = timedelta(
    days=400
)  # a clock that stood wrong on the first day must not make later signatures early


@dataclass(frozen=True)
class Identity:
    """A certificate (DER) and its private key (PKCS #8, open: the caller seals it under the owner's key)."""

    certificate: bytes
    key: bytes


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says: whose, of which department, its serial, from when until when."""

    person: str
    department: str
    serial: int
    valid_from: datetime
    valid_until: datetime


def make_authority(*, company: str, department: str, now: datetime) -> Identity:
    """A new authority of a department, trusted by nobody but the department's own records."""
    key = _new_key()
    name = _name(f"{department} 签名根证书", department, company)
    until = now + timedelta(days=365 * YEARS + YEARS // 4)
    certificate = _builder(name, name, key, now, until, authority=True)
    return _identity(certificate, key, key)


def issue(authority: Identity, *, person: str, department: str, company: str, now: datetime) -> Identity:
    """A personal certificate under the authority, good for signing only; UserError once the authority has ended."""
    from cryptography import x509

    root = x509.load_der_x509_certificate(authority.certificate)
    if now >= root.not_valid_after_utc:
        raise UserError(
            "本部门的签名根证书已过期。", advice="请系统管理员登录一次，程序会自动生成新的根证书。"
        )
    key = _new_key()
    until = min(now + timedelta(days=365 * YEARS), root.not_valid_after_utc)
    builder = _builder(_name(person, department, company), root.subject, key, now, until, authority=False)
    return _identity(builder, key, _open_key(authority.key))


def facts(certificate: bytes) -> CertificateFacts:
    """What a certificate (DER) says; UserError when it is none."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        read = x509.load_der_x509_certificate(certificate)
    except ValueError as error:
        raise UserError("证书文件读不出来。", advice="请重新导出证书。", detail=str(error)) from error
    person, department = (
        "".join(str(part.value) for part in read.subject.get_attributes_for_oid(oid))
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
    )
    return CertificateFacts(
        person, department, read.serial_number, read.not_valid_before_utc, read.not_valid_after_utc
    )


def is_good(certificate: bytes, root: bytes, *, now: datetime) -> bool:
    """Whether a personal certificate (DER) was issued under this root (DER) and has not ended."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    own, above = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(root)
    try:
        own.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return now < own.not_valid_after_utc


def _new_key() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=_EXPONENT, key_size=KEY_BITS)


def _open_key(data: bytes) -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    key = load_der_private_key(data, password=None)
    if not isinstance(key, RSAPrivateKey):
        raise UserError("签名私钥不是 RSA 私钥。", advice="请由管理员重新签发个人证书。")
    return key


def _name(person: str, department: str, company: str) -> Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, company),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, department),
            x509.NameAttribute(NameOID.COMMON_NAME, person),
        ]
    )


def _builder(
    subject: Name, issuer: Name, key: RSAPrivateKey, now: datetime, until: datetime, *, authority: bool
) -> CertificateBuilder:
    from cryptography import x509

    uses = {
        "digital_signature": not authority,
        "content_commitment": not authority,
        "key_cert_sign": authority,
    }
    never = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
    usage = x509.KeyUsage(**uses, crl_sign=authority, **dict.fromkeys(never, False))
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - (_ROOT_SLACK if authority else _CLOCK_SLACK))
        .not_valid_after(until)
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True
        )
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _identity(builder: CertificateBuilder, key: RSAPrivateKey, signer: RSAPrivateKey) -> Identity:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    certificate: Certificate = builder.add_extension(above, critical=False).sign(signer, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Identity(certificate.public_bytes(serialization.Encoding.DER), private)
