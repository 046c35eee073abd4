"""pyHanko's parts made ours: a key loaded once, the program's own clock, a stamp that never touches the disk."""

from __future__ import annotations

from binascii import hexlify
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    InnerScaling,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore


class KeptKey(Signer):
    """Signs with RSA and SHA-256; pyHanko itself reads and proves the private key anew for every signature."""

    def __init__(self, certificate: bytes, key: bytes, authority: bytes) -> None:
        (own,) = load_certs_from_pemder_data(certificate)
        registry: Any = SimpleCertificateStore  # its constructor has no types
        super().__init__(
            signing_cert=own, cert_registry=registry.from_certs(load_certs_from_pemder_data(authority))
        )
        self._kept: Any = load_der_private_key(key, password=None, unsafe_skip_rsa_key_validation=True)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError(f"digest {digest_algorithm}")
        signature: bytes = self._kept.sign(data, PKCS1v15(), SHA256())
        return signature


class TimedSigner(PdfSigner):
    """Signs at a given moment: the injected clock's, not the machine's."""

    def __init__(self, *arguments: Any, moment: datetime, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._moment = moment

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._moment
        return session


class StampPage(PdfContent):
    """The first page of a small PDF held in memory, as the look of a signature."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        super().__init__()

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._data)))
        name = b"/Stamp" + hexlify(uuid4().bytes)
        self.resources.xobject[name.decode("ascii")] = page
        x1, y1, x2, y2 = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(x1 - x2), height=abs(y1 - y2))
        return name + b" Do"


def whole_box() -> Any:
    """A stamp as large as its box, without pyHanko's margins."""
    return SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN,
        y_align=AxisAlignment.ALIGN_MIN,
        margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.STRETCH_FILL,
    )
